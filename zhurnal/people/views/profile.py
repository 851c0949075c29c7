"""One's own page: name, roles, password, sessions, notices; and the way from «/» to one's start page."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from zhurnal.core.errors import Refused
from zhurnal.core.pages import all_pages, is_open

from .. import access, actions, queries, roles, rules
from ..access import Who
from ..forms import PasswordForm, add_refusal
from ..models import Notice


def home(request: HttpRequest) -> HttpResponse:
    """To the first of ZHURNAL_HOME_PAGES that is there and open for the reader."""
    known = all_pages()
    names = (name for name in settings.ZHURNAL_HOME_PAGES if name in known and is_open(request.who, name))  # type: ignore[attr-defined]
    return redirect(next(names, "people:profile"))


def profile(request: HttpRequest) -> HttpResponse:
    """«Моя запись»."""
    who: Who = request.who  # type: ignore[attr-defined]
    ties = queries.own_ties(who.person)
    titles = [title for role, title in roles.TITLES.items() if role in who.roles]
    return render(
        request, "people/profile.html", {"account": who.account, "person": who.person, "ties": ties, "titles": titles}
    )


def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; all other sessions end."""
    who: Who = request.who  # type: ignore[attr-defined]
    form = PasswordForm(request.POST or None)
    if form.is_bound and not ratelimit.consume(request, action="change_password"):
        return ratelimit.respond_429(request)
    if form.is_bound and form.is_valid():
        try:
            if not who.account.check_password(form.cleaned_data["old"]):
                raise Refused("Нынешний пароль не подходит.", field="old")
            request.session.get(HASH_SESSION_KEY)  # read before its row goes with the others
            actions.change_password(who, who.account, form.cleaned_data["password"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            keep_session(request)
            messages.success(request, "Пароль изменён. Остальные сеансы закрыты.")
            return redirect("people:profile")
    return render(request, "people/password.html", {"form": form})


def keep_session(request: HttpRequest) -> None:
    """Let this session go on under the new password, and stand in the list of sessions."""
    update_session_auth_hash(request, request.who.account)  # type: ignore[attr-defined]
    actions.register_session(request)


def sessions(request: HttpRequest) -> HttpResponse:
    """«Где выполнен вход»: devices, and a button that ends one session or all others."""
    who: Who = request.who  # type: ignore[attr-defined]
    mine = access.sessions_to_end(who)
    if request.method == "POST":
        others = mine.exclude(session_key=request.session.session_key)
        chosen = list(
            others.filter(pk=_number(request.POST.get("session", ""))) if "session" in request.POST else others
        )
        if "session" in request.POST and not chosen:
            raise Http404
        actions.end_sessions(who, who.account, chosen)
        messages.success(request, "Сеанс закрыт." if len(chosen) == 1 else "Остальные сеансы закрыты.")
        return redirect("people:sessions")
    rows = [
        {
            "row": row,
            "device": rules.device(row.user_agent),
            "current": row.session_key == request.session.session_key,
        }
        for row in queries.live_sessions(mine)
    ]
    rows.sort(key=lambda row: not row["current"])
    return render(request, "people/sessions.html", {"rows": rows, "others": sum(not row["current"] for row in rows)})


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0


def notices(request: HttpRequest) -> HttpResponse:
    """«Уведомления»: what is new first."""
    page = queries.notice_page(access.notices_to_read(request.who))  # type: ignore[attr-defined]
    unseen, seen = ([{"row": row, "url": address_of(row)} for row in rows] for rows in (page.unseen, page.seen))
    return render(request, "people/notices.html", {"unseen": unseen, "seen": seen})


def address_of(notice: Notice) -> str:
    """Where a notice leads; nothing when its page is no more."""
    if not notice.link or notice.link.startswith("/"):
        return notice.link
    try:
        return reverse(notice.link)
    except NoReverseMatch:
        return ""


def notices_seen(request: HttpRequest) -> HttpResponse:
    """Mark all as seen."""
    actions.mark_all_seen(request.who)  # type: ignore[attr-defined]
    return redirect("people:notices")
