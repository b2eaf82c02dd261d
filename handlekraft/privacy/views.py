"""The published page: which personal data are kept, why and for how long. Open to everyone, made from the register."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from handlekraft.privacy.register import Entry, register
from handlekraft.web.pages import page


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What this house knows about people."""
    return page(request, "privacy/privacy.html", {"entries": [_row(entry) for entry in register().published()]})


def _row(entry: Entry) -> dict[str, str | list[str]]:
    return {
        "title": gettext(entry.title),
        "about": gettext(entry.about),
        "why": gettext(entry.why),
        "keep": gettext(entry.keep.words),
        "kinds": [gettext(kind.words) for kind in entry.personal_kinds],
    }
