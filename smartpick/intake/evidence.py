"""From matched rows to evidence; what is not used is kept with its reason, and both can be saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from smartpick.intake.matching import MatchResult, MatchRow
from smartpick.intake.rows import RowValues
from smartpick.intake.table import RawTable, guarded
from smartpick.profile import ApplicantType
from smartpick.programs.evidence import ProgramEvidence

# From matched rows to evidence; what is not used is kept with its reason.

Value = TypeVar("Value")


@dataclass(frozen=True)
class Rejected:
    """A row that is not used: its number in the file, why, and its cells as they stand there."""

    row: int
    reason: str
    cells: tuple[str, ...]


def to_evidence(
    result: MatchResult,
    accepted: Mapping[int, str],
    applicant_type: ApplicantType = "non_us_img",
) -> tuple[list[ProgramEvidence], list[Rejected]]:
    """Return the evidence in a table, and the rows it does not use.

    Matched rows count by themselves. Rows of one program in several seasons become one: the mean of the
    rates, and the latest of everything else.

    Args:
        result: The matched table.
        accepted: Program id by row number for doubtful rows that a person has decided, and for faulty ones
            whose other cells they want to use.
        applicant_type: Whose interview rates to take.

    Returns:
        Evidence, one for each program, in the table's order; and the rejected rows.
    """
    used: dict[str, list[MatchRow]] = {}
    seasons: dict[tuple[str, str | None], int] = {}
    rejected = []
    # What was matched by itself comes before what a person added.
    for row in sorted(result.rows, key=lambda row: row.status != "matched"):
        program_id = row.program_id if row.status == "matched" else accepted.get(row.row.number)
        if program_id is None or row.status == "duplicate":
            rejected.append(_rejected(row, _why_not(row)))
        elif not row.said.says_something(applicant_type):
            rejected.append(_rejected(row, _nothing_said(row)))
        else:
            earlier = seasons.setdefault((program_id, row.said.season), row.row.number)
            if earlier == row.row.number:
                used.setdefault(program_id, []).append(row)
            else:
                rejected.append(_rejected(row, f"The same program as in row {earlier}; that row is used."))
    default_origin = " ".join(result.table.name.split())
    evidence = [
        _combined(program_id, rows, applicant_type, default_origin) for program_id, rows in used.items()
    ]
    order = {program_id: min(row.row.number for row in rows) for program_id, rows in used.items()}
    evidence.sort(key=lambda each: order[each.program_id])
    return evidence, sorted(rejected, key=lambda each: each.row)


def _why_not(row: MatchRow) -> str:
    return f"Not decided: {row.reason}" if row.status == "doubtful" else row.reason


def _nothing_said(row: MatchRow) -> str:
    if row.said.interview_rates:
        return "The row has interview rates of other applicant types only."
    return "Every value in the row is unknown."


def _rejected(row: MatchRow, reason: str) -> Rejected:
    return Rejected(row.row.number, reason, row.row.cells)


def _combined(
    program_id: str, rows: list[MatchRow], applicant_type: ApplicantType, origin: str
) -> ProgramEvidence:
    latest_first = [r.said for r in sorted(rows, key=lambda r: r.said.season or "", reverse=True)]
    rates = [(rate, v.seasons) for v in latest_first if (rate := v.rate_of(applicant_type)) is not None]
    seasons = sum(count for _, count in rates)
    # A single rate is kept as it is, to the last digit.
    rate = (
        rates[0][0] if len(rates) == 1 else sum(r * count for r, count in rates) / seasons if rates else None
    )
    return ProgramEvidence(
        program_id=program_id,
        interview_rate=rate,
        seasons=seasons or max(values.seasons for values in latest_first),
        non_us_img_share=_first(v.non_us_img_share for v in latest_first),
        img_share=_first(v.img_share for v in latest_first),
        takes_j1=_first(v.takes_j1 for v in latest_first),
        takes_h1b=_first(v.takes_h1b for v in latest_first),
        visa_this_season=_visa_this_season(latest_first),
        origin=_first(v.origin for v in latest_first) or origin,
    )


def _visa_this_season(rows: Iterable[RowValues]) -> bool:
    """Return whether every row that tells of a visa tells it for this season."""
    told = [v for v in rows if v.takes_j1 is not None or v.takes_h1b is not None]
    return bool(told) and all(v.visa_this_season for v in told)


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)


# Evidence and rejected rows as CSV files that can be opened in a spreadsheet and read here again.

_RATE_HEADERS: dict[ApplicantType, str] = {
    "non_us_img": "Non-US IMG interview rate (0-1)",
    "us_img": "US IMG interview rate (0-1)",
    "us_do_senior": "US DO interview rate (0-1)",
    "us_md_senior": "US MD interview rate (0-1)",
}


def evidence_to_csv(
    evidence: Iterable[ProgramEvidence],
    applicant_type: ApplicantType = "non_us_img",
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return evidence as a CSV file (UTF-8 with a mark); read here again it gives the same evidence.

    Args:
        evidence: What is known of programs.
        applicant_type: Whose interview rates these are; stands in the column's name.
        names: Program names by id, for people's eyes.
    """
    header = [
        "Program ID",
        "Program name",
        _RATE_HEADERS[applicant_type],
        "Number of seasons",
        "Non-US IMG residents (0-1)",
        "IMG residents (0-1)",
        "J-1",
        "H-1B",
        "Visa answers this season",
        "Origin",
    ]
    rows = [
        [
            each.program_id,
            (names or {}).get(each.program_id, ""),
            _number(each.interview_rate),
            str(each.seasons),
            _number(each.non_us_img_share),
            _number(each.img_share),
            _yes_no(each.takes_j1),
            _yes_no(each.takes_h1b),
            _yes_no(each.visa_this_season or None),
            each.origin,
        ]
        for each in evidence
    ]
    return _csv(header, rows)


def rejected_to_csv(rejected: Iterable[Rejected], table: RawTable) -> bytes:
    """Return the rows that were not used, as they stood in the table, after their number and the reason."""
    width = len(table.headers)
    kept = list(rejected)
    surplus = max((len(row.cells) - width for row in kept), default=0)
    header = ["Row", "Reason", *table.headers, *[""] * max(surplus, 0)]
    return _csv(header, [[str(row.row), row.reason, *row.cells] for row in kept])


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([guarded(cell) for cell in row] for row in (header, *rows))
    return text.getvalue().encode("utf-8-sig")


def _number(value: float | None) -> str:
    return "" if value is None else repr(float(value))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"
