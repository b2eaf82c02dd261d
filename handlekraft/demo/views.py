"""Sign-in without a password, as one of the cast. Only in the sample municipality."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from handlekraft.demo.personas import played_by
from handlekraft.people import signin


@login_not_required
@require_POST
def persona(request: HttpRequest) -> HttpResponse:
    """Be one of them. Whoever was signed in here before is not any more."""
    user = played_by(request.POST.get("username", "")) if settings.DEMO else None
    if user is None:
        raise Http404
    logout(request)
    signin.open_session(request, user, request.POST.get("til", ""))
    return signin.go_on(request)
