"""How many rows a second `smartpick cohort` assesses, and how much memory it takes; `make bench` prints it.

python tests/bench_cohort.py [ROWS ...] [--jobs N]
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

COLUMNS = (
    "code",
    "applicant_type",
    "specialties",
    "step2_ck_score",
    "step2_ck_failures",
    "step1",
    "visa_need",
    "years_since_graduation",
    "usce_hands_on_weeks",
    "usce_observer_weeks",
    "us_letters",
    "pacific_letters",
    "publications",
    "english",
    "max_applications",
)
_SPECIALTIES = ("Internal Medicine", "Family Medicine", "Psychiatry", "Pediatrics", "Neurology", "Pathology")


def random_row(number: int, pick: random.Random) -> tuple[object, ...]:
    """Return an applicant as rosters have them: most are IMGs with one specialty and a list of 100."""
    first = pick.choices(_SPECIALTIES, (60, 15, 10, 7, 5, 3))[0]
    both = pick.random() < 0.15
    others = [name for name in _SPECIALTIES if name != first]
    letters = pick.randrange(5)
    return (
        f"M{number:05d}",
        pick.choices(("non_us_img", "us_img", "us_do_senior", "us_md_senior"), (80, 12, 5, 3))[0],
        "|".join([first, pick.choice(others)]) if both else first,
        "" if pick.random() < 0.03 else round(pick.triangular(196, 270, 232)),
        pick.choices((0, 1, 2), (85, 12, 3))[0],
        pick.choices(("pass", "fail_then_pass"), (88, 12))[0],
        pick.choices(("j1", "none", "either", "h1b"), (60, 20, 15, 5))[0],
        pick.randrange(12),
        pick.choice((0, 4, 8, 12, 16)),
        pick.choice((0, 4, 8)),
        letters,
        pick.randint(0, min(letters, 1)),
        pick.choice((0, 1, 2, 3, 5, 10)),
        pick.choices(("strong", "adequate", "limited"), (70, 25, 5))[0],
        pick.choices((100, 60, 80, 120, 150, 200), (50, 10, 10, 15, 10, 5))[0],
    )


def write_roster(path: Path, rows: int, seed: int = 2027) -> None:
    """Write a roster of made-up applicants; the same ones every time."""
    pick = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(random_row(number, pick) for number in range(1, rows + 1))


def memory_of(group: int) -> int:
    """Return the memory in bytes that the processes of a group hold together, what they share counted once.

    0 where the system does not tell (it is read from Linux's /proc).
    """
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                text = (folder / "smaps_rollup").read_text(encoding="ascii")
                total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return 1024 * total


class Measured(NamedTuple):
    """What a run took: seconds, seconds of processors, and the most memory in bytes."""

    seconds: float
    processor_seconds: float
    memory: int


def measured(roster: Path, output: Path, options: Sequence[str] = ()) -> Measured:
    """Run the command on a roster."""
    command = [sys.executable, "-m", "smartpick.cli", "cohort", str(roster), "-o", str(output), *options]
    start, before = perf_counter(), processor_seconds()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        most = 0

        def watch() -> None:
            nonlocal most
            while process.poll() is None:
                most = max(most, memory_of(process.pid))
                sleep(0.25)

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
        seconds = perf_counter() - start
        watcher.join()
    if code:
        raise RuntimeError(f"smartpick cohort ended with {code}")
    return Measured(seconds, processor_seconds() - before, most)


def processor_seconds() -> float:
    """Return what processors have worked for the processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def print_cohort(rows: Sequence[int] = (1_000, 10_000), jobs: Sequence[int] = (0,)) -> None:
    """Print rows a second and peak memory of the command, start and end included, for so many rows.

    `jobs` are numbers of processes; 0 takes as many as the command does by itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        for count in rows:
            roster, output = Path(folder, f"{count}.csv"), Path(folder, f"{count}_out.csv")
            write_roster(roster, count)
            for number in jobs:
                options = [f"--jobs={number}"] if number else []
                took = measured(roster, output, options)
                with_jobs = f", {number} process(es)" if number else ""
                print(
                    f"{f'cohort of {count:,}{with_jobs}':40s} {count / took.seconds:8.1f} rows a second, "
                    f"{1000 * took.processor_seconds / count:.1f} ms of a processor a row, "
                    f"{took.memory / 1e6:.0f} MB at most",
                    flush=True,
                )


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--jobs", type=int, action="append")
    options = parser.parse_args()
    print_cohort(options.rows, options.jobs or [0])


if __name__ == "__main__":
    main()
