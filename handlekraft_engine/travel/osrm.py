"""Streets from an OSRM server by address. Only rounded coordinates leave, only to that address, only when it is set."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from handlekraft_engine.travel.crow_fly import Way
from handlekraft_engine.travel.streets import DECIMALS, REACH, Cells, Point, Unanswered

PROFILE = {"walk": "foot", "bicycle": "bike", "car": "driving"}
"""OSRM's word for each mode in the path; many servers do not read it, so each mode has an address of its own."""

LARGEST = 4_000_000
"""Bytes of an answer that are read; a table of 50 x 50 needs some 30 000."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: coordinates go to the address that was set and to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirect is an error."""


@dataclass(frozen=True)
class Osrm:
    """OSRM servers, ``addresses`` by mode (``{"car": "http://127.0.0.1:5000"}``), one time-out for each question.

    A server's own speeds count. Errors: ``ValueError`` for an address that is none.
    """

    addresses: Mapping[str, str]
    timeout_seconds: float = 5.0

    def __post_init__(self) -> None:
        for mode, address in self.addresses.items():
            parts = urlsplit(address)
            if mode not in PROFILE or parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"{mode}={address} is no OSRM server; write for example car=http://127.0.0.1:5000")

    @property
    def version(self) -> str:
        """The addresses: a server does not say which map it has."""
        return " ".join(f"{mode}={address}" for mode, address in sorted(self.addresses.items()))

    def seconds(self, origins: Sequence[Point], targets: Sequence[Point], mode: str, way: Way) -> Cells:
        """Seconds by the server's table service (``/table/v1``). Errors: ``Unanswered``."""
        if mode not in self.addresses:
            raise Unanswered(f"no OSRM server is set for {mode}")
        points = ";".join(f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lat, lon in (*origins, *targets))
        first = ";".join(map(str, range(len(origins))))
        second = ";".join(map(str, range(len(origins), len(origins) + len(targets))))
        path = f"/table/v1/{PROFILE[mode]}/{points}?sources={first}&destinations={second}"
        address = self.addresses[mode].rstrip("/")
        try:
            return _durations(self._ask(address + path), len(origins), len(targets))
        except (OSError, http.client.HTTPException, ValueError, TypeError, AttributeError) as error:
            raise Unanswered(f"the OSRM server {address} did not answer with travel times: {_reason(error)}") from error

    def _ask(self, address: str) -> bytes:
        opener = urllib.request.build_opener(_Stay)
        question = urllib.request.Request(address, headers={"User-Agent": "handlekraft"})  # noqa: S310 - checked above
        try:
            with opener.open(question, timeout=self.timeout_seconds) as answer:
                text: bytes = answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            error.close()
            raise
        return text


def _durations(text: bytes, origins: int, targets: int) -> Cells:
    """The table of the answer, where a point is on a street; the server itself goes to the nearest however far."""
    answer = json.loads(text)
    rows = answer.get("durations") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or [len(row) for row in rows] != [targets] * origins:
        raise ValueError(f"it gave no table of {origins} x {targets}")
    start, end = _near(answer.get("sources"), origins), _near(answer.get("destinations"), targets)
    return [
        [None if cell is None or not (start[i] and end[j]) else float(cell) for j, cell in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _near(points: Any, count: int) -> list[bool]:
    """Whether each point lies within ``REACH`` of the street it was put on; true where the server does not say."""
    found = [float(point.get("distance", 0)) <= REACH for point in points or ()]
    return found if len(found) == count else [True] * count


def _reason(error: Exception) -> str:
    """Never the address asked: it holds the coordinates."""
    if isinstance(error, urllib.error.HTTPError):
        return f"status {error.code}"
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return "it took too long"
    return str(getattr(error, "reason", error))
