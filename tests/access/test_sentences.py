"""Every verb of the log has a sentence for the citizen who reads it."""

import ast
from collections.abc import Iterator

from handlekraft.access.sentences import SENTENCES, sentence
from handlekraft.audit.models import SEEN
from tests.architecture.tree import APPS, files, syntax


def verbs() -> set[str]:
    """What the code writes into the log: the first word of every action and of every event written by hand."""
    return {verb for path in files(APPS) for verb in named(syntax(path))} | {SEEN}


def named(tree: ast.Module) -> Iterator[str]:
    """Verbs of one file; a verb may stand there as a constant of the file."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"action", "write_event"}:
            match call.args:
                case [ast.Constant(value=str(verb)), *_]:
                    yield verb
                case [ast.Name(id=name), *_] if name in constants:
                    yield constants[name]


def test_every_verb_has_a_sentence() -> None:
    missing = sorted(verbs() - SENTENCES.keys())
    assert missing == [], "\n".join(f'add to access/sentences.py: "{verb}": _("..."),' for verb in missing)


def test_no_sentence_is_left_over() -> None:
    assert sorted(SENTENCES.keys() - verbs()) == []


def test_a_sentence_goes_on_from_the_name() -> None:
    for verb, words in SENTENCES.items():
        assert str(words)[0].islower(), verb
        assert not str(words).endswith("."), verb
    assert sentence("alert added") == "skrev et opmærksomhedspunkt"
    assert sentence("of an older version") == "ændrede noget"


def test_the_verbs_of_a_file_are_found() -> None:
    source = 'V = "dog walked"\n@action(V, needs=P)\ndef walk(): ...\n@action("cat fed", needs=P)\ndef feed(): ...\n'
    source += 'write_event("bird seen", actor_id=1)\nwrite_event(verb, actor_id=1)\n'
    assert sorted(named(ast.parse(source))) == ["bird seen", "cat fed", "dog walked"]
