"""Pages about the system itself, and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from handlekraft.web.pages import page
from handlekraft.web.samples import SampleForm, components

A_YEAR = 365 * 24 * 60 * 60
# Who answers for an installation; the environment of the installation says it, the statement shows it.
UNNAMED = {"name": "", "contact_name": "", "contact_email": "", "contact_phone": "", "address": "", "assessed_on": ""}


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What Handlekraft is, and who runs it here."""
    return page(request, "web/about.html", {"organisation": organisation()})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement after the Danish model (webtilgængelighedsloven)."""
    return page(request, "web/accessibility.html", {"organisation": organisation()})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the choice of language on this device for a year."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build and judge pages. Not in production."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    form = SampleForm(request.POST or None)
    rejected = form.is_bound and not form.is_valid()
    context = {"form": form, **components()}
    return page(request, "web/style.html", context, part="form", status=422 if rejected else 200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long, or cookies are off. Nothing typed is lost: the browser keeps it one step back."""
    return page(request, "web/csrf.html", part="notice", status=403)


def organisation() -> dict[str, str]:
    """Who runs this installation, from the settings."""
    return UNNAMED | getattr(settings, "ORGANISATION", {})
