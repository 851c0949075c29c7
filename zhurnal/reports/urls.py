"""The pages of reports."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page

from . import access, views

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
]
