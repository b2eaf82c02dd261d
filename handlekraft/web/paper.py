"""Paper: a Typst template and values in, a tagged PDF (PDF/UA-1) out. The values travel as JSON and are never code."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.contrib.staticfiles import finders
from django.template.utils import get_app_template_dirs
from django.utils.translation import get_language

# A sheet of any room may import "/web/templates/web/paper/sheet.typ".
PACKAGE = Path(__file__).parents[1]


class NoSuchPaper(LookupError):
    """No room has a template of this name."""


def paper(template: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of `web/paper/letter.typ` with these values, in the language of the reader."""
    return typst.compile(
        str(find_template(template)),
        root=str(PACKAGE),
        font_paths=list(fonts()),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"values": json.dumps(values, ensure_ascii=False), "language": get_language() or "da"},
    )


def find_template(template: str) -> Path:
    """The file in the room that has it."""
    for folder in get_app_template_dirs("templates"):
        if (file := Path(folder) / template).is_file():
            return file
    raise NoSuchPaper(template)


@cache
def fonts() -> tuple[str, ...]:
    """Where IBM Plex Sans lies: in the design system."""
    found = finders.find("dkfds/fonts/IBMPlexSans/complete/ttf")
    return (found,) if found else ()
