"""What is done with cards: corrections, checks, health, consents, a representative's rights."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.people.helpers import last_payload, verbs, whole_log
from tests.world import NOW, TODAY, World
from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.people import actions, rules
from zhurnal.people.cards import check_states, consenting
from zhurnal.people.models import Consent, Correction, Guardianship, HealthRecord, Notice, PersonalFile

PHONE, ADDRESS = "+7 921 555-01-42", "г. Вельск, ул. Речная, д. 5"


def test_an_accepted_correction_stands_in_the_card_and_the_family_is_told(world: World, who) -> None:
    made = actions.propose(who(world.father), world.alisa, {"phone": PHONE, "lives_at": ADDRESS, "first_name": "Алиса"})
    assert [row.field for row in made] == ["phone", "lives_at"], "what stands already is no proposal"
    actions.accept(who(world.teacher), made)
    world.alisa.refresh_from_db()
    assert (world.alisa.phone, PersonalFile.objects.get(person=world.alisa).lives_at) == (PHONE, ADDRESS)
    [notice] = Notice.objects.filter(person=world.father)
    assert notice.text == "Исправление принято: Ёлкина Алиса — телефон, адрес проживания."
    assert "Речная" not in whole_log()
    assert {row.state for row in Correction.objects.all()} == {"accepted"}
    with pytest.raises(Refused, match="уже решено: принято"):
        actions.accept(who(world.teacher), Correction.objects.all())


def test_a_declined_correction_needs_a_reason_and_changes_nothing(world: World, who) -> None:
    made = actions.propose(who(world.father), world.alisa, {"birth_date": "2013-03-01"})
    with pytest.raises(Refused, match="Напишите, почему"):
        actions.decline(who(world.teacher), made, reason=" ")
    actions.decline(who(world.teacher), Correction.objects.all(), reason="В свидетельстве 2012 год.")
    world.alisa.refresh_from_db()
    assert world.alisa.birth_date == date(2012, 3, 1)
    assert "В свидетельстве 2012 год." in Notice.objects.get(person=world.father).text


def test_a_birth_date_is_taken_over_as_a_date(world: World, who) -> None:
    made = actions.propose(who(world.father), world.alisa, {"birth_date": "2013-03-01"})
    actions.accept(who(world.teacher), made)
    world.alisa.refresh_from_db()
    assert world.alisa.birth_date == date(2013, 3, 1)


def test_a_field_waits_once(world: World, who) -> None:
    actions.propose(who(world.father), world.alisa, {"phone": "1"})
    actions.propose(who(world.father), world.alisa, {"phone": "2"})
    assert list(Correction.objects.order_by("id").values_list("state", flat=True)) == ["withdrawn", "waiting"]
    with pytest.raises(Refused, match="ничего не изменили"):
        actions.propose(who(world.father), world.alisa, {"phone": ""})
    with pytest.raises(TypeError):
        actions.propose(who(world.father), world.alisa, {"number": "Б-1"})


def test_a_proposed_snils_of_another_is_refused_and_the_proposal_waits_on(world: World, who) -> None:
    actions.set_file(SYSTEM, world.egor, snils="112-233-445 95")
    made = actions.propose(who(world.father), world.alisa, {"snils": "112-233-445 95"})
    with pytest.raises(Refused, match="у другого человека"):
        actions.accept(who(world.teacher), made)
    assert Correction.objects.get().state == "waiting"


def test_a_change_after_the_check_shows_on_it(world: World, who) -> None:
    state = lambda: check_states([world.alisa.pk])[world.alisa.pk]  # noqa: E731 - asked again and again
    assert (state().state, state().title) == ("new", "не проверено")
    actions.check_cards(who(world.teacher), [world.alisa])
    assert (state().state, state().by) == ("done", "Третьякова\u00a0О.\u00a0Н.")
    assert not actions.save_card(SYSTEM, world.alisa, phone="", lives_at="")
    assert state().state == "done", "nothing differed"
    with clock.frozen(NOW + timedelta(days=1)):
        actions.save_card(SYSTEM, world.alisa, lives_at=ADDRESS)
        assert (state().state, state().title) == ("stale", "изменено после проверки")
    with clock.frozen(NOW + timedelta(days=2)):
        actions.check_cards(who(world.teacher), [world.alisa])
        assert state().state == "done"


@pytest.mark.parametrize("how", ["name", "contacts", "file", "family", "rights"])
def test_whatever_changes_a_card_is_noted_on_its_check(world: World, who, how: str) -> None:
    actions.check_cards(who(world.teacher), [world.alisa])
    tie = Guardianship.objects.get(child=world.alisa)
    match how:
        case "name":
            actions.change_person(SYSTEM, world.alisa, last_name="Иванова")
        case "contacts":
            actions.change_person(SYSTEM, world.alisa, phone=PHONE)
        case "file":
            actions.set_file(SYSTEM, world.alisa, number="Ё-1")
        case "family":
            actions.leave_family(SYSTEM, tie)
        case "rights":
            actions.limit_family(SYSTEM, tie, sees=True, gets_notices=True, takes_child=False, basis="Решение суда № 1")
    assert check_states([world.alisa.pk])[world.alisa.pk].state == "stale"


def test_health_needs_the_paper_and_stays_sealed(world: World, who) -> None:
    medic = who(world.medic)
    with pytest.raises(Refused, match="Назовите справку"):
        actions.set_health(medic, world.alisa, pe_group="special_a")
    assert actions.set_health(medic, world.alisa, pe_group="special_a", health_group="III", document="Справка 17")
    assert not actions.set_health(medic, world.alisa, pe_group="special_a", health_group="III", document="Справка 17")
    actions.set_health(medic, world.alisa, pe_group="preparatory", health_group="III", document="Справка 18")
    assert HealthRecord.objects.get().pe_title == "подготовительная"
    assert verbs().count("people.health.set") == 2
    assert all(word not in whole_log() for word in ("special_a", "preparatory", "Справка"))


def test_a_limited_representative_needs_a_basis(world: World) -> None:
    tie = Guardianship.objects.get(child=world.alisa)
    with pytest.raises(Refused, match="решение суда"):
        actions.limit_family(SYSTEM, tie, sees=False, gets_notices=False, takes_child=False)
    actions.limit_family(SYSTEM, tie, sees=False, gets_notices=True, takes_child=False, basis="Решение № 2-114")
    assert last_payload("people.family.limit")["after"]["sees"] is False
    assert "2-114" not in whole_log()
    on = Guardianship.objects.filter(child=world.alisa)
    assert (on.on(TODAY).count(), on.seeing(TODAY).count(), on.told(TODAY).count()) == (1, 0, 0)


def test_a_consent_is_given_by_a_representative_and_withdrawn_with_a_day(world: World) -> None:
    def give(by, day=TODAY):
        return actions.give_consent(SYSTEM, world.alisa, purpose="photo", given_by=by, given_on=day)

    with pytest.raises(Refused, match="законный представитель"):
        give(world.alisa)
    with pytest.raises(Refused, match="законный представитель"):
        give(world.mother)
    with pytest.raises(Refused, match="завтрашним"):
        give(world.father, TODAY + timedelta(days=1))
    made = give(world.father, date(2026, 9, 3))
    with pytest.raises(Refused, match="уже записано"):
        give(world.father)
    assert consenting([world.alisa.pk], "photo", TODAY) == {world.alisa.pk}
    with pytest.raises(Refused, match="не раньше дня согласия"):
        actions.withdraw_consent(SYSTEM, made, on=date(2026, 9, 2))
    actions.withdraw_consent(SYSTEM, made, on=date(2026, 11, 20), document="заявление № 114")
    assert consenting([world.alisa.pk], "photo", TODAY) == set()
    assert consenting([world.alisa.pk], "photo", date(2026, 11, 19)) == {world.alisa.pk}
    give(world.father)
    assert Consent.objects.count() == 2, "the withdrawn one stays in the history"


def test_from_eighteen_one_consents_alone(world: World) -> None:
    world.alisa.birth_date = date(2008, 11, 24)
    world.alisa.save()
    assert actions.may_give(world.alisa, TODAY) == [world.alisa]
    assert actions.may_give(world.late, TODAY) == [], "a child without a representative"
    assert actions.may_give(world.clerk, TODAY) == [world.clerk]


@pytest.mark.parametrize(
    ("born", "day", "child"),
    [
        (date(2008, 11, 25), date(2026, 11, 24), True),
        (date(2008, 11, 24), date(2026, 11, 24), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
    ],
)
def test_who_is_a_child(born: date, day: date, child: bool) -> None:
    assert rules.is_child(born, day) is child
