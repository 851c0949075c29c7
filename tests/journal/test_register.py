"""The register page: who is in it, what stands in its cells, its means, and who may open it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.world import TODAY, World, member, person
from zhurnal.journal.actions import set_cell
from zhurnal.journal.models import Absence, Mark, Work, WorkKind
from zhurnal.school.models import Course, Group, Membership, Period, Teaching
from zhurnal.timetable.models import Lesson

NOON = "2026-11-24T09:00:00Z"


def kind(name: str) -> WorkKind:
    return WorkKind.objects.get(name=name)


def work(lesson: Lesson, name: str, weight: int, place: int = 0) -> Work:
    return Work.objects.create(lesson=lesson, kind=kind(name), weight=weight, place=place)


def mark(of: Work, student, value: int, **fields) -> Mark:
    return Mark.objects.create(work=of, student=student, value=value, set_at=NOON, **fields)


def page(client, course, **query) -> str:
    answer = client.get(reverse("journal:register", args=[course.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(html: str) -> dict[str, list[tuple[str, str]]]:
    """Name → cells as (class, text)."""
    body = html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    found = {}
    for row in body.split("<tr ")[1:]:
        name = re.search(r"<th[^>]*>(.*?)</th>", row).group(1)
        cells = re.findall(r'<td(?: class="([^"]*)")?>([^<]*)', row)
        found[name] = cells
    return found


def test_cells_stand_under_their_lessons(world: World, as_) -> None:
    lessons = world.lessons["algebra"]
    mark(work(lessons[0], "контрольная работа", 5), world.egor, 4)
    mark(work(lessons[1], "самостоятельная работа", 3), world.egor, 5, comment="Молодец")
    Absence.objects.create(lesson=lessons[2], student=world.egor, kind="absent", set_at=NOON)
    found = rows(page(as_(world.teacher), world.algebra))["Белозёров Егор"]
    assert found[:4] == [("m4", "4"), ("m5 note", "5"), ("abs", "н"), ("", "")]
    # (4 + 5) / 2; (4·5 + 5·3) / 8 = 4.375
    assert found[-3:] == [("mean", "4,50"), ("wmean", "4,38"), ("missed", "1")]


def test_two_marks_stand_in_their_order(world: World, as_) -> None:
    one = work(world.lessons["algebra"][0], "тест", 4)
    mark(one, world.egor, 3, n=2)
    mark(one, world.egor, 5, n=1)
    found = rows(page(as_(world.teacher), world.algebra))["Белозёров Егор"]
    assert found[0] == ("m3", "5/3")
    assert found[-3:-1] == [("mean", "4,00"), ("wmean", "4,00")]


def test_where_no_marks_are_put_no_means_are_shown(world: World, as_) -> None:
    html = page(as_(world.primary_teacher), world.reading)
    assert "Средний" not in html
    assert "Взвеш." not in html
    found = rows(html)["Белозёров Тимофей"]
    assert [name for name, _ in found if name in {"mean", "wmean", "missed"}] == ["missed"]
    assert len(found) == html.count('<th scope="col" data-lesson=') + 1


def test_days_outside_membership_are_shut(world: World, as_) -> None:
    found = rows(page(as_(world.teacher), world.algebra))
    came = [name for name, _ in found["Новикова Вера <small>с\u00a016.11</small>"][:5]]
    left = [name for name, _ in found["Прежний Олег <small>по\u00a013.11</small>"][:5]]
    # lessons on 9, 10, 12, 16 and 17 November
    assert came == ["shut", "shut", "shut", "", ""]
    assert left == ["", "", "", "shut", "shut"]


def test_several_works_of_a_lesson_share_the_absence(world: World, as_) -> None:
    lesson = world.lessons["algebra"][0]
    first, second = work(lesson, "тест", 4), work(lesson, "диктант", 4, place=1)
    Absence.objects.create(lesson=lesson, student=world.egor, kind="absent", set_at=NOON)
    mark(second, world.egor, 4)
    found = rows(page(as_(world.teacher), world.algebra))["Белозёров Егор"]
    assert found[:2] == [("abs", "н"), ("m4", "н/4")]
    assert found[-1] == ("missed", "1")
    html = page(as_(world.teacher), world.algebra)
    assert f'data-lesson="{lesson.pk}" data-work="{first.pk}"' in html
    assert f'data-lesson="{lesson.pk}" data-work="{second.pk}"' in html


def test_every_column_is_named_by_date_and_work(world: World, as_) -> None:
    work(world.lessons["algebra"][0], "контрольная работа", 5)
    html = page(as_(world.teacher), world.algebra)
    assert 'aria-label="9 ноября, понедельник, 2-й урок, контрольная работа, вес 5"' in html
    assert '<th scope="row">Белозёров Егор</th>' in html


def test_todays_lesson_is_chosen_and_tinted(world: World, as_) -> None:
    today = next(lesson for lesson in world.lessons["algebra"] if lesson.date == TODAY)
    html = page(as_(world.teacher), world.algebra)
    assert f'id="lesson-panel" data-lesson="{today.pk}"' in html
    assert re.search(rf'data-lesson="{today.pk}"[^>]*class="today"', html)


def test_means_count_the_subject_in_every_group_of_the_period(world: World, as_) -> None:
    """Who changes group keeps marks: (2·2 + 5·2) / 4 = 3,50 over both courses."""
    other_group = Group.objects.create(year=world.year, kind=Group.Kind.CLASS, name="8В", grade=8, letter="В")
    other = Course.objects.create(year=world.year, subject=world.algebra.subject, group=other_group)
    member(other_group, world.late, since=date(2026, 9, 1), until=date(2026, 11, 15))
    before = Lesson.objects.create(course=other, date=date(2026, 11, 10), number=1)
    last_quarter = Lesson.objects.create(course=other, date=date(2026, 10, 6), number=1)
    mark(work(before, "ответ на уроке", 2), world.late, 2)
    mark(work(last_quarter, "ответ на уроке", 2), world.late, 5)
    Absence.objects.create(lesson=before, student=world.late, kind="ill", set_at=NOON)
    mark(work(world.lessons["algebra"][4], "ответ на уроке", 2), world.late, 5)
    found = rows(page(as_(world.teacher), world.algebra))["Новикова Вера <small>с\u00a016.11</small>"]
    assert found[-3:] == [("mean", "3,50"), ("wmean", "3,50"), ("missed", "1")]


def test_the_period_is_chosen_by_the_address(world: World, as_) -> None:
    old = Lesson.objects.create(course=world.algebra, date=date(2026, 10, 6), number=2)
    first = Period.objects.get(kind="quarter", number=1)
    client = as_(world.teacher)
    assert f'data-lesson="{old.pk}"' not in page(client, world.algebra)
    assert f'data-lesson="{old.pk}"' in page(client, world.algebra, period=str(first.pk))
    assert f'id="lesson-panel" data-lesson="{old.pk}"' in page(client, world.algebra, lesson=str(old.pk))


@pytest.mark.parametrize("period", ["0", "99", "-1", "x", "99999999999999999999", "²"])
def test_an_unknown_period_is_the_present_one(world: World, as_, period: str) -> None:
    today = next(lesson for lesson in world.lessons["algebra"] if lesson.date == TODAY)
    assert f'data-lesson="{today.pk}"' in page(as_(world.teacher), world.algebra, period=period)


def test_a_cancelled_lesson_is_no_column(world: World, as_) -> None:
    lesson = world.lessons["algebra"][0]
    Lesson.objects.filter(pk=lesson.pk).update(state="cancelled")
    assert f'data-lesson="{lesson.pk}"' not in page(as_(world.teacher), world.algebra)


def test_names_are_escaped(world: World, as_) -> None:
    member(world.class_8b, person("<b>О'Нил", "Патрик"))
    html = page(as_(world.teacher), world.algebra)
    assert "&lt;b&gt;О&#x27;Нил Патрик" in html


def test_one_who_left_and_came_back_is_shut_between(world: World, as_) -> None:
    Membership.objects.filter(person=world.gone, group=world.class_8b).update(until=date(2026, 11, 10))
    member(world.class_8b, world.gone, since=date(2026, 11, 17))
    found = rows(page(as_(world.teacher), world.algebra))["Прежний Олег"]
    assert [name for name, _ in found[:5]] == ["", "", "shut", "shut", ""]


def test_readers_may_not_write(world: World, as_) -> None:
    """The management reads; the class teacher of 8Б teaches algebra there but only reads physics."""
    assert "data-editable" in page(as_(world.teacher), world.algebra)
    for reader, course in ((world.director, world.algebra), (world.teacher, world.physics)):
        html = page(as_(reader), course)
        assert "data-editable" not in html
        assert "fixed" in html
        assert "Добавить работу" not in html


def test_a_substitute_sees_and_writes_that_lesson_only(world: World, as_, who, save) -> None:
    """«Замещающий — этот урок»: no other column, no mean, no history of other lessons, nothing of them in a save's answer."""
    lesson, other = world.lessons["algebra"][6], world.lessons["algebra"][5]
    set_cell(who(world.teacher), other, student_id=world.egor.pk, text="2", was="")
    Lesson.objects.filter(pk=lesson.pk).update(substitute=world.primary_teacher)
    client = as_(world.primary_teacher)
    html = page(client, world.algebra)
    assert re.findall(r'<th scope="col" data-lesson="(\d+)"[^>]*', html) == [str(lesson.pk)]
    assert 'class="m2">' not in html
    assert '<td class="mean">—<td class="wmean">—' in html
    for one, status in ((lesson, 200), (other, 404)):
        asked = {"student": world.egor.pk, "work": ""}
        assert client.get(reverse("journal:history", args=[one.pk]), asked).status_code == status
    answer = save(client, lesson, world.egor, "5", seq="0").json()
    assert answer["row"]["mean"] == "—"
    assert {cell["lesson"] for cell in answer["cells"]} <= {lesson.pk}


def test_foreign_registers_are_not_found(world: World, as_) -> None:
    url = reverse("journal:register", args=[world.algebra.pk])
    for stranger in (
        world.other_teacher,
        world.left_teacher,
        world.egor,
        world.father,
        world.clerk,
        world.primary_teacher,
    ):
        assert as_(stranger).get(url).status_code == 404


def test_first_grade_has_no_marks(world: World, as_) -> None:
    html = page(as_(world.primary_teacher), world.reading)
    assert 'data-graded="0"' in html
    assert "домашние задания в журнал не вносятся (§3.7)" in html
    assert "record-homework" not in html


def test_an_empty_register_says_what_to_do(world: World, as_) -> None:
    Teaching.objects.create(person=world.teacher, course=(course := Course.objects.create(
        year=world.year, subject=world.physics.subject, group=world.class_10a)), since=date(2026, 9, 1))  # fmt: skip
    assert "В этом периоде нет уроков" in page(as_(world.teacher), course)


QUERIES_OF_A_REGISTER = 17


@pytest.mark.parametrize("more", [0, 25])
def test_queries_do_not_grow(world: World, as_, django_assert_num_queries, more: int) -> None:
    client = as_(world.teacher)
    pupils = [person(f"Ученик{n}", "Иван") for n in range(more)]
    member(world.class_8b, *pupils)
    for lesson in world.lessons["algebra"][: 2 + more // 4]:
        one = work(lesson, "тест", 4)
        for pupil in (world.egor, *pupils):
            mark(one, pupil, 4)
    with django_assert_num_queries(QUERIES_OF_A_REGISTER):
        page(client, world.algebra)
