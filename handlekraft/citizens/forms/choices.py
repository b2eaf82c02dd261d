"""Rows that a form offers to choose from."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` offer these rows and no others."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
