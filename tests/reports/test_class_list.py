from __future__ import annotations

from datetime import date

from tests.world import NOW, TODAY, World
from zhurnal.reports.class_list import class_list


def test_the_list_of_a_class_on_a_day(world: World) -> None:
    sheet = class_list(world.class_8b, TODAY, as_of=NOW, made_by="Третьякова О. Н.")
    assert sheet.title == "Состав класса, 8\u00a0«Б»"
    assert sheet.rows == [
        (1, "Белозёров Егор Олегович", date(2012, 5, 6)),
        (2, "Ёлкина Алиса Сергеевна", date(2012, 3, 1)),
        (3, "Новикова Вера Ильинична", date(2012, 7, 7)),
    ]
    assert sheet.totals == [(None, "Всего: 3\u00a0ученика", None)]
    assert sheet.signatures == ["Классный руководитель Третьякова\u00a0О.\u00a0Н."]
    before = class_list(world.class_8b, date(2026, 11, 13), as_of=NOW, made_by="")
    assert [row[1].split()[0] for row in before.rows] == ["Белозёров", "Ёлкина", "Прежний"]


def test_the_page_and_its_csv(world: World, as_, django_assert_num_queries) -> None:
    client, address = as_(world.teacher), f"/reports/class/{world.class_8b.pk}/list/"
    page = client.get(address).content.decode()
    assert "Новикова Вера Ильинична" in page
    assert "07.07.2012" in page
    with django_assert_num_queries(8):
        client.get(address)
    reply = client.get(f"{address}?format=csv")
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.content.decode("utf-8-sig").splitlines()[1:] == [
        "1;Белозёров Егор Олегович;06.05.2012",
        "2;Ёлкина Алиса Сергеевна;01.03.2012",
        "3;Новикова Вера Ильинична;07.07.2012",
        ";Всего: 3\u00a0ученика;",
    ]


def test_only_the_class_teacher_and_the_management_read_it(world: World, as_) -> None:
    address = f"/reports/class/{world.class_8b.pk}/list/"
    for person in (world.admin, world.director, world.deputy, world.teacher):
        assert as_(person).get(address).status_code == 200
    for person in (world.other_teacher, world.primary_teacher, world.clerk, world.father, world.egor):
        assert as_(person).get(address).status_code == 404
