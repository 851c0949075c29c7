"""What is done with the curriculum: made, filled, copied from last year, approved, and carried over into courses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.school.actions import create_course, set_course
from zhurnal.school.models import Group, Subject, Year

from . import rules
from .models import Plan, PlanLine
from .reckoning import counted_lines, plan_hours, taught_in

Hours = Mapping[tuple[Subject, str], Decimal]


@action("curriculum.plan.create")
def create_plan(
    act: Acting,
    year: Year,
    *,
    grade: int,
    profile: str = "",
    days_a_week: int = 5,
    weeks: int | None = None,
    classes: Iterable[Group] = (),
) -> Plan:
    """Make an empty plan of a grade, or of a profile in it, for classes that have none yet."""
    if Plan.objects.filter(year=year, grade=grade, profile=profile).exists():
        raise Refused("Такой учебный план уже есть: откройте его.", field="profile")
    plan = Plan(
        year=year, grade=grade, profile=profile, days_a_week=days_a_week, weeks=weeks or rules.usual_weeks(grade)
    )
    act.create(plan)
    _give(act, plan, list(classes))
    return plan


@action("curriculum.plan.set")
def set_plan(act: Acting, plan: Plan, *, profile: str, days_a_week: int, weeks: int, classes: Iterable[Group]) -> None:
    """Change what the plan is called, its week, its weeks a year and its classes; refused once it is approved."""
    _refuse_approved(act, plan)
    if Plan.objects.filter(year=plan.year, grade=plan.grade, profile=profile).exclude(pk=plan.pk).exists():
        raise Refused("План с таким профилем в этой параллели уже есть.", field="profile")
    act.update(plan, profile=profile, days_a_week=days_a_week, weeks=weeks)
    _give(act, plan, list(classes))


def _give(act: Acting, plan: Plan, classes: Sequence[Group]) -> None:
    for one in classes:
        if one.grade != plan.grade or one.year_id != plan.year_id:
            raise Refused(f"{one} — другая параллель или другой год.", field="classes")
        other = Plan.objects.filter(classes=one).exclude(pk=plan.pk).first()
        if other is not None:
            raise Refused(f"{one} уже учится по плану «{other}».", field="classes")
    act.link(plan, "classes", classes)


@action("curriculum.plan.fill")
def fill_plan(act: Acting, plan: Plan, hours: Hours) -> int:
    """Let the plan hold exactly these hours, by (subject, part); answers how many lines changed. Refused once it is approved."""
    _refuse_approved(act, plan)
    for (subject, _), value in hours.items():
        if fault := rules.hours_fault(value):
            raise Refused(f"{subject}: {fault}", field=f"hours_{subject.pk}")
    standing = {(line.subject_id, line.part): line for line in PlanLine.objects.filter(plan=plan)}
    wanted = {(subject.pk, part): value for (subject, part), value in hours.items()}
    gone = [line for place, line in standing.items() if place not in wanted]
    changed = [place for place, value in wanted.items() if place in standing and standing[place].hours != value]
    new = [
        PlanLine(plan=plan, subject_id=subject, part=part, hours=value)
        for (subject, part), value in wanted.items()
        if (subject, part) not in standing
    ]
    act.delete_many(gone)
    for place in changed:
        act.update(standing[place], hours=wanted[place])
    act.create_many(new)
    return len(gone) + len(changed) + len(new)


@action("curriculum.plan.remove")
def remove_plan(act: Acting, plan: Plan) -> None:
    """Remove a plan that is not approved."""
    _refuse_approved(act, plan)
    act.link(plan, "classes", [])
    act.delete_many(list(plan.lines.all()))
    act.delete(plan)


@action("curriculum.plan.approve")
def approve_plan(act: Acting, plan: Plan) -> None:
    """The deputy head approves the plan (§4.6.5): refused when it is empty, has no class, or more hours a week than the norm."""
    act.lock(plan, "approved_at")
    if plan.is_approved:
        return
    if fault := rules.plan_fault(plan.grade, plan.days_a_week, counted_lines(plan).values_list("hours", flat=True)):
        raise Refused(fault)
    if not plan.classes.exists():
        raise Refused("У плана нет классов: отметьте, кто по нему учится.", field="classes")
    act.update(plan, approved_by_id=act.person_id, approved_at=act.at)


@action("curriculum.plan.reopen")
def reopen_plan(act: Acting, plan: Plan, *, reason: str) -> None:
    """Take the approval back, with a reason that stays in the log."""
    if not reason.strip():
        raise Refused("Напишите, зачем план открывается снова: причина остаётся в истории.", field="reason")
    act.update(plan, approved_by_id=None, approved_at=None, reason=reason.strip())


def _refuse_approved(act: Acting, plan: Plan) -> None:
    act.lock(plan, "approved_at")
    if plan.is_approved:
        raise Refused("План утверждён: сначала откройте его снова с указанием причины.")


@action("curriculum.year.copy")
def copy_year(act: Acting, source: Year, target: Year) -> list[Plan]:
    """Copy the plans of a year for the grades and profiles that the other year has no plan for.

    Classes of the same grade and letter take the copy, unless they have a plan already; copies wait for approval.
    """
    if source.pk == target.pk:
        raise Refused("Выберите другой год: копировать план в него самого незачем.", field="source")
    known = set(Plan.objects.filter(year=target).values_list("grade", "profile"))
    planned = set(Group.objects.filter(plans__year=target).values_list("pk", flat=True))
    free: dict[tuple[int, str], Group] = {
        (one.grade, one.letter): one
        for one in Group.objects.filter(year=target, kind=Group.Kind.CLASS).exclude(pk__in=planned)
    }
    made = []
    for plan in Plan.objects.filter(year=source).prefetch_related("lines", "classes"):
        if (plan.grade, plan.profile) in known:
            continue
        same = [found for one in plan.classes.all() if (found := free.pop((one.grade, one.letter), None))]
        copy = create_plan(
            act.actor,
            target,
            grade=plan.grade,
            profile=plan.profile,
            days_a_week=plan.days_a_week,
            weeks=plan.weeks,
            classes=same,
        )
        act.create_many(
            [PlanLine(plan=copy, subject_id=one.subject_id, part=one.part, hours=one.hours) for one in plan.lines.all()]
        )
        made.append(copy)
    return made


@action("curriculum.plan.courses")
def carry_over(act: Acting, plan: Plan) -> tuple[int, int]:
    """Make the courses that the plan asks for and its classes lack, and give the others its hours; answers how many of each.

    A subject that is taught in subgroups or in a joined group keeps them: each gets the hours of the plan.
    """
    made = changed = 0
    hours = plan_hours(plan)
    subjects = Subject.objects.in_bulk(list(hours))
    for klass in plan.classes.all():
        taught = taught_in(klass)
        for subject, value in hours.items():
            courses = taught.get(subject, [])
            if not courses:
                create_course(act.actor, klass, subjects[subject], hours_a_week=value)
                made += 1
            for course in courses:
                if course.hours_a_week != value:
                    set_course(act.actor, course, hours_a_week=value, graded=course.graded)
                    changed += 1
    return made, changed
