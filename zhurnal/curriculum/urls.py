"""The pages of the curriculum."""

from __future__ import annotations

from zhurnal.core.pages import page

from . import access
from .views import load, plans

BOTH = ("GET", "POST")
WRITE = ("POST",)

app_name = "curriculum"
urlpatterns = [
    page("", plans.plans, name="plans", door=access.reads_plans),
    page("add/", plans.add, name="plan-add", door=access.edits_plans, methods=BOTH),
    page("copy/", plans.copy, name="plan-copy", door=access.edits_plans, methods=BOTH),
    page("load/", load.load, name="load", door=access.reads_load),
    page("<int:pk>/", plans.plan, name="plan", subject=access.plans_to_read),
    page("<int:pk>/edit/", plans.edit, name="plan-edit", subject=access.plans_to_edit, methods=BOTH),
    page("<int:pk>/hours/", plans.hours, name="hours", subject=access.plans_to_edit, methods=BOTH),
    page("<int:pk>/approve/", plans.approve, name="plan-approve", subject=access.plans_to_approve, methods=WRITE),
    page("<int:pk>/reopen/", plans.reopen, name="plan-reopen", subject=access.plans_to_approve, methods=WRITE),
    page("<int:pk>/courses/", plans.carry_over, name="plan-courses", subject=access.plans_to_edit, methods=WRITE),
    page("<int:pk>/remove/", plans.remove, name="plan-remove", subject=access.plans_to_edit, methods=WRITE),
]
