"""Icons, avatars and whole forms in templates."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from handlekraft import web
from handlekraft.web.samples import SampleForm
from handlekraft.web.templatetags.parts import UnknownIcon, avatar, icon, icon_names


def rendered(source: str, rf: RequestFactory, **values: object) -> str:
    request: HttpRequest = rf.get("/uge/48/")
    return Template(source).render(Context({"request": request, "csrf_token": "T" * 64, **values}))


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert str(icon("bike")) == (
        '<svg class="ic" aria-hidden="true" focusable="false"><use href="/static/web/icons.svg#bike"></use></svg>'
    )
    assert 'class="ic l" role="img" aria-label="På &lt;cykel&gt;"' in icon("bike", label="På <cykel>", size="l")


def test_an_icon_that_is_not_drawn_is_a_mistake() -> None:
    with pytest.raises(UnknownIcon, match=r"'unicorn' is not drawn in icons\.svg"):
        icon("unicorn")


def test_the_sprite_holds_what_the_pages_ask_for() -> None:
    shown = Path(web.__file__).parents[1].rglob("*.html")
    named = {name for page in shown for name in re.findall(r'{% icon "([a-z-]+)"', page.read_text())}
    assert {"bike", "warning"} <= named <= icon_names()


def test_an_avatar_keeps_its_colour_wherever_it_stands() -> None:
    assert avatar("Samira Khan") == avatar("Samira Khan")
    assert ">SK</span>" in avatar("Samira Khan")
    colours = {str(avatar(f"Navn {letter}")).split('"')[1] for letter in "abcde"}
    assert colours == {"avatar", "avatar b", "avatar c", "avatar d", "avatar e"}
    assert ' s"' in avatar("Samira Khan", small=True)


def test_a_form_in_one_line(rf: RequestFactory) -> None:
    html = rendered('{% post_form form "Gem" cancel="/uge/" name="gem" %}', rf, form=SampleForm())
    assert html.startswith('<form class="form" method="post" enctype="multipart/form-data" novalidate>')
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<button class="button button-primary" type="submit" name="gem" value="1">Gem</button>' in html
    assert '<a class="button button-tertiary" href="/uge/">Fortryd</a>' in html


def test_a_form_that_swaps_a_part_posts_to_the_page_it_stands_on(rf: RequestFactory) -> None:
    html = rendered('{% post_form form "Gem" part="#plan" %}', rf, form=SampleForm())
    assert 'action="/uge/48/"' in html
    assert 'hx-post="/uge/48/" hx-target="#plan" hx-swap="outerHTML"' in html


def test_a_form_may_post_elsewhere(rf: RequestFactory) -> None:
    html = rendered('{% post_form form "Gem" action="/andet/" part="#plan" %}', rf, form=SampleForm())
    assert 'action="/andet/"' in html
    assert 'hx-post="/andet/"' in html


def test_a_button_is_a_form_of_its_own(rf: RequestFactory) -> None:
    html = rendered('{% post_button "/besoeg/1/" "Jeg er her" icon="check" variant="secondary" visit=7 %}', rf)
    assert '<form class="one-button" method="post" action="/besoeg/1/">' in html
    assert '<input type="hidden" name="visit" value="7">' in html
    assert '<button class="button button-secondary" type="submit"><svg' in html
    assert "hx-post" not in html


def test_a_button_may_swap_a_part(rf: RequestFactory) -> None:
    html = rendered('{% post_button "/besoeg/1/" "Lås" part="#board" %}', rf)
    assert 'hx-post="/besoeg/1/" hx-target="#board" hx-swap="outerHTML"' in html
    assert "<svg" not in html


def test_parts_without_a_token_are_still_forms() -> None:
    html = Template('{% post_button "/x/" "Gem" %}').render(Context())
    assert "csrfmiddlewaretoken" not in html
