"""Settings of the tests: as in life, on a folder and a database of their own."""

from __future__ import annotations

import os
import tempfile

os.environ["ZHURNAL_HOME"] = tempfile.mkdtemp(prefix="zhurnal-test-")
os.environ.setdefault("SECRET_KEY", "only for tests, which keep nothing")

from zhurnal.settings import *  # noqa: F403
from zhurnal.settings import DATABASES

STATIC_ROOT.mkdir(parents=True)  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"].pop("pool")  # test databases are dropped under the pool's feet otherwise
