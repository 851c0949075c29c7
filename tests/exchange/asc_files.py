"""Small aSc files that tests write: a school of a few classes in either layout, with one thing changed at a time."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

Rows = list[dict[str, str]]

TAGS = {
    "periods": "period", "days": "day", "daysdefs": "daysdef", "weeksdefs": "weeksdef", "termsdefs": "termsdef",
    "subjects": "subject", "teachers": "teacher", "classrooms": "classroom", "classes": "class", "groups": "group",
    "students": "student", "lessons": "lesson", "cards": "card",
}  # fmt: skip


def xml(sections: dict[str, Rows], *, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """The text of a file with these sections."""
    parts = [declaration, "<timetable>"]
    for section, rows in sections.items():
        parts.append(f"<{section}>")
        for row in rows:
            attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in row.items())
            parts.append(f"<{TAGS[section]} {attributes}/>")
        parts.append(f"</{section}>")
    return "\n".join([*parts, "</timetable>"])


def halves(class_id: str) -> Rows:
    """The whole class, two halves, and girls and boys of one class, as aSc makes them for every class."""
    names = (("all", "Весь класс", "1", "0"), ("h1", "1 группа", "0", "1"), ("h2", "2 группа", "0", "1"),
             ("g", "Девочки", "0", "2"), ("b", "Мальчики", "0", "2"))  # fmt: skip
    return [
        {"id": f"{class_id}{tail}", "classid": class_id, "name": name, "entireclass": entire, "divisiontag": tag}
        for tail, name, entire, tag in names
    ]


def lesson(id: str, subject: str, classes: str, groups: str, teachers: str = "T1", **more: str) -> dict[str, str]:
    """A lesson of one hour a week, unless `more` says otherwise."""
    usual = {"periodspercard": "1", "periodsperweek": "1.0", "classroomids": ""}
    return {
        "id": id,
        "subjectid": subject,
        "classids": classes,
        "groupids": groups,
        "teacherids": teachers,
        **usual,
        **more,
    }


def school(**changes: Rows) -> dict[str, Rows]:
    """Two classes, two subjects, two teachers, one lesson with one card on Monday, 2012 layout; sections may be replaced."""
    sections: dict[str, Rows] = {
        "periods": [
            {"period": str(n), "name": str(n), "short": str(n), "starttime": f"{7 + n}:30", "endtime": f"{8 + n}:15"}
            for n in range(1, 7)
        ],
        "daysdefs": [
            {"id": "DX", "name": "Любой день", "short": "X", "days": "100000,010000,001000,000100,000010,000001"},
            *(
                {"id": f"D{i}", "name": name, "short": name[:2], "days": "0" * i + "1" + "0" * (5 - i)}
                for i, name in enumerate(("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота"))
            ),
        ],
        "weeksdefs": [{"id": "W", "name": "Все недели", "short": "Все", "weeks": "1"}],
        "termsdefs": [{"id": "Y", "name": "Весь год", "short": "Год", "terms": "1"}],
        "subjects": [
            {"id": "S1", "name": "Алгебра", "short": "Алг."},
            {"id": "S2", "name": "Технология", "short": "Техн."},
        ],
        "teachers": [
            {
                "id": "T1",
                "firstname": "С.Ф.",
                "lastname": "Кириков",
                "name": "Кириков С.Ф.",
                "short": "Кириков",
                "gender": "M",
            },
            {
                "id": "T2",
                "firstname": "Лидия Бенедиктовна",
                "lastname": "Фирсова",
                "name": "Фирсова Л.Б.",
                "short": "Фирсова",
                "gender": "F",
            },
        ],
        "classrooms": [
            {"id": "R1", "name": "12", "short": "12", "capacity": "*"},
            {"id": "R2", "name": "13", "short": "13", "capacity": "20"},
        ],
        "classes": [
            {"id": "C1", "name": "7-А", "short": "7-А", "teacherid": "", "grade": ""},
            {"id": "C2", "name": "7-Б", "short": "7-Б", "teacherid": "T2", "grade": "7"},
        ],
        "groups": halves("C1") + halves("C2"),
        "students": [],
        "lessons": [lesson("L1", "S1", "C1", "C1all")],
        "cards": [
            {"lessonid": "L1", "classroomids": "R1", "period": "1", "weeks": "1", "terms": "1", "days": "100000"}
        ],
    }
    return {**sections, **changes}


def older(**changes: Rows) -> dict[str, Rows]:
    """The same school in the older layout: 0-based days, weeks on the lesson, ids with an asterisk."""
    sections = school()
    del sections["daysdefs"], sections["weeksdefs"], sections["termsdefs"]
    days = [
        {"name": name, "short": f" {name[:3]}.", "day": str(i)}
        for i, name in enumerate(("Понедельник", "Вторник", "Среда"))
    ]
    cards = [{"lessonid": "L1", "classroomids": "R1", "day": "0", "period": "1"}]
    return {"days": days, **sections, "cards": cards, **changes}


def card(lesson_id: str, days: str, period: str, rooms: str = "", **more: str) -> dict[str, str]:
    """A card of the 2012 layout, every week unless `more` says otherwise."""
    return {
        "lessonid": lesson_id,
        "classroomids": rooms,
        "period": period,
        "weeks": "1",
        "terms": "1",
        "days": days,
        **more,
    }
