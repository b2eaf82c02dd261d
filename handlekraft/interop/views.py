"""Taking files in by a page, and the empty tables to fill."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from handlekraft.access.attempt import demand
from handlekraft.access.permissions import Permission
from handlekraft.interop.actions import Faulty, Outcome, import_tables
from handlekraft.interop.columns import TABLES
from handlekraft.interop.files import write_workbook
from handlekraft.interop.forms import ImportForm
from handlekraft.interop.loading import Fault
from handlekraft.people.models import Organisation
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_page(request: HttpRequest) -> HttpResponse:
    """Choose files, take them in, or see everything that is wrong with them."""
    demand(signed_in(request), Permission.IMPORT_DATA)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    outcomes: list[Outcome] = []
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        house = get_object_or_404(Organisation)
        try:
            outcomes = import_tables(signed_in(request), house, sheets=form.cleaned_data["files"])
        except Faulty as refusal:
            faults = refusal.faults
            form.add_error(None, refusal.sentence)
    context = {"form": form, "outcomes": outcomes, "faults": faults, "tables": TABLES.items()}
    return page(request, "interop/import.html", context, status=422 if form.errors else 200)


def template(request: HttpRequest) -> HttpResponse:
    """A workbook with every table, its headings and one example row."""
    demand(signed_in(request), Permission.IMPORT_DATA)
    tables = [
        (name, [[column.heading for column in columns], [column.example for column in columns]])
        for name, columns in TABLES.items()
    ]
    response = HttpResponse(write_workbook(tables), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_("skabelon")}.xlsx"'
    return response
