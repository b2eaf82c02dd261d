"""SQLite's own LIKE folds the case of ASCII only: "øst" would not find "Øst". Here it learns to."""

import re
import sqlite3
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


@lru_cache(maxsize=256)
def pattern_of(like: str, escape: str) -> re.Pattern[str]:
    """The regular expression for a LIKE pattern: % is anything, _ one character, the escape takes the next as it is."""
    parts = []
    characters = iter(like.casefold())
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(character, re.escape(character)))
    return re.compile("".join(parts), re.DOTALL)


def like(wanted: object, value: object, escape: str = "") -> bool | None:
    """Whether `value` is like `wanted`, without regard to case in any alphabet. NULL is like nothing."""
    if wanted is None or value is None:
        return None
    return pattern_of(str(wanted), escape).fullmatch(str(value).casefold()) is not None


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection that brings the LIKE along."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection with our LIKE in the place of SQLite's."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_function("like", 2, like, deterministic=True)
        connection.create_function("like", 3, like, deterministic=True)
        return connection
