"""What a person's table comes to, in one look: understood, to decide, not used, with counts that add up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smartpick.intake.columns import ColumnMapping, Unit, UseKind, column_uses, guess_mapping
from smartpick.intake.evidence import Rejected, rejected_to_csv
from smartpick.intake.matching import MatchResult, Status
from smartpick.intake.own_list import unread_statuses
from smartpick.intake.reading import UnreadSheet
from smartpick.intake.rows import column_readings
from smartpick.intake.table import RawTable, shortened
from smartpick.programs.evidence import ListStatus, ProgramEvidence
from smartpick.prose import plural
from smartpick.web.blocks import block, figures, fine, note
from smartpick.web.downloads import file_button

_UNIT_NAMES: dict[Unit, str] = {"percent": "percent", "share": "shares of one"}
_STATUS_WORDS: dict[Status, str] = {
    "matched": "matched",
    "doubtful": "for you to decide",
    "unmatched": "not found",
    "faulty": "with a fault",
    "duplicate": "repeated",
    "heading": "heading(s)",
}
# What becomes of one column, and of how many: "used", "3 used".
_USE_WORDS: dict[UseKind, tuple[str, str]] = {
    "identity": ("finds the program", "to find the program"),
    "used": ("used", "used"),
    "asked": ("waits for your answer above", "waiting for your answer"),
    "status": ("for your own list", "for your own list"),
    "aside": ("read, not used", "read, not used"),
    "unknown": ("not used", "not recognised"),
}
# For one and for several.
_ASIDE_WORDS = {
    "column names": ("line of column names", "lines of column names"),
    "title": ("title", "titles"),
    "heading": ("heading without values", "headings without values"),
    "remark": ("remark", "remarks"),
}
_TURNED = "In your file each program is a column. The table was turned, so that each is a row."
_MOST_REASONS = 3
_MOST_NAMED = 8


@dataclass(frozen=True)
class TableReading:
    """What a table comes to as it stands.

    Attributes:
        evidence: What it says of programs.
        rejected: Rows that are not used, those that wait for a decision apart.
        undecided: How many wait for a decision.
        specialty: What its rows are about, in words.
        own: How far the applicant is, by program.
    """

    evidence: list[ProgramEvidence]
    rejected: list[Rejected]
    undecided: int
    specialty: str
    own: dict[str, ListStatus]


def show_sheets(
    tables: Sequence[RawTable], reads: Sequence[TableReading | None], unread: Sequence[UnreadSheet]
) -> None:
    """Show all sheets of a workbook in one table, those that cannot be read with the reason."""
    rows: list[dict[str, object]] = []
    for table, read in zip(tables, reads, strict=True):
        row: dict[str, object] = {"Sheet": table.sheet, "Specialty": "", "Rows": len(table.rows)}
        if read is None:
            rows.append(row | {"Remark": "Say which column names the programs."})
        else:
            counts = {
                "Ready": len(table.rows) - read.undecided - len(read.rejected),
                "To decide": read.undecided,
                "Not used": len(read.rejected),
            }
            rows.append(row | {"Specialty": read.specialty} | counts)
    rows += [{"Sheet": each.sheet, "Remark": each.reason} for each in unread]
    frame = pd.DataFrame(rows).astype(
        {name: "Int64" for name in ("Rows", "Ready", "To decide", "Not used") if any(name in r for r in rows)}
    )
    note(f"All {len(rows)} sheets were read. Each has its preview below; all are taken together.")
    st.dataframe(
        frame,
        hide_index=True,
        key="evidence_sheets_overview",
        alt="The sheets of your workbook, each with how many of its rows are ready, to decide and not used.",
    )


def summarise(result: MatchResult, read: TableReading) -> None:
    """Say in one look what was understood, what is doubtful and what is not used, with counts that add up."""
    table, uses = result.table, column_uses(result.table.headers, result.mapping)
    kinds = Counter(use.kind for use in uses)
    ready = len(table.rows) - read.undecided - len(read.rejected)
    said = [use.meaning for use in uses if use.kind == "used"]
    left = [f"'{shortened(use.header, 40)}'" for use in uses if use.kind in ("aside", "unknown")]
    line, field = ("program", "field") if table.turned else ("row", "column")
    open_numbers = sum(
        not reading.sure for reading in column_readings(table, guess_mapping(table.headers)).values()
    )
    asked = kinds["asked"] + open_numbers
    to_say = [f"{plural(read.undecided, line)} to decide"] if read.undecided else []
    to_say += [f"{plural(asked, field)} to explain"] if asked else []
    block(
        figures(
            [
                ("Understood", f"{ready:,}", f"of {plural(len(table.rows), line)} ready to use"),
                ("For you to say", f"{read.undecided + asked:,}", ", ".join(to_say) or "nothing is open"),
                (
                    "Not used",
                    f"{len(read.rejected):,}",
                    f"{line if len(read.rejected) == 1 else f'{line}s'}, and {plural(len(left), field)}",
                ),
            ]
        )
    )
    for text in (_TURNED if table.turned else "", *result.notes, *unread_statuses(table)):
        if text:
            note(text, strong=text in result.notes)
    counts = [f"{count:,} {_STATUS_WORDS[status]}" for status, count in result.counts.items() if count]
    asides = Counter(aside.kind for aside in table.asides)
    beside = [f"{count} {_ASIDE_WORDS[kind][count > 1]}" for kind, count in asides.items()]
    parts = [f"{kinds[kind]} {words}" for kind, (_, words) in _USE_WORDS.items() if kinds[kind]]
    why = Counter(row.reason for row in read.rejected).most_common(_MOST_REASONS)
    block(
        fine(
            f"Used: {', '.join(dict.fromkeys(said))}." if said else "No column says anything we can use.",
            f"Read, not used: {', '.join(left[:_MOST_NAMED])}{_and_more(len(left))}." if left else "",
        ),
        fine(*(f"Not used, {plural(count, line)}: {reason}" for reason, count in why)),
        fine(
            f"{line.capitalize()}s: {', '.join(counts)}.",
            f"All {plural(len(uses), field)}: {', '.join(parts)}.",
            f"Besides these your file has {', '.join(beside)}." if beside else "",
            *table.notes,
        ),
    )


def _and_more(count: int) -> str:
    return f" and {count - _MOST_NAMED} more, listed under Columns" if count > _MOST_NAMED else ""


def show_columns(table: RawTable, mapping: ColumnMapping, file: str) -> None:
    """Show what becomes of each column."""
    readings = column_readings(table, mapping)
    unit_of = {mapping.columns[name]: _UNIT_NAMES[r.unit] for name, r in readings.items() if r.unit != "auto"}
    uses = column_uses(table.headers, mapping)
    frame = pd.DataFrame(
        {
            "Your column": use.header,
            "What it is": use.meaning + (f", in {unit_of[i]}" if i in unit_of else ""),
            "What becomes of it": _USE_WORDS[use.kind][0],
            "Remark": use.remark,
        }
        for i, use in enumerate(uses)
    )
    st.dataframe(
        frame,
        hide_index=True,
        key=f"evidence_uses_{file}",
        alt="Every column of your table: what it is, whether it is used, and why not.",
    )


def show_rejected(rejected: list[Rejected], result: MatchResult, file: str) -> None:
    """Show the rows that are not used, each with its reason, and let them be saved."""
    with st.expander(f"Not used ({len(rejected):,})", key=f"evidence_rejected_{file}"):
        cells = [
            {
                "Column" if result.table.turned else "Row": result.table.place(row.row).split()[1],
                "Why": row.reason,
                **dict(zip(result.table.headers, row.cells, strict=False)),
            }
            for row in rejected
        ]
        st.dataframe(
            pd.DataFrame(cells),
            hide_index=True,
            key=f"evidence_rejected_{file}",
            column_config={"Why": st.column_config.TextColumn(width="large")},
            alt="Rows of your table that are not used, each with its reason.",
        )
        file_button(
            "Save these rows with their reasons",
            rejected_to_csv(rejected, result.table),
            "not-used.csv",
            key=f"evidence_save_rejected_{file}",
        )
