"""`python -m zhurnal` is `zhurnal`."""

import sys

from zhurnal.cli import main

sys.exit(main())
