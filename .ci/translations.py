"""Is every text of the house there in English, and is the compiled file what the readable one says?

`--update` adds what is new. Needs neither xgettext nor msgfmt: Babel finds the texts of Python, Django's own reader
those of templates, and polib compiles.
"""

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
APPS = ROOT / "handlekraft"
PO = APPS / "web/locale/en/LC_MESSAGES/django.po"
SETTINGS = APPS / "people/settings.toml"
SAME = ROOT / ".ci/same_in_english.toml"
HEADER = {
    "Project-Id-Version": "Handlekraft",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLAIN = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,))
PLURAL = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
IN_CONTEXT = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
PLURAL_IN_CONTEXT = dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
KEYWORDS = PLAIN | PLURAL | IN_CONTEXT | PLURAL_IN_CONTEXT
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# Context, text, plural: what gettext looks a translation up by.
type Key = tuple[str | None, str, str | None]


def texts_in_code() -> Iterator[tuple[Key, str]]:
    """Every text that a person may read, and the file it stands in."""
    for path in sorted(APPS.rglob("*")):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Only the calls count; indentation of the page would confuse a reader of Python.
            source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
        for key in texts_in_python(source):
            yield key, path.relative_to(ROOT).as_posix()
    for text in texts_of_settings():
        yield (None, text, None), SETTINGS.relative_to(ROOT).as_posix()
    from handlekraft.privacy.register import FILE, register

    for text in register().texts():
        yield (None, text, None), FILE.relative_to(ROOT).as_posix()


def texts_of_settings() -> Iterator[str]:
    """What the registry of dated settings says to people."""
    for room in tomllib.loads(SETTINGS.read_text(encoding="utf-8")).values():
        for definition in room.values():
            yield from (definition[name] for name in ("label", "help", "source") if name in definition)
            yield from definition.get("choices", {}).values()


def texts_in_python(source: str) -> Iterator[Key]:
    """Texts that a piece of Python hands to gettext."""
    for _, message, _, context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield context, singular, plural


def key_of(entry: polib.POEntry) -> Key:
    """What an entry of the readable file translates."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def english(entry: polib.POEntry) -> list[str]:
    """The translations of an entry: one, or one for each number."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults(entry: polib.POEntry, same: dict[str, str]) -> Iterator[str]:
    """What is wrong with one translation."""
    written = english(entry)
    if not all(written):
        yield "not translated"
    elif entry.fuzzy:
        yield "marked as uncertain"
    elif entry.msgid in written and entry.msgid not in same:
        yield f"the same as the Danish; if that is right, say why in {SAME.relative_to(ROOT)}"
    allowed = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
    if all(written) and any(set(PLACEHOLDER.findall(text)) - allowed for text in written):
        yield "names a value that the Danish text does not"


def complaints(po: polib.POFile, code: dict[Key, str], same: dict[str, str]) -> Iterator[str]:
    """Everything that keeps the translation from being complete."""
    entries = {key_of(entry): entry for entry in po}
    for key in sorted(code.keys() - entries.keys(), key=str):
        yield f"{code[key]}: missing: {key[1]!r}"
    for key in sorted(entries.keys() - code.keys(), key=str):
        yield f"no longer used: {key[1]!r}"
    for entry in po:
        yield from (f"{entry.msgid!r}: {fault}" for fault in faults(entry, same))
    for text in same.keys() - {entry.msgid for entry in po}:
        yield f"{SAME.relative_to(ROOT)}: no longer used: {text!r}"


def read() -> polib.POFile:
    """The readable file; empty if there is none yet."""
    po = polib.pofile(str(PO), wrapwidth=120) if PO.exists() else polib.POFile(wrapwidth=120)
    po.metadata = HEADER
    return po


def update(po: polib.POFile, code: dict[Key, str]) -> None:
    """Add what is new, drop what is gone, sort, compile."""
    kept = {key_of(entry): entry for entry in po if key_of(entry) in code}
    for context, text, plural in code.keys() - kept.keys():
        entry = polib.POEntry(msgctxt=context, msgid=text, msgid_plural=plural or "")
        if plural:
            entry.msgstr_plural = {0: "", 1: ""}
        kept[context, text, plural] = entry
    po[:] = [kept[key] for key in sorted(kept, key=lambda key: (key[1].casefold(), str(key)))]
    PO.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(PO))
    PO.with_suffix(".mo").write_bytes(po.to_binary())


def main() -> int:
    """Compare, and update first if asked to."""
    code = dict(texts_in_code())
    same: dict[str, str] = tomllib.loads(SAME.read_text(encoding="utf-8"))
    po = read()
    if "--update" in sys.argv:
        update(po, code)
    found = list(complaints(po, code, same))
    compiled = PO.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != po.to_binary():
        found.append(f"{compiled.relative_to(ROOT)} is not what the .po says: run make translations")
    print("\n".join(found) or f"translations: {len(po)} texts, all in English")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
