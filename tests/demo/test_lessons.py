"""The simulated pages obey the rules that the register enforces."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from zhurnal.demo.curriculum import CoursePlan
from zhurnal.demo.families import ClassPlace
from zhurnal.demo.lessons import BELLS, SimLesson, simulate_class
from zhurnal.demo.marking import IS_CONTROLLING
from zhurnal.demo.plan import DemoPlan, plan_demo
from zhurnal.demo.works import ORAL
from zhurnal.journal.rules.cells import MISSED
from zhurnal.journal.rules.texts import not_russian

TODAY = date(2026, 11, 24)
Pages = list[tuple[CoursePlan, list[SimLesson]]]


@pytest.fixture(scope="module")
def plan() -> DemoPlan:
    return plan_demo(today=TODAY, small=True, years=0)


@pytest.fixture(scope="module")
def whole() -> DemoPlan:
    return plan_demo(today=TODAY, small=False, years=0)


@pytest.fixture(scope="module")
def pages(plan: DemoPlan) -> Pages:
    return [page for place in plan.places for page in simulate_class(Random(place.name), plan.years[0], place)]


def each(pages: Pages) -> Iterator[SimLesson]:
    return (lesson for _, lessons in pages for lesson in lessons)


def test_first_grade_has_topics_and_absences_but_no_marks_and_no_homework(pages: Pages) -> None:
    first = [lesson for lesson in each(pages) if lesson.placed.course.place.grade == 1]
    assert any(lesson.topic_at for lesson in first)
    assert any(lesson.absences for lesson in first)
    assert not any(lesson.works or lesson.homework_at for lesson in first)


def test_every_record_is_in_russian(pages: Pages) -> None:
    for lesson in each(pages):
        assert not not_russian(lesson.topic)
        assert not not_russian(lesson.homework)
        assert all(not not_russian(work.title) for work in lesson.works)


def test_who_missed_a_lesson_has_only_made_up_written_marks_in_it(pages: Pages) -> None:
    for lesson in each(pages):
        missing = {absence.child for absence in lesson.absences if absence.kind in MISSED}
        for work in lesson.works:
            for mark in work.marks:
                if mark.child in missing:
                    assert work.kind not in ORAL
                    assert mark.made_up_on or mark.deadline


def test_nothing_is_written_about_the_future(pages: Pages) -> None:
    for lesson in each(pages):
        if lesson.date > TODAY:
            written = [lesson.topic_at, lesson.homework_at, lesson.works, lesson.absences]
            assert not any(written)
        moments = [mark.at for work in lesson.works for mark in work.marks] + [a.at for a in lesson.absences]
        assert all(moment.date() <= TODAY for moment in moments)


def test_some_of_today_is_written_and_some_is_still_to_do(pages: Pages) -> None:
    today = [lesson for lesson in each(pages) if lesson.date == TODAY]
    assert any(lesson.topic_at for lesson in today)
    assert any(not lesson.topic_at for lesson in today)


def test_hard_cases_of_marks_are_there(pages: Pages) -> None:
    marks = [mark for lesson in each(pages) for work in lesson.works for mark in work.marks]
    assert any(mark.made_up_on and mark.first_try is None for mark in marks)
    assert any(mark.first_try == 2 and mark.value > 2 for mark in marks)
    assert any(mark.n == 2 for mark in marks)
    assert any(mark.value == 0 and mark.deadline for mark in marks)
    assert any(mark.comment for mark in marks)


def test_a_class_has_at_most_one_controlling_work_a_day_and_a_subject_one_in_eighteen_days(pages: Pages) -> None:
    days: dict[ClassPlace, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for lesson in each(pages):
        if any(work.kind in IS_CONTROLLING for work in lesson.works):
            days[lesson.placed.course.place][lesson.date].add(lesson.placed.course.subject.key)
    assert days
    for of_class in days.values():
        # the groups of one division write at the same time
        assert all(len(subjects) == 1 or subjects == {"eng", "ger"} for subjects in of_class.values())
        by_subject = defaultdict(list)
        for day, subjects in sorted(of_class.items()):
            for key in subjects:
                by_subject[key].append(day)
        for held in by_subject.values():
            assert all(later - before >= timedelta(days=18) for before, later in pairwise(held))


def test_marks_are_spread_as_in_a_gymnasium(pages: Pages) -> None:
    values = Counter(mark.value for lesson in each(pages) for work in lesson.works for mark in work.marks)
    numeric = sum(values[value] for value in (2, 3, 4, 5))
    assert 0.25 < values[5] / numeric < 0.5
    assert 0.25 < values[4] / numeric < 0.5
    assert 0.12 < values[3] / numeric < 0.35
    assert 0.002 < values[2] / numeric < 0.08


def test_marks_lie_within_membership(plan: DemoPlan, pages: Pages) -> None:
    stays = defaultdict(list)
    for place, theirs in plan.years[0].stays.items():
        for stay in theirs:
            stays[place, stay.child].append(stay)
    for lesson in each(pages):
        place = lesson.placed.course.place
        children = [mark.child for work in lesson.works for mark in work.marks] + [a.child for a in lesson.absences]
        assert all(any(stay.holds(lesson.date) for stay in stays[place, child]) for child in children)


def test_bells_of_the_second_shift_follow_the_first_and_end_by_seven() -> None:
    assert BELLS[1][0][0].hour == 8
    assert BELLS[1][-1][1] <= BELLS[2][0][0]
    assert BELLS[2][-1][1].hour * 60 + BELLS[2][-1][1].minute <= 19 * 60
    for bells in BELLS.values():
        pauses = [(b.hour * 60 + b.minute) - (a.hour * 60 + a.minute) for (_, a), (b, _) in pairwise(bells)]
        assert min(pauses) >= 10


def test_the_whole_school_has_some_hundred_thousand_records(whole: DemoPlan) -> None:
    counts = Counter[str]()
    for place in whole.places:
        for lesson in each(list(simulate_class(Random(place.name), whole.years[0], place))):
            counts["records"] += bool(lesson.topic_at) + bool(lesson.homework_at) + len(lesson.absences)
            counts["records"] += sum(len(work.marks) for work in lesson.works)
            counts["substituted"] += bool(lesson.substitute)
            counts["cancelled"] += lesson.cancelled
    assert 90_000 <= counts["records"] <= 150_000
    assert counts["substituted"] > 50
    assert 0 < counts["cancelled"] < 50


@pytest.mark.parametrize(("small", "days"), [(True, range(7)), (False, (0, 4, 5))])
def test_the_printed_logins_have_lessons_on_whatever_weekday_today_is(small: bool, days: Sequence[int]) -> None:
    for offset in days:
        day = TODAY + timedelta(days=offset)
        plan = plan_demo(today=day, small=small, years=0)
        year = plan.years[0]
        lessons = [
            lesson
            for place in {child.place for child in plan.households.several.children} | {plan.home}
            for lesson in each(list(simulate_class(Random(1), year, place)))
            if lesson.date == day
        ]
        assert {lesson.placed.course.place for lesson in lessons} >= {c.place for c in plan.households.several.children}
        taught = [p for placed in year.placed.values() for p in placed if p.teacher is plan.watched]
        assert any(p.weekday == year.placement.weekday(day, six_days=p.course.place.grade > 9) for p in taught)
        relieved = [key for key, who in year.substitutes.of.items() if key[1] == day and who is plan.watched]
        assert relieved, f"{day}: the watched teacher takes nobody's lesson"


def test_the_same_date_makes_the_same_school(plan: DemoPlan, pages: Pages) -> None:
    again = plan_demo(today=TODAY, small=True, years=0)
    repeated = [page for place in again.places for page in simulate_class(Random(place.name), again.years[0], place)]
    assert [str(c.name) for c in again.households.children()] == [str(c.name) for c in plan.households.children()]
    for one, other in zip(each(pages), each(repeated), strict=True):
        assert (one.date, one.topic, one.homework) == (other.date, other.topic, other.homework)
        assert [m.value for w in one.works for m in w.marks] == [m.value for w in other.works for m in w.marks]


def test_finished_years_lie_before_with_everyone_a_grade_lower() -> None:
    plan = plan_demo(today=TODAY, small=True, years=2)
    assert [sorted(place.name for place in year.placed) for year in plan.years] == [
        ["10А", "1А", "5А"], ["4А", "9А"], ["3А", "8А"],
    ]  # fmt: skip
    lessons = list(each(list(simulate_class(Random(1), plan.years[1], ClassPlace(9, "А")))))
    held = [lesson for lesson in lessons if not lesson.cancelled]
    assert sum(lesson.topic_at is not None for lesson in held) > 0.97 * len(held)
    assert max(lesson.date for lesson in lessons) < plan.years[0].placement.start
