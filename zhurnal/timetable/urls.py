"""The pages of timetable."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page
from zhurnal.school.access import reads_whole_school

from . import access, draft_urls, relief_urls
from .views import bells, guide, lessons, setup, wall, week

BOTH = ("GET", "POST")
WRITE = ("POST",)

app_name = "timetable"
urlpatterns = [
    page("setup/", setup.setup, name="setup", public=True, methods=BOTH),
    page(
        "school/", guide.overview, name="overview", door=reads_whole_school, menu=Menu("Школа", order=60, icon="school")
    ),
    page("school/bells/", bells.bells, name="bells", door=access.reads_bells),
    page("school/bells/add/", bells.add, name="bells-add", door=access.edits_timetable, methods=BOTH),
    page("school/bells/short/", bells.shorten, name="short-day", door=access.edits_timetable, methods=WRITE),
    page("school/bells/ordinary/", bells.restore, name="ordinary-day", door=access.edits_timetable, methods=WRITE),
    page("school/bells/<int:pk>/", bells.edit, name="bells-edit", subject=access.bells_to_edit, methods=BOTH),
    page("school/bells/<int:pk>/day/", bells.set_day, name="bell-day", subject=access.bells_to_edit, methods=WRITE),
    page(
        "school/bell-day/<int:pk>/remove/",
        bells.remove_day,
        name="bell-day-remove",
        subject=access.bell_days_to_edit,
        methods=WRITE,
    ),
    page("school/lessons/", lessons.lessons, name="lessons", door=access.edits_timetable, methods=BOTH),
    page("timetable/", week.weeks, name="weeks", door=access.reads_bells),
    *draft_urls.pages,
    page(
        "timetable/mine/",
        week.mine,
        name="mine",
        door=access.has_own_timetable,
        menu=Menu("Расписание", order=25, icon="calendar"),
    ),
    page("timetable/class/<int:pk>/", week.week, name="week", subject=access.classes_with_timetable),
    page("timetable/class/<int:pk>/add/", week.add, name="slot-add", subject=access.classes_to_schedule, methods=BOTH),
    page("timetable/slot/<int:pk>/", week.edit, name="slot", subject=access.slots_to_edit, methods=BOTH),
    page(
        "timetable/slot/<int:pk>/rooms/",
        week.further_rooms,
        name="slot-rooms",
        subject=access.slots_to_edit,
        methods=BOTH,
    ),
    page(
        "timetable/slot/<int:pk>/remove/", week.remove, name="slot-remove", subject=access.slots_to_edit, methods=WRITE
    ),
    page("timetable/school/", wall.school, name="school", door=access.reads_bells),
    page("timetable/room/<int:pk>/", wall.room, name="room", subject=access.rooms_with_timetable),
    page("timetable/free-rooms/", wall.free_rooms, name="free-rooms", door=access.reads_bells),
    page("timetable/teacher/<int:pk>/", week.teacher, name="teacher", subject=access.teachers_to_read),
    page("timetable/day/", lessons.day, name="day", door=access.edits_timetable),
    *relief_urls.DAY,
    *relief_urls.ABSENCES,
    *relief_urls.JOURNAL,
]
