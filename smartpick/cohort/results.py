"""Assessing a roster row by row and writing it with the results."""

from __future__ import annotations

import csv
import os
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartpick.assessment import assess
from smartpick.cohort.reading import GRADUATION_YEAR, Roster, RosterFault, answer_to
from smartpick.engine import Engine
from smartpick.intake import guarded
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.profile import ApplicantProfile, ProfileFaults

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
    "starting_values",
    "warnings",
    "fault",
)
_FIELDS = ApplicantProfile.model_fields
# For these an empty answer is an answer: not given, not there, or no limit. See `ApplicantAnswers`.
_MAY_BE_EMPTY = frozenset(
    name for name, field in _FIELDS.items() if type(None) in getattr(field.annotation, "__args__", ())
)


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
    results = [_assessed(roster, index, engine) for index in range(len(roster.rows))]
    names, renamed = _own_names(roster.columns)
    rows = tuple(
        (*cells, *(result[name] for name in RESULTS))
        for cells, result in zip(roster.rows, results, strict=True)
    )
    faulty = sum(bool(result["fault"]) for result in results)
    notes = [*roster.notes, *_about_starting_values(roster, results)]
    if renamed:
        notes.append(
            f"The roster has columns of these names itself, so ours are called {', '.join(renamed)}."
        )
    return AssessedRoster((*roster.columns, *names), rows, faulty, tuple(notes))


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


def _assessed(roster: Roster, index: int, engine: Engine) -> dict[str, object]:
    try:
        if index in roster.row_faults:
            raise RosterFault(roster.row_faults[index])
        answers, filled = _answers(roster, roster.rows[index])
        profile = ApplicantProfile.from_answers(answers)
        return {**_result(profile, engine), "starting_values": _named_values(profile, filled)}
    except (ProfileFaults, NoPublishedOutcomes, RosterFault) as error:
        return {**dict.fromkeys(RESULTS, ""), "fault": " ".join(str(error).split())}


def _answers(roster: Roster, cells: Sequence[str]) -> tuple[dict[str, object], list[str]]:
    """Return what a row answers, and the fields it leaves empty that must have a value."""
    answers: dict[str, object] = {}
    filled: list[str] = []
    for place, field in roster.fields.items():
        cell, name = cells[place].strip(), answer_to(field)
        if cell:
            answers[name] = _years_since(cell, roster) if field == GRADUATION_YEAR else _decimal_point(cell)
        elif name in _MAY_BE_EMPTY:
            answers[name] = None
        else:
            filled.append(name)
    return answers, filled


def _years_since(cell: str, roster: Roster) -> int:
    """Return the years from a year of graduation to the application season, the autumn before the Match."""
    season = (roster.match_year or 0) - 1
    text = cell.removesuffix(".0")
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise RosterFault(f"'{cell}' is not a year of graduation. Write it with four digits, such as 2022.")
    if int(text) > season + 1:
        raise RosterFault(f"A graduate of {text} is not in the Match of {season + 1}. Check the year.")
    # Who graduates in the year of the Match has not done so yet, which is no year since.
    return max(season - int(text), 0)


def _decimal_point(cell: str) -> str:
    """Return a number with a decimal comma as it is read here."""
    return cell.replace(",", ".") if re.fullmatch(r"-?\d+,\d{1,2}", cell) else cell


def _named_values(profile: ApplicantProfile, fields: Iterable[str]) -> str:
    return "; ".join(f"{name} {_written(getattr(profile, name))}" for name in fields)


def _about_starting_values(roster: Roster, results: Sequence[Mapping[str, object]]) -> list[str]:
    held = {answer_to(field) for field in roster.fields.values()}
    start = ApplicantProfile()
    # What starts as "none" says nothing about anybody.
    absent = [name for name in _FIELDS if name not in held and getattr(start, name) not in (None, (), {})]
    notes = []
    if absent:
        notes.append(
            "For these fields the roster has no column, so the starting value is used: "
            f"{', '.join(f'{name} {_written(getattr(start, name))}' for name in absent)}."
        )
    empty = sum(bool(result["starting_values"]) for result in results)
    if empty:
        notes.append(
            f"{empty} row(s) leave a cell empty that needs an answer: the starting value is used there too, "
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


def _own_names(taken: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of our columns, and those of them that had to give way to the roster's own."""
    kept = {name.casefold() for name in taken}
    names: list[str] = []
    for name in RESULTS:
        label, count = name, 1
        while label.casefold() in kept:
            label = f"smartpick_{name}" if count == 1 else f"smartpick_{name}_{count}"
            count += 1
        names.append(label)
        kept.add(label.casefold())
    return names, [label for label, name in zip(names, RESULTS, strict=True) if label != name]


def _result(profile: ApplicantProfile, engine: Engine) -> dict[str, object]:
    a = assess(profile, engine)
    chance = a.match_probability
    return {
        "tier": a.tier.tier,
        "match_probability": round(chance.point, 4) if chance.known else "",
        "match_probability_low": round(chance.low, 4),
        "match_probability_high": round(chance.high, 4),
        "match_probability_pacific": round(a.match_probability_pacific.point, 4) if chance.known else "",
        "expected_interviews": round(a.expected_interviews.point, 2),
        "p_no_interview": round(a.p_no_interview.point, 4),
        "applications": a.plan.size,
        "cost_usd": a.plan.cost.known_usd,
        "warnings": " ".join(a.warnings),
        "fault": "",
    }
