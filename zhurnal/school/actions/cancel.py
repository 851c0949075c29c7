"""Taking an order back: what its acts changed in who is where is undone from the log, as long as nothing stands upon it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.core.russian import counted

from ..models import Course, Membership, Order, OrderLine
from .orders import tell_class_teachers

SUBJECT = "school.membership:"
CORRECT = " Оформите исправляющий приказ: перевод, выбытие или возвращение."


@dataclass(slots=True)
class Step:
    """What the order's acts did to one membership: its values before them and after them, None where there was none."""

    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    seen: bool = False

    def take(self, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """One entry more; entries of a change hold only what differed."""
        if not self.seen:
            self.before, self.seen = before, True
        elif self.before is not None and before is not None:
            self.before = before | self.before
        if before is not None and after is not None and self.after is not None:
            self.after |= after
        else:
            self.after = after


@action("school.order.cancel")
def cancel_order(act: Acting, order: Order, *, reason: str) -> None:
    """Everybody is again where they were before the order; class teachers are told.

    Refused, naming what, when anything has been written upon it since: a later movement, or an entry of the journal in a course
    that the student would lose; then a correcting order is needed.
    """
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.state != Order.State.FORCE:
        raise Refused(f"Приказ {order}: {order.get_state_display()}; отменяют действующий.")
    if not reason.strip():
        raise Refused("Напишите, почему приказ отменяется.", field="reason")
    lines = list(order.lines.select_related("person"))
    if any(line.act is None for line in lines):
        raise Refused(f"Приказ {order} внесён вместе со списком: отменить его нельзя.{CORRECT}")
    if order.kind != Order.Kind.PLAN:
        steps = _steps(lines)
        rows = {row.pk: row for row in Membership.objects.filter(pk__in=steps).select_related("group")}
        _refuse_later(lines, steps, rows)
        _undo(act, steps, rows)
    act.update(order, state=Order.State.CANCELLED, reason=reason.strip())
    said = f"приказ {order} ({order.get_kind_display()}) отменён: {reason.strip().rstrip('.')}"
    tell_class_teachers(act, lines, lambda _: said)


def _steps(lines: Sequence[OrderLine]) -> dict[int, Step]:
    """What the acts of the order did to memberships of its people, by row."""
    steps: dict[int, Step] = defaultdict(Step)
    entries = Entry.objects.filter(
        act__in={line.act for line in lines}, subject__startswith=SUBJECT, about__in=[line.person_id for line in lines]
    )
    for entry in entries.select_related("payload").order_by("id"):
        payload = getattr(entry, "payload", None)
        if payload is None:
            raise Refused(f"Содержание записей о приказе уничтожено по акту: отменить его нельзя.{CORRECT}")
        said = json.loads(payload.text)
        steps[int(entry.subject.removeprefix(SUBJECT))].take(said["before"], said["after"])
    return dict(steps)


def _written_since(lines: Sequence[OrderLine]) -> list[tuple[int, str, str]]:
    """(student, subject, chain) of the entries about each of these people after the act that carried out their line."""
    acts = Entry.objects.filter(act__in={line.act for line in lines})
    ends: dict[Any, int] = dict(acts.order_by().values_list("act").annotate(last=Max("id")))
    last = {line.person_id: ends.get(line.act, 0) for line in lines}
    found = Entry.objects.filter(about__in=last, pk__gt=min(last.values()))
    rows = found.order_by("id").values_list("pk", "about", "subject", "chain__key")
    return [(about, subject, chain) for pk, about, subject, chain in rows if about and pk > last[about]]


def _refuse_later(lines: Sequence[OrderLine], steps: dict[int, Step], rows: dict[int, Membership]) -> None:
    names = {line.person_id: line.person.call_name for line in lines}
    since = _written_since(lines)
    later = {int(subject.removeprefix(SUBJECT)) for _, subject, _ in since if subject.startswith(SUBJECT)}
    stands = Membership.objects.filter(pk__in=later - steps.keys()).select_related("person", "group").first()
    if stands is not None:
        raise Refused(
            f"{stands.person.call_name}: после этого приказа записано другое движение ({stands.group},"
            f" с {stands.since:%d.%m.%Y}). Сначала отмените его.{CORRECT}"
        )
    lost = {row.group_id for pk, row in rows.items() if steps[pk].before is None}
    courses = {
        f"course:{course.pk}": course for course in Course.objects.filter(group__in=lost).select_related("subject")
    }
    written = Counter((about, chain) for about, _, chain in since if chain in courses)
    if written:
        named = "; ".join(
            f"{names[about]} — {courses[chain].subject.name}, {counted(n, 'запись', 'записи', 'записей')}"
            for (about, chain), n in written.most_common(5)
        )
        raise Refused(f"После приказа в журнал уже внесено: {named}.{CORRECT}")


def _undo(act: Acting, steps: dict[int, Step], rows: dict[int, Membership]) -> None:
    for pk, step in steps.items():
        stands = _values(rows[pk]) if pk in rows else None
        expected = step.after
        if (stands is None) != (expected is None) or any(
            (stands or {})[key] != was for key, was in (expected or {}).items()
        ):
            raise Refused(f"Запись о классе или подгруппе изменена после приказа.{CORRECT}")
    made = [rows[pk] for pk, step in steps.items() if step.before is None and pk in rows]
    act.delete_many(made)
    for pk, step in steps.items():
        if step.before is not None and pk in rows:
            act.update(rows[pk], **_read(step.before))
    gone = [step.before for pk, step in steps.items() if step.before is not None and pk not in rows]
    act.create_many([Membership(**_read(values)) for values in gone])


def _values(row: Membership) -> dict[str, Any]:
    plain = {one.attname: getattr(row, one.attname) for one in Membership._meta.concrete_fields}
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in plain.items()}


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """The values of an entry as a row takes them, without its id."""
    columns = {one.attname: one for one in Membership._meta.concrete_fields}
    return {key: columns[key].to_python(value) for key, value in values.items() if key != "id"}
