"""The demo as a plan, before anything is written: people, staff, and what each of its years consists of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhurnal.demo.attendance import Attendance, attend
from zhurnal.demo.families import Child, ClassPlace, Households, settle
from zhurnal.demo.lessons import YearPlan
from zhurnal.demo.movement import Stay, first_lists, move
from zhurnal.demo.names import GRANDFATHERS, SURNAMES, TEACHERS_F, random_name
from zhurnal.demo.placement import Placement, place, place_earlier
from zhurnal.demo.staff import Staff, Teacher, assign, hire
from zhurnal.demo.substitutes import plan_substitutes
from zhurnal.demo.timetable import Placed, make_timetable

SEED = "Показательная гимназия"
LETTERS = "АБВ"
SMALL = (ClassPlace(1, "А"), ClassPlace(5, "А"), ClassPlace(10, "А"))
DEPARTED_AREA = "geography"
DEPARTED_AFTER = timedelta(days=32)


@dataclass(frozen=True)
class DemoPlan:
    """All that is decided beforehand; `watched` is the teacher of the printed login, `head` the class teacher."""

    today: date
    places: tuple[ClassPlace, ...]
    households: Households
    staff: Staff
    departed: Teacher
    watched: Teacher
    head: Teacher
    years: list[YearPlan]  # the present one first
    staff_of: list[Staff]  # who teaches what in each of these years

    @property
    def home(self) -> ClassPlace:
        """The class that the printed logins meet in."""
        return self.households.twins.children[0].place


def plan_demo(*, today: date, small: bool, years: int) -> DemoPlan:
    """The same plan for the same date, size and number of years."""
    rng = Random(f"{SEED} {small} {years}")
    places = SMALL if small else tuple(ClassPlace(grade, letter) for grade in range(1, 12) for letter in LETTERS)
    placement = place(today)
    graduates = [] if small else [ClassPlace(11 + n, letter) for n in range(1, years + 1) for letter in LETTERS]
    households = settle(rng, places, placement.start, graduates)
    mother = next(adult for adult in households.of_teacher.adults if adult.relation == "mother")
    staff = hire(rng, places, mother)
    lessons = make_timetable(rng, places, staff)
    home = households.twins.children[0].place
    head = staff.class_teacher[home]
    watched = next(
        teacher for course, teacher in staff.teacher_of.items() if course.place == home and course.area == "math"
    )
    if watched is head:
        watched = next(t for c, t in staff.teacher_of.items() if c.place == home and c.subject.key == "hist")
    departed = _departed(rng, staff)
    plan = DemoPlan(today, places, households, staff, departed, watched, head, [], [staff])
    plan.years.append(_present(plan, placement, lessons))
    for before in range(1, years + 1):
        _add_finished(plan, place_earlier(placement, before), before)
    return plan


def _departed(rng: Random, staff: Staff) -> Teacher:
    name = random_name(rng, "f", TEACHERS_F, GRANDFATHERS, rng.choice(SURNAMES))
    return Teacher(len(staff.teachers), name, "geography", staff.of_area("geography")[0].room, 0.1)


def _present(plan: DemoPlan, placement: Placement, lessons: list[Placed]) -> YearPlan:
    rng = Random(f"{SEED} {plan.today}")
    stays = first_lists(rng, plan.households, placement, 0)
    stays = move(rng, stays, plan.households, placement, plan.today)
    successor = plan.staff.of_area("geography")[0]
    return YearPlan(
        placement=placement,
        quarters=placement.quarters[:2],
        today=plan.today,
        is_finished=False,
        placed=_by_class(lessons),
        stays=_by_place(stays),
        attendance=_attendance(rng, stays, placement, plan.today),
        substitutes=plan_substitutes(rng, lessons, plan.staff, placement, today=plan.today, watched=plan.watched),
        departed=(plan.departed, successor, placement.start + DEPARTED_AFTER),
    )


def _add_finished(plan: DemoPlan, placement: Placement, before: int) -> None:
    """Add a year that is over: everyone a grade lower, the same teachers, a timetable of its own."""
    rng = Random(f"{SEED} {plan.today} {before}")
    stays = first_lists(rng, plan.households, placement, before)
    places = sorted({stay.place for stay in stays}, key=lambda p: (p.grade, p.letter))
    staff = assign(plan.staff.teachers, places)
    lessons = make_timetable(rng, places, staff)
    plan.staff_of.append(staff)
    year = YearPlan(
        placement=placement,
        quarters=placement.quarters,
        today=placement.end,
        is_finished=True,
        placed=_by_class(lessons),
        stays=_by_place(stays),
        attendance=_attendance(rng, stays, placement, placement.end),
        substitutes=plan_substitutes(rng, lessons, staff, placement, today=placement.end, watched=None),
        departed=None,
    )
    plan.years.append(year)


def _by_class(lessons: list[Placed]) -> dict[ClassPlace, list[Placed]]:
    found: dict[ClassPlace, list[Placed]] = defaultdict(list)
    for placed in lessons:
        found[placed.course.place].append(placed)
    return dict(found)


def _by_place(stays: list[Stay]) -> dict[ClassPlace, list[Stay]]:
    found: dict[ClassPlace, list[Stay]] = defaultdict(list)
    for stay in stays:
        found[stay.place].append(stay)
    return dict(found)


def _attendance(rng: Random, stays: list[Stay], placement: Placement, until: date) -> dict[Child, Attendance]:
    days = [day for day, _ in placement.school_days(placement.start, until, six_days=True)]
    return {child: attend(rng, child, days, until) for child in dict.fromkeys(stay.child for stay in stays)}
