"""Street tiles for Valhalla from an OpenStreetMap extract, made by one command; a folder holds one finished set.

``FOLDER/current.json`` names the finished set and its version. A new set is built beside the old one and takes its
place in one step, so whoever is on the road with the old one comes home with it; older sets go with the next build.
Extracts are OpenStreetMap data: Open Database License, (c) OpenStreetMap contributors.
"""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from handlekraft_engine.travel.streets import BLOCK, Unanswered

CURRENT = "current.json"

CACHE_BYTES = 256_000_000
"""Tiles that one process keeps in memory."""

MODES = ("auto", "bicycle", "pedestrian")


class Tiles(NamedTuple):
    """A finished set."""

    folder: Path
    version: str


class NotBuilt(Exception):
    """The extract could not be made into tiles; the sentence says why."""


def valhalla() -> Any:
    """The library, loaded when it is needed. Errors: ``Unanswered`` where it is not installed."""
    try:
        return import_module("valhalla")
    except ImportError as error:
        raise Unanswered("the package pyvalhalla is not installed; install the extra 'streets'") from error


def tiles_in(folder: Path) -> Tiles:
    """The finished set of the folder. Errors: ``Unanswered`` where there is none."""
    try:
        about = json.loads((folder / CURRENT).read_text())
        return Tiles(folder / about["tiles"], about["version"])
    except (OSError, ValueError, KeyError) as error:
        how = "python -m handlekraft_engine.travel build EXTRACT.osm.pbf FOLDER"
        raise Unanswered(f"there are no street tiles in {folder}; make them with: {how}") from error


def settings(tiles: Path) -> dict[str, Any]:
    """Valhalla's settings for a folder of tiles: no extract, no log, and no question larger than ``BLOCK`` squared."""
    config: dict[str, Any] = copy.deepcopy(
        import_module("valhalla.config").get_config(tile_extract="", tile_dir=str(tiles))
    )
    config["mjolnir"] |= {"tile_extract": "", "concurrency": 1, "max_cache_size": CACHE_BYTES}
    for mode in MODES:
        config["service_limits"][mode]["max_locations"] = BLOCK
    return config


def build(extract: Path, folder: Path) -> Tiles:
    """Tiles of ``extract`` (``.osm.pbf``) in ``folder``; the same extract is not built twice. Errors: ``NotBuilt``."""
    if not extract.is_file():
        raise NotBuilt(f"there is no file {extract}; give an OpenStreetMap extract (.osm.pbf)")
    version = _version(extract)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / version
    if not _is_current(folder, version):
        _build(extract, fresh)
        _put(folder, fresh, version)
    for old in folder.iterdir():
        if old.is_dir() and old != fresh:
            shutil.rmtree(old)
    return Tiles(fresh, version)


def _version(extract: Path) -> str:
    with extract.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{digest[:16]}-{valhalla().__version__}"


def _is_current(folder: Path, version: str) -> bool:
    try:
        return tiles_in(folder).version == version
    except Unanswered:
        return False


def _build(extract: Path, fresh: Path) -> None:
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    config = fresh / "settings.json"
    config.write_text(json.dumps(settings(fresh)))
    program = valhalla().PYVALHALLA_DIR / "bin" / "valhalla_build_tiles"
    done = subprocess.run(  # noqa: S603 - the program is the library's own
        [str(program), "-c", str(config), str(extract)], capture_output=True, text=True, check=False
    )
    if done.returncode or not any(fresh.rglob("*.gph")):
        shutil.rmtree(fresh)
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise NotBuilt(f"Valhalla made no tiles of {extract}; is it an .osm.pbf file? {' '.join(last)}".strip())


def _put(folder: Path, fresh: Path, version: str) -> None:
    """In one step: the old set or the new one, never half of either."""
    waiting = folder / f"{CURRENT}.new"
    waiting.write_text(json.dumps({"tiles": fresh.name, "version": version}))
    waiting.replace(folder / CURRENT)
