"""Health for physical education, behind a right of its own; every reading is logged."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people import actions as people
from zhurnal.people.access import Who
from zhurnal.people.cards import health_of
from zhurnal.people.models import Person

from .. import card_access as access
from .. import queries
from ..card_forms import HealthForm
from ..models import Course, Group
from ..queries.cards import HealthLine, health_lines
from .classes import crumbs_of
from .common import done, form_page


def classes(request: HttpRequest) -> HttpResponse:
    """«Здоровье»: the classes, for the medical worker."""
    year = queries.current_year()
    found = access.classes_with_health(request.who).order_by("grade", "letter", "name")  # type: ignore[attr-defined]
    return render(request, "school/health_classes.html", {"year": year, "classes": found.filter(year=year)})


def of_class(request: HttpRequest, klass: Group) -> HttpResponse:
    """«Листок здоровья» of a class."""
    who: Who = request.who  # type: ignore[attr-defined]
    lines = health_lines(queries.members_on(klass, clock.today()), clock.today())
    _log(who, lines)
    may_edit = access.keeps_health(who) or access.classes_to_check(who).filter(pk=klass.pk).exists()
    context = {
        "klass": klass,
        "lines": lines,
        "may_edit": may_edit,
        "own_id": who.person_id,
        "crumbs": [{"title": title, "url": url} for title, url in crumbs_of(klass, who)],
    }
    return render(request, "school/health_class.html", context)


def edit(request: HttpRequest, person: Person) -> HttpResponse:
    """Write what a doctor's paper says."""
    names = ("pe_group", "health_group", "document", "until")
    record = health_of(person)
    form = HealthForm(request.POST or None, initial={name: getattr(record, name) for name in names})

    def save() -> None:
        if people.set_health(request.who, person, **form.cleaned_data):  # type: ignore[attr-defined]
            messages.success(request, f"{person.short_name}: группа для физкультуры записана.")

    stay = queries.stay_of(person, clock.today())
    back = reverse("school:class-health", args=[stay.group_id]) if stay else reverse("people:home")
    if done(form, save):
        return redirect(back)
    lead = f"{person.full_name}. Видят медицинский работник, классный руководитель, завуч, директор и семья."
    return form_page(request, form, title="Здоровье", action="Сохранить", back=back, lead=lead)


def courses(request: HttpRequest) -> HttpResponse:
    """The courses of physical education of the teacher who asks."""
    found = access.pe_courses(request.who).select_related("group", "subject").order_by("group__grade", "group__name")  # type: ignore[attr-defined]
    return render(request, "school/pe_courses.html", {"courses": found})


def of_course(request: HttpRequest, course: Course) -> HttpResponse:
    """Who of a course does physical education in which group: the group alone, no paper and no group of health."""
    lines = health_lines(queries.members_on(course.group, clock.today()), clock.today())
    _log(request.who, lines)  # type: ignore[attr-defined]
    return render(request, "school/pe_groups.html", {"course": course, "lines": lines})


def _log(who: Who, lines: list[HealthLine]) -> None:
    people.cards_are_read(who, [line.person for line in lines if line.record])
