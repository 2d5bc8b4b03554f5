"""Assessing a long roster: on all processors, in little memory, and going on where a run was stopped.

Rows are assessed specialty by specialty, whatever their order: what the programs of a specialty have in
common is gathered once then, and rows with the same answers stand together. Results are kept, a line for
each row in the order of the work, in a file beside the one to be written, and only when all are there is
that one written and put in its place at once. The lines hold results alone and none of the roster's own
cells; the first one says of which roster, options, data and version they are, so that nothing else is ever
taken for them.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import threading
from array import array
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from itertools import islice
from math import ceil
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from smartpick.cohort.assessing import assess_applicant
from smartpick.cohort.reading import Applicant, Roster, RosterFault
from smartpick.cohort.results import (
    KINDS,
    Cell,
    ResultTable,
    TableFile,
    about_starting_values,
    outcome_cells,
    table_file,
)
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile

# So many rows are handed to a process at a time.
CHUNK = 50
# A process needs some seconds to start, in which it could have assessed so many rows.
_WORTH_A_PROCESS = 300
# Rows of a file that are written at once.
_ROWS_WRITTEN = 1_000
# Outcomes that are kept for rows with the same answers.
_MOST_KEPT = 2_000

# The cells of an outcome, and the fault there is instead.
_Result = tuple[list[Cell], str]


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

    `open_engine` is a function of a module, for every process calls it. `progress` is told of rows done and
    of all rows.

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
    engine = open_engine()
    table = ResultTable(roster, run.with_lever)
    with TemporaryDirectory(prefix="smartpick") as folder:
        beside = Path(folder, "out") if in_place else target
        part = _Part(beside.with_name(f".{beside.name}.unfinished"), _key_of(run, engine))
        resumed, order = len(part), _order_of_work(roster)
        try:
            progress(resumed, len(roster))
            for results in _assessed(run, engine, open_engine, order[resumed:]):
                part.add(results)
                progress(len(part), len(roster))
            unfinished = target if in_place else beside.with_name(f".{beside.name}.{os.getpid()}.new")
            try:
                file = table_file(unfinished, kind, table.header, table.kinds)
                report = _write(roster, table, file, part.in_order(order))
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

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        # Where each result's line begins, and where the next one's will.
        self._at = array("q", [len(_line(key))])
        with suppress(FileNotFoundError), path.open("rb") as file:
            if file.readline() == _line(key):
                # What was cut off when a run was stopped, and all behind it, is done again.
                while _result_in(file.readline()) is not None:
                    self._at.append(file.tell())
        # Nobody else needs to read what is said about people.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        self._file: IO[bytes] = os.fdopen(descriptor, "r+b")
        if not len(self):
            self._file.write(_line(key))
        self._file.truncate(self._at[-1])
        self._file.seek(self._at[-1])
        self._file.flush()

    def __len__(self) -> int:
        return len(self._at) - 1

    def add(self, results: Sequence[_Result]) -> None:
        for result in results:
            line = _line(json.dumps(result, ensure_ascii=True, separators=(",", ":")))
            self._file.write(line)
            self._at.append(self._at[-1] + len(line))
        self._file.flush()

    def in_order(self, order: Sequence[int]) -> Iterator[_Result]:
        """Give the results by row; `order` has the row that each is of."""
        number_of = array("q", order)
        for number, row in enumerate(order):
            number_of[row] = number
        for number in number_of:
            self._file.seek(self._at[number])
            result = _result_in(self._file.readline())
            assert result is not None
            yield result

    def close(self) -> None:
        self._file.close()


def _line(text: str) -> bytes:
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {text}\n".encode()


def _result_in(line: bytes) -> _Result | None:
    """Return the result in a line, None if it is not whole."""
    text = line[17:].removesuffix(b"\n").decode("ascii", "replace")
    if not line or _line(text) != line:
        return None
    cells, fault = json.loads(text)
    return cells, fault


def _write(roster: Roster, table: ResultTable, file: TableFile, results: Iterator[_Result]) -> CohortReport:
    faulty = started = 0
    applicants = roster.applicants()
    try:
        while some := list(islice(zip(applicants, results, strict=True), _ROWS_WRITTEN)):
            file.write(table.row(applicant, *result) for applicant, result in some)
            faulty += sum(bool(fault) for _, (_, fault) in some)
            started += sum(bool(applicant.started) for applicant, _ in some)
    finally:
        file.close()
    notes = [*roster.notes, *about_starting_values(roster, started)]
    if table.renamed:
        names = ", ".join(table.renamed)
        notes.append(f"The roster has columns of these names itself, so ours are called {names}.")
    return CohortReport(
        rows=len(roster), faulty=faulty, fault_column=table.header[-1], resumed=0, notes=tuple(notes)
    )


# Rows with the same answers have the same outcome, so only different profiles are assessed. Which answers
# were given counts too: those that were not follow the others where a lever changes them.

_Answers = tuple[ApplicantProfile, frozenset[str]]


def _answers_of(profile: ApplicantProfile) -> _Answers:
    return profile, frozenset(profile.model_fields_set)


def _assessed(
    run: CohortRun, engine: Engine, open_engine: Callable[[], Engine], rows: Sequence[int]
) -> Iterator[list[_Result]]:
    """Give the results of these rows, some at a time, in this order."""
    chunks = [rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK)]
    jobs = min(run.jobs or os.cpu_count() or 1, ceil(len(rows) / _WORTH_A_PROCESS))
    known: OrderedDict[_Answers, _Result] = OrderedDict()

    def new_in(applicants: Sequence[Applicant]) -> list[ApplicantProfile]:
        """Return the profiles that are not known yet, each once."""
        different = {_answers_of(p): p for each in applicants if (p := each.profile) is not None}
        for answers in different.keys() & known.keys():
            known.move_to_end(answers)
        return [profile for answers, profile in different.items() if answers not in known]

    def results_of(
        applicants: Sequence[Applicant], new: Sequence[ApplicantProfile], done: Sequence[_Result]
    ) -> list[_Result]:
        known.update(zip(map(_answers_of, new), done, strict=True))
        results = [
            outcome_cells(assess_applicant(each, engine), run.with_lever)
            if each.profile is None
            else known[_answers_of(each.profile)]
            for each in applicants
        ]
        while len(known) > _MOST_KEPT:
            known.popitem(last=False)
        return results

    def applicants_of(chunk: Sequence[int]) -> list[Applicant]:
        return [applicant for row in chunk for applicant in run.roster.applicants(row, row + 1)]

    if jobs < 2:
        for chunk in chunks:
            applicants = applicants_of(chunk)
            new = new_in(applicants)
            yield results_of(applicants, new, _assess_all(new, engine, run.with_lever))
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (open_engine,)) as pool:
        waiting: deque[tuple[list[Applicant], list[ApplicantProfile], Future[list[_Result]]]] = deque()
        ahead = iter(chunks)
        try:
            while True:
                for coming in islice(ahead, 2 * jobs - len(waiting)):
                    applicants = applicants_of(coming)
                    new = new_in(applicants)
                    waiting.append((applicants, new, pool.submit(_work, new, run.with_lever)))
                if not waiting:
                    return
                applicants, new, future = waiting.popleft()
                yield results_of(applicants, new, future.result())
        finally:
            pool.shutdown(cancel_futures=True)


def _assess_all(profiles: Sequence[ApplicantProfile], engine: Engine, with_lever: bool) -> list[_Result]:
    applicants = (Applicant(number=0, code="", cells=(), profile=profile) for profile in profiles)
    return [outcome_cells(assess_applicant(each, engine, with_lever), with_lever) for each in applicants]


_engine: Engine | None = None


def _start(open_engine: Callable[[], Engine]) -> None:
    global _engine
    _engine = open_engine()
    # What was loaded stays; to look through it for garbage again and again would take time.
    gc.freeze()
    # A parent that is killed cannot send its children home.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(profiles: Sequence[ApplicantProfile], with_lever: bool) -> list[_Result]:
    assert _engine is not None
    return _assess_all(profiles, _engine, with_lever)
