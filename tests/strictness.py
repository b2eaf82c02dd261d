"""Two rules of every test: a template may not ask for what the view did not hand over, and GET may not write."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.template import engines
from django.test.client import ClientHandler

STATEMENT = r"INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE"
WRITE = re.compile(rf'^\s*(?:{STATEMENT})\s+"?(?P<table>\w+)', re.IGNORECASE)
# A look leaves a trace in the log, and a session remembers it; nothing else may change because somebody looked.
TRACES = {"django_session", "audit_event", "audit_eventcitizen"}


class UndefinedVariable(Exception):
    """A template names something that the view did not hand over."""


class GetWrote(Exception):
    """A page that was only looked at changed something."""


class Undefined(str):
    """Django asks this string to print the name of what it did not find; it refuses to."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(str(variable))


def written_table(sql: str) -> str | None:
    """The table that a statement writes to, if it writes."""
    found = WRITE.match(sql)
    return found["table"] if found else None


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail at the first statement that writes to more than the traces of a look."""

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        table = written_table(sql)
        if table and table not in TRACES:
            raise GetWrote(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


@pytest.fixture(autouse=True)
def undefined_variables_fail() -> Iterator[None]:
    """Whatever a page prints was handed to it by its view."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    engine.string_if_invalid = Undefined("undefined")
    yield
    engine.string_if_invalid = ""


@pytest.fixture(autouse=True)
def get_never_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every GET of every test is watched."""
    answer = ClientHandler.get_response

    def get_response(handler: ClientHandler, request: HttpRequest) -> Any:
        if request.method not in {"GET", "HEAD"}:
            return answer(handler, request)
        with nothing_written():
            return answer(handler, request)

    monkeypatch.setattr(ClientHandler, "get_response", get_response)
