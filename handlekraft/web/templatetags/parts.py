"""Small parts of pages that need a little code: icons, avatars, whole forms."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from handlekraft.web.templatetags.danish import initials

register = template.Library()

SPRITE = Path(__file__).parents[1] / "static/web/icons.svg"
AVATAR_COLOURS = ("", "b", "c", "d", "e")


class UnknownIcon(ValueError):
    """The sprite has no such drawing."""


@cache
def icon_names() -> frozenset[str]:
    """What the sprite holds."""
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text()))


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A drawing in the colour of the text; silent for screen readers unless it has a label."""
    if name not in icon_names():
        raise UnknownIcon(f"{name!r} is not drawn in {SPRITE.name}")
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f"ic {size}".strip(),
        SafeString(spoken),
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(name: str, small: bool = False) -> SafeString:
    """A round with initials; the same name has the same colour everywhere. The name itself stands beside it."""
    colour = AVATAR_COLOURS[sum(map(ord, name)) % len(AVATAR_COLOURS)]
    classes = " ".join(filter(None, ["avatar", colour, "s" if small else ""]))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.inclusion_tag("web/forms/post_form.html", takes_context=True)
def post_form(
    context: template.Context,
    form: BaseForm,
    button: str,
    *,
    action: str = "",
    cancel: str = "",
    part: str = "",
    name: str = "",
) -> dict[str, Any]:
    """A whole form: token, error summary, fields, buttons. `part` is what htmx swaps; without script a plain POST."""
    return {
        "form": form,
        "button": button,
        "action": action or (_here(context) if part else ""),
        "cancel": cancel,
        "part": part,
        "name": name,
        "csrf_token": context.get("csrf_token", ""),
    }


def _here(context: template.Context) -> str:
    path: str = context["request"].get_full_path()
    return path


@register.inclusion_tag("web/forms/post_button.html", takes_context=True)
def post_button(
    context: template.Context,
    url: str,
    label: str,
    *,
    variant: str = "primary",
    icon: str = "",
    part: str = "",
    **values: Any,
) -> dict[str, Any]:
    """A form of one button; further keywords travel as hidden fields."""
    return {
        "url": url,
        "label": label,
        "variant": variant,
        "icon_name": icon,
        "part": part,
        "values": values.items(),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.filter
def grouped(form: BaseForm) -> list[dict[str, Any]]:
    """The visible fields of a form: first those in no group, then the groups (`web.forms.Group`) in their order."""
    groups = getattr(form, "groups", ())
    named = {name for group in groups for name in group.fields}
    loose = [field for field in form.visible_fields() if field.name not in named]
    sections: list[dict[str, Any]] = [{"legend": "", "side_by_side": False, "fields": loose}] * bool(loose)
    for group in groups:
        fields: list[BoundField] = [form[name] for name in group.fields if name in form.fields]
        sections += [{"legend": group.legend, "side_by_side": group.side_by_side, "fields": fields}] * bool(fields)
    return sections


@register.filter
def error_links(form: BaseForm) -> SafeString:
    """Each error as a list item that leads to its field."""
    wrong = [(field, error) for field in form.visible_fields() for error in field.errors]
    links = ((_control(field), _lead_in(str(field.label)), error) for field, error in wrong)
    return format_html_join("", '<li><a href="#{}">{} {}</a></li>', links)


def _lead_in(label: str) -> str:
    return label if label[-1:] in "?!.:" else f"{label}:"


def _control(field: BoundField) -> str:
    # A group of buttons or boxes has no element of its own to go to: its first one is meant.
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
