"""Logs are one JSON object a line and never repeat what somebody typed."""

import json
import logging
import sys

from handlekraft.config.logs import JsonFormatter


def test_a_line_has_time_level_logger_and_message() -> None:
    record = logging.LogRecord("handlekraft.clock", logging.INFO, "f.py", 1, "sealed %s", ("7",), None)
    line = json.loads(JsonFormatter().format(record))
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "handlekraft.clock", "sealed 7")


def test_an_exception_shows_its_place_but_not_its_text() -> None:
    try:
        raise ValueError("Ella Winther")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "failed: %s", ("Ella",), sys.exc_info())
    text = JsonFormatter().format(record)
    line = json.loads(text)
    assert "Ella" not in text
    assert line["exception"] == "ValueError"
    assert line["where"][0].endswith("test_an_exception_shows_its_place_but_not_its_text")
