"""The pages of cards: who reads which, what is logged, what a restriction shuts, what the class teacher checks and decides."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.pdf_words import words as words_of
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.models import Entry
from zhurnal.people import actions as people
from zhurnal.people import roles
from zhurnal.people.models import Appointment, CardCheck, Correction, Guardianship, Notice, Person
from zhurnal.school import card_access as access
from zhurnal.school.access import children_of, families_of
from zhurnal.school.models import Course, Group, Subject, Teaching

PHONE = "+7 921 555-01-42"
READERS = {"admin", "director", "deputy", "clerk"}


def url(name: str, row: object) -> str:
    return reverse(f"school:{name}", args=[row.pk])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "of", "allowed"),
    [
        ("card", "alisa", READERS | {"teacher", "alisa", "father"}),
        ("card", "father", READERS | {"teacher", "father"}),
        ("card", "other_teacher", READERS | {"other_teacher"}),
        ("card", "senior", READERS),
        ("card-edit", "alisa", {"admin", "clerk", "teacher"}),
        ("card-edit", "other_teacher", {"admin", "clerk"}),
        ("card-propose", "alisa", {"alisa", "father"}),
        ("consent-add", "alisa", {"admin", "clerk", "teacher"}),
        ("health-edit", "alisa", {"medic", "teacher"}),
        ("health-edit", "senior", {"medic"}),
    ],
)
def test_who_opens_which_card(world: World, as_, name: str, of: str, allowed: set[str]) -> None:
    worlds.account(world.senior, "senior")
    everyone = (
        *READERS,
        "medic",
        "teacher",
        "other_teacher",
        "primary_teacher",
        "left_teacher",
        "alisa",
        "egor",
        "father",
    )
    for one in everyone:
        status = as_(getattr(world, one)).get(url(name, getattr(world, of))).status_code
        assert status == (200 if one in allowed else 404), one


def test_a_class_teacher_keeps_no_card_of_a_colleague_or_her_own(world: World, who) -> None:
    Guardianship.objects.create(parent=world.other_teacher, child=world.alisa, relation="other", since=SEPTEMBER)
    asking = who(world.teacher)
    assert not access.cards_to_edit(asking).filter(pk__in=[world.other_teacher.pk, world.teacher.pk]).exists()
    assert set(access.cards_to_edit(asking)) == {world.egor, world.alisa, world.late, world.father}


def test_reading_a_card_is_logged_and_a_foreign_one_leaves_nothing(world: World, as_) -> None:
    as_(world.teacher).get(url("card", world.alisa))
    as_(world.other_teacher).get(url("card", world.alisa))
    [entry] = Entry.objects.filter(verb="core.card.read")
    assert (entry.actor, entry.about, entry.subject) == (
        world.teacher.pk,
        world.alisa.pk,
        f"people.person:{world.alisa.pk}",
    )


def test_a_restricted_parent_loses_diary_card_and_access_at_once(world: World, as_, who) -> None:
    father, client = world.father, as_(world.father)
    diary = reverse("diary:day", args=[world.alisa.pk])
    assert client.get(diary).status_code == client.get(url("card", world.alisa)).status_code == 200
    tie = Guardianship.objects.get(parent=father)
    people.limit_family(SYSTEM, tie, sees=False, gets_notices=False, takes_child=False, basis="Решение суда № 2-114")
    assert client.get(diary).status_code == 404
    assert client.get(reverse("diary:home")).status_code == 403
    assert client.get(url("card", world.alisa)).status_code == 404
    assert client.get(url("card-propose", world.alisa)).status_code == 404
    assert not children_of(who(father)).exists()
    assert father not in families_of(Group.objects.filter(pk=world.class_8b.pk))
    assert "Ёлкин Сергей" not in as_(world.teacher).get(url("families", world.class_8b)).content.decode()
    page = as_(world.teacher).get(url("card", world.alisa)).content.decode()
    assert "не видит дневник" in page
    assert "2-114" not in page, "the basis is for those who keep the papers"
    assert "2-114" in as_(world.clerk).get(url("card", world.alisa)).content.decode()


def test_the_other_parent_and_the_child_do_not_read_of_the_restriction(world: World, as_) -> None:
    mother = worlds.person("Ёлкина", "Ирина", phone="+7 900 000-00-09")
    worlds.account(mother, "mother-of-alisa")
    made = Guardianship.objects.create(parent=mother, child=world.alisa, relation="mother", since=SEPTEMBER)
    people.limit_family(SYSTEM, made, sees=True, gets_notices=False, takes_child=False, basis="Решение суда № 2-114")
    for reader in (world.father, world.alisa):
        page = as_(reader).get(url("card", world.alisa)).content.decode()
        assert "Ёлкина Ирина" in page
        assert "не забирает" not in page
        assert "000-00-09" not in page, "contacts of the other parent are for the school"


def test_rights_are_entered_by_the_office(world: World, as_) -> None:
    tie = Guardianship.objects.get(parent=world.father)
    assert as_(world.teacher).get(url("tie-rights", tie)).status_code == 404
    client = as_(world.clerk)
    refused = client.post(url("tie-rights", tie), {"sees": "on"})
    assert "Назовите основание" in refused.content.decode()
    assert client.post(url("tie-rights", tie), {"basis": "Решение № 1"}).status_code == 302
    tie.refresh_from_db()
    assert (tie.sees, tie.gets_notices, tie.takes_child, tie.basis) == (False, False, False, "Решение № 1")


def test_from_proposal_to_card(world: World, as_) -> None:
    parent, teacher = as_(world.father), as_(world.teacher)
    fields = {
        "last_name": "Ёлкина",
        "first_name": "Алиса",
        "middle_name": "Сергеевна",
        "birth_date": "2012-03-01",
        "sex": "f",
    }
    wrong = parent.post(url("card-propose", world.alisa), {**fields, "snils": "112-233-445 96"})
    assert "контрольная сумма не сходится" in wrong.content.decode()
    for field in ("phone", "second_phone"):
        wrong = parent.post(url("card-propose", world.alisa), {**fields, field: "позвоню 12"})
        assert "Это не телефон" in wrong.content.decode()
    assert not Correction.objects.exists()
    assert (
        parent.post(url("card-propose", world.alisa), {**fields, "phone": PHONE, "snils": "11223344595"}).status_code
        == 302
    )
    assert Notice.objects.get(person=world.teacher).link == reverse("school:corrections")
    waiting = teacher.get(reverse("school:corrections")).content.decode()
    assert "Ёлкина Алиса" in waiting
    assert PHONE not in waiting, "values are on the page whose reading is logged"
    page = teacher.get(url("card-corrections", world.alisa)).content.decode()
    assert PHONE in page
    assert "112-233-445\u00a095" in page
    phone = Correction.objects.get(field="phone")
    assert (
        teacher.post(url("card-corrections", world.alisa), {"rows": phone.pk, "decision": "accept"}).status_code == 302
    )
    rest = {"rows": Correction.objects.get(field="snils").pk, "decision": "decline"}
    assert "Напишите, почему" in teacher.post(url("card-corrections", world.alisa), rest).content.decode()
    assert teacher.post(url("card-corrections", world.alisa), {**rest, "reason": "Нет документа"}).status_code == 302
    card = parent.get(url("card", world.alisa)).content.decode()
    assert PHONE in card
    assert "Нет документа" in card
    assert teacher.get(url("card-corrections", world.alisa)).status_code == 404, "nothing waits"


def test_a_form_that_reads_a_card_is_carried_out_once(world: World, as_) -> None:
    client, act = as_(world.father), "0b1c2d3e-0000-4000-8000-000000000001"
    fields = {"last_name": "Ёлкина", "first_name": "Алиса", "middle_name": "Сергеевна", "birth_date": "2012-03-01"}
    for _ in range(2):
        client.post(url("card-propose", world.alisa), {**fields, "sex": "f", "phone": PHONE, "act": act})
    assert list(Correction.objects.values_list("field", "state")) == [("phone", "waiting")]


def test_nobody_decides_about_what_they_proposed(world: World, who, as_) -> None:
    for one, card in (
        (world.teacher, world.egor),
        (world.clerk, world.clerk),
        (world.other_teacher, world.other_teacher),
    ):
        people.propose(who(one), card, {"phone": PHONE})
    reach = lambda person: set(access.corrections_to_decide(who(person)).values_list("by_id", flat=True))  # noqa: E731
    assert reach(world.teacher) == set()
    assert reach(world.clerk) == {world.teacher.pk, world.other_teacher.pk}
    assert reach(world.admin) == {world.teacher.pk, world.clerk.pk, world.other_teacher.pk}


def test_a_proposal_is_taken_back_by_its_author_only(world: World, who, as_) -> None:
    [row] = people.propose(who(world.father), world.alisa, {"phone": PHONE})
    assert as_(world.alisa).post(url("correction-withdraw", row)).status_code == 404
    assert as_(world.father).post(url("correction-withdraw", row)).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_class_teacher_checks_many_and_filters(world: World, as_) -> None:
    client, page = as_(world.teacher), url("class-cards", world.class_8b)
    everyone = [world.egor.pk, world.alisa.pk, world.late.pk, world.father.pk]
    assert "не проверены · 4" in client.get(page).content.decode()
    assert client.post(url("cards-check", world.class_8b), {"people": everyone}).status_code == 302
    assert CardCheck.objects.count() == 4
    people.change_person(SYSTEM, world.alisa, phone=PHONE)
    left = client.get(f"{page}?show=unchecked").content.decode()
    assert "изменено после проверки" in left
    assert "Белозёров Егор" not in left
    assert "Все карточки проверены" not in left


@pytest.mark.parametrize("foreign", ["senior", "gone", "teacher", "clerk"])
def test_no_card_of_another_class_is_checked(world: World, as_, foreign: str) -> None:
    data = {"people": [world.alisa.pk, getattr(world, foreign).pk]}
    as_(world.teacher).post(url("cards-check", world.class_8b), data)
    assert not CardCheck.objects.exists()


def test_who_has_not_consented(world: World, as_) -> None:
    for person in (world.alisa, world.father):
        people.give_consent(SYSTEM, person, purpose="study", given_by=world.father, given_on=TODAY)
    people.give_consent(SYSTEM, world.egor, purpose="photo", given_by=world.mother, given_on=TODAY)
    page = as_(world.teacher).get(f"{url('class-cards', world.class_8b)}?show=no-consent").content.decode()
    assert "Белозёров Егор" in page, "a photograph is another purpose"
    assert "Ёлкин" not in page


def test_a_consent_is_recorded_withdrawn_and_kept(world: World, as_) -> None:
    client = as_(world.teacher)
    form = client.get(url("consent-add", world.alisa)).content.decode()
    assert "трудовые" not in form.lower()
    data = {"purpose": "photo", "given_by": world.father.pk, "given_on": "2026-09-03", "document": "личное дело"}
    assert client.post(url("consent-add", world.alisa), {**data, "given_by": world.mother.pk}).status_code == 200
    assert client.post(url("consent-add", world.alisa), data).status_code == 302
    made = world.alisa.consents.get()
    assert client.post(url("consent-withdraw", made), {"on": "2026-11-20", "document": "заявление"}).status_code == 302
    page = as_(world.father).get(url("card", world.alisa)).content.decode()
    assert "отозвано 20\u00a0ноября 2026" in page


def test_the_paper_of_a_consent_bears_the_names(world: World, as_) -> None:
    answer = as_(world.father).get(f"{url('consent-paper', world.alisa)}?purpose=photo")
    said = words_of(answer.content)
    for word in ("Ёлкин", "Ёлкиной", "Алисы", "дочери", "видеосъёмка", "Гимназия"):
        assert word in said, word


@pytest.fixture
def sport(world: World) -> Course:
    subject = Subject.objects.create(name="Физическая культура")
    made = Course.objects.create(year=world.year, subject=subject, group=world.class_8b)
    Teaching.objects.create(person=world.other_teacher, course=made, since=SEPTEMBER)
    paper = {"document": "Справка 17", "health_group": "IV", "until": date(2026, 11, 1)}
    people.set_health(SYSTEM, world.alisa, pe_group="special_a", **paper)
    return made


def test_a_teacher_of_pe_sees_the_group_and_nothing_else(world: World, as_, sport: Course) -> None:
    client = as_(world.other_teacher)
    page = client.get(url("pe-groups", sport)).content.decode()
    assert "специальная «А»" in page
    assert "срок истёк" in page
    assert "Справка 17" not in page
    assert ">IV<" not in page
    assert client.get(url("pe-groups", world.physics)).status_code == 404
    assert client.get(url("class-health", world.class_8b)).status_code == 404
    assert as_(world.teacher).get(reverse("school:pe")).status_code == 403, "who teaches algebra"
    assert Entry.objects.filter(verb="core.card.read", about=world.alisa.pk, actor=world.other_teacher.pk).count() == 1


def test_health_is_shut_for_the_administrator_and_the_clerk(world: World, as_, sport: Course) -> None:
    for one in ("admin", "clerk"):
        client = as_(getattr(world, one))
        assert client.get(url("class-health", world.class_8b)).status_code == 404
        assert "специальная" not in client.get(url("card", world.alisa)).content.decode()
    for one in ("deputy", "director", "teacher", "father", "alisa"):
        assert "специальная «А»" in as_(getattr(world, one)).get(url("card", world.alisa)).content.decode(), one


def test_the_medical_worker_writes_health_and_opens_no_card(world: World, as_, sport: Course) -> None:
    client = as_(world.medic)
    assert client.get("/").headers["Location"] == reverse("school:health")
    assert "специальная «А»" in client.get(url("class-health", world.class_8b)).content.decode()
    assert client.get(url("card", world.alisa)).status_code == 404
    data = {"pe_group": "main", "health_group": "I", "document": "Справка 18", "until": "2027-08-31"}
    assert client.post(url("health-edit", world.egor), data).status_code == 302
    assert world.egor.health.pe_title == "основная"
    Appointment.objects.filter(role=roles.MEDIC).delete()
    assert as_(world.medic).get(reverse("school:health")).status_code == 403


@pytest.mark.parametrize("copies", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("class-cards", 13), ("class-health", 16), ("corrections", 8)])
def test_lists_cost_the_same_for_few_and_many(
    world: World, as_, who, django_assert_num_queries, name: str, queries: int, copies: int
) -> None:
    for n in range(copies):
        student, parent = worlds.person("Новый", f"Имя{n}"), worlds.person("Новая", f"Мать{n}")
        worlds.account(parent, f"parent{n}")
        worlds.member(world.class_8b, student)
        Guardianship.objects.create(parent=parent, child=student, relation="mother", since=SEPTEMBER)
        people.propose(who(parent), student, {"phone": PHONE})
        people.check_cards(who(world.teacher), [student])
        people.set_health(SYSTEM, student, pe_group="main", document="Справка")
        people.give_consent(SYSTEM, parent, purpose="study", given_by=parent, given_on=TODAY)
    client = as_(world.teacher)
    address = reverse("school:corrections") if name == "corrections" else url(name, world.class_8b)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_base_without_its_key_answers_in_russian(world: World, as_, settings, tmp_path) -> None:
    from zhurnal.core import secret

    settings.ZHURNAL_HOME = tmp_path
    secret.forget()
    try:
        people.set_file(SYSTEM, world.alisa, lives_at="г. Вельск")
        secret.key_file().unlink()
        secret.forget()
        answer = as_(world.admin).get(url("card", world.alisa))
        assert answer.status_code == 503
        assert "Личные данные не" in answer.content.decode()
        assert as_(world.admin).get(url("class-cards", world.class_8b)).status_code == 200, "the rest works on"
    finally:
        secret.forget()


def test_sealed_values_are_neither_found_nor_exported(world: World, as_) -> None:
    people.set_file(SYSTEM, world.alisa, snils="11223344595", lives_at="г. Вельск, ул. Речная")
    people.set_health(SYSTEM, world.alisa, pe_group="special_a", document="Справка 17")
    exported = as_(world.admin).get(reverse("reports:class_list", args=[world.class_8b.pk]), {"format": "csv"})
    said = exported.content.decode("utf-8-sig")
    assert "Ёлкина Алиса" in said
    assert not any(word in said for word in ("112-233", "112233", "Речная", "специальная", "Справка"))
    for words in ("11223344595", "112-233-445 95", "Речная"):
        page = as_(world.admin).get(reverse("people:list"), {"q": words}).content.decode()
        assert "Никого не нашли" in page


def test_everybody_reads_their_own_card(world: World, as_) -> None:
    for person in Person.objects.filter(account__isnull=False):
        assert as_(person).get(url("card", person)).status_code == 200, person
