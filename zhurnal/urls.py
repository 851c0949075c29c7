"""One include per module."""

from __future__ import annotations

from django.urls import include, path

# Addresses with a prefix of their own come first: the hottest pages are found without trying all the others.
urlpatterns = [
    path("journal/", include("zhurnal.journal.urls")),
    path("diary/", include("zhurnal.diary.urls")),
    path("reports/", include("zhurnal.reports.urls")),
    path("curriculum/", include("zhurnal.curriculum.urls")),
    path("exchange/", include("zhurnal.exchange.urls")),
    path("", include("zhurnal.core.urls")),
    path("", include("zhurnal.people.account_urls")),
    path("", include("zhurnal.people.urls")),
    path("", include("zhurnal.school.urls")),
    path("", include("zhurnal.timetable.urls")),
]
handler403 = "zhurnal.core.views.forbidden"
handler404 = "zhurnal.core.views.not_found"
