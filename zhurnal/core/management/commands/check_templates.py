"""`manage.py check_templates`: every template of ours compiles, and every page and include that it names exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from zhurnal.core.pages import all_pages


class Command(BaseCommand):
    """Part of `make check`."""

    help = "Compile all templates"

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise with a list of what is wrong."""
        pages, wrong, count = all_pages(), [], 0
        for app in apps.get_app_configs():
            if not app.name.startswith("zhurnal."):
                continue
            folder = Path(app.path) / "templates"
            for path in sorted(folder.rglob("*.html")):
                name = path.relative_to(folder).as_posix()
                count += 1
                try:
                    get_template(name)
                except (TemplateSyntaxError, TemplateDoesNotExist) as problem:
                    wrong.append(f"{name}: {problem}")
                text = path.read_text(encoding="utf-8")
                wrong += [
                    f"{name}: no page {page}" for page in re.findall(r"{% link \"([^\"]+)\"", text) if page not in pages
                ]
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{count} templates compile")
