"""Python reads this file by itself when its folder is on the path: all processes of a house follow one clock.

The file named by `JOURNEY_CLOCK` holds how many seconds the clock of the house is ahead of the machine's. It may be
put forward while the house runs.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

LOOK_EVERY = 0.02


def seconds_ahead(file: Path) -> float:
    """What the file says."""
    return float(file.read_text(encoding="ascii"))


def follow(file: Path) -> None:
    """Set the clock of this process, and keep to the file from then on."""
    ahead = seconds_ahead(file)
    clock = time_machine.travel(time.time() + ahead, tick=True).start()

    def keep(ahead: float) -> None:
        while file.exists():
            time.sleep(LOOK_EVERY)
            now = seconds_ahead(file) if file.exists() else ahead
            if now != ahead:
                clock.shift(now - ahead)
                ahead = now

    def begin() -> None:
        threading.Thread(target=keep, args=(ahead,), daemon=True).start()

    # The web server forks its workers, and a thread stays behind in the parent.
    os.register_at_fork(after_in_child=begin)
    begin()


if "JOURNEY_CLOCK" in os.environ:
    follow(Path(os.environ["JOURNEY_CLOCK"]))
