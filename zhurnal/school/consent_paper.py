"""The form of consent on paper, with all that 152-ФЗ, art. 9 (4) wants in it; what the journal does not print is left to be written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhurnal.core import clock
from zhurnal.core.declension import Case, declined, sex_of
from zhurnal.core.pdf import PACKAGE, render_pdf
from zhurnal.core.russian import day_month_year
from zhurnal.people.models import Consent, Guardianship, Person

from .models import School
from .queries.cards import Kinds

TEMPLATE = PACKAGE / "school" / "typst" / "consent.typ"
Purpose = Consent.Purpose
_STUDENT = (Purpose.STUDY, Purpose.PHOTO, Purpose.PUBLISH, Purpose.CONTESTS, Purpose.HEALTH)

# What is processed for the purpose, and what is done with it.
_DATA = {
    Purpose.STUDY: "фамилия, имя, отчество; дата рождения; пол; гражданство; СНИЛС; реквизиты документа, удостоверяющего личность; адреса; "
    "телефоны и электронная почта; сведения об успеваемости, посещаемости и движении",
    Purpose.PHOTO: "изображение на фотографиях и видеозаписях, сделанных на уроках и школьных мероприятиях",
    Purpose.PUBLISH: "фамилия, имя, класс; изображение; сведения о достижениях",
    Purpose.CONTESTS: "фамилия, имя, отчество; дата рождения; класс; телефон и электронная почта; результаты участия",
    Purpose.HEALTH: "группа здоровья, группа для занятий физической культурой, реквизиты медицинской справки",
    Purpose.STAFF: "фамилия, имя, отчество; дата рождения; пол; гражданство; СНИЛС; реквизиты документа, удостоверяющего личность; адреса; "
    "телефоны и электронная почта; должность, квалификационная категория",
}
_ACTIONS = {
    Purpose.PUBLISH: "размещение на официальном сайте школы",
    Purpose.CONTESTS: "передача организаторам олимпиад и конкурсов, в которых участвует ученик",
}
_USUAL_ACTIONS = "сбор, запись, систематизация, хранение, уточнение, использование, передача в случаях, установленных законом, удаление"
_UNTIL = {Purpose.STAFF: "до прекращения трудового договора и истечения сроков хранения документов"}


def purposes_for(kinds: Kinds) -> list[str]:
    """The purposes that concern a student, a member of staff, a parent."""
    found = list(_STUDENT) if kinds.student else [Purpose.STUDY]
    return [str(purpose) for purpose in (*found, *((Purpose.STAFF,) if kinds.staff else ()))]


def consent_pdf(person: Person, purpose: Consent.Purpose, givers: Sequence[Person]) -> bytes:
    """A page a giver, each with the names of both; without a giver one page with an empty line."""
    school = School.objects.first()
    ties = {tie.parent_id: tie for tie in Guardianship.objects.filter(child=person).on(clock.today())}
    data: dict[str, Any] = {
        "school": school.name if school else "",
        "address": school.address if school else "",
        "purpose": purpose.label,
        "data": _DATA[purpose],
        "actions": _ACTIONS.get(purpose, _USUAL_ACTIONS),
        "until": _UNTIL.get(purpose, "до окончания обучения и истечения сроков хранения документов"),
        "papers": [_paper(person, giver, ties.get(giver.pk)) for giver in givers] or [_paper(person, None, None)],
    }
    return render_pdf(TEMPLATE, data, made_at=clock.now())


def _paper(person: Person, giver: Person | None, tie: Guardianship | None) -> dict[str, str]:
    """The words of one page: who consents, as who, and whose data are meant in the genitive."""
    if giver is not None and giver.pk == person.pk:
        return {"giver": giver.full_name, "as_who": "", "whose": "моих персональных данных", "child": "", "born": ""}
    of_child = declined(person.last_name, person.first_name, person.middle_name, sex=person.sex, case=Case.GENITIVE)
    return {
        "giver": giver.full_name if giver else "",
        "as_who": tie.get_relation_display() if tie else "законный представитель",
        "whose": f"персональных данных {_whose(person, tie)}",
        "child": of_child,
        "born": day_month_year(person.birth_date) if person.birth_date else "",
    }


def _whose(person: Person, tie: Guardianship | None) -> str:
    """«моей несовершеннолетней дочери» of a mother or father, «несовершеннолетнего» of others."""
    girl = sex_of(person.last_name, person.middle_name, said=person.sex) == "f"
    if tie is not None and tie.relation in {Guardianship.Relation.MOTHER, Guardianship.Relation.FATHER}:
        return "моей несовершеннолетней дочери" if girl else "моего несовершеннолетнего сына"
    return "несовершеннолетней" if girl else "несовершеннолетнего"
