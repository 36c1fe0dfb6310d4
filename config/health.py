"""Say whether the process lives, whether it can serve, and its figures."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from accounts.access import public


@require_safe
@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@public
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has all migrations; 503 otherwise."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception as error:  # noqa: BLE001 whatever is wrong with the store, the answer is "not ready"
        return JsonResponse({"ready": False, "why": type(error).__name__}, status=503)
    return JsonResponse({"ready": not waiting, "migrations_waiting": waiting}, status=503 if waiting else 200)


@require_safe
@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; the proxy of the production set-up keeps them from outsiders."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
