from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.pdf_words import words as pdf_words
from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.people.models import Person
from zhurnal.school import actions
from zhurnal.school.actions import LineOf
from zhurnal.school.models import Group, Order
from zhurnal.school.queries import members_on

DAY = timedelta(days=1)
ADD = "school:order-add"


@pytest.fixture
def class_8v(world: World) -> Group:
    return actions.create_group(SYSTEM, world.year, grade=8, letter="В")


def draft(*lines: LineOf, kind: str = "expel", number: str = "57-у") -> Order:
    return actions.draft_order(SYSTEM, kind=kind, number=number, date=TODAY, lines=lines)


def head(**more: object) -> dict[str, object]:
    return {"number": "57-у", "date": TODAY.isoformat(), "since": TODAY.isoformat(), "text": "заявление", **more}


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_of_orders_costs_the_same(world: World, as_, django_assert_num_queries, count: int) -> None:
    for n, person in enumerate((world.egor, world.alisa, world.late)[:count]):
        draft(LineOf(person, TODAY), number=str(n))
    client = as_(world.clerk)
    client.get(reverse("school:orders"))
    with django_assert_num_queries(11):
        page = client.get(reverse("school:orders")).content.decode()
    assert page.count("выбытие</td>") == count


def test_the_register_is_filtered(world: World, as_, class_8v: Group) -> None:
    draft(LineOf(world.egor, TODAY))
    client = as_(world.deputy)

    def shown(**asked: object) -> bool:
        return "57-у" in client.get(reverse("school:orders"), asked).content.decode()

    assert shown(kind="expel", state="draft", month="2026-11", **{"class": world.class_8b.pk})
    assert not shown(kind="enrol")
    assert not shown(state="force")
    assert not shown(month="2026-10")
    assert not shown(**{"class": world.class_10a.pk})


def test_the_clerk_drafts_a_departure_of_two_with_places_of_their_own(world: World, as_) -> None:
    url = f"{reverse(ADD)}?kind=expel&classes={world.class_8b.pk}"
    client = as_(world.clerk)
    page = client.get(url).content.decode()
    assert "Белозёров Егор Олегович" in page
    assert "Старшев" not in page
    sent = head(
        people=[world.egor.pk, world.alisa.pk],
        place="школа № 3",
        reason="переезд",
        **{f"place_{world.alisa.pk}": "г. Котлас"},
    )
    answer = client.post(url, sent)
    order = Order.objects.get()
    assert answer["Location"] == reverse("school:order", args=[order.pk])
    assert [(line.person, line.place) for line in order.lines.order_by("id")] == [
        (world.egor, "школа № 3"),
        (world.alisa, "г. Котлас"),
    ]
    page = client.get(answer["Location"]).content.decode()
    assert "Ёлкину Алису Сергеевну" in page
    assert "Ввести в действие" not in page
    assert client.post(reverse("school:order-force", args=[order.pk]), {}).status_code == 404


def test_each_student_may_go_to_a_class_of_their_own(world: World, as_, class_8v: Group) -> None:
    url = f"{reverse(ADD)}?kind=transfer&classes={world.class_8b.pk}"
    client = as_(world.admin)
    both = {"people": [world.egor.pk, world.alisa.pk], f"to_{world.alisa.pk}": class_8v.pk}
    page = client.post(url, head(**both)).content.decode()
    assert "Не указано, в какой класс: Белозёров Егор." in page
    assert "checked" in page  # what was ticked is kept
    client.post(url, head(to=world.class_10a.pk, **both))
    order = Order.objects.get()
    assert [line.to_group for line in order.lines.order_by("id")] == [world.class_10a, class_8v]
    client.post(reverse("school:order-force", args=[order.pk]), {"number": "58-у", "date": TODAY.isoformat()})
    assert (world.egor in members_on(world.class_10a, TODAY), world.alisa in members_on(class_8v, TODAY)) == (
        True,
        True,
    )


def test_what_can_not_come_into_force_says_why(world: World, as_) -> None:
    order = draft(LineOf(world.egor, TODAY))
    actions.expel(SYSTEM, world.egor, on=TODAY - DAY)
    client = as_(world.director)
    page = client.get(reverse("school:order", args=[order.pk])).content.decode()
    assert "Пока нельзя ввести в действие" in page
    url = reverse("school:order-force", args=[order.pk])
    page = client.post(url, {"number": "58-у", "date": TODAY.isoformat()}, follow=True).content.decode()
    assert "Белозёров Егор: 24.11.2026 ни в каком классе не числится" in page


def test_a_new_student_is_enrolled_at_once(world: World, as_) -> None:
    url = f"{reverse(ADD)}?kind=enrol"
    new = {"last_name": "Яковлев", "first_name": "Ян", "middle_name": "Ильич", "sex": "m"}
    as_(world.clerk).post(url, head(to=world.class_8b.pk, **new))
    assert Order.objects.get().lines.get().person.full_name == "Яковлев Ян Ильич"


def test_a_departed_student_is_offered_for_return(world: World, as_) -> None:
    page = as_(world.clerk).get(f"{reverse(ADD)}?kind=return").content.decode()
    assert "Прежний Олег Ильич" in page
    assert "Белозёров" not in page


def test_new_classes_are_guessed(world: World, as_) -> None:
    from datetime import date

    year = actions.create_year(SYSTEM, name="2027/28", since=date(2027, 9, 1), until=date(2028, 8, 31))
    ninth = actions.create_group(SYSTEM, year, grade=9, letter="Б")
    client = as_(world.admin)
    assert "Классы 2026/27 года" in client.get(f"{reverse(ADD)}?kind=form").content.decode()
    page = client.get(f"{reverse(ADD)}?kind=form&classes={world.class_8b.pk}").content.decode()
    assert page.count(f'<option value="{ninth.pk}" selected>') == 3
    assert 'value="2027-09-01"' in page


def test_a_draft_is_changed_worded_and_deleted(world: World, as_) -> None:
    order, client = draft(LineOf(world.egor, TODAY, place="школа № 3")), as_(world.clerk)
    page = client.get(reverse("school:order-edit", args=[order.pk])).content.decode()
    assert 'value="школа № 3"' in page
    client.post(reverse("school:order-edit", args=[order.pk]), head(people=[world.alisa.pk]))
    assert order.lines.get().person == world.alisa
    client.post(reverse("school:order-words", args=[order.pk]), {"body": "Об Алисе\nПРИКАЗЫВАЮ:\n1. Отпустить."})
    assert "Отпустить" in client.get(reverse("school:order", args=[order.pk])).content.decode()
    client.post(reverse("school:order-drop", args=[order.pk]))
    assert not Order.objects.exists()


def test_the_printed_order_declines_names_and_leaves_room_for_the_signature(world: World, as_) -> None:
    order = draft(LineOf(world.alisa, TODAY, place="школа № 3", reason="переезд"))
    answer = as_(world.clerk).get(reverse("school:order-print", args=[order.pk]))
    said = " ".join(pdf_words(answer.content).split())
    for words in (
        "ПРОЕКТ",
        "Гимназия № 4",
        "П Р И К А З",
        "57-у",
        "Ёлкину Алису Сергеевну",
        "Директоров",
        "ознакомлены",
    ):
        assert words.replace(" ", "") in said.replace(" ", "").replace("\u00a0", ""), (words, said)


def test_a_foreign_person_or_class_is_refused(world: World, as_, class_8v: Group) -> None:
    url = f"{reverse(ADD)}?kind=transfer&classes={world.class_8b.pk}"
    client = as_(world.clerk)
    for sent in (
        {"people": [world.senior.pk], "to": class_8v.pk},
        {"people": [world.egor.pk], "to": world.english_1.pk},
    ):
        assert client.post(url, head(**sent)).status_code == 200
    assert not Order.objects.exists()


def test_movement_and_departed_pages(world: World, as_) -> None:
    order = draft(LineOf(world.egor, TODAY - DAY, place="г. Котлас", reason="переезд"))
    actions.put_in_force(SYSTEM, order, number="57-у", date=TODAY)
    client = as_(world.clerk)
    page = client.get(reverse("school:movement")).content.decode()
    for words in ("г. Котлас", "Новикова Вера", "приказ № 57-у от 24.11.2026"):
        assert words in page.replace("\u00a0", " ")
    page = client.get(reverse("school:departed"), {"q": "белозеров"}).content.decode()
    assert "переезд" in page
    assert "Прежний" not in page
    assert "Дневник<" not in page  # the clerk opens no diaries
    assert "Дневник<" in as_(world.deputy).get(reverse("school:departed")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_the_departed_costs_the_same(world: World, as_, django_assert_num_queries, count: int) -> None:
    for person in (world.egor, world.alisa)[: count - 1]:
        actions.expel(SYSTEM, person, on=TODAY - DAY)
    client = as_(world.clerk)
    client.get(reverse("school:departed"))
    with django_assert_num_queries(7):
        page = client.get(reverse("school:departed")).content.decode()
    assert page.count('<th scope="row">') == count


def test_the_journal_of_who_left_stays_readable(world: World, as_) -> None:
    actions.expel(SYSTEM, world.egor, on=TODAY - DAY)
    client = as_(world.teacher)
    assert "Белозёров Егор" in client.get(reverse("journal:register", args=[world.algebra.pk])).content.decode()
    assert client.get(reverse("diary:day", args=[world.egor.pk])).status_code == 200


def test_drafting_is_shut_to_those_who_do_not_keep_the_movement(world: World, as_) -> None:
    order = draft(LineOf(world.egor, TODAY))
    shut: list[tuple[Person, str, int]] = [
        (world.teacher, reverse("school:orders"), 403),
        (world.deputy, reverse(ADD), 403),
        (world.deputy, reverse("school:order-edit", args=[order.pk]), 404),
        (world.father, reverse("school:order", args=[order.pk]), 404),
    ]
    assert [as_(person).get(url).status_code for person, url, _ in shut] == [code for *_, code in shut]


def test_order_from_no_class_says_what_to_mark(world: World, as_) -> None:
    url = f"{reverse(ADD)}?kind=transfer"
    said = "Отметьте хотя бы один класс"
    assert said not in as_(world.clerk).get(url).content.decode()
    assert said in as_(world.clerk).get(f"{url}&next=1").content.decode()
