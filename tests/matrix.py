"""Page × role, computed from the declarations of the pages over the rows of tests/world.py.

`python -m tests.matrix` isn't needed: `ZHURNAL_WRITE_MATRIX=1 make test` writes tests/access_matrix.txt and docs/access.md anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.pages import Page, all_pages
from zhurnal.curriculum import actions as curriculum
from zhurnal.exchange import actions as exchange
from zhurnal.exchange.lists import Choices
from zhurnal.journal import actions as journal
from zhurnal.journal.models import WorkKind
from zhurnal.people import actions as people_actions
from zhurnal.people.models import Person
from zhurnal.school import actions as movement
from zhurnal.school.actions import cards as school
from zhurnal.school.models import Course, Subject, Teaching
from zhurnal.timetable import actions as timetable
from zhurnal.timetable.actions import drafts
from zhurnal.timetable.models import BellDay, BellSchedule

# Column of the matrix → who of the world stands for it, and its Russian title.
COLUMNS: dict[str, tuple[str, str]] = {
    "admin": ("admin", "администратор"),
    "director": ("director", "директор"),
    "deputy": ("deputy", "завуч"),
    "clerk": ("clerk", "документовед"),
    "medic": ("medic", "медработник"),
    "class_teacher": ("primary_teacher", "кл. руководитель"),
    "teacher": ("other_teacher", "учитель"),
    "parent": ("father", "родитель"),
    "student": ("egor", "ученик"),
    "nobody": ("left_teacher", "без роли"),
}


def furnish(world: World, who: Callable[[Person], Any]) -> None:
    """A work, a homework with a file in physics, and a day with bells of its own: so that every page has a row to try."""
    lesson = world.lessons["physics"][0]
    teacher = who(world.other_teacher)
    journal.add_work(teacher, lesson, kind=WorkKind.objects.get(is_default=True), title="Опрос")
    journal.add_file(teacher, lesson, name="Памятка.txt", content="Закон Ома".encode())
    BellDay.objects.create(schedule=BellSchedule.objects.get(), date=TODAY)
    plans(world, who)
    cards(world, who)
    relief(world, who)
    orders(world, who)
    lists(world, who)


def plans(world: World, who: Callable[[Person], Any]) -> None:
    """A curriculum that may be approved and one that is, a timetable brought as a file, a draft of one."""
    plan = curriculum.create_plan(SYSTEM, world.year, grade=8, classes=[world.class_8b])
    curriculum.fill_plan(SYSTEM, plan, {(world.algebra.subject, "mandatory"): Decimal(3)})
    approved = curriculum.create_plan(SYSTEM, world.year, grade=10, classes=[world.class_10a])
    curriculum.fill_plan(SYSTEM, approved, {(world.algebra.subject, "mandatory"): Decimal(3)})
    curriculum.approve_plan(who(world.deputy), approved)
    grid = "День;Урок;8Б;10 бэ\nПн;1;Алг. / Кто-то / 214;Физика\n"
    exchange.bring_timetable(who(world.deputy), name="Расписание.csv", content=grid.encode())
    draft = drafts.create_draft(SYSTEM, world.year, name="С декабря", since=date(2026, 12, 1))
    draft.slots.last().delete()  # so that there is something to publish


def lists(world: World, who: Callable[[Person], Any]) -> None:
    """Lists looked at by the administrator and the clerk, one handed over, one written; two proposed changes."""
    head = "ФИО;Дата рождения;Класс"

    def bring(person: Person, *rows: str) -> Any:
        content = "\n".join([head, *rows]).encode()
        return exchange.bring(who(person), "students", name="8Б.csv", content=content)

    nothing = Choices.of({})
    bring(world.admin, "Белозёров Егор Олегович;06.05.2011;8Б", "Зимина Вера Олеговна;14.03.2012;8Б")
    bring(world.clerk, "Ёлкина Алиса Сергеевна;01.03.2011;8Б")
    exchange.hand_over(who(world.clerk), bring(world.clerk, "Летова Вера Олеговна;14.03.2012;8Б"), nothing)
    exchange.apply(who(world.admin), bring(world.admin, "Снегов Лев Олегович;14.03.2010;10А"), nothing)
    exchange.propose_change(who(world.clerk), world.alisa, fields={"phone": "+79990001122"})
    exchange.propose_departure(who(world.clerk), world.senior, since=TODAY)


def orders(world: World, who: Callable[[Person], Any]) -> None:
    """A draft of an order, an order that may be taken back, a proposed transfer between subgroups, an elective."""
    draft = movement.draft_order(
        who(world.clerk), kind="expel", number="71-у", date=TODAY, lines=[movement.LineOf(world.late, TODAY)]
    )
    plan = movement.draft_order(
        who(world.clerk), kind="plan", number="72-у", date=TODAY, lines=[movement.LineOf(world.senior, TODAY)]
    )
    movement.put_in_force(who(world.admin), plan, number="72-у", date=TODAY)
    assert draft.pk < plan.pk
    craft, _ = movement.create_division(SYSTEM, world.class_8b, division="Труд", names=["8Б, труд 1", "8Б, труд 2"])
    movement.propose_division(
        who(world.other_teacher), world.class_8b, "Труд", {world.late.pk: craft}, since=TODAY, reason="пришла в ноябре"
    )
    elective = movement.create_group(SYSTEM, world.year, kind="elective", name="Хор", classes=[world.class_8b])
    movement.set_members(SYSTEM, elective, [world.alisa], since=TODAY)


def relief(world: World, who: Callable[[Person], Any]) -> None:
    """A teacher away today, a lesson of today given by another, earlier ones signed and not."""
    timetable.add_absence(SYSTEM, world.primary_teacher, since=TODAY, until=TODAY, reason="illness")
    today = next(one for one in world.lessons["physics"] if one.date == TODAY)
    timetable.substitute(SYSTEM, today, world.teacher)
    given = world.lessons["reading"][:3]
    for lesson in given:
        timetable.substitute(SYSTEM, lesson, world.other_teacher)
    timetable.sign(who(world.other_teacher), [given[0].substitution])


def cards(world: World, who: Callable[[Person], Any]) -> None:
    """Proposals of the family and of a colleague, a consent, a health record, a course of physical education."""
    school.propose_correction(who(world.father), world.alisa, {"phone": "+7 900 111-22-33"})
    school.propose_correction(who(world.other_teacher), world.other_teacher, {"phone": "+7 900 111-22-44"})
    school.propose_correction(who(world.mother), world.first_grader, {"phone": "+7 900 111-22-55"})
    for child, parent in ((world.alisa, world.father), (world.first_grader, world.mother)):
        people_actions.give_consent(SYSTEM, child, purpose="study", given_by=parent, given_on=TODAY)
    people_actions.set_health(SYSTEM, world.alisa, pe_group="special_a", document="Справка № 1 от 01.09.2026")
    sport = Course.objects.create(
        year=world.year, subject=Subject.objects.create(name="Физическая культура"), group=world.class_8b
    )
    Teaching.objects.create(person=world.other_teacher, course=sport, since=SEPTEMBER)


def people(world: World) -> dict[str, Person]:
    """Column → person."""
    return {column: getattr(world, name) for column, (name, _) in COLUMNS.items()}


def reach(page: Page, who: Any) -> str:
    """`open`/`–` for a door; for a subject `all`, `own` (some rows) or `–` (none)."""
    if page.public:
        return "open"
    if page.door is not None:
        return "open" if page.door(who) else "–"
    rows = own_rows(page, who)
    if not rows.exists():
        return "–"
    return "all" if rows.count() == rows.model._base_manager.count() else "own"


def own_rows(page: Page, who: Any) -> QuerySet[Any]:
    """The rows that this person reaches by the page."""
    assert page.subject is not None
    return page.subject(who)


def foreign_row(page: Page, who: Any) -> Model | None:
    """A row that exists and that this person does not reach."""
    own = own_rows(page, who)
    found: Model | None = own.model._base_manager.exclude(pk__in=own.order_by().values("pk")).order_by("pk").first()
    return found


def cells(world: World, who: Callable[[Person], Any]) -> Iterator[tuple[str, Page, dict[str, str]]]:
    """Name, page, and what each column reaches."""
    asking = {column: who(person) for column, person in people(world).items()}
    for name, page in sorted(all_pages().items()):
        yield name, page, {column: reach(page, one) for column, one in asking.items()}


def as_text(world: World, who: Callable[[Person], Any]) -> str:
    """The matrix as the text file keeps it."""
    width = 34
    lines = ["page".ljust(width) + "methods".ljust(10) + " ".join(column.ljust(13) for column in COLUMNS)]
    for name, page, row in cells(world, who):
        methods = "+".join("G" if method == "GET" else method[0] for method in page.methods)
        lines.append(
            (name.ljust(width) + methods.ljust(10) + " ".join(row[column].ljust(13) for column in COLUMNS)).rstrip()
        )
    return "\n".join(lines) + "\n"


def as_markdown(world: World, who: Callable[[Person], Any]) -> str:
    """The matrix as docs/access.md."""
    said = {"open": "да", "all": "все", "own": "свои", "–": "—"}
    head = "| страница | " + " | ".join(title for _, title in COLUMNS.values()) + " |"
    lines = [
        "# Кто что видит: каждая страница и каждая роль",
        "",
        "Таблица вычислена из самих страниц (`tests/matrix.py`) и сверяется в тестах. «да» — страница открыта; «все» — любая запись;",
        "«свои» — только свои записи, чужая отвечает «не найдено»; «—» — закрыто. Роли человека складываются.",
        "",
        head,
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for name, page, row in cells(world, who):
        mark = " (читает карточку, запись в журнал действий)" if page.reads_card else ""
        lines.append(f"| `{name}`{mark} | " + " | ".join(said[row[column]] for column in COLUMNS) + " |")
    return "\n".join(lines) + "\n"
