"""A server by address: what it hears, what its silence does. The server is a few lines on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from handlekraft_engine.travel.crow_fly import WAYS, crow_fly
from handlekraft_engine.travel.osrm import Osrm
from handlekraft_engine.travel.streets import Fallback, OnStreets, Unanswered
from handlekraft_engine.visits.problem import Place

OFFICE, ELLA, KARL = (56.46, 10.03), (56.47, 10.03), (56.46, 10.05)


class Server:
    """Answers every question with the same words and remembers what it was asked."""

    def __init__(self, answer: object, status: int = 200, wait: float = 0.0, sends_to: str = "") -> None:
        self.answer, self.status, self.wait, self.sends_to = answer, status, wait, sends_to
        self.heard: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    @contextmanager
    def up(self) -> Iterator[Osrm]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield Osrm({"car": f"{self.address}/"}, timeout_seconds=0.3)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ours.heard.append((self.path, dict(self.headers)))
                time.sleep(ours.wait)
                text = ours.answer if isinstance(ours.answer, bytes) else json.dumps(ours.answer).encode()
                self.send_response(ours.status)
                if ours.sends_to:
                    self.send_header("Location", ours.sends_to)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        return Handler


def asked(server: Server) -> list[list[float | None]]:
    with server.up() as osrm:
        return osrm.seconds([OFFICE], [ELLA, KARL], "car", WAYS["car"])


def test_only_coordinates_leave() -> None:
    server = Server({"code": "Ok", "durations": [[120.5, None]]})
    assert asked(server) == [[120.5, None]]
    path, headers = server.heard[0]
    assert path == "/table/v1/driving/10.0300,56.4600;10.0300,56.4700;10.0500,56.4600?sources=0&destinations=1;2"
    assert headers.keys() == {"Accept-Encoding", "Host", "User-Agent", "Connection"}
    assert headers["User-Agent"] == "handlekraft"


def test_a_home_far_from_every_street_is_off_the_map() -> None:
    near, far = {"distance": 250.0}, {"distance": 250.1}
    answer = {"durations": [[60, 61]], "sources": [near], "destinations": [far, near]}
    assert asked(Server(answer)) == [[None, 61.0]]


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (Server({"code": "InvalidQuery"}, status=400), "status 400"),
        (Server({"durations": [[1, 2]]}, wait=0.8), "it took too long"),
        (Server(b"<html>"), "Expecting value"),
        (Server([]), "it gave no table of 1 x 2"),
        (Server({"durations": [[1, 2, 3]]}), "it gave no table of 1 x 2"),
        (Server({"durations": [["soon", 2]]}), "could not convert"),
        (Server({"durations": [[1, 2]], "sources": [7]}), "has no attribute"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence_without_coordinates(server: Server, reason: str) -> None:
    with pytest.raises(Unanswered, match=r"the OSRM server http://127.0.0.1:\d+ did not answer") as no:
        asked(server)
    assert reason in str(no.value)
    assert "56.4" not in str(no.value)


def test_a_redirect_is_not_followed() -> None:
    other = Server({"durations": [[1, 2]]})
    with other.up():
        with pytest.raises(Unanswered, match="status 302"):
            asked(Server({}, status=302, sends_to=f"{other.address}/elsewhere"))
        assert other.heard == []


def test_nobody_there_leaves_crow_fly_minutes_and_a_sentence() -> None:
    told: list[Fallback] = []
    with Server({}).up() as osrm:
        pass
    places = [Place(*OFFICE), Place(*ELLA)]
    assert OnStreets(osrm, tell=told.append).minutes(places, "car") == crow_fly(places, "car")
    assert "Connection refused" in told[0].why
    assert OnStreets(osrm, tell=told.append).minutes(places, "walk") == crow_fly(places, "walk")
    assert told[1].why == "no OSRM server is set for walk"


def test_the_addresses_name_the_map() -> None:
    assert Osrm({"walk": "http://a", "car": "http://b"}).version == "car=http://b walk=http://a"


@pytest.mark.parametrize("wrong", [("car", "file:///etc/passwd"), ("car", "osrm"), ("horse", "http://a")])
def test_an_address_that_is_none_is_refused(wrong: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="is no OSRM server"):
        Osrm(dict([wrong]))
