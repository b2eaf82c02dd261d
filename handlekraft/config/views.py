"""The front door and the sign of life."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.config.models import WorkerBeat
from handlekraft.config.navigation import first_page


def front(request: HttpRequest) -> HttpResponse:
    """Send each person to the first page of her role."""
    return redirect(first_page(request))


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Whether database and worker live; for whoever watches the installation. Holds no personal data."""
    database, worker = database_answers(), worker_lives()
    answer = {"database": "ok" if database else _("svarer ikke"), "arbejder": "ok" if worker else _("kører ikke")}
    return JsonResponse(answer, status=200 if database and worker else 503)


def database_answers() -> bool:
    """Whether a question to the database is answered."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def worker_lives() -> bool:
    """Whether the clock of some worker went round lately."""
    try:
        return WorkerBeat.objects.alive_at(timezone.now()).exists()
    except DatabaseError:
        return False
