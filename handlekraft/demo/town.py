"""The invented town Åby: quarters, streets and doors, each with its place on the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from handlekraft.demo.material import material

METRES_A_DEGREE = 111_320
BETWEEN_DOORS = 9
"""Metres from one number to the next, and from the middle of the street to a door."""
FLOORS = ["st.", "1.", "2.", "3."]


@dataclass(frozen=True)
class Home:
    """A door one can ring at."""

    address: str
    place: tuple[float, float]


@dataclass(frozen=True)
class Quarter:
    """The part of the town that one team covers."""

    code: str
    team: str
    section: str
    base: Home
    homes: tuple[Home, ...]


def quarter(code: str) -> Quarter:
    """The quarter with its homes, in the order of streets and numbers."""
    about = material("streets")[code]
    middle = (about["middle"][0], about["middle"][1])
    homes = tuple(home for street in about["streets"] for home in _homes(middle, *street))
    return Quarter(code, about["name"], about["section"], Home(about["base"], middle), homes)


def _homes(middle: tuple[float, float], street: str, *where: Any) -> Iterator[Home]:
    east, north, direction, highest, storeys = where
    ahead = radians(direction)
    for number in range(2, highest + 1):
        along, aside = number * BETWEEN_DOORS, BETWEEN_DOORS if number % 2 else -BETWEEN_DOORS
        place = _place(
            middle,
            east + along * sin(ahead) + aside * cos(ahead),
            north + along * cos(ahead) - aside * sin(ahead),
        )
        if storeys == 1:
            yield Home(f"{street} {number}", place)
        else:
            yield from (
                Home(f"{street} {number}, {floor} {side}", place)
                for floor in FLOORS[:storeys]
                for side in ("th.", "tv.")
            )


def _place(middle: tuple[float, float], east: float, north: float) -> tuple[float, float]:
    lat, lon = middle
    metres_east = METRES_A_DEGREE * cos(radians(lat))
    return round(lat + north / METRES_A_DEGREE, 6), round(lon + east / metres_east, 6)
