"""Dated settings: what is in force, what was, and deciding anew."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.people.actions.settings import decide_setting
from handlekraft.people.forms.settings import SettingForm
from handlekraft.people.models import DatedSetting
from handlekraft.people.settings import definitions, value
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page


def settings(request: HttpRequest) -> HttpResponse:
    """All that can be decided, with what is in force for the whole organisation today."""
    demand(signed_in(request), Permission.CHANGE_SETTINGS)
    today = timezone.localdate()
    exceptions = DatedSetting.objects.excepted_on(today)
    rows = [
        {"definition": row, "value": row.in_words(value(row.key, today)), "has_exceptions": row.key in exceptions}
        for row in definitions().values()
    ]
    return page(request, "people/settings.html", {"rows": rows})


def setting(request: HttpRequest, key: str) -> HttpResponse:
    """One setting: its history, and a form to decide it from a date."""
    demand(signed_in(request), Permission.CHANGE_SETTINGS)
    if key not in definitions():
        raise Http404
    definition = definitions()[key]
    form = SettingForm(definition, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        place = values.pop("place")
        decide_setting(signed_in(request), place, key=key, **values)
        return redirect("setting", key)
    rows = [(row, definition.in_words(row.value)) for row in DatedSetting.objects.decided(key)]
    today = timezone.localdate()
    context = {
        "definition": definition,
        "value": definition.in_words(value(key, today)),
        "default": definition.in_words(definition.default),
        "rows": rows,
        "form": form,
        "today": today,
    }
    return page(request, "people/setting.html", context, status=422 if form.errors else 200)
