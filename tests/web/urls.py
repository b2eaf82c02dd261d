"""Addresses for the tests of the frame: its own pages, and one page for each thing that can go wrong."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from handlekraft.web.context import Item, Person
from handlekraft.web.pages import page

handler400 = "handlekraft.web.errors.bad_request"
handler403 = "handlekraft.web.errors.forbidden"
handler404 = "handlekraft.web.errors.not_found"
handler500 = "handlekraft.web.errors.broken"


@login_not_required
def tampered(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("<script>")


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Kun teamet kan vedtage ugen.")


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@login_not_required
def told(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Besøget er flyttet.")
    messages.error(request, "Ét besøg mangler.")
    messages.info(request, "Forslaget er klar.")
    return page(request, "web/csrf.html", part="notice")


def items(request: HttpRequest) -> list[Item]:
    return [Item("I dag", "/i-dag/", "sun", current=True), Item("Borgere", "/borgere/", "people")]


def person(request: HttpRequest) -> Person:
    return Person("Mette Lund", "Team Åparken", "/mig/", "/log-ud/")


def stranger(request: HttpRequest) -> Person:
    return Person("Tove Holm")


urlpatterns = [
    path("", include("handlekraft.web.urls")),
    path("pillet/", tampered),
    path("afvist/", refused),
    path("lukket/", closed),
    path("i-stykker/", broken),
    path("besked/", told),
    # What the frame of a signed-in person asks for by name.
    *(path(f"{name}/", told, name=name) for name in ("lock_now", "lock_time", "draft")),
]
