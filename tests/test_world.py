from __future__ import annotations

from tests.world import TODAY, World
from zhurnal.school.models import Membership


def test_world_stands_on_its_feet(world: World) -> None:
    assert [lesson.date.isoformat() for lesson in world.lessons["algebra"]][:3] == [
        "2026-11-09",
        "2026-11-10",
        "2026-11-12",
    ]
    assert Membership.objects.filter(group=world.class_8b).on(TODAY).count() == 3


def test_roles_of_the_world(world: World, who) -> None:
    assert who(world.teacher).roles == {"teacher", "class_teacher", "parent"}
    assert who(world.left_teacher).roles == frozenset()
    assert who(world.egor).roles == {"student"}
    assert who(world.deputy).roles == {"deputy_head"}
