"""Which files to take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handlekraft.interop.files import Sheet, Unreadable, read_file


class FilesInput(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The tables of several files."""

    widget = FilesInput(attrs={"accept": ".csv,.xlsx"})

    def clean(self, data: Any, initial: Any = None) -> list[Sheet]:
        """Every table of every file; a file that is none is named."""
        files = [super(FilesField, self).clean(file, initial) for file in (data or [None])]
        try:
            return [sheet for file in files for sheet in read_file(file.name, file)]
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class ImportForm(forms.Form):
    """Files with employees, citizens, help and shifts."""

    files: Any = FilesField(
        label=_("Filer"),
        help_text=_(
            "CSV eller XLSX med tabellerne medarbejdere, borgere, hjælp og vagter. I kan vælge flere på én gang."
        ),
    )
