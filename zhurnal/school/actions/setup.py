"""The one school of this installation."""

from __future__ import annotations

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from ..models import School


@action("school.school.create")
def create_school(act: Acting, *, name: str, short_name: str, address: str = "", site: str = "") -> School:
    """Make the one school of this installation; refused when there is one."""
    if School.objects.exists():
        raise Refused("Школа в этом журнале уже есть.", field="name")
    return act.create(School(name=name, short_name=short_name, address=address, site=site))


@action("school.school.set")
def set_school(act: Acting, school: School, *, name: str, short_name: str, address: str, site: str) -> None:
    """Change the school's names and addresses."""
    act.update(school, name=name, short_name=short_name, address=address, site=site)
