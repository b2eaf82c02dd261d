"""Pages for what went wrong: one template, one table of words. An htmx request gets the same words as a notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from handlekraft.web.context import Frame
from handlekraft.web.pages import asks_for_part

# status: title, sentence, advice
WORDS = {
    400: (
        _("Det kunne vi ikke læse"),
        _("Siden fik noget tilsendt, som den ikke forstår."),
        _("Gå tilbage, og prøv igen."),
    ),
    403: (
        _("Det kan du ikke her"),
        _("Du har ikke adgang til at gøre dette."),
        _("Spørg dit team eller din leder, hvis du mener, at du skal have adgang."),
    ),
    404: (
        _("Siden findes ikke"),
        _("Enten findes siden ikke, eller også har du ikke adgang til den."),
        _("Se efter, om adressen er skrevet rigtigt."),
    ),
    500: (
        _("Der gik noget galt hos os"),
        _("Fejlen er vores, og den er noteret. Det sidste, du skrev, er måske ikke gemt."),
        _("Vent et øjeblik, og prøv igen."),
    ),
}


def refused(request: HttpRequest, sentence: str, *, status: int = 403) -> HttpResponse:
    """The answer to an act that the rules refuse; `sentence` says why."""
    title, _sentence, advice = WORDS[status]
    words = {"title": title, "sentence": sentence or _sentence, "advice": advice, "status": status}
    template = "web/error.html#notice" if asks_for_part(request) else "web/error.html"
    response = render(request, template, words, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: never repeats the exception, which may hold what an attacker sent."""
    return refused(request, "", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a permission error of ours carries a sentence for the person."""
    return refused(request, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same words for what is not there and for what this person may not see."""
    return refused(request, "", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: asks neither session nor database, since one of them may be what broke."""
    title, sentence, advice = WORDS[500]
    words = {"title": title, "sentence": sentence, "advice": advice, "status": 500, "frame": Frame(None)}
    template = "web/error.html#notice" if asks_for_part(request) else "web/error.html"
    return HttpResponse(render_to_string(template, words), status=500, headers={"Cache-Control": "no-store"})
