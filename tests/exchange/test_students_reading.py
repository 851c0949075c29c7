"""Reading lists of students: every oddity that schools' files have, and faults named by sheet, row and column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zhurnal.core.snils import control_number as snils_checksum
from zhurnal.exchange.importers.findings import Severity, Unreadable
from zhurnal.exchange.importers.students import Relation, StudentList, plan_students, read_students
from zhurnal.exchange.importers.students.cells import BadCell, birth_date, contacts, sex, snils
from zhurnal.exchange.importers.tables import _last_filled_in_ods

TODAY = date(2026, 11, 24)
Cell = str | int | float | date | None


def csv_bytes(rows: Sequence[Sequence[object]], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(
    sheets: dict[str, Sequence[Sequence[Cell]]], merged: Sequence[tuple[int, int, int, int, str]] = ()
) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        dates = book.add_format({"num_format": "dd.mm.yyyy"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, datetime(value.year, value.month, value.day), dates)
                elif value is not None:
                    sheet.write(r, c, value)
        for first_row, first_col, last_row, last_col, text in merged:
            sheet.merge_range(first_row, first_col, last_row, last_col, text)
    book.close()
    return out.getvalue()


def read(data: bytes, name: str = "список.csv") -> StudentList:
    return read_students(data, name, today=TODAY)


def faults(listed: StudentList, severity: Severity = Severity.ERROR) -> list[tuple[str, str, str]]:
    return [(o.element, o.id, o.text) for o in listed.oddities if o.severity is severity]


HEAD = ["№ п/п", "ФИО", "Дата рождения", "Пол", "Класс", "СНИЛС", "Мать", "Телефон матери", "Отец", "Телефон отца"]
ROW = ["1", "Белова Анна Игоревна", "14.03.2014", "ж", "5А", "112-233-445 95",
       "Белова Мария Ивановна", "8 (916) 123-45-67", "Белов Игорь Петрович", "+7 903 111 22 33"]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    listed = read(csv_bytes([HEAD, ROW], delimiter=delimiter, encoding=encoding))
    [student] = listed.students
    assert (student.name.last, student.name.first, student.name.middle) == ("Белова", "Анна", "Игоревна")
    assert (student.birth_date, student.sex, str(student.group), student.snils) == (
        date(2014, 3, 14),
        "ж",
        "5А",
        "11223344595",
    )
    assert [(str(p.name), p.relation, p.phone) for p in student.parents] == [
        ("Белова Мария Ивановна", Relation.MOTHER, "+79161234567"),
        ("Белов Игорь Петрович", Relation.FATHER, "+79031112233"),
    ]
    assert listed.oddities == ()


def test_excel_separator_line_is_obeyed() -> None:
    data = b"sep=|\r\n" + csv_bytes([HEAD, ROW], delimiter="|")
    assert len(read(data).students) == 1


def test_xlsx_with_titles_and_merged_headings_above_the_header() -> None:
    rows: list[list[Cell]] = [
        ["Список учащихся МБОУ «Гимназия № 1» с телефонами родителей"],
        [],
        ["№", "Ученик", None, None, "Класс", "Мать", None, "Отец", None],
        [None, "Фамилия", "Имя", "Отчество", None, "ФИО", "Телефон, e-mail", "ФИО", "Телефон"],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1.0, "Белова", "Анна", "Игоревна", "5A", "Белова Мария Ивановна", "89161234567, m@x.ru", "Белов Игорь Петрович", 89031112233],
    ]  # fmt: skip
    merged = [(2, 1, 2, 3, "Ученик"), (2, 5, 2, 6, "Мать"), (2, 7, 2, 8, "Отец"), (2, 4, 3, 4, "Класс")]
    listed = read(xlsx_bytes({"Лист1": rows}, merged), "список.xlsx")
    [student] = listed.students
    assert (str(student.name), str(student.group), student.row) == ("Белова Анна Игоревна", "5А", 6)
    assert [(p.relation, p.phone, p.email) for p in student.parents] == [
        (Relation.MOTHER, "+79161234567", "m@x.ru"), (Relation.FATHER, "+79031112233", ""),
    ]  # fmt: skip


def test_merged_headings_of_a_csv_are_spread_to_the_right() -> None:
    rows = [
        ["Обучающийся", "", "Мать", "", "Отец", ""],
        ["ФИО", "Класс", "ФИО", "Телефон", "ФИО", "Телефон"],
        ["Белова Анна", "5А", "Белова Мария", "89161234567", "", ""],
        ["Ким Лев", "5А", "", "", "Ким Олег", "89031112233"],
    ]
    listed = read(csv_bytes(rows))
    assert [[(p.relation, p.phone) for p in s.parents] for s in listed.students] == [
        [(Relation.MOTHER, "+79161234567")], [(Relation.FATHER, "+79031112233")],
    ]  # fmt: skip


def test_one_sheet_a_class_and_dates_in_three_forms() -> None:
    head: list[Cell] = ["Фамилия", "Имя", "Отчество", "Д.р."]
    listed = read(
        xlsx_bytes({
            "5А": [head, ["Белова", "Анна", "Игоревна", date(2014, 3, 14)], ["Ким", "Лев", "", 41713]],
            "5 Б": [["Класс 6 «В», классный руководитель Иванова А. И."], head, ["Ли", "Ян", "Вэйович", "1 сентября 2014 г."]],
            "Пусто": [],
            "Справка": [["Просто текст"]],
        }),
        "классы.xlsx",
    )  # fmt: skip
    assert [(str(s.group), s.birth_date) for s in listed.students] == [
        ("5А", date(2014, 3, 14)), ("5А", date(2014, 3, 15)), ("5Б", date(2014, 9, 1)),
    ]  # fmt: skip
    assert [element for element, _, _ in faults(listed, Severity.NOTE)] == ["лист «Справка»"]


def test_rows_that_only_name_a_class_hold_for_those_below() -> None:
    rows = [
        ["ФИО", "Дата рождения"],
        ["5 «А» класс", ""],
        ["Белова Анна", "14.03.2014"],
        ["5Б", ""],
        ["Ким Лев", "15.03.2014"],
    ]
    assert [str(student.group) for student in read(csv_bytes(rows)).students] == ["5А", "5Б"]


def test_foots_empty_rows_and_repeated_headings_are_no_students() -> None:
    rows = [HEAD, ROW, [""] * 10, HEAD, ["Итого: 1"], ["", "Директор", "", "", "", "", "Иванов И. И."]]
    listed = read(csv_bytes(rows))
    assert (len(listed.students), listed.rows_read, faults(listed)) == (1, 1, [])


@pytest.mark.parametrize(
    ("written", "last", "first", "middle"),
    [
        ("  белова   анна  игоревна ", "Белова", "Анна", "Игоревна"),
        ("ПЕТРОВА-ВОДКИНА АЛЁНА", "Петрова-Водкина", "Алёна", ""),
        ("Петров - Водкин Илья Львович", "Петров-Водкин", "Илья", "Львович"),
        ("Мамедов Али Ариф оглы", "Мамедов", "Али", "Ариф оглы"),
        ("Кoвалёв Aндрей", "Ковалёв", "Андрей", ""),
    ],
)
def test_names_are_put_right(written: str, last: str, first: str, middle: str) -> None:
    [student] = read(csv_bytes([["ФИО", "Класс"], [written, "5а"]])).students
    assert (student.name.last, student.name.first, student.name.middle) == (last, first, middle)


@pytest.mark.parametrize("written", ["5А", "5A", "5 а", "5-А", "5 «А»", '5"А"', "05А", "5А класс"])
def test_spellings_of_a_class_are_one(written: str) -> None:
    [student] = read(csv_bytes([["ФИО", "Класс"], ["Белова Анна", written]])).students
    assert student.group.key == "5а"


def test_letter_of_the_class_may_stand_in_its_own_column() -> None:
    [student] = read(csv_bytes([["Фамилия", "Имя", "Класс", "Литера"], ["Белова", "Анна", "5", "б"]])).students
    assert str(student.group) == "5Б"


def test_a_row_with_a_birth_date_and_no_name_is_a_fault_and_not_passed_over() -> None:
    listed = read(csv_bytes([["Класс", "ФИО", "Дата рождения"], ["5А", "", "14.03.2014"]]))
    assert [text for _, _, text in faults(listed)] == ["Не указаны фамилия и имя ученика."]


@pytest.mark.parametrize(
    ("column", "value", "place", "text"),
    [
        (1, "Белова", "строка 2, столбец B «ФИО»", "«Белова» — не фамилия и имя ученика."),
        (1, "", "строка 2, столбец B «ФИО»", "Не указаны фамилия и имя ученика."),
        (1, "Белова А.И.", "строка 2, столбец B «ФИО»", "«Белова А.И.» — нужны полные имя и отчество, а не инициалы."),
        (2, "31.02.2014", "строка 2, столбец C «Дата рождения»", "«31.02.2014» — не дата."),
        (2, "14.03.1960", "строка 2, столбец C «Дата рождения»", "Дата рождения 14.03.1960 не подходит ученику: возраст 66."),
        (3, "да", "строка 2, столбец D «Пол»", "«да» — не пол (нужно «м» или «ж»)."),
        (4, "", "строка 2, столбец E «Класс»", "Не указан класс."),
        (5, "112-233-445 96", "строка 2, столбец F «СНИЛС»", "СНИЛС «112-233-445 96»: контрольная сумма не сходится."),
        (5, "112-233", "строка 2, столбец F «СНИЛС»", "«112-233» — не СНИЛС: цифр 6, а нужно 11."),
        (6, "Белова", "строка 2, столбец G «Мать»", "«Белова» — не фамилия, имя и отчество родителя."),
        (7, "8916123456789", "строка 2, столбец H «Телефон матери»", "«8916123456789» — не телефон."),
        (9, "имя@", "строка 2, столбец J «Телефон отца»", "«имя@» — не адрес электронной почты."),
    ],
)  # fmt: skip
def test_fault_names_sheet_row_and_column(column: int, value: str, place: str, text: str) -> None:
    row = [*ROW[:column], value, *ROW[column + 1 :]]
    assert faults(read(csv_bytes([HEAD, row]))) == [("лист «список»", place, text)]


def test_sex_comes_from_the_patronymic_and_a_contradiction_is_warned_of() -> None:
    rows = [["ФИО", "Класс", "Пол"], ["Белова Анна Игоревна", "5А", ""], ["Ким Лев Олегович", "5А", "ж"]]
    listed = read(csv_bytes(rows))
    assert [student.sex for student in listed.students] == ["ж", "ж"]
    assert faults(listed, Severity.WARNING) == [
        ("лист «список»", "строка 3, столбец C «Пол»", "Пол «ж» не согласуется с отчеством «Олегович».")
    ]


def test_parents_in_one_cell_are_told_apart() -> None:
    cell = "мать: Белова Мария Ивановна, т. 89161234567\nотец: Белов Игорь Петрович 8-903-111-22-33"
    [student] = read(csv_bytes([["ФИО", "Класс", "Родители"], ["Белова Анна", "5А", cell]])).students
    assert [(str(p.name), p.relation, p.phone) for p in student.parents] == [
        ("Белова Мария Ивановна", Relation.MOTHER, "+79161234567"),
        ("Белов Игорь Петрович", Relation.FATHER, "+79031112233"),
    ]


def test_numbered_parents_with_their_relation_and_bare_phone_columns() -> None:
    head = [
        "ФИО ребёнка",
        "Класс",
        "Родитель 1",
        "Степень родства",
        "Телефон",
        "Родитель 2",
        "Степень родства",
        "Телефон",
    ]
    row = ["Белова Анна", "5А", "Белова Мария Ивановна", "опекун", "89161234567", "Ли Ян", "", "89031112233"]
    [student] = read(csv_bytes([head, row])).students
    assert [(str(p.name), p.relation, p.phone) for p in student.parents] == [
        ("Белова Мария Ивановна", Relation.GUARDIAN, "+79161234567"),
        ("Ли Ян", Relation.OTHER, "+79031112233"),
    ]


def test_relation_of_an_unnamed_parent_column_follows_the_patronymic() -> None:
    head = ["ФИО", "Класс", "ФИО родителя", "Телефон родителя", "ФИО родителя", "Телефон родителя"]
    row = ["Белова Анна", "5А", "Белова Мария Ивановна", "89161234567", "Белов Игорь Петрович", "89031112233"]
    [student] = read(csv_bytes([head, row])).students
    assert [(p.relation, p.phone) for p in student.parents] == [
        (Relation.MOTHER, "+79161234567"), (Relation.FATHER, "+79031112233"),
    ]  # fmt: skip


def test_contacts_of_a_nameless_parent_are_warned_of() -> None:
    listed = read(csv_bytes([HEAD, [*ROW[:8], "", "89031112233"]]))
    assert faults(listed, Severity.WARNING) == [
        ("лист «список»", "строка 2, столбец J «Телефон отца»", "Телефон или почта без имени родителя не читаются.")
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "пуст"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "не читается"),
        (b"PK\x03\x04 not a zip", "повреждён"),
        ("просто текст\nещё строка".encode(), "Не найдена строка заголовков"),
        (b"x" * (16 * 1024 * 1024 + 1), "больше 16 МБ"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


def test_header_without_rows_is_an_error() -> None:
    assert faults(read(csv_bytes([HEAD]))) == [("файл", "", "Под заголовками нет ни одного ученика.")]


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO()
    with (
        ZipFile(out, "w", ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as bomb,
    ):
        for _ in range(129):
            bomb.write(b"0" * 1024 * 1024)
    assert len(out.getvalue()) < 1024 * 1024
    with pytest.raises(Unreadable, match="распаковывается больше чем в 128 МБ"):
        read(out.getvalue(), "бомба.xlsx")


@pytest.mark.parametrize(
    ("cell", "where"),
    [
        (b'<c r="XFD1048576"', "XFD1048576"),
        (b"<c s='0' r='XFD1048576'", "XFD1048576"),
        (b'<c r="ALL50000"', "ALL50000"),  # within both limits, and fifty million cells
        (b'</row><row r="9999999"><c', "B9999999"),
    ],
)
def test_cell_far_out_is_refused_before_the_sheet_is_spread_out(cell: bytes, where: str) -> None:
    data = xlsx_bytes({"Лист1": [["ФИО", "Класс"], ["Белова Анна", "5А"]]})
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for item in source.infolist():
            target.writestr(item.filename, source.read(item).replace(b'<c r="B2"', cell))
    with pytest.raises(Unreadable, match=f"тянется до {where}:"):
        read(out.getvalue(), "далеко.xlsx")


def test_repeated_cells_of_ods_are_counted_and_empty_ones_are_not() -> None:
    data = ods_bytes([["ФИО", "Класс"], ["Белова Анна", "5А"]])
    with ZipFile(BytesIO(data)) as source:
        content = source.read("content.xml")
    again = content[content.index(b"<table:table ") : content.index(b"</office:spreadsheet>")]
    filled = b'<table:table-cell table:number-columns-repeated="900"><text:p>'
    bomb = content.replace(b'<table:table-cell office:value-type="string"><text:p>', filled).replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="9000">'
    )
    assert _last_filled_in_ods(content.replace(b"</office:spreadsheet>", again + b"</office:spreadsheet>")) == (2, 2)
    assert _last_filled_in_ods(bomb) == (18_000, 1_800)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        for item in source.infolist():
            target.writestr(item.filename, bomb if item.filename == "content.xml" else source.read(item))
    with pytest.raises(Unreadable, match="слишком далеко"):
        read(out.getvalue(), "повторы.ods")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (date(2014, 3, 14), date(2014, 3, 14)), (datetime(2014, 3, 14, 0, 0), date(2014, 3, 14)), (41712.0, date(2014, 3, 14)),
        ("14.03.2014", date(2014, 3, 14)), ("14.3.14", date(2014, 3, 14)), ("2014-03-14", date(2014, 3, 14)),
        ("14/03/2014 г.", date(2014, 3, 14)), ("41712", date(2014, 3, 14)), ("14 мая 2014 года", date(2014, 5, 14)),
        ("", None), ("—", None), (None, None),
    ],
)  # fmt: skip
def test_dates_of_birth(value: Cell, found: date | None) -> None:
    assert birth_date(value, TODAY) == found


@pytest.mark.parametrize(
    ("value", "phones", "emails"),
    [
        ("8 (4855) 12-34-56", ["+74855123456"], []), (89161234567.0, ["+79161234567"], []),
        ("89161234567 89031112233", ["+79161234567", "+79031112233"], []), ("9161234567", ["+79161234567"], []),
        ("+375 29 123-45-67", ["+375291234567"], []), ("12-34-56", ["123456"], []),
        ("M@X.RU; 8-916-123-45-67 (после 18)", ["+79161234567"], ["m@x.ru"]), ("нет", [], []), ("", [], []),
    ],
)  # fmt: skip
def test_contacts(value: Cell, phones: list[str], emails: list[str]) -> None:
    assert contacts(value) == (phones, emails)


@pytest.mark.parametrize(
    ("value", "found"), [("М", "м"), ("M", "м"), ("муж.", "м"), ("женский", "ж"), ("дев", "ж"), ("", "")]
)
def test_sexes(value: str, found: str) -> None:
    assert sex(value) == found


@pytest.mark.parametrize("value", ["112-233-445 95", "11223344595", 11223344595, 11223344595.0, "001-001-997 00"])
def test_snils_that_are_right(value: Cell) -> None:
    """1·9+1·8+2·7+2·6+3·5+3·4+4·3+4·2+5·1 = 95; numbers up to 001-001-998 bear no checksum."""
    assert snils(value) in ("11223344595", "00100199700")


@settings(deadline=None)
@given(st.integers(1_001_999, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_a_changed_digit_of_snils_is_seen(number: int, place: int, change: int) -> None:
    """Σ changes by change·weight, at most 81 < 101 and not 0; only the pair 00 stands for two sums (0 and 100)."""
    nine = f"{number:09d}"
    other = nine[:place] + str((int(nine[place]) + change) % 10) + nine[place + 1 :]
    assert snils(f"{nine}{snils_checksum(nine):02d}") == f"{nine}{snils_checksum(nine):02d}"
    if {snils_checksum(nine), snils_checksum(other)} != {0} and int(other) > 1_001_998:
        with pytest.raises(BadCell):
            snils(f"{other}{snils_checksum(nine):02d}")


names = st.sampled_from(["Белова Анна Игоревна", "Ким Лев Олегович", "Ёлкина Юлия", "Мамедов Али Ариф оглы", "Ли Ян"])
rows = st.lists(
    st.tuples(names, st.dates(date(2009, 1, 1), date(2019, 1, 1)), st.sampled_from(["5А", "10Б", "11"])),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(rows, st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "windows-1251"]))
def test_what_is_written_is_read(written: list[tuple[str, date, str]], delimiter: str, encoding: str) -> None:
    data = csv_bytes(
        [["ФИО", "Дата рождения", "Класс"], *((n, f"{d:%d.%m.%Y}", c) for n, d, c in written)],
        delimiter=delimiter,
        encoding=encoding,
    )
    assert [(str(s.name), s.birth_date, str(s.group)) for s in read(data).students] == written


def ods_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """A spreadsheet as LibreOffice writes it, with the usual million of repeated empty rows at the end."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells = "".join(f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Лист1">{cells}{tail}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
    return out.getvalue()


def test_ods_is_read() -> None:
    [student] = read(ods_bytes([["ФИО", "Класс"], ["Белова Анна", "5А"]]), "список.ods").students
    assert (str(student.name), student.where) == ("Белова Анна", "лист «Лист1», строка 2")


ODD = (
    "Ученик",
    "Родители",
    "Родитель 1",
    "мать: Иванова М.И., т. 8916",
    "(мать)",
    "—",
    "Итого",
    "5 «А» класс",
    "",
    "x@",
)
WORDS = st.sampled_from([*HEAD, *ROW, *ODD])


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=8))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    """Nothing but Unreadable ever comes out of a reader, and each student has a name and a class."""
    try:
        listed = read(csv_bytes(rows))
    except Unreadable:
        return
    assert all(student.name.first and str(student.group) for student in listed.students)
    plan_students(listed)
