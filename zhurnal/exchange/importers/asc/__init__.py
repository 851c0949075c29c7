"""aSc Timetables XML, the 2012 layout and the older one."""

from zhurnal.exchange.importers.asc.reading import read_asc
from zhurnal.exchange.importers.asc.records import AscFile, Layout

__all__ = ["AscFile", "Layout", "read_asc"]
