"""Subjects, rooms, courses and who teaches them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.people.access import Who
from zhurnal.people.trail import told, trail_of

from .. import actions, queries
from ..forms import CourseChangeForm, CourseForm, LastDayForm, RoomForm, SubjectForm, TeacherForm
from ..models import Course, Group, Room, Subject, Teaching
from .classes import crumbs_of
from .common import done, form_page


def subjects(request: HttpRequest) -> HttpResponse:
    """«Предметы», and a new one."""
    form = SubjectForm(request.POST or None)
    if done(form, lambda: actions.create_subject(request.who, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, f"Предмет «{form.cleaned_data['name']}» добавлен.")
        return redirect("school:subjects")
    return render(request, "school/subjects.html", {"rows": queries.subjects_page(), "form": form})


def subject(request: HttpRequest, row: Subject) -> HttpResponse:
    """Change a subject's names."""
    form = SubjectForm(request.POST or None, initial={"name": row.name, "short_name": row.short_name})
    if done(form, lambda: actions.rename_subject(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Предмет переименован.")
        return redirect("school:subjects")
    back = reverse("school:subjects")
    trail = told(trail_of(Subject, [row.pk]), {"name": "название", "short_name": "кратко"})
    return form_page(
        request, form, title=row.name, action="Сохранить", back=back, crumbs=[("Предметы", back)], trail=trail
    )


def rooms(request: HttpRequest) -> HttpResponse:
    """«Кабинеты», and a new one."""
    form = RoomForm(request.POST or None)
    if done(form, lambda: actions.create_room(request.who, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, f"Кабинет «{form.cleaned_data['name']}» добавлен.")
        return redirect("school:rooms")
    return render(request, "school/rooms.html", {"rows": queries.rooms_page(), "form": form})


def room(request: HttpRequest, row: Room) -> HttpResponse:
    """Change a room's name."""
    form = RoomForm(request.POST or None, initial={"name": row.name})
    if done(form, lambda: actions.rename_room(request.who, row, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Кабинет переименован.")
        return redirect("school:rooms")
    back = reverse("school:rooms")
    trail = told(trail_of(Room, [row.pk]), {"name": "название"})
    return form_page(
        request, form, title=row.name, action="Сохранить", back=back, crumbs=[("Кабинеты", back)], trail=trail
    )


def add(request: HttpRequest, klass: Group) -> HttpResponse:
    """A new course of the class or of one of its groups."""
    who: Who = request.who  # type: ignore[attr-defined]
    groups = queries.groups_for_courses(klass)
    since = max(klass.year.since, min(clock.today(), klass.year.until))
    form = CourseForm(request.POST or None, who=who, groups=groups, since=since, initial={"group": klass.pk})

    def make() -> None:
        values = dict(form.cleaned_data)
        actions.open_course(who, values.pop("group"), values.pop("subject"), **values)

    if done(form, make):
        messages.success(request, "Курс добавлен: у него есть страница журнала. Поставьте его в расписание.")
        return redirect("school:class", pk=klass.pk)
    back = reverse("school:class", args=[klass.pk])
    crumbs = crumbs_of(klass, who)
    lead = (
        ""
        if queries.subjects_page().exists()
        else "Предметов ещё нет: сначала добавьте их на странице «Школа — Предметы»."
    )
    return form_page(
        request, form, title="Новый курс", action="Добавить курс", back=back, crumbs=crumbs, lead=lead, tab="classes"
    )


def course(request: HttpRequest, row: Course) -> HttpResponse:
    """A course: hours, whether graded, its teachers."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = CourseChangeForm(request.POST or None, initial={"hours_a_week": row.hours_a_week, "graded": row.graded})
    if done(form, lambda: actions.set_course(who, row, **form.cleaned_data)):
        messages.success(request, "Курс изменён.")
        return redirect("school:course", pk=row.pk)
    return _course_page(request, row, form, TeacherForm(None, who=who))


def assign(request: HttpRequest, row: Course) -> HttpResponse:
    """Give the course another teacher."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = TeacherForm(request.POST, who=who)

    def act() -> None:
        values = dict(form.cleaned_data)
        actions.assign_teacher(who, row, values.pop("person"), **values)

    if done(form, act):
        messages.success(request, "Учитель назначен.")
        return redirect("school:course", pk=row.pk)
    change = CourseChangeForm(None, initial={"hours_a_week": row.hours_a_week, "graded": row.graded})
    return _course_page(request, row, change, form)


def _course_page(request: HttpRequest, row: Course, form: CourseChangeForm, teacher: TeacherForm) -> HttpResponse:
    klass = queries.class_of(row.group)
    context = {
        "course": row,
        "form": form,
        "teacher_form": teacher,
        "teachings": queries.teachings_of(row),
        "today": clock.today(),
        "crumbs": [{"title": title, "url": url} for title, url in (crumbs_of(klass, request.who) if klass else [])],  # type: ignore[attr-defined]
    }
    return render(request, "school/course.html", context)


def end(request: HttpRequest, row: Teaching) -> HttpResponse:
    """End a teacher's term in the course."""
    form = LastDayForm(request.POST or None, initial={"until": clock.today()})
    if done(form, lambda: actions.end_teaching(request.who, row, until=form.cleaned_data["until"])):  # type: ignore[attr-defined]
        messages.success(request, f"{row.person.short_name}: последний день в курсе записан.")
        return redirect("school:course", pk=row.course_id)
    back = reverse("school:course", args=[row.course_id])
    title = f"{row.person.short_name}: последний день в курсе"
    return form_page(request, form, title=title, action="Записать", back=back, crumbs=[("Курс", back)], tab="classes")
