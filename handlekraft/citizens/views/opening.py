"""How a page about a citizen begins and how a form on it ends."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.models import Citizen
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if it was nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def opened(request: HttpRequest, pk: int, needs: Permission) -> Citizen:
    """The citizen, for somebody who sees her (else 404) and may do what the page is for (else a refusal in words)."""
    citizen = get_visible(request, Citizen, pk=pk)
    demand(signed_in(request), needs, citizen)
    return citizen


def carried_out(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent, was right, and its action was done; a refusal stands on the form."""
    return request.method == "POST" and form.is_valid() and attempt(form, act)


def form_page(
    request: HttpRequest, citizen: Citizen, form: forms.Form, act: Callable[[], object], *, done: str, **words: Any
) -> HttpResponse:
    """A page that is one form: acted on and left for the citizen's page, or shown."""
    if carried_out(request, form, act):
        return leave(request, done, "citizen", citizen.pk)
    return show_form(request, citizen, form, **words)


def show_form(
    request: HttpRequest,
    citizen: Citizen,
    form: forms.Form,
    *,
    heading: str,
    button: str,
    intro: str = "",
    template: str = "citizens/form.html",
    part: str | None = None,
    **more: Any,
) -> HttpResponse:
    """The form with its words, empty or as it was typed."""
    back = reverse("citizen", args=[citizen.pk])
    context = {"form": form, "citizen": citizen, "heading": heading, "button": button, "intro": intro, "back": back}
    return page(request, template, {**context, **more}, part=part, status=422 if form.errors else 200)


def leave(request: HttpRequest, done: str, name: str, *args: Any) -> HttpResponse:
    """Say what was done and go on to another page."""
    messages.success(request, done)
    return redirect(name, *args)
