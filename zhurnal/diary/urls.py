"""The pages of the diary. Those without a student in the address open the one whom the reader looked at last."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page

from . import access, views


def _tab(title: str, order: int, icon: str, section: str, *, staff: bool = False) -> Menu:
    return Menu(title, order, icon, family=True, staff=staff, also=(f"diary:{section}",))


app_name = "diary"
urlpatterns = [
    page("", views.home, name="home", door=access.has_diary, menu=_tab("Дневник", 10, "diary", "day", staff=True)),
    page("week/", views.my_week, name="my_week", door=access.has_diary, menu=_tab("Неделя", 20, "calendar", "week")),
    page("marks/", views.my_marks, name="my_marks", door=access.has_diary, menu=_tab("Отметки", 30, "marks", "marks")),
    page(
        "absences/",
        views.my_absences,
        name="my_absences",
        door=access.has_diary,
        menu=_tab("Посещения", 40, "attendance", "absences"),
    ),
    page("<int:pk>/", views.day, name="day", subject=access.students_to_read),
    page("<int:pk>/week/", views.week, name="week", subject=access.students_to_read),
    page("<int:pk>/marks/", views.marks, name="marks", subject=access.students_to_read),
    page("<int:pk>/absences/", views.absences, name="absences", subject=access.students_to_read),
    page("<int:pk>/seen/", views.seen, name="seen", subject=access.own_students, methods=("POST",)),
    page(
        "classes/",
        views.classes,
        name="classes",
        door=access.opens_diaries,
        menu=Menu("Дневники учеников", 60, "diary", also=("diary:class",)),
    ),
    page("classes/<int:pk>/", views.class_, name="class", subject=access.classes_to_open),
]
