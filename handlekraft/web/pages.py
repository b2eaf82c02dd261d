"""How a view answers: with the whole page, or with one part of it when htmx asks for a part."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or its `{% partialdef part %}` when htmx asks. The view names the part, never the browser."""
    by_htmx = asks_for_part(request)
    if part and by_htmx:
        response = render(request, f"{template}#{part}", context, status=status)
        response.content += notices(request)
    else:
        response = render(request, template, context, status=status)
        if by_htmx:
            _show_as_page(request, response)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx asks, and would put the answer into a part of the page it already shows."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Request-Type") != "full"


def notices(request: HttpRequest) -> bytes:
    """The messages waiting for this person, addressed to the notice area of the page that is already open."""
    if not len(get_messages(request)):
        return b""
    return render_to_string("web/notices.html#out_of_band", request=request).encode()


def _show_as_page(request: HttpRequest, response: HttpResponse) -> None:
    # A whole page must not land inside a part: after a redirect to the sign-in page, for example.
    if request.method == "GET":
        response["HX-Redirect"] = request.get_full_path()
    else:
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "outerHTML"
