"""``python -m handlekraft_engine.travel build EXTRACT.osm.pbf FOLDER``: street tiles from an OpenStreetMap extract."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handlekraft_engine.travel.streets import Unanswered
from handlekraft_engine.travel.tiles import NotBuilt, build


def main(arguments: Sequence[str] | None = None) -> int:
    """Build; 1 and a sentence when it could not be done."""
    ask = argparse.ArgumentParser(prog="python -m handlekraft_engine.travel", description=__doc__)
    verbs = ask.add_subparsers(required=True, metavar="build")
    verb = verbs.add_parser("build", help="make street tiles of an extract")
    verb.add_argument("extract", type=Path, help="an .osm.pbf file")
    verb.add_argument("folder", type=Path, help="where the tiles go")
    options = ask.parse_args(arguments)
    try:
        tiles = build(options.extract, options.folder)
    except (NotBuilt, Unanswered) as no:
        sys.stderr.write(f"{no}\n")
        return 1
    sys.stdout.write(f"{tiles.folder}: version {tiles.version}\n")
    return 0
