"""How every form looks: the markup of the public design system (dkfds), one renderer. `{{ form }}` says it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django.forms
from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# From the special to the general: the first that fits gives the class.
CLASSES: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
    ((forms.CheckboxInput, forms.CheckboxSelectMultiple), "form-checkbox"),
    (forms.RadioSelect, "form-radio"),
    (forms.Select, "form-select"),
    ((forms.widgets.Input, forms.Textarea), "form-input"),
]


@dataclass(frozen=True)
class Group:
    """Fields that belong together under one legend: `groups = [Group(_("Hvornår"), ["on", "at"])]` on a form."""

    legend: "str | _StrPromise"
    fields: Sequence[str]
    side_by_side: bool = False


class DanishDesignField(BoundField):
    """A field with the classes of the design system; the browser's own check, in its own language, is out."""

    @property
    def is_checkbox(self) -> bool:
        """A single box stands before its label; everything else below it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Attributes of the input element."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        required = built.pop("required", False)
        if widget.use_fieldset:
            built.pop("aria-invalid", None)  # stands for the group, and a single radio button may not carry it
        elif required:
            built["aria-required"] = "true"
        own = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        if classes := f"{own} {widget.attrs.get('class', '')}".strip():
            built["class"] = classes
        return built


class DanishDesignRenderer(DjangoTemplates):
    """Our templates first, Django's for the widgets that need no change."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = DanishDesignField

    @cached_property
    def engine(self) -> Backend:
        """The engine that finds them."""
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"],
                "NAME": "forms",
                "OPTIONS": {"builtins": ["handlekraft.web.templatetags.parts"]},
            }
        )
