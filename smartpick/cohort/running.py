"""Assessing a long roster: on all processors, in little memory, and going on where a run was stopped.

Rows are assessed specialty by specialty, whatever their order: what the programs of a specialty have in
common is gathered once then, and rows with the same answers stand together. Each process goes through a
stretch of that order, so that it does not gather what another one has; who is done first takes from the end
of the longest stretch that is left. Results are kept, a line for each row as it is done, in a file beside the
one to be written, and only when all are there is that one written and put in its place at once. The lines
hold the row's place and its results, and none of the roster's own cells; the first one says of which roster,
options, data and version they are, so that nothing else is ever taken for them.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import sys
import threading
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from itertools import islice
from math import ceil
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from smartpick.cohort.assessing import AssessedApplicant, assess_applicant
from smartpick.cohort.reading import Roster, RosterFault
from smartpick.cohort.results import (
    KINDS,
    Cell,
    ResultTable,
    TableFile,
    about_starting_values,
    our_cells,
    table_file,
)
from smartpick.engine import Engine
from smartpick.facts import Facts

# So many rows are handed to a process at a time.
CHUNK = 50
# A process fits models of its own, in which time it could have assessed so many rows.
_WORTH_A_PROCESS = 300
# So many times as many rows wait for each process, so that it never waits for us.
_HANDED_OUT = 2
# Whether a process starts as a copy of this one, with libraries and data in place; elsewhere it starts anew.
_COPIES = sys.platform == "linux"
# Rows of a file that are written at once.
_ROWS_WRITTEN = 1_000

# The cells of our columns but the code.
_Result = list[Cell]


@dataclass(frozen=True, kw_only=True)
class CohortRun:
    """What to do with a roster.

    Attributes:
        roster: The roster.
        content: The bytes it was read from.
        target: The file to write; the ending says what kind.
        with_lever: Whether to look for what would move each chance most, which takes several times as long.
        jobs: Processes at the most; None for as many as there are processors.
    """

    roster: Roster
    content: bytes
    target: Path
    with_lever: bool = False
    jobs: int | None = None


@dataclass(frozen=True, kw_only=True)
class CohortReport:
    """What came of it.

    Attributes:
        rows: How many rows the roster has.
        faulty: How many could not be used.
        fault_column: The name of the column that says why.
        resumed: Rows that an earlier run had done.
        notes: What the roster's owner should know, in sentences.
    """

    rows: int
    faulty: int
    fault_column: str
    resumed: int
    notes: tuple[str, ...]


def run_cohort(
    run: CohortRun, open_engine: Callable[[], Engine], progress: Callable[[int, int], None]
) -> CohortReport:
    """Assess a roster and write the results, whole or not at all.

    `progress` is told of rows done and of all rows.

    Raises:
        RosterFault: if something is open about the roster's columns, or no such kind of file is written.
    """
    roster = run.roster.clear()
    # The place that a link leads to is written; a device or pipe is written to, for to replace it would
    # destroy it.
    target = run.target.resolve()
    in_place = target.exists() and not target.is_file()
    kind = ".csv" if in_place else target.suffix.lower()
    if kind not in KINDS:
        raise RosterFault(f"{run.target}: results are written as {', '.join(KINDS)}. Give it such an ending.")
    if not in_place and not target.parent.is_dir():
        raise RosterFault(f"There is no folder {run.target.parent}. Make it first, or name another one.")
    table = ResultTable(roster, run.with_lever)
    engine = open_engine()
    with TemporaryDirectory(prefix="smartpick") as folder, _Workers(run, engine) as workers:
        beside = Path(folder, "out") if in_place else target
        part = _Part(beside.with_name(f".{beside.name}.unfinished"), _key_of(run, engine), len(roster))
        resumed = len(part)
        try:
            progress(resumed, len(roster))
            for rows, results in workers.assessed(part.without_those(_order_of_work(roster))):
                part.add(rows, results)
                progress(len(part), len(roster))
            unfinished = target if in_place else beside.with_name(f".{beside.name}.{os.getpid()}.new")
            try:
                file = table_file(unfinished, kind, table.header, table.kinds)
                report = _write(roster, table, file, part.in_order())
                if not in_place:
                    unfinished.replace(target)
            finally:
                if not in_place:
                    unfinished.unlink(missing_ok=True)
        finally:
            part.close()
        part.path.unlink(missing_ok=True)
    return replace(report, resumed=resumed)


def _key_of(run: CohortRun, engine: Engine) -> str:
    """Return what the results depend on, as one word."""
    roster = run.roster
    parts = (
        "row, cells",  # What a line holds
        hashlib.sha256(run.content).hexdigest(),
        sorted(roster.columns.fields.items()),
        roster.match_year,
        run.with_lever,
        engine.facts.data_hash,
        *(each.version for each in distributions(name="smartpick")),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _order_of_work(roster: Roster) -> list[int]:
    """Return the indices of the rows by what they answer: applicant type and specialties, then all else."""
    fields = roster.columns.fields
    first = ("applicant_type", "specialties")
    places = sorted(fields, key=lambda place: fields[place] not in first)
    return sorted(range(len(roster)), key=lambda row: [roster.rows[row][1][place] for place in places])


class _Part:
    """The results so far: a line with the key, then a line for each result, each with its own sum.

    Its length is the number of results that are there.
    """

    def __init__(self, path: Path, key: str, rows: int) -> None:
        self.path = path
        # Where each row's line begins; -1 for none.
        self._at = array("q", [-1]) * rows
        end = len(_line(key))
        with suppress(FileNotFoundError), path.open("rb") as file:
            if file.readline() == _line(key):
                # What was cut off when a run was stopped, and all behind it, is done again.
                while (found := _result_in(file.readline())) is not None:
                    self._at[found[0]], end = end, file.tell()
        # Nobody else needs to read what is said about people.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "r+b")
        if not len(self):
            self._file.write(_line(key))
        self._file.truncate(end)
        self._file.seek(end)
        self._file.flush()

    def __len__(self) -> int:
        return len(self._at) - self._at.count(-1)

    def without_those(self, rows: Iterable[int]) -> list[int]:
        """Return the rows that have no result yet."""
        return [row for row in rows if self._at[row] < 0]

    def add(self, rows: Sequence[int], results: Sequence[_Result]) -> None:
        for row, result in zip(rows, results, strict=True):
            self._at[row] = self._file.tell()
            self._file.write(_line(json.dumps((row, result), ensure_ascii=True, separators=(",", ":"))))
        self._file.flush()

    def in_order(self) -> Iterator[_Result]:
        """Give the results by row; all are there."""
        for at in self._at:
            self._file.seek(at)
            found = _result_in(self._file.readline())
            assert found is not None
            yield found[1]

    def close(self) -> None:
        self._file.close()


def _line(text: str) -> bytes:
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {text}\n".encode()


def _result_in(line: bytes) -> tuple[int, _Result] | None:
    """Return row and result in a line, None if it is not whole."""
    text = line[17:].removesuffix(b"\n").decode("ascii", "replace")
    if not line or _line(text) != line:
        return None
    row, cells = json.loads(text)
    return row, cells


def _write(roster: Roster, table: ResultTable, file: TableFile, results: Iterable[_Result]) -> CohortReport:
    faulty = started = 0
    numbered = enumerate(results)
    try:
        while some := list(islice(numbered, _ROWS_WRITTEN)):
            file.write(table.row(*roster.own(row), ours) for row, ours in some)
            faulty += sum(ours[-1] is not None for _, ours in some)
            started += sum(ours[-2] is not None for _, ours in some)
    finally:
        file.close()
    notes = [*roster.notes, *about_starting_values(roster, started)]
    if table.renamed:
        names = ", ".join(table.renamed)
        notes.append(f"The roster has columns of these names itself, so ours are called {names}.")
    return CohortReport(
        rows=len(roster), faulty=faulty, fault_column=table.header[-1], resumed=0, notes=tuple(notes)
    )


class _Workers:
    """The processes that assess rows; they end with the block."""

    def __init__(self, run: CohortRun, engine: Engine) -> None:
        self._run, self._engine = run, engine
        jobs = min(run.jobs or os.cpu_count() or 1, ceil(len(run.roster) / _WORTH_A_PROCESS))
        if jobs > 1 and _COPIES:
            engine.get_ready()
        self._workers = [_Worker(run, engine) for _ in range(jobs if jobs > 1 else 0)]

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            worker.end()

    def assessed(self, rows: Sequence[int]) -> Iterator[tuple[Sequence[int], list[_Result]]]:
        """Give the results of some of these rows after the other, with their places, in any order."""
        chunks = [rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK)]
        if not self._workers:
            for chunk in chunks:
                yield chunk, _assess_all(self._run, chunk, self._engine)
            return
        share = ceil(len(chunks) / len(self._workers))
        left = [deque(chunks[share * i : share * (i + 1)]) for i in range(len(self._workers))]
        at_work = {worker.pipe: (worker, own) for worker, own in zip(self._workers, left, strict=True)}

        def hand_out(worker: _Worker, own: deque[Sequence[int]]) -> None:
            longest = max(left, key=len)
            if longest:
                worker.assess(own.popleft() if own else longest.pop())

        for _ in range(_HANDED_OUT):
            for worker, own in at_work.values():
                hand_out(worker, own)
        while busy := [pipe for pipe, (worker, _) in at_work.items() if worker.in_hand]:
            for pipe in wait(busy):
                worker, own = at_work[pipe]
                done = worker.done()
                hand_out(worker, own)
                yield done


class _Worker:
    """A process that assesses rows, and the rows that it has in hand."""

    def __init__(self, run: CohortRun, engine: Engine) -> None:
        context: Any = get_context("fork" if _COPIES else "spawn")
        self.pipe, theirs = context.Pipe()
        self.in_hand: deque[Sequence[int]] = deque()
        # What an engine has fitted does not travel to a process that starts anew.
        known = engine if _COPIES else engine.facts
        self._process = context.Process(target=_work, args=(theirs, run, known), daemon=True)
        # What is there by now stays; to look through it for garbage would take time and copy it.
        gc.freeze()
        self._process.start()
        theirs.close()

    def assess(self, rows: Sequence[int]) -> None:
        self.in_hand.append(rows)
        # Of a process that has ended, `done` tells.
        with suppress(ConnectionError):
            self.pipe.send(rows)

    def done(self) -> tuple[Sequence[int], list[_Result]]:
        """Return the rows that were handed out first, and their results."""
        try:
            found = self.pipe.recv()
        except (EOFError, ConnectionError):
            raise ChildProcessError(
                "A process that assessed rows was ended from outside, perhaps for want of memory. Give the "
                "command again to go on, with fewer processes (--jobs 1)"
            ) from None
        if isinstance(found, Exception):
            raise found
        return self.in_hand.popleft(), found

    def end(self) -> None:
        self._process.terminate()
        self._process.join()


def _assess_all(run: CohortRun, rows: Sequence[int], engine: Engine) -> list[_Result]:
    """Assess some rows, those with the same answers once.

    Which answers were given counts too: those that were not follow the others where a lever changes them.
    """
    known: dict[object, AssessedApplicant] = {}
    results = []
    for row in rows:
        [each] = run.roster.applicants(row, row + 1)
        profile = each.profile
        answers = each.fault if profile is None else (profile, frozenset(profile.model_fields_set))
        if answers not in known:
            known[answers] = assess_applicant(each, engine, run.with_lever)
        results.append(our_cells(replace(known[answers], applicant=each), run.with_lever))
    return results


def _work(pipe: Connection, run: CohortRun, known: Engine | Facts) -> None:
    """Assess the rows that come in until the process is ended."""
    # Who stops the command stops the first process, which ends this one; one that is killed cannot.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    engine = known if isinstance(known, Engine) else Engine(known)
    while True:
        rows = pipe.recv()
        try:
            pipe.send(_assess_all(run, rows, engine))
        except Exception as error:
            pipe.send(error)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
