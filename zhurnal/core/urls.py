"""The pages of core."""

from __future__ import annotations

from . import views
from .pages import page

app_name = "core"
urlpatterns = [
    page("healthz", views.healthz, name="healthz", public=True),
    page("readyz", views.readyz, name="readyz", public=True),
]
