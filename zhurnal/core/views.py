"""Health of the process and the answers that need no module."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its migrations are applied, else 503 with what is wrong."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ok": not waiting, "migrations_waiting": waiting}, status=503 if waiting else 200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "Страница устарела: обновите её. Введённое сохранено."}, status=403)
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, as JSON for scripts."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "Такой записи нет или она вам не видна."}, status=404)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, as JSON for scripts."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "Эта страница не для вашей роли."}, status=403)
    return render(request, "403.html", status=403)
