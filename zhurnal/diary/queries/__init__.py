"""What a family reads: the children, the days with their lessons, marks by subject, absences, and what is new."""

from __future__ import annotations
