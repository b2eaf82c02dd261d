"""Work that goes well, goes wrong, dies or never ends: functions that another process finds by their names."""

import os
import signal
import time
from pathlib import Path


def double(question: str) -> str:
    """Every question twice."""
    return question * 2


def moody(question: str) -> str:
    """As the question says: "no" (an exception), "die" (a segmentation fault), "exit", "hang"; "once" = at first."""
    match question.split():
        case ["no"]:
            raise ValueError("not this one")
        case ["die"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit"]:
            os._exit(3)
        case ["hang"]:
            time.sleep(600)
        case [how, "once", file] if not Path(file).exists():
            Path(file).touch()
            return moody(how)
    return f"{question}!"


def dead_on_arrival() -> None:
    """A process that never gets ready."""
    os._exit(7)
