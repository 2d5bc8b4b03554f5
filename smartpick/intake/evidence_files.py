"""Evidence and rejected rows as CSV files that can be opened in a spreadsheet and read here again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from smartpick.intake.evidence_rows import Rejected
from smartpick.intake.safe_cells import guarded
from smartpick.intake.table import RawTable
from smartpick.plan.evidence import ProgramEvidence
from smartpick.profile import ApplicantType

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
