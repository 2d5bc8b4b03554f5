"""Builds of the database killed at random moments: afterwards the old one answers, or the new one is whole.

Two states of the data are built in turn over the same file, each build a child of this process, so that no
time goes into starting Python:

    python tests/killed_builds.py --count 1000

Most kills hit the writing of the shipped tables, which are checked beforehand: until then a build touches no
file. Every 25th goes through a whole build, checks and all, and beside every tenth a second build of the same
data runs to its end. With `--small` the data are the list of sources alone, for a quick run.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from smartpick.build import database
from smartpick.build.database import build_database, data_hash
from smartpick.build.validation import ValidData, validate
from smartpick.paths import data_folder
from smartpick.store import StoreError, ensure_database, open_store

WHOLE_EVERY, BESIDE_EVERY = 25, 10
# The machine may have more or less to do than before.
TIMED_EVERY = 50


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        places = [_data(Path(folder) / name, small=options.small) for name in ("one", "other")]
        # Other bytes, and so another state of the data, of the same rows.
        with (places[1] / "sources.csv").open("ab") as sources:
            sources.write(b"\n")
        trials = Trials(places, Path(folder) / "x.duckdb", random.Random(options.seed))
        found = trials.run(options.count)
        left = trials.leftovers()
    print(
        f"{options.count} builds killed: {found['old']} times the old database answered, {found['new']} "
        f"times the new one was whole, {found['part']} times there was a part. {trials.struck} left a file "
        f"half written. {trials.beside} builds ran beside a killed one to their end, {trials.failed} of them "
        f"failed. Files left after one more start: {left}."
    )
    return int(found["part"] > 0 or trials.failed > 0 or left > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000, help="how many builds are killed (default 1,000)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (default 1)")
    parser.add_argument("--small", action="store_true", help="build the list of sources alone")
    return parser.parse_args()


def _data(folder: Path, *, small: bool) -> Path:
    if not small:
        return Path(shutil.copytree(data_folder(), folder))
    folder.mkdir()
    for name in ("sources.csv", "tables.toml"):
        shutil.copy(data_folder() / name, folder / name)
    return folder


class Trials:
    """Kills, and what the file was afterwards.

    Attributes:
        struck: How many left a half-written file beside the database.
        beside, failed: How many builds ran beside a killed one, and how many of them failed.
    """

    def __init__(self, places: list[Path], file: Path, dice: random.Random) -> None:
        self._places, self._file, self._dice = places, file, dice
        self._hashes = [data_hash(place) for place in places]
        self._checked = [_checked(place) for place in places]
        self.struck = self.beside = self.failed = 0

    def run(self, count: int) -> Counter[str]:
        build_database(self._places[0], self._file)
        found, seconds = Counter[str](), {}
        for number in range(count):
            whole = number % WHOLE_EVERY == WHOLE_EVERY - 1
            if number % TIMED_EVERY == 0 or whole not in seconds:
                seconds[whole] = self._seconds(whole)
                now = self._state()
            builder = _started(lambda next_=1 - now, whole=whole: self._build(next_, whole))
            other = None
            if number % BESIDE_EVERY == 0:
                other = _started(lambda next_=1 - now: self._build(next_, False))
            time.sleep(self._dice.uniform(0, 1.05) * seconds[whole] * (1.5 if other else 1))
            os.kill(builder, signal.SIGKILL)
            os.waitpid(builder, 0)
            self.struck += any(f".{builder}-" in path.name for path in self._beside())
            seen = self._state()
            if other:
                self.beside += 1
                self.failed += os.waitpid(other, 0)[1] != 0 or self._state() != 1 - now
            found["part" if seen is None else "old" if seen == now else "new"] += 1
            now = self._state() if seen is not None else self._mended()
        return found

    def leftovers(self) -> int:
        """Return how many files lie beside the database after one more start."""
        ensure_database(self._places[0], self._file, lambda line: None)
        return len(self._beside())

    def _seconds(self, whole: bool) -> float:
        start = time.monotonic()
        os.waitpid(_started(lambda: self._build(0, whole)), 0)
        return time.monotonic() - start

    def _build(self, place: int, whole: bool) -> None:
        if not whole:
            database.validate = lambda *_: _connected(self._checked[place])
        build_database(self._places[place], self._file)

    def _state(self) -> int | None:
        """Return which data the database holds, all of it; None where it is not whole."""
        try:
            with open_store(self._file) as store:
                store.read_through()
                return self._hashes.index(store.build_stamp().data_hash)
        except (StoreError, duckdb.Error, ValueError):
            return None

    def _mended(self) -> int:
        build_database(self._places[0], self._file)
        return 0

    def _beside(self) -> list[Path]:
        return [path for path in self._file.parent.iterdir() if path.is_file() and path != self._file]


def _checked(place: Path) -> ValidData:
    valid = validate(place)
    valid.connection.close()
    assert not valid.faults
    return valid


def _connected(checked: ValidData) -> ValidData:
    """Return checked tables with a connection of this process that holds them."""
    connection = duckdb.connect()
    for name, frame in checked.frames.items():
        connection.register(name, frame)
    return replace(checked, connection=connection)


def _started(do: Callable[[], None]) -> int:
    """Do something in a child of this process and return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        # Files in work carry the number of the process that was started, not that of its parent.
        database._OURS = f"{os.getpid()}-{secrets.token_hex(4)}"
        do()
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
