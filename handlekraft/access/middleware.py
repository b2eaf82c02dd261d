"""What happens around every view: the look is logged once a page, and a refusal becomes a page with its sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from handlekraft.access.basis import basis_of
from handlekraft.access.frame import Refused
from handlekraft.audit.log import write_event
from handlekraft.audit.models import SEEN
from handlekraft.web.pages import page

type Responder = Callable[[HttpRequest], HttpResponse]

INVALID_FORM = 422


class SeenMiddleware:
    """Write one event "citizens seen" with the ids that the page showed."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        seen: set[int] = request.__dict__.get("citizens_seen", set())
        if seen and shows_something(response) and request.user.is_authenticated:
            now = timezone.now()
            role, profession, team_id = request.user.standing(now)
            write_event(
                SEEN,
                actor_id=request.user.pk,
                role=role,
                profession=profession,
                team_id=team_id,
                page=request.resolver_match.view_name if request.resolver_match else "",
                citizens=seen,
                basis=basis_of(request.user, seen, now),
            )
        return response


def shows_something(response: HttpResponse) -> bool:
    """Whether the person sees rows in this answer: a page, or a page again with its faulty form."""
    return response.status_code < 300 or response.status_code == INVALID_FORM


class RefusalMiddleware:
    """Turn a `Refused` that no view answered into a 403 page that says why."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; let everything else rise."""
        if isinstance(exception, Refused):
            return page(request, "web/refused.html", {"sentence": exception.sentence}, part="notice", status=403)
        return None
