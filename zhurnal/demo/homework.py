"""What is set for home: by subject, with paragraphs, pages and exercises that go on through the year."""

from __future__ import annotations

from random import Random
from zlib import crc32

from zhurnal.demo.curriculum import CoursePlan

NOTHING = ""
# {par} paragraph, {p} page, {q} a later page, {n} {m} {k} exercise or problem numbers.
TEMPLATES = {
    "rus": (
        "§ {par}, упр. {n}", "Упр. {n}, выучить правило на с. {p}", "Упр. {n} (письменно), словарные слова на с. {p}",
        "Упр. {n}: выполнить морфемный разбор выделенных слов", "Выучить правило на с. {p}, упр. {n} по заданию",
    ),
    "lit1": (
        "С. {p}–{q}, выразительное чтение", "С. {p}–{q}, пересказ", "С. {p}, выучить наизусть",
        "С. {p}–{q}, ответить на вопросы 1–4", "Нарисовать иллюстрацию к прочитанному; с. {p}–{q}, читать",
    ),
    "lit": (
        "Прочитать с. {p}–{q}, ответить на вопросы", "Учебник, с. {p}, вопросы 2–5 письменно",
        "Дочитать произведение до конца", "Выучить отрывок наизусть (с. {p})", "Подготовить план характеристики героя",
        "Письменный ответ на вопрос 3 на с. {p}, 8–10 предложений",
    ),
    "eng": (
        "Учебник, с. {p}, упр. {k}; выучить слова", "Рабочая тетрадь, с. {p}, упр. 1–3", "С. {p}, упр. {k} письменно",
        "Повторить грамматический справочник, с. {p}", "Подготовить устный рассказ по теме (10 предложений)",
        "С. {p}, текст: читать и переводить",
    ),
    "mat": ("№ {n}, {m}", "№ {n}, {m}, {l}", "§ {par}, № {n}, {m}", "Правило на с. {p}, № {n}, {l}", "№ {n} (а, в), {m} (б)"),
    "inf": ("§ {par}, вопросы 1–5", "§ {par}, задание {k} в тетради", "Рабочая тетрадь, № {k}", "§ {par}, читать"),
    "world": ("С. {p}–{q}, пересказ", "С. {p}–{q}; рабочая тетрадь, с. {w}", "Подготовить сообщение (по желанию); с. {p}–{q}"),
    "hist": (
        "§ {par}, вопросы в конце параграфа", "§ {par}, пересказ; выучить даты", "§ {par}, составить таблицу в тетради",
        "§ {par}, понятия наизусть", "§ {par}; контурная карта, с. {w}",
    ),
    "soc": ("§ {par}, вопросы для самопроверки", "§ {par}, термины наизусть", "§ {par}, рубрика «В классе и дома», задание {k}"),
    "geogr": ("§ {par}, пересказ", "§ {par}; контурная карта, с. {w}", "§ {par}, вопросы 1–4 устно", "Выучить номенклатуру, § {par}"),
    "bio": ("§ {par}, вопросы устно", "§ {par}, пересказ; рабочая тетрадь, № {k}", "§ {par}, зарисовать схему", "§ {par}, термины"),
    "phys": ("§ {par}, вопросы", "§ {par}, упр. {k}", "Задачи № {n}, {m}", "§ {par}, формулы наизусть", "С. {p}, задачи 1–3"),
    "chem": ("§ {par}, задания 2–5", "§ {par}, записать уравнения реакций", "§ {par}, задача {k} на с. {p}", "§ {par}, определения"),
    "safety": ("§ {par}, читать", "§ {par}, вопросы", "§ {par}, памятка в тетради"),
    "music": ("Выучить слова песни", "Послушать и записать впечатления"),
    "art": ("Принести краски, кисти, альбом", "Завершить работу", "Подобрать репродукции по теме"),
    "craft": ("Принести материалы для работы", "Завершить эскиз", "Повторить правила безопасной работы"),
    "sport": ("Комплекс утренней гимнастики", "Прыжки через скакалку, 3 подхода", "Сгибание и разгибание рук, 2 подхода"),
    "project": ("Заполнить дневник проекта", "Подобрать три источника по теме", "Подготовить черновик раздела"),
}  # fmt: skip
LIKE = {"ger": "eng", "alg": "mat", "geo": "mat", "prob": "mat", "orkse": "soc", "odnknr": "soc"}
SELDOM = {
    "music": 0.12,
    "art": 0.25,
    "craft": 0.2,
    "sport": 0.12,
    "orkse": 0.2,
    "odnknr": 0.3,
    "project": 0.5,
    "safety": 0.6,
}
BEFORE_CONTROL = ("Подготовиться к контрольной работе", "Повторить изученное, подготовиться к контрольной работе")
# Minutes by grade for one homework: the day's norm of 1.5 to 3.5 hours over some five subjects (СП 2.4.3648-20).
MINUTES = {2: 15, 3: 15, 4: 20, 5: 20, 6: 25, 7: 25, 8: 25, 9: 35, 10: 35, 11: 35}


def set_homework(rng: Random, course: CoursePlan, share: float, *, is_control: bool, before_control: bool) -> str:
    """The homework of a lesson at a share of the year; NOTHING means «не задано», as after a control work."""
    key = course.subject.key
    if is_control or rng.random() > SELDOM.get(key, 0.94):
        return NOTHING
    if before_control:
        return rng.choice(BEFORE_CONTROL)
    template = rng.choice(TEMPLATES[LIKE.get(key, key)])
    book = crc32(f"{key} {course.place.grade}".encode())  # every textbook has its own length
    page, problem = 4 + book % 19 + int(share * (110 + book % 97)), 9 + book % 41 + int(share * (430 + book % 701))
    return template.format(
        par=1 + int(share * (12 + 14 * min(course.hours, 3))),
        p=page,
        q=page + rng.randint(2, 4),
        w=3 + int(share * 60),
        n=problem,
        m=problem + rng.randint(1, 4),
        l=problem + rng.randint(5, 9),
        k=rng.randint(1, 8),
    )


def minutes_for(course: CoursePlan) -> int:
    """Estimate of one homework, minutes."""
    return MINUTES[course.place.grade]
