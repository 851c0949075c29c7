"""«О школе»: what the school is called, and where its journal is found."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhurnal.people.access import Who

from .. import access, actions
from ..about import SchoolForm
from .common import done, form_page


def about(request: HttpRequest) -> HttpResponse:
    """Change the school's names and addresses."""
    who: Who = request.who  # type: ignore[attr-defined]
    school = access.schools_to_edit(who).first()
    if school is None:
        raise Http404
    form = SchoolForm(request.POST or None, initial=model_to_dict(school, SchoolForm.Meta.fields))
    if done(form, lambda: actions.set_school(who, school, **form.cleaned_data)):
        messages.success(request, "Сведения о школе сохранены.")
        return redirect("school:about")
    back = reverse("timetable:overview")
    lead = f"Сейчас журнал открыт по адресу {request.build_absolute_uri('/')}"
    return form_page(
        request, form, title="О школе", action="Сохранить", back=back, crumbs=[("Школа", back)], lead=lead, stay="Назад"
    )
