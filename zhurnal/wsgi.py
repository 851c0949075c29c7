"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from zhurnal.core.whole import Whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhurnal.settings")
application = Whole(get_wsgi_application())

# What is loaded now lives as long as the process: the collector need not walk it again and again (a seventh of a register's page).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
