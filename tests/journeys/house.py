"""An installation of its own for a journey: folder, database, clock, production server and worker."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# A Monday; Mette's evening begins in ten minutes.
NOW = "2026-11-23 14:50"
SECONDS_TO_OPEN = 90
HANDLEKRAFT = [sys.executable, "-m", "handlekraft.config"]


class House:
    """One organisation's Handlekraft, reached by its address only, as a browser reaches it."""

    def __init__(self, folder: Path, *, now: str = NOW, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self.database = folder / "handlekraft.sqlite3"
        self.clock = folder / "clock"
        self.set_clock(now)
        self.port = free_port()
        # A passkey belongs to a host name, so the house has one.
        self.url = f"http://localhost:{self.port}"
        self.settings = settings

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see; nothing of the house on whose machine the journey plays."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HANDLEKRAFT_")}
        own = {f"HANDLEKRAFT_{name}": value for name, value in self.settings.items()}
        return inherited | {
            "HANDLEKRAFT_VAR": str(self.folder),
            "HANDLEKRAFT_DATABASE_URL": f"sqlite:///{self.database}",
            "HANDLEKRAFT_URL": self.url,
            # Compiled kernels are the same for every house on the machine.
            "NUMBA_CACHE_DIR": str(ROOT / "var/numba"),
            "JOURNEY_CLOCK": str(self.clock),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "clock"), str(ROOT)]),
            "PYTHONUNBUFFERED": "1",
            **own,
        }

    def command(self, *words: str, fails: bool = False) -> str:
        """What `handlekraft WORDS` prints. It must succeed, or fail where that is the story."""
        run = subprocess.run(
            [*HANDLEKRAFT, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert bool(run.returncode) == fails, f"handlekraft {' '.join(words)}: {run.stdout}{run.stderr}"
        return run.stdout + run.stderr

    @contextmanager
    def open(self) -> Iterator[House]:
        """The server with its worker, until the story is told."""
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [*HANDLEKRAFT, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_healthy(server)
            yield self
        finally:
            stop(server)

    def _wait_until_healthy(self, server: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + SECONDS_TO_OPEN
        while time.monotonic() < until:
            assert server.poll() is None, self.log.read_text(encoding="utf-8")
            if answers(f"{self.url}/sundhed/"):
                return
            time.sleep(0.1)
        raise AssertionError(f"The house did not open:\n{self.log.read_text(encoding='utf-8')}")

    # --- its clock ---

    def set_clock(self, local: str) -> None:
        """Let the clock of the house show a local time; it goes on from there."""
        shown = datetime.fromisoformat(local).replace(tzinfo=COPENHAGEN).timestamp()
        self._write_clock(shown - time.time())

    def pass_time(self, **how_long: float) -> None:
        """Let time pass in the house: pass_time(minutes=6)."""
        self._write_clock(self._ahead() + timedelta(**how_long).total_seconds())
        # Its processes look at the clock fifty times a second.
        time.sleep(0.1)

    def now(self) -> datetime:
        """What the clock of the house shows."""
        return datetime.fromtimestamp(time.time() + self._ahead(), COPENHAGEN)

    def _ahead(self) -> float:
        return float(self.clock.read_text(encoding="ascii"))

    def _write_clock(self, ahead: float) -> None:
        new = self.clock.with_suffix(".new")
        new.write_text(repr(ahead), encoding="ascii")
        new.replace(self.clock)

    # --- its letters ---

    def mail_to(self, address: str) -> str:
        """The newest mail to the address; without a mail server the house prints them."""
        printed = self.log.read_text(encoding="utf-8")
        mails = re.findall(r"^Content-Type: text/plain.*?^-{70,}$", printed, re.MULTILINE | re.DOTALL)
        return next(mail for mail in reversed(mails) if f"\nTo: {address}\n" in mail)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


def answers(url: str) -> bool:
    """Whether the address answers that all is well."""
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """As Ctrl+C does: to the server, its workers and the clock beside it. Nothing is left running."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=10)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
