"""The pages of reports."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page
from zhurnal.timetable.access import classes_with_timetable, reads_bells, rooms_with_timetable, teachers_to_read

from . import access, timetable_views, views

app_name = "reports"
urlpatterns = [
    page("class/<int:pk>/list/", views.class_list, name="class_list", subject=access.classes_to_report),
    page(
        "blanks/",
        views.blank_forms,
        name="blanks",
        door=access.prints_blanks,
        menu=Menu("Бланки", 90, "print"),
    ),
    page("blanks/class/<int:pk>/", views.class_blank, name="class_blank", subject=access.classes_to_report),
    page("blanks/course/<int:pk>/", views.course_blank, name="course_blank", subject=access.courses_to_print),
    page("blanks/own/", views.own_blanks, name="own_blanks", door=access.prints_own_blanks),
    page("timetable/", timetable_views.school, name="timetable-school", door=reads_bells),
    page("timetable/packet/", timetable_views.packet, name="timetable-packet", door=reads_bells),
    page("timetable/teachers/", timetable_views.teachers, name="timetable-teachers", door=reads_bells),
    page("timetable/xlsx/", timetable_views.workbook, name="timetable-xlsx", door=reads_bells),
    page("timetable/list/", timetable_views.lessons, name="timetable-list", door=reads_bells),
    page("timetable/class/<int:pk>/", timetable_views.of_class, name="timetable-class", subject=classes_with_timetable),
    page("timetable/teacher/<int:pk>/", timetable_views.of_teacher, name="timetable-teacher", subject=teachers_to_read),
    page("timetable/room/<int:pk>/", timetable_views.of_room, name="timetable-room", subject=rooms_with_timetable),
]
