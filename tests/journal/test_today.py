"""«Мои уроки сегодня», «Классы», and the lesson on a phone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from tests.world import TODAY, World, member, person
from zhurnal.core import clock
from zhurnal.journal import actions
from zhurnal.journal.models import Absence, Homework, LessonRecord, Mark, Work, WorkKind
from zhurnal.journal.queries.today import teacher_day, waiting
from zhurnal.school.models import Course, Subject, Teaching
from zhurnal.timetable.models import Lesson

MARKED = "2026-11-24T07:00Z"


def today_of(client, **query) -> str:
    answer = client.get(reverse("journal:today"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def todays(world: World, course: str = "algebra") -> Lesson:
    return next(lesson for lesson in world.lessons[course] if lesson.date == TODAY)


def work(lesson: Lesson, name: str = "контрольная работа") -> Work:
    return Work.objects.create(lesson=lesson, kind=WorkKind.objects.get(name=name), weight=5)


def written(*lessons: Lesson) -> None:
    for lesson in lessons:
        LessonRecord.objects.create(lesson=lesson, topic="Корни", written_at=MARKED)
        Homework.objects.create(lesson=lesson, text="§ 21", written_at=MARKED)


def test_the_days_lessons_in_order_one_click_from_the_register(world: World, as_) -> None:
    html = today_of(as_(world.other_teacher))
    lesson = todays(world, "physics")
    assert "Вторник, 24\u00a0ноября" in html
    assert f'href="{reverse("journal:register", args=[world.physics.pk])}?lesson={lesson.pk}"' in html
    assert "11:20–12:00" in html
    assert "каб.&nbsp;305" in html


def test_lesson_states_follow_the_clock(world: World) -> None:
    """Algebra is the third lesson today, 10:25–11:05."""
    states = {}
    for hour, minute in ((10, 0), (10, 25), (11, 5), (11, 6)):
        with clock.frozen(datetime(2026, 11, 24, hour - 3, minute, tzinfo=UTC)):
            lesson = teacher_day(world.teacher.pk, TODAY).lessons[0]
            states[hour, minute] = (lesson.state, lesson.starts_in)
    assert states == {
        (10, 0): ("coming", "25\u00a0мин"), (10, 25): ("now", ""), (11, 5): ("now", ""), (11, 6): ("past", ""),
    }  # fmt: skip


def test_what_is_missing_is_said_after_the_lesson_began(world: World, as_) -> None:
    lesson = todays(world)
    assert "нет темы" not in today_of(as_(world.teacher))
    with clock.frozen(datetime(2026, 11, 24, 8, 10, tzinfo=UTC)):
        html = today_of(as_(world.teacher))
        assert "нет темы" in html
        assert "нет ДЗ" in html
        written(lesson)
        Mark.objects.create(work=work(lesson), student=world.egor, value=5, set_at=MARKED)
        Absence.objects.create(lesson=lesson, student=world.alisa, kind="absent", set_at=MARKED)
        html = today_of(as_(world.teacher))
    assert "✓&nbsp;тема" in html
    assert "✓&nbsp;отметки&nbsp;1" in html
    assert "✓&nbsp;ДЗ" in html
    assert "пропуски&nbsp;1" in html
    assert "Корни · контрольная работа" in html


def test_the_first_grade_is_not_asked_for_homework(world: World, as_) -> None:
    with clock.frozen(datetime(2026, 11, 24, 8, 10, tzinfo=UTC)):
        html = today_of(as_(world.primary_teacher))
    assert "нет темы" in html
    assert "нет ДЗ" not in html
    assert "отметок нет" not in html


def test_substitutions_stand_among_the_lessons(world: World, as_) -> None:
    Lesson.objects.filter(pk=todays(world).pk).update(substitute=world.other_teacher)
    found = [(lesson.subject, lesson.instead_of) for lesson in teacher_day(world.other_teacher.pk, TODAY).lessons]
    assert found == [("Алгебра", "Третьякова\u00a0О.\u00a0Н."), ("Физика", "")]
    assert "1\u00a0замещение" in today_of(as_(world.other_teacher))
    assert "замещает Окулов" in today_of(as_(world.teacher))


def test_a_cancelled_lesson_is_struck_out(world: World, as_) -> None:
    Lesson.objects.filter(pk=todays(world).pk).update(state="cancelled")
    html = today_of(as_(world.teacher))
    assert "отменён" in html
    assert "нет темы" not in html


def test_another_day_and_a_day_without_lessons(world: World, as_) -> None:
    client = as_(world.teacher)
    assert "Понедельник, 23\u00a0ноября" in today_of(client, date="2026-11-23")
    assert "В этот день у вас нет уроков" in today_of(client, date="2026-11-22")
    for nonsense in ("x", "2026-13-45", ""):
        assert "Вторник, 24\u00a0ноября" in today_of(client, date=nonsense)


def test_control_works_wait_when_a_day_has_passed(world: World) -> None:
    """§4.4.9: 19 November, Thursday, first lesson 8:30–9:10; Egor has a mark, Alisa was ill, Vera has none."""
    lesson = next(one for one in world.lessons["algebra"] if one.date == date(2026, 11, 19))
    written(*world.lessons["algebra"][:7])
    control = work(lesson)
    Mark.objects.create(work=control, student=world.egor, value=4, set_at=MARKED)
    Absence.objects.create(lesson=lesson, student=world.alisa, kind="ill", set_at=MARKED)
    with clock.frozen(datetime(2026, 11, 20, 6, 9, tzinfo=UTC)):
        assert waiting(world.teacher.pk) == []
    with clock.frozen(datetime(2026, 11, 20, 6, 11, tzinfo=UTC)):
        (found,) = waiting(world.teacher.pk)
    assert (found.lesson, found.urgent) == (lesson.pk, True)
    assert found.words == "контрольная работа: без отметки 1\u00a0ученик, срок был 20\u00a0ноября (§4.4.9)"


def test_lessons_without_topic_or_homework_wait_for_two_weeks(world: World) -> None:
    lessons = [one for one in world.lessons["algebra"] if one.date < TODAY]
    written(*lessons[:-2])
    LessonRecord.objects.create(lesson=lessons[-1], topic="Корни", written_at=MARKED)
    Homework.objects.create(lesson=lessons[-2], is_none=True, written_at=MARKED)
    found = [(one.lesson, one.words) for one in waiting(world.teacher.pk)]
    assert found == [
        (lessons[-1].pk, "не записано: домашнее задание"), (lessons[-2].pk, "не записано: тема"),
    ]  # fmt: skip
    with clock.frozen(datetime(2026, 12, 20, 7, 0, tzinfo=UTC)):
        assert waiting(world.teacher.pk) == []


def test_own_registers_are_one_click_away(world: World, as_) -> None:
    assert teacher_day(world.other_teacher.pk, TODAY).courses == [
        (world.physics.pk, "8\u00a0«Б»", "Физика"), (world.english.pk, "8Б, англ. 1", "Английский язык"),
    ]  # fmt: skip
    assert f'href="{reverse("journal:register", args=[world.physics.pk])}"' in today_of(as_(world.other_teacher))


def test_who_has_no_lessons_has_no_such_page(world: World, as_) -> None:
    for stranger in (world.director, world.egor, world.father, world.clerk):
        assert as_(stranger).get(reverse("journal:today")).status_code == 403


QUERIES_OF_TODAY = 11


@pytest.mark.parametrize("more", [0, 6])
def test_queries_of_today(world: World, as_, django_assert_num_queries, more: int) -> None:
    for number in range(more):
        subject = Subject.objects.create(name=f"Предмет {number}")
        course = Course.objects.create(year=world.year, subject=subject, group=world.class_8b)
        Teaching.objects.create(person=world.teacher, course=course, since=date(2026, 9, 1))
        for day in (19, 20, 23, 24):
            lesson = Lesson.objects.create(
                course=course, date=date(2026, 11, day), number=number, starts=time(8, number)
            )
            Mark.objects.create(work=work(lesson), student=world.egor, value=4, set_at=MARKED)
    client = as_(world.teacher)
    with django_assert_num_queries(QUERIES_OF_TODAY):
        today_of(client)


# «Классы»


def courses_of(client, **query) -> str:
    answer = client.get(reverse("journal:courses"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_own_courses_come_first_then_ones_class(world: World, as_) -> None:
    html = courses_of(as_(world.teacher))
    titles = re.findall(r"<h2>(.*?)</h2>", html)
    assert titles == ["Мои курсы", "8\u00a0«Б»"]
    for course in (world.algebra, world.physics, world.english):
        assert reverse("journal:register", args=[course.pk]) in html
    assert reverse("journal:register", args=[world.reading.pk]) not in html


@pytest.mark.parametrize("words", ["8Б физ", "8б физика", "Окулов физика"])
def test_the_management_searches_the_whole_school(world: World, as_, words: str) -> None:
    html = courses_of(as_(world.deputy), q=words)
    assert re.findall(r'href="/journal/course/(\d+)/"', html) == [str(world.physics.pk)]


def test_nothing_found_says_how_to_look(world: World, as_) -> None:
    assert "Ничего не нашлось" in courses_of(as_(world.deputy), q="астрология")


QUERIES_OF_COURSES = 8


@pytest.mark.parametrize("more", [0, 9])
def test_queries_of_courses(world: World, as_, django_assert_num_queries, more: int) -> None:
    for number in range(more):
        course = Course.objects.create(
            year=world.year, subject=Subject.objects.create(name=f"Предмет {number}"), group=world.class_8b
        )
        Teaching.objects.create(person=person(f"Учитель{number}", "Иван"), course=course, since=date(2026, 9, 1))
    client = as_(world.deputy)
    with django_assert_num_queries(QUERIES_OF_COURSES):
        courses_of(client)


# The lesson on a phone


def lesson_url(lesson: Lesson) -> str:
    return reverse("journal:lesson", args=[lesson.pk])


def test_a_key_is_a_plain_form(world: World, as_) -> None:
    lesson = world.lessons["algebra"][3]
    client = as_(world.teacher)
    html = client.get(lesson_url(lesson)).content.decode()
    assert 'name="text" value="5"' in html
    answer = client.post(
        lesson_url(lesson), {"student": world.egor.pk, "text": "5", "was": "", "work": "", "next": world.alisa.pk}
    )
    made = Work.objects.get()
    assert answer["Location"] == f"{lesson_url(lesson)}?work={made.pk}&open={world.alisa.pk}#s{world.egor.pk}"
    html = client.get(answer["Location"].split("#")[0]).content.decode()
    assert re.search(rf'<li id="s{world.alisa.pk}"><details name="student" open>', html)
    assert '<b class="key-now m5">5</b>' in html


def test_a_refusal_of_a_key_is_a_page_with_the_reason(world: World, as_) -> None:
    lesson = world.lessons["algebra"][3]
    answer = as_(world.teacher).post(lesson_url(lesson), {"student": world.egor.pk, "text": "4", "was": "5"})
    assert answer.status_code == 409
    assert "Пока вы писали, клетку очистили" in answer.content.decode()


def test_several_works_are_chosen_by_pills(world: World, as_, who) -> None:
    lesson = world.lessons["algebra"][3]
    first = actions.add_work(who(world.teacher), lesson, kind=WorkKind.objects.get(name="тест"))
    second = actions.add_work(who(world.teacher), lesson, kind=WorkKind.objects.get(name="диктант"))
    Mark.objects.create(work=second, student=world.egor, value=2, set_at=MARKED)
    client = as_(world.teacher)
    assert f'data-work="{first.pk}"' in client.get(lesson_url(lesson)).content.decode()
    html = client.get(lesson_url(lesson), {"work": second.pk}).content.decode()
    assert f'data-work="{second.pk}"' in html
    assert '<b class="key-now m2">2</b>' in html


def test_the_first_grade_has_keys_of_attendance_only(world: World, as_) -> None:
    html = as_(world.primary_teacher).get(lesson_url(world.lessons["reading"][0])).content.decode()
    assert 'value="н"' in html
    assert 'value="5"' not in html


def test_a_lesson_to_come_has_no_keys(world: World, as_) -> None:
    future = next(lesson for lesson in world.lessons["algebra"] if lesson.date > TODAY)
    html = as_(world.teacher).get(lesson_url(future)).content.decode()
    assert 'class="keys"' not in html
    assert "ещё не&nbsp;наступил" in html


def test_foreign_ids_of_a_key_are_not_found(world: World, as_) -> None:
    lesson = world.lessons["algebra"][3]
    foreign = work(world.lessons["physics"][0])
    client = as_(world.teacher)
    assert client.post(lesson_url(lesson), {"student": world.senior.pk, "text": "5"}).status_code == 404
    assert (
        client.post(lesson_url(lesson), {"student": world.egor.pk, "work": foreign.pk, "text": "5"}).status_code == 404
    )
    assert as_(world.director).get(lesson_url(lesson)).status_code == 404
    assert not Mark.objects.exists()


QUERIES_OF_A_LESSON = 12


@pytest.mark.parametrize("more", [0, 20])
def test_queries_of_a_lesson(world: World, as_, django_assert_num_queries, more: int) -> None:
    lesson = world.lessons["algebra"][3]
    one = work(lesson)
    for number in range(more):
        pupil = person(f"Ученик{number}", "Иван")
        member(world.class_8b, pupil)
        Mark.objects.create(work=one, student=pupil, value=4, set_at=MARKED)
    client = as_(world.teacher)
    with django_assert_num_queries(QUERIES_OF_A_LESSON):
        client.get(lesson_url(lesson))
