"""What a page answers to somebody who typed something wrong."""

import re

from django.http import HttpResponse

from tests.swaps import text_of

SUMMARY = re.compile(r'<div class="alert alert-error error-summary".*?</div>\s*</div>', re.DOTALL)


def said(response: HttpResponse) -> str:
    """The summary of errors as text; only an answer that refuses has one."""
    assert response.status_code == 422
    found = SUMMARY.search(text_of(response))
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())
