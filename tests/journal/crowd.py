"""Many writers of the same cells at once, in a real installation: `python -m tests.journal.crowd` prints what came of it as JSON.

ZHURNAL_HOME (and DATABASE_URL) name an empty installation; tests/journal/test_concurrency.py starts it and judges.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from zhurnal.cli import installation

CROWD = 8


def at_once(acts: list[Callable[[], Any]]) -> Counter[str]:
    """Run all acts in threads that begin together; answers how they ended."""
    from django.db import connection

    from zhurnal.core.errors import Refused, Repeated

    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
            outcomes.append("saved")
        except Refused as refusal:
            outcomes.append("conflict" if refusal.data.get("conflict") else "refused")
        except Repeated:
            outcomes.append("repeated")
        except Exception as problem:  # the judge is told whatever it was
            outcomes.append(f"{type(problem).__name__}: {problem}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def who(person: Any, act: Any = None) -> Any:
    """The person with a right to act."""
    from zhurnal.people.access import Who
    from zhurnal.timetable.access import roles_today

    return Who(person.account, roles_today, act_id=act)


def main() -> None:
    """Build the world, let the crowds loose, print."""
    installation.ready()
    from tests import world as worlds
    from zhurnal.core import clock, log
    from zhurnal.journal import actions
    from zhurnal.journal.models import Absence, Mark, Work
    from zhurnal.timetable.models import Lesson

    with clock.frozen(worlds.NOW):
        world = worlds.build()
        pupils = [worlds.person(f"Ученик{n}", "Иван") for n in range(CROWD)]
        worlds.member(world.class_8b, *pupils)
        lessons = [Lesson.objects.select_related("course__group").get(pk=one.pk) for one in world.lessons["algebra"]]
        teacher = world.teacher

        def save(lesson: Any, student: Any, text: str, act: Any = None) -> Callable[[], Any]:
            return lambda: actions.set_cell(
                who(teacher, act or uuid4()), lesson, student_id=student.pk, text=text, was=""
            )

        told: dict[str, Any] = {}
        told["one cell"] = at_once([save(lessons[0], pupils[0], "5" if n % 2 else "4") for n in range(CROWD)])
        told["one cell: marks"] = Mark.objects.filter(work__lesson=lessons[0]).count()
        told["one column"] = at_once([save(lessons[1], pupil, "5") for pupil in pupils])
        told["one column: works, marks"] = [
            Work.objects.filter(lesson=lessons[1]).count(), Mark.objects.filter(work__lesson=lessons[1]).count(),
        ]  # fmt: skip
        act = uuid4()
        told["one act"] = at_once([save(lessons[2], pupils[0], "5", act) for _ in range(CROWD)])
        told["one act: marks"] = Mark.objects.filter(work__lesson=lessons[2]).count()
        told["mark or absence"] = at_once([save(lessons[3], pupils[0], "5" if n % 2 else "н") for n in range(CROWD)])
        told["mark or absence: rows"] = (
            Mark.objects.filter(work__lesson=lessons[3]).count() + Absence.objects.filter(lesson=lessons[3]).count()
        )
        told["everybody everywhere"] = at_once(
            [save(lessons[4 + n % 2], pupil, "н" if n % 3 else "4") for n, pupil in enumerate(pupils)]
        )
        _, entries, broken = log.verify()
        told["log"] = {"entries": entries > 0, "broken": [problem.why for problem in broken]}
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
