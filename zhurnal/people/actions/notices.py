"""The notice centre."""

from __future__ import annotations

from collections.abc import Iterable

from zhurnal.core.actions import Acting, action

from ..models import Notice, Person


@action("people.notice.send")
def notify(act: Acting, people: Iterable[Person], text: str, link: str = "") -> int:
    """Put a notice into the notice centre of each person once; answers how many.

    `link` is the name of a page without parameters (`people:sessions`) or an address that begins with «/». People without
    an account get theirs, too: they read it after activation.
    """
    ids = dict.fromkeys(person.pk for person in people)
    rows = [Notice(person_id=pk, text=text, link=link, made_at=act.at) for pk in ids]
    act.create_many(rows)
    return len(rows)


@action("people.notice.send")
def notify_each(act: Acting, letters: Iterable[tuple[int, str, str]]) -> int:
    """Put many notices at once, each a person's id, its text and its link as above; answers how many."""
    rows = [Notice(person_id=pk, text=text, link=link, made_at=act.at) for pk, text, link in letters]
    act.create_many(rows)
    return len(rows)


@action("people.notice.renew")
def renew_notice(act: Acting, person: Person, text: str, link: str) -> Notice:
    """The person's unread notice with this link says this now; where there is none, a new one is put. Nobody is told twice of one thing."""
    unread = Notice.objects.filter(person=person, link=link, seen_at=None).order_by("-pk").first()
    if unread is None:
        return act.create(Notice(person=person, text=text, link=link, made_at=act.at))
    act.update(unread, text=text, made_at=act.at)
    return unread


@action("people.notice.see")
def mark_all_seen(act: Acting) -> int:
    """Mark all of the actor's notices as seen; answers how many were new."""
    if act.person_id is None:
        return 0
    unseen = list(Notice.objects.filter(person_id=act.person_id, seen_at=None))
    for notice in unseen:
        act.update(notice, seen_at=act.at)
    return len(unseen)
