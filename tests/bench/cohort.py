"""How many rows a second `smartpick cohort` assesses, and how much memory it takes."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from bench.report import Row, Section

# What the command was aimed at on two processors, and the most memory for any length of roster.
ROWS_A_SECOND, MOST_MEGABYTES = 200.0, 1_000.0
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


class Taken(NamedTuple):
    """What a run took: seconds, seconds of processors, and the most memory in bytes."""

    seconds: float
    processor_seconds: float
    memory: int


def taken_by(roster: Path, output: Path) -> Taken:
    """Run the command on a roster."""
    command = [sys.executable, "-m", "smartpick.cli", "cohort", str(roster), "-o", str(output)]
    start, before = perf_counter(), _processor_seconds()
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
    return Taken(seconds, _processor_seconds() - before, most)


def _processor_seconds() -> float:
    """Return what processors have worked for the processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def measured(counts: tuple[int, ...] = (1_000, 10_000)) -> Section:
    """Run the command on rosters of so many rows."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            roster = Path(folder, f"{count}.csv")
            write_roster(roster, count)
            took = taken_by(roster, Path(folder, f"{count}_out.csv"))
            each, aim = 1000 * took.processor_seconds / count, ROWS_A_SECOND
            rows += [
                Row(f"{count:,} rows", count / took.seconds, "rows/s", target=aim, more_is_better=True),
                Row("the same: processor time of a row", each, "ms"),
            ]
            if took.memory:
                rows.append(
                    Row(
                        "the same: peak memory of all processes",
                        took.memory / 1e6,
                        "MB",
                        target=MOST_MEGABYTES,
                    )
                )
    return Section(
        "A roster",
        "beside",
        "`smartpick cohort` with a process for each processor, from its start to the finished file. No two "
        "applicants are alike.",
        rows,
    )
