"""From matched rows to evidence; what is not used is kept with its reason, and both can be saved as CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from smartpick.intake.matching import MatchResult, MatchRow
from smartpick.intake.own_list import status_of_row
from smartpick.intake.table import RawTable, guarded
from smartpick.profile import ApplicantType
from smartpick.programs.evidence import ProgramEvidence

Value = TypeVar("Value")


@dataclass(frozen=True)
class Rejected:
    """A row that is not used: its number in the file, why, and its cells as they are there."""

    row: int
    reason: str
    cells: tuple[str, ...]


def to_evidence(
    result: MatchResult,
    accepted: Mapping[int, str],
    applicant_type: ApplicantType = "non_us_img",
) -> tuple[list[ProgramEvidence], list[Rejected]]:
    """Return the evidence in a table, one for each program in the table's order, and the rejected rows.

    Matched rows count by themselves. Rows of one program in several seasons become one: the mean of the
    rates, and the latest of everything else.

    Args:
        result: The matched table.
        accepted: Program id by row number for doubtful rows that a person has decided, and for faulty ones
            whose other cells they want to use.
        applicant_type: Whose interview rates to take.
    """
    place = result.table.place
    used: dict[str, list[MatchRow]] = {}
    seasons: dict[tuple[str, str | None], int] = {}
    rejected = []
    # What was matched by itself comes before what a person added.
    for row in sorted(result.rows, key=lambda row: row.status != "matched"):
        number = row.row.number
        program_id = row.program_id if row.status == "matched" else accepted.get(number)
        if program_id is None or row.status == "duplicate":
            reason = f"Not decided: {row.reason}" if row.status == "doubtful" else row.reason
        elif not row.row_values.says_something(applicant_type):
            reason = "The row says nothing that counts, or only that it is unknown."
            if row.row_values.interview_rates:
                reason = "The row has interview rates of other applicant types only."
            elif status_of_row(row.row, result.table.headers):
                reason = "The row says only how far you are with the program, which is for your own list."
        elif (earlier := seasons.setdefault((program_id, row.row_values.season), number)) != number:
            reason = f"The same program as in {place(earlier)}; that {place(earlier).split()[0]} is used."
        else:
            used.setdefault(program_id, []).append(row)
            continue
        rejected.append(Rejected(number, reason, row.row.cells))
    origin = " ".join(result.table.name.split())
    in_order = sorted(used.items(), key=lambda item: min(row.row.number for row in item[1]))
    evidence = [_combined(program_id, rows, applicant_type, origin) for program_id, rows in in_order]
    return evidence, sorted(rejected, key=lambda each: each.row)


def _combined(
    program_id: str, rows: list[MatchRow], applicant_type: ApplicantType, origin: str
) -> ProgramEvidence:
    latest_first = [r.row_values for r in sorted(rows, key=lambda r: r.row_values.season or "", reverse=True)]
    rates = [(rate, v.seasons) for v in latest_first if (rate := v.rate_of(applicant_type)) is not None]
    seasons = sum(count for _, count in rates)
    # A single rate is kept as it is, to the last digit.
    rate = (
        rates[0][0] if len(rates) == 1 else sum(r * count for r, count in rates) / seasons if rates else None
    )
    about_visas = [v for v in latest_first if v.takes_j1 is not None or v.takes_h1b is not None]
    return ProgramEvidence(
        program_id=program_id,
        interview_rate=rate,
        seasons=seasons or max(values.seasons for values in latest_first),
        non_us_img_share=_first(v.non_us_img_share for v in latest_first),
        img_share=_first(v.img_share for v in latest_first),
        takes_j1=_first(v.takes_j1 for v in latest_first),
        takes_h1b=_first(v.takes_h1b for v in latest_first),
        visa_this_season=bool(about_visas) and all(v.visa_this_season for v in about_visas),
        origin=_first(v.origin for v in latest_first) or origin,
    )


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)


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
    """Return evidence as a CSV file (UTF-8 with a mark); read here again, it gives the same evidence.

    The column of interview rates is named after the applicant type; `names` has program names by id.
    """
    columns = (
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
    )
    rows = [
        (
            each.program_id,
            (names or {}).get(each.program_id, ""),
            _cell(each.interview_rate),
            str(each.seasons),
            _cell(each.non_us_img_share),
            _cell(each.img_share),
            _cell(each.takes_j1),
            _cell(each.takes_h1b),
            _cell(each.visa_this_season or None),
            each.origin,
        )
        for each in evidence
    ]
    return _csv(columns, rows)


def rejected_to_csv(rejected: Iterable[Rejected], table: RawTable) -> bytes:
    """Return the rows that were not used, as they are in the table, after their number and the reason."""
    rows = [(table.place(row.row).split()[1], row.reason, *row.cells) for row in rejected]
    names = ("Row", "Reason", *table.headers)
    surplus = max((len(row) - len(names) for row in rows), default=0)
    return _csv((*names, *[""] * surplus), rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in (header, *rows))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: float | bool | None) -> str:
    if value is None:
        return ""
    return repr(float(value)) if not isinstance(value, bool) else "Yes" if value else "No"
