"""The demo's curriculum of a year: a plan for each grade, and a second one where classes of a grade study differently."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from zhurnal.core.bulk import insert_many
from zhurnal.core.log import Act
from zhurnal.curriculum import rules
from zhurnal.curriculum.models import Plan, PlanLine
from zhurnal.demo.book import Book
from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Year

Hours = tuple[tuple[int, Decimal], ...]
UNAPPROVED_GRADE = 9  # so that there is one to approve
_PART = {
    "Немецкий язык": PlanLine.Part.INSTEAD,  # one group of the class learns it instead of English
    "Основы духовно-нравственной культуры народов России": PlanLine.Part.SCHOOL,
    "Вероятность и статистика": PlanLine.Part.SCHOOL,
}


def write_plans(book: Book, year: Year, deputy: Person, act: Act) -> None:
    """Insert the plans that the year's courses follow, approved by the deputy head a day later but for one grade."""
    by_hours = _classes_by_hours(year)
    names = dict(Course.objects.filter(year=year).values_list("subject_id", "subject__name"))
    first: set[int] = set()
    for (grade, hours), classes in sorted(by_hours.items(), key=lambda pair: (pair[0][0], -len(pair[1]))):
        profile = (
            ""
            if grade not in first
            else "второй язык"
            if any(names[s] == "Немецкий язык" for s, _ in hours)
            else "другой набор"
        )
        first.add(grade)
        plan = Plan(
            year=year, grade=grade, profile=profile, days_a_week=classes[0].days_a_week, weeks=rules.usual_weeks(grade)
        )
        if grade != UNAPPROVED_GRADE:
            plan.approved_by, plan.approved_at = deputy, act.at + timedelta(hours=1)
        book.insert(act, [plan], "curriculum.plan.create")
        lines = [
            PlanLine(
                plan=plan,
                subject_id=subject,
                hours=value,
                part=_PART.get(names[subject], PlanLine.Part.MANDATORY),
            )
            for subject, value in hours
        ]
        book.insert(act, lines, "curriculum.plan.fill")
        link = Plan.classes.through
        insert_many([link(plan=plan, group=one) for one in classes])
        for one in classes:
            book.linked(act, plan, "curriculum.plan.create", "classes", one)


def _classes_by_hours(year: Year) -> dict[tuple[int, Hours], list[Group]]:
    """Classes of a grade that study the same: (grade, subject and hours) → classes."""
    parents = parents_in(year)
    hours: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for group, subject, value in Course.objects.filter(year=year).values_list("group_id", "subject_id", "hours_a_week"):
        for klass in classes_under(group, parents):
            hours[klass][subject] = value
    found: dict[tuple[int, Hours], list[Group]] = defaultdict(list)
    for one in Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter"):
        found[one.grade, tuple(sorted(hours[one.pk].items()))].append(one)
    return found
