"""The pages of people."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page

from . import access
from .views import access as giving
from .views import activation, people, profile, roles

app_name = "people"
urlpatterns = [
    page("", profile.home, name="home", door=access.is_signed_in),
    page("activate/", activation.activate, name="activate", public=True, methods=("GET", "POST")),
    page("profile/", profile.profile, name="profile", door=access.is_signed_in),
    page("profile/password/", profile.password, name="password", door=access.is_signed_in, methods=("GET", "POST")),
    page("profile/sessions/", profile.sessions, name="sessions", door=access.is_signed_in, methods=("GET", "POST")),
    page("notices/", profile.notices, name="notices", door=access.is_signed_in),
    page("notices/seen/", profile.notices_seen, name="notices_seen", door=access.is_signed_in, methods=("POST",)),
    page("people/", people.people, name="list", door=access.reads_people, menu=Menu("Люди", order=70, icon="users")),
    page("people/add/", people.add, name="add", door=access.is_administrator, methods=("GET", "POST")),
    page("people/codes/", giving.codes, name="codes", door=access.is_administrator, methods=("POST",)),
    page("people/<int:pk>/", people.person, name="person", subject=access.people_to_read, reads_card=True),
    page("people/<int:pk>/edit/", people.edit, name="edit", subject=access.people_to_manage, methods=("GET", "POST")),
    page("people/<int:pk>/code/", giving.code, name="code", subject=access.people_to_manage, methods=("POST",)),
    page("people/<int:pk>/slip/", giving.slip, name="slip", subject=access.people_to_manage, methods=("POST",)),
    page("people/<int:pk>/revoke/", giving.revoke, name="revoke", subject=access.people_to_manage, methods=("POST",)),
    page("people/<int:pk>/block/", giving.block, name="block", subject=access.people_to_manage, methods=("POST",)),
    page(
        "people/<int:pk>/restore/", giving.restore, name="restore", subject=access.people_to_manage, methods=("POST",)
    ),
    page(
        "people/<int:pk>/family/", roles.family, name="family", subject=access.people_to_manage, methods=("GET", "POST")
    ),
    page("families/<int:pk>/end/", roles.leave, name="leave", subject=access.guardianships_to_end, methods=("POST",)),
    page(
        "appointments/",
        roles.appointments,
        name="appointments",
        door=access.is_management,
        menu=Menu("Назначения", order=75, icon="key"),
    ),
    page(
        "people/<int:pk>/appoint/",
        roles.appoint,
        name="appoint",
        subject=access.people_to_appoint,
        methods=("GET", "POST"),
    ),
    page(
        "appointments/<int:pk>/end/",
        roles.dismiss,
        name="dismiss",
        subject=access.appointments_to_end,
        methods=("GET", "POST"),
    ),
    page(
        "settings/",
        roles.settings,
        name="settings",
        door=access.is_administrator,
        menu=Menu("Настройки", order=95, icon="settings"),
        methods=("GET", "POST"),
    ),
]
