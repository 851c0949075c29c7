"""Static files: bundles made of small files, hashed names, and plain names where nothing was collected.

A person writes one CSS file a component and one JS file a behaviour; a page asks for one stylesheet and one script.
A module's own scripts are ES modules that import each other; the one that a page asks for begins with «// entry:» and
is served with all that it imports. The join is made by `Bundles`, a finder of django.contrib.staticfiles: `collectstatic`,
WhiteNoise and the test server all ask finders, so there is no build step to run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from . import bundling

SOURCE = Path(__file__).resolve().parent / "static" / "core"

# The order is that of the cascade layers: the first file declares them.
STYLES = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/nav.css",
    "css/button.css",
    "css/form.css",
    "css/table.css",
    "css/card.css",
    "css/chip.css",
    "css/tabs.css",
    "css/dialog.css",
    "css/notice.css",
    "css/toast.css",
    "css/progress.css",
    "css/entrance.css",
    "css/print.css",
)
# Each is a module that only listens to the document and exports nothing, so that they can share one file.
SCRIPTS = (
    "js/toast.js",
    "js/dialogs.js",
    "js/menus.js",
    "js/theme.js",
    "js/forms.js",
)
# Shipped by django-htmx, asked for by no page.
UNUSED = ("django_htmx/ext/*", "django_htmx/htmx-4*", "django_htmx/htmax-4*")
BUNDLES = {"core/css/app.css": STYLES, "core/js/app.js": SCRIPTS}


@cache
def entries() -> dict[str, Path]:
    """The modules of all apps that pages ask for (`// entry:`), by their names below /static/."""
    roots = [Path(app.path) / "static" for app in apps.get_app_configs() if app.name.startswith("zhurnal.")]
    return {
        path.relative_to(root).as_posix(): path
        for root in roots
        for path in root.rglob("*.js")
        if bundling.is_entry(path)
    }


def bundle(name: str) -> str:
    """The text of a bundle; KeyError when it is none."""
    if name not in BUNDLES:
        return bundling.module(entries()[name])
    join = bundling.styles if name.endswith(".css") else bundling.listeners
    return join([SOURCE / part for part in BUNDLES[name]])


class Bundles(BaseFinder):
    """Finds the bundles: written below ZHURNAL_HOME when asked for, and only when their text has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.ZHURNAL_HOME / "bundles")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file of a bundle, freshly written."""
        if path not in BUNDLES and path not in entries():
            return []
        found = str(self._write(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """All bundles, for collectstatic."""
        for path in (*BUNDLES, *entries()):
            self._write(path)
            yield path, self.storage

    def _write(self, path: str) -> Path:
        target = Path(self.storage.path(path))
        text = bundle(path)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(target)
        return target


class AppFiles(AppDirectoriesFinder):
    """The static folders of all apps without what no page asks for."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """All files, for collectstatic, but those of which a bundle takes the name."""
        for path, storage in super().list([*(ignore_patterns or ()), *UNUSED]):
            if path not in entries():
                yield path, storage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names after collectstatic; plain names, served by the finders, before it."""

    support_js_module_import_aggregation: Literal[True] = True
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or the name itself when nothing was collected."""
        return super().stored_name(name) if self.hashed_files else name
