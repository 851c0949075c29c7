"""The pages of timetable."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page
from zhurnal.school.access import reads_whole_school

from .views import setup

app_name = "timetable"
urlpatterns = [
    page("setup/", setup.setup, name="setup", public=True, methods=("GET", "POST")),
    page("school/", setup.overview, name="overview", door=reads_whole_school, menu=Menu("Школа", order=60, icon="school")),
]
