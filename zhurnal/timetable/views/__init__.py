"""The pages of the timetable, a file a subject."""
