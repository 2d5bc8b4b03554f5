"""The table of results: the roster's own columns, then ours."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartpick.cohort.assessing import AssessedApplicant, assess_cohort
from smartpick.cohort.columns import answer_to
from smartpick.cohort.reading import Roster
from smartpick.engine import Engine
from smartpick.intake import guarded
from smartpick.profile import ApplicantProfile

CODE = "code"
RESULTS = (
    "tier",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "match_probability_pacific",
    "expected_interviews",
    "p_no_interview",
    "applications",
    "cost_usd",
    "main_liability",
    "data_gaps",
    "starting_values",
    "warnings",
    "fault",
)
_FIELDS = ApplicantProfile.model_fields


@dataclass(frozen=True)
class AssessedRoster:
    """A roster with its results.

    Attributes:
        header: The roster's own columns, then ours; ours give way where a roster has one of that name.
        rows: Cells of each applicant.
        faulty: How many rows could not be used; their last cell says why.
        notes: What the roster's owner should know.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    faulty: int
    notes: tuple[str, ...]


def assess_roster(roster: Roster, engine: Engine) -> AssessedRoster:
    """Return the roster with the results of each row; a row with a fault keeps its cells and says why."""
    assessed = list(assess_cohort(roster, engine, best_lever=False))
    header, renamed = header_of(roster)
    rows = tuple(cells_of(each, roster) for each in assessed)
    faulty = sum(bool(each.fault) for each in assessed)
    notes = [*roster.notes, *_about_starting_values(roster, sum(bool(a.applicant.started) for a in assessed))]
    if renamed:
        notes.append(
            f"The roster has columns of these names itself, so ours are called {', '.join(renamed)}."
        )
    return AssessedRoster(header, rows, faulty, tuple(notes))


def cells_of(each: AssessedApplicant, roster: Roster) -> tuple[object, ...]:
    """Return a row of the table of results; None for what is not known."""
    applicant, found = each.applicant, each.outcome
    own: tuple[object, ...] = applicant.cells
    if roster.columns.code is None:
        own = (*own, applicant.code)
    if found is None or applicant.profile is None:
        return (*own, *(None,) * (len(RESULTS) - 1), each.fault)
    known = found.match.known
    return (
        *own,
        found.tier,
        round(found.match.point, 4) if known else None,
        round(found.match.low, 4),
        round(found.match.high, 4),
        round(found.match_pacific.point, 4) if known else None,
        round(found.interviews.point, 2),
        round(found.no_interview.point, 4),
        found.applications,
        found.cost_usd,
        found.liability or None,
        "; ".join(applicant.gaps) or None,
        _named_values(applicant.profile, applicant.started) or None,
        " ".join(found.warnings) or None,
        None,
    )


def header_of(roster: Roster) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of all columns, and those of ours that had to give way to the roster's own."""
    own = [roster.columns.names[place] for place in roster.carried]
    ours = RESULTS if roster.columns.code is not None else (CODE, *RESULTS)
    names, renamed = _own_names(own, ours)
    return (*own, *names), renamed


def write_results(results: AssessedRoster, path: Path) -> None:
    """Write a CSV (UTF-8 with a mark, as Excel needs) whole or not at all.

    Names and cells that a spreadsheet program would run as formulas are made text.
    """
    target = path.resolve()
    # A device or pipe is written to; to replace it would destroy it.
    in_place = target.exists() and not target.is_file()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with (target if in_place else unfinished).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(
                [guarded(cell) if isinstance(cell, str) else cell for cell in row]
                for row in (results.header, *results.rows)
            )
        if not in_place:
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _named_values(profile: ApplicantProfile, fields: Iterable[str]) -> str:
    return "; ".join(f"{name} {_written(getattr(profile, name))}" for name in fields)


def _about_starting_values(roster: Roster, rows: int) -> list[str]:
    held = {answer_to(field) for field in roster.columns.fields.values()}
    start = ApplicantProfile()
    # What starts as "none" says nothing about anybody.
    absent = [name for name in _FIELDS if name not in held and getattr(start, name) not in (None, (), {})]
    notes = []
    if absent:
        notes.append(
            "For these fields the roster has no column, so the starting value is used: "
            f"{', '.join(f'{name} {_written(getattr(start, name))}' for name in absent)}."
        )
    if rows:
        notes.append(
            f"{rows} row(s) leave a cell empty that needs an answer: the starting value is used there too, "
            "and the column 'starting_values' says which."
        )
    return notes


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "|".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _own_names(taken: Sequence[str], ours: Sequence[str]) -> tuple[list[str], list[str]]:
    kept = {name.casefold() for name in taken}
    names: list[str] = []
    for name in ours:
        label, count = name, 1
        while label.casefold() in kept:
            label = f"smartpick_{name}" if count == 1 else f"smartpick_{name}_{count}"
            count += 1
        names.append(label)
        kept.add(label.casefold())
    return names, [label for label, name in zip(names, ours, strict=True) if label != name]
