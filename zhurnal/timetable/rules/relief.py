"""Who is best asked to give an absent teacher's lesson, and how a whole day is shared out: pure decisions of known facts (§4.4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What speaks for a free teacher: `month` substitutions of the month, `today` lessons of the day; `name` sorts."""

    person: int
    name: str
    same_subject: bool = False
    knows_class: bool = False
    window: bool = False
    at_school: bool = False
    month: int = 0
    today: int = 0

    @property
    def order(self) -> tuple[bool, bool, bool, bool, int, int, str]:
        """The best first: the subject, then the class, then a window, then being at school, then the lighter load."""
        return (
            not self.same_subject, not self.knows_class, not self.window, not self.at_school,
            self.month, self.today, self.name,
        )  # fmt: skip


def in_window(moment: int, moments: Iterable[int]) -> bool:
    """Whether the lesson falls between lessons of the day, so that the teacher is at school and idle; all by their beginnings."""
    held = set(moments)
    return bool(held) and moment not in held and min(held) < moment < max(held)


def share_out(
    wanted: Sequence[int], choices: Mapping[int, Sequence[Facts]], together: Callable[[int, int], bool]
) -> dict[int, int]:
    """Lesson → the person proposed, for the lessons in their order; nobody twice at one time, nobody loaded while another is free.

    `together(one, other)` says whether two lessons are at one time. A lesson for which nobody is left is not in the answer.
    """
    found: dict[int, int] = {}
    for lesson in wanted:
        taken = {person for other, person in found.items() if together(lesson, other)}
        given = list(found.values())
        free = [one for one in choices.get(lesson, ()) if one.person not in taken]
        if free:
            found[lesson] = min(free, key=lambda one: _with(one, given.count(one.person))).person
    return found


def _with(one: Facts, more: int) -> tuple[bool, bool, bool, bool, int, int, str]:
    *first, month, today, name = one.order
    return (*first, month + more, today + more, name)  # type: ignore[return-value]
