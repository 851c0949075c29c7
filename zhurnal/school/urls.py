"""The pages of school."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page

from . import access, card_access
from .views import about, calendar, cards, classes, consents, courses, families, health, movement, orders

BOTH = ("GET", "POST")
WRITE = ("POST",)

app_name = "school"
urlpatterns = [
    page(
        "my-class/",
        classes.my_class,
        name="my-class",
        door=access.is_class_teacher,
        menu=Menu("Мой класс", order=30, icon="users"),
    ),
    page("school/about/", about.about, name="about", door=access.edits_structure, methods=BOTH),
    page("school/calendar/", calendar.calendar, name="calendar", door=access.reads_calendar),
    page("school/years/add/", calendar.add_year, name="year-add", door=access.edits_calendar, methods=BOTH),
    page(
        "school/years/<int:pk>/periods/", calendar.periods, name="periods", subject=access.years_to_edit, methods=BOTH
    ),
    page("school/years/<int:pk>/days/", calendar.days, name="days", subject=access.years_to_edit, methods=BOTH),
    page(
        "school/years/<int:pk>/days/remove/",
        calendar.remove_days,
        name="days-remove",
        subject=access.years_to_edit,
        methods=WRITE,
    ),
    page("school/classes/", classes.classes, name="classes", door=access.reads_whole_school),
    page("school/classes/add/", classes.add, name="class-add", door=access.edits_structure, methods=BOTH),
    page("school/class/<int:pk>/", classes.class_, name="class", subject=access.class_cards_to_read),
    page("school/class/<int:pk>/edit/", classes.edit, name="class-edit", subject=access.classes_to_edit, methods=BOTH),
    page(
        "school/class/<int:pk>/remove/",
        classes.remove,
        name="class-remove",
        subject=access.classes_to_edit,
        methods=WRITE,
    ),
    page(
        "school/class/<int:pk>/class-teacher/",
        classes.class_teacher,
        name="class-teacher",
        subject=access.classes_to_edit,
        methods=BOTH,
    ),
    page("school/class/<int:pk>/enrol/", movement.enrol, name="enrol", subject=access.classes_to_edit, methods=BOTH),
    page(
        "school/class/<int:pk>/divisions/add/",
        classes.add_division,
        name="division-add",
        subject=access.classes_to_divide,
        methods=BOTH,
    ),
    page(
        "school/class/<int:pk>/division/",
        classes.division,
        name="division",
        subject=access.classes_to_divide,
        methods=BOTH,
    ),
    page(
        "school/class/<int:pk>/courses/add/",
        courses.add,
        name="course-add",
        subject=access.classes_to_edit,
        methods=BOTH,
    ),
    page("school/class/<int:pk>/access/", families.families, name="families", subject=access.classes_to_give_access),
    page(
        "school/class/<int:pk>/access/codes/",
        families.codes,
        name="family-codes",
        subject=access.classes_to_give_access,
        methods=WRITE,
    ),
    page(
        "school/class/<int:pk>/access/block/",
        families.block,
        name="family-block",
        subject=access.classes_to_give_access,
        methods=WRITE,
    ),
    page(
        "school/class/<int:pk>/access/restore/",
        families.restore,
        name="family-restore",
        subject=access.classes_to_give_access,
        methods=WRITE,
    ),
    page(
        "school/student/<int:pk>/transfer/",
        movement.transfer,
        name="transfer",
        subject=access.students_to_move,
        methods=BOTH,
    ),
    page("school/student/<int:pk>/expel/", movement.expel, name="expel", subject=access.students_to_move, methods=BOTH),
    page(
        "school/orders/",
        orders.orders,
        name="orders",
        door=access.reads_orders,
        menu=Menu("Приказы", order=65, icon="document", also=("school:order",)),
    ),
    page("school/orders/add/", orders.add, name="order-add", door=access.drafts_orders, methods=BOTH),
    page("school/order/<int:pk>/", orders.order, name="order", subject=access.orders_to_read),
    page("school/order/<int:pk>/print/", orders.print_order, name="order-print", subject=access.orders_to_read),
    page("school/order/<int:pk>/edit/", orders.edit, name="order-edit", subject=access.orders_to_draft, methods=BOTH),
    page(
        "school/order/<int:pk>/words/", orders.words, name="order-words", subject=access.orders_to_draft, methods=BOTH
    ),
    page("school/order/<int:pk>/drop/", orders.drop, name="order-drop", subject=access.orders_to_draft, methods=WRITE),
    page(
        "school/order/<int:pk>/force/", orders.force, name="order-force", subject=access.orders_to_sign, methods=WRITE
    ),
    page(
        "school/order/<int:pk>/cancel/",
        orders.cancel,
        name="order-cancel",
        subject=access.orders_to_cancel,
        methods=WRITE,
    ),
    page("school/movement/", movement.movement, name="movement", door=access.reads_orders),
    page("school/departed/", movement.departed, name="departed", door=access.reads_orders),
    page("school/subjects/", courses.subjects, name="subjects", door=access.edits_structure, methods=BOTH),
    page("school/subject/<int:pk>/", courses.subject, name="subject", subject=access.subjects_to_edit, methods=BOTH),
    page("school/rooms/", courses.rooms, name="rooms", door=access.edits_structure, methods=BOTH),
    page("school/room/<int:pk>/", courses.room, name="room", subject=access.rooms_to_edit, methods=BOTH),
    page("school/course/<int:pk>/", courses.course, name="course", subject=access.courses_to_edit, methods=BOTH),
    page(
        "school/course/<int:pk>/teacher/", courses.assign, name="assign", subject=access.courses_to_edit, methods=WRITE
    ),
    page(
        "school/teaching/<int:pk>/end/",
        courses.end,
        name="teaching-end",
        subject=access.teachings_to_edit,
        methods=BOTH,
    ),
    page("school/person/<int:pk>/card/", cards.card, name="card", subject=card_access.cards_to_read, reads_card=True),
    page(
        "school/person/<int:pk>/card/edit/",
        cards.edit,
        name="card-edit",
        subject=card_access.cards_to_edit,
        methods=BOTH,
        reads_card=True,
    ),
    page(
        "school/person/<int:pk>/card/propose/",
        cards.propose,
        name="card-propose",
        subject=card_access.own_cards,
        methods=BOTH,
        reads_card=True,
    ),
    page(
        "school/person/<int:pk>/card/check/",
        cards.check,
        name="card-check",
        subject=card_access.cards_of_own_class,
        methods=WRITE,
    ),
    page(
        "school/person/<int:pk>/card/corrections/",
        cards.decide,
        name="card-corrections",
        subject=card_access.cards_to_decide,
        methods=BOTH,
        reads_card=True,
    ),
    page("school/corrections/", cards.corrections, name="corrections", door=card_access.decides_corrections),
    page(
        "school/correction/<int:pk>/withdraw/",
        cards.withdraw,
        name="correction-withdraw",
        subject=card_access.corrections_to_withdraw,
        methods=WRITE,
    ),
    page(
        "school/guardianship/<int:pk>/rights/",
        cards.rights,
        name="tie-rights",
        subject=card_access.ties_to_limit,
        methods=BOTH,
    ),
    page("school/class/<int:pk>/cards/", cards.class_cards, name="class-cards", subject=card_access.classes_with_cards),
    page(
        "school/class/<int:pk>/cards/check/",
        cards.check_many,
        name="cards-check",
        subject=card_access.classes_to_check,
        methods=WRITE,
    ),
    page(
        "school/person/<int:pk>/consents/add/",
        consents.add,
        name="consent-add",
        subject=card_access.cards_to_edit,
        methods=BOTH,
    ),
    page(
        "school/person/<int:pk>/consents/paper/",
        consents.paper,
        name="consent-paper",
        subject=card_access.cards_to_read,
    ),
    page(
        "school/consent/<int:pk>/withdraw/",
        consents.withdraw,
        name="consent-withdraw",
        subject=card_access.consents_to_withdraw,
        methods=BOTH,
    ),
    page(
        "school/health/",
        health.classes,
        name="health",
        door=card_access.keeps_health,
        menu=Menu("Здоровье", order=35, icon="users"),
    ),
    page(
        "school/class/<int:pk>/health/", health.of_class, name="class-health", subject=card_access.classes_with_health
    ),
    page(
        "school/student/<int:pk>/health/",
        health.edit,
        name="health-edit",
        subject=card_access.health_to_edit,
        methods=BOTH,
        reads_card=True,
    ),
    page("school/pe/", health.courses, name="pe", door=card_access.teaches_pe),
    page("school/pe/<int:pk>/", health.of_course, name="pe-groups", subject=card_access.pe_courses),
]
