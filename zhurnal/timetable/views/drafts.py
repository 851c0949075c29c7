"""The drafts of the timetable: the list, making, renaming, throwing away, comparing, publishing (§4.6.2)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.russian import counted
from zhurnal.school.queries import current_year
from zhurnal.school.views.common import done, form_page

from .. import access
from ..actions import drafts as actions
from ..actions.publish import Published, publish_draft
from ..draft_forms import DraftForm, NewDraftForm, PublishForm
from ..drafting import pages
from ..models import Draft

CRUMBS = (("Расписание", "timetable:weeks"), ("Черновики", "timetable:drafts"))


def _crumbs(draft: Draft | None = None) -> list[tuple[str, str]]:
    found = [(title, reverse(name)) for title, name in CRUMBS]
    return [*found, (draft.name, reverse("timetable:draft", args=[draft.pk]))] if draft else found


def listed(request: HttpRequest) -> HttpResponse:
    """«Черновики расписания»."""
    year = current_year()
    rows = pages.drafts_of(access.drafts_to_edit(request.who), year) if year else []  # type: ignore[attr-defined]
    return render(
        request, "timetable/drafts.html", {"year": year, "rows": rows, "crumbs": pages.as_crumbs(_crumbs()[:1])}
    )


def add(request: HttpRequest) -> HttpResponse:
    """Make a draft: of the timetable in force, of another draft, or empty."""
    year = current_year()
    if year is None:
        messages.warning(request, "Сначала создайте учебный год.")
        return redirect("timetable:drafts")
    own = access.drafts_to_edit(request.who).filter(year=year)  # type: ignore[attr-defined]
    monday = clock.today() + timedelta(days=7 - clock.today().weekday())
    initial = {"since": min(max(monday, year.since), year.until), "source": request.GET.get("source", "now")}
    form = NewDraftForm(request.POST or None, drafts=own, initial=initial)
    made: list[Draft] = []

    def make() -> None:
        values = form.cleaned_data
        draft = actions.create_draft(
            request.who, year, name=values["name"], since=values["since"],  # type: ignore[attr-defined]
            source=form.source_draft, empty=values["source"] == "empty",
        )  # fmt: skip
        made.append(draft)

    if done(form, make):
        return redirect("timetable:draft", pk=made[0].pk)
    return form_page(
        request, form, title="Новый черновик", action="Сделать черновик", back=reverse("timetable:drafts"),
        crumbs=_crumbs(), lead="Черновик видят только завуч и администратор. Расписание изменится, когда вы его опубликуете.",
    )  # fmt: skip


def edit(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Rename a draft or let it hold from another day."""
    form = DraftForm(request.POST or None, initial={"name": draft.name, "since": draft.since})
    if done(form, lambda: actions.set_draft(request.who, draft, **form.cleaned_data)):  # type: ignore[attr-defined]
        messages.success(request, "Сохранено.")
        return redirect("timetable:draft", pk=draft.pk)
    back = reverse("timetable:draft", args=[draft.pk])
    return form_page(request, form, title="Название и день", action="Сохранить", back=back, crumbs=_crumbs(draft))


def delete(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Throw a draft away."""
    actions.delete_draft(request.who, draft)  # type: ignore[attr-defined]
    messages.success(request, f"Черновик «{draft.name}» удалён. Действующее расписание не изменилось.")
    return redirect("timetable:drafts")


def compare(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the draft changes beside the timetable in force or another draft, by class and by teacher."""
    others = access.drafts_to_edit(request.who).filter(year=draft.year).exclude(pk=draft.pk)  # type: ignore[attr-defined]
    asked = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == asked), None)
    by = "teacher" if request.GET.get("by") == "teacher" else "class"
    context = {
        "draft": draft,
        "other": other,
        "others": others,
        "by": by,
        "page": pages.comparison(draft, other, by),
        "crumbs": pages.as_crumbs(_crumbs(draft)),
    }
    return render(request, "timetable/draft_compare.html", context)


def publish(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What publishing would do, who would be told, what stands against it; and publishing itself."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    result: list[Published] = []

    def act() -> None:
        result.append(publish_draft(request.who, draft, reason=form.cleaned_data["reason"]))  # type: ignore[attr-defined]

    if done(form, act):
        said = result[0]
        messages.success(request, _published(draft, said))
        if said.left:
            messages.warning(request, pages.left_in_words(said.left))
        return redirect("timetable:drafts")
    today = clock.today()
    context = {
        "draft": draft,
        "form": form,
        "look": pages.before_publishing(draft, today),
        "is_past": draft.since < today,
        "crumbs": pages.as_crumbs(_crumbs(draft)),
    }
    return render(request, "timetable/draft_publish.html", context)


def _published(draft: Draft, said: Published) -> str:
    changes = counted(len(said.changes), "изменение", "изменения", "изменений")
    lessons = counted(said.lessons.made, "урок", "урока", "уроков")
    people = counted(said.told, "человеку", "людям", "людям")
    return f"«{draft.name}» опубликован: {changes} в расписании, создано {lessons}, отправлено уведомлений {people.split()[0]}."
