"""Files that come in and go out: importers of lists and timetables."""
