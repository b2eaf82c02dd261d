"""Every word a person reads stands in a translation: none is written bare into a template or into Python."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.architecture.tree import APPS, files, name, syntax

WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "title", "aria-label", "aria-description", "placeholder", "summary"}
# Words that are the same in every language.
SAME = {"Handlekraft", "PDF", "CSV", "XLSX", "CPR", "PIN", "EUPL"}
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"


def outside_translations(source: str) -> str:
    """The template with a hole in place of every tag, variable and translated text."""
    kept: list[str] = []
    skipping = ""
    for token in Lexer(source).tokenize():
        first = token.contents.split(maxsplit=1)[0] if token.token_type is TokenType.BLOCK and token.contents else ""
        if first in {"blocktranslate", "blocktrans", "comment"}:
            skipping = f"end{first}"
        elif token.contents == "block body_class":
            skipping = "endblock"
        elif first == skipping:
            skipping = ""
        if token.token_type is TokenType.TEXT and not skipping:
            kept.append(token.contents)
        elif token.token_type is not TokenType.COMMENT:
            kept.append(HOLE)
    return "".join(kept)


class Reader(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        spoken = {value for key, value in attrs if key in SPOKEN and value}
        if tag == "input" and ("type", "submit") in attrs:
            spoken |= {value for key, value in attrs if key == "value" and value}
        self.read += [(self.getpos()[0], text) for text in spoken]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.read.append((self.getpos()[0], data))


def bare_words(source: str) -> list[tuple[int, str]]:
    """Words of a template that no translation reaches, with their line."""
    reader = Reader()
    reader.feed(outside_translations(source))
    return [(line, word) for line, text in reader.read for word in WORD.findall(text) if word not in SAME]


def test_no_template_holds_bare_words() -> None:
    paths = [path for path in files(APPS, endings=(".html",)) if not is_left_danish(path)]
    assert [(name(path), *place) for path in paths for place in bare_words(path.read_text())] == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p>{% translate "Gem" %}</p>', []),
        ("<p>{% blocktranslate %}Hej {{ name }}{% endblocktranslate %}</p>", []),
        ('<a class="link" href="{% url "x" %}" data-hk-move>{{ name }} · 1</a>', []),
        ("{# intet at sige #}<br>{% comment %}heller ikke{% endcomment %}", []),
        ("{% block body_class %}day{% endblock %}", []),
        ("<p>Gem</p>", ["Gem"]),
        ('<img alt="Kort">', ["Kort"]),
        ('<button aria-label="Luk {{ name }}">{% icon "close" %}</button>', ["Luk"]),
        ('<input type="submit" value="Gem">', ["Gem"]),
        ("{% if x %}<b>Ella</b>{% endif %}", ["Ella"]),
    ],
)
def test_a_bare_word_in_a_template_is_found(source: str, words: list[str]) -> None:
    assert [word for _, word in bare_words(source)] == words


FUNCTIONS = ("gettext", "ngettext", "pgettext", "npgettext")
TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
DANISH = re.compile(r"[æøåÆØÅ]")
# Texts that need no translation, each with its reason.
LEFT_DANISH = {
    "handlekraft/demo/*": "names and stories of the sample municipality are data",
    "handlekraft/config/command.py": "the command line speaks to those who run the installation",
    "handlekraft/*/management/*": "the same command line",
    "handlekraft/config/archive.py": "the same command line",
    "handlekraft/interop/columns.py": "headings and words of the files: a format, the same in every language",
    "handlekraft/interop/loading.py": "the same headings",
    "handlekraft/web/samples.py": "made-up content of the page that shows every component to builders",
    "handlekraft/web/templates/web/style.html": "the same page",
}


def is_left_danish(path: Path) -> bool:
    """Whether one of the exceptions above covers the file."""
    return any(fnmatch(name(path), pattern) for pattern in LEFT_DANISH)


def bare_danish(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Danish texts in Python that stand in no translation, docstrings left out."""
    nodes = list(ast.walk(tree))
    calls = [node for node in nodes if isinstance(node, ast.Call) and _called(node) in TRANSLATORS]
    translated = {id(inner) for call in calls for inner in ast.walk(call)}
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in translated | docstrings and _is_sentence(node.value):
            yield node.lineno, str(node.value)


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and bool(DANISH.search(value)) and " " in value.strip()


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=label) | ast.Attribute(attr=label):
            return label
    return ""


def test_no_danish_sentence_stands_bare_in_python() -> None:
    paths = [path for path in files(APPS) if not is_left_danish(path)]
    assert [(name(path), *place) for path in paths for place in bare_danish(syntax(path))] == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('raise Refused(_("Besøget er allerede udført."))', 0),
        ('form.add_error(None, "Besøget er allerede udført.")', 1),
        ('"""Terms as the glossary spells them: døgnrytmeplan og så videre."""', 0),
        ('path("tilgængelighed/", views.accessibility)', 0),
        ('ngettext("%(n)s besøg er åbent", "%(n)s besøg er åbne", n)', 0),
    ],
)
def test_a_bare_sentence_in_python_is_found(source: str, count: int) -> None:
    assert len(list(bare_danish(ast.parse(source)))) == count
