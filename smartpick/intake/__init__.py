"""The applicant's own evidence: reading their CSV or XLSX and finding the program each row is about.

    table = read_table("my programs.xlsx", content)
    mapping = guess_mapping(table.headers)
    result = match_programs(table, mapping, facts.programs)
    evidence, rejected = to_evidence(result, accepted={})

Nothing here writes to disk, runs a formula or fills an unknown with a value.
"""

from smartpick.intake.columns import (
    FIELDS,
    ColumnMapping,
    ColumnUse,
    Field,
    bare_groups,
    column_uses,
    guess_mapping,
    with_groups,
)
from smartpick.intake.evidence import Rejected, evidence_to_csv, rejected_to_csv, to_evidence
from smartpick.intake.matching import Candidate, MatchResult, MatchRow, Status, match_programs
from smartpick.intake.reading import UnreadSheet, read_grids, read_table, read_tables
from smartpick.intake.rows import specialty_of_table
from smartpick.intake.table import Grid, RawRow, RawTable, UnreadableFileError, guarded

__all__ = [
    "FIELDS",
    "Candidate",
    "ColumnMapping",
    "ColumnUse",
    "Field",
    "Grid",
    "MatchResult",
    "MatchRow",
    "RawRow",
    "RawTable",
    "Rejected",
    "Status",
    "UnreadSheet",
    "UnreadableFileError",
    "bare_groups",
    "column_uses",
    "evidence_to_csv",
    "guarded",
    "guess_mapping",
    "match_programs",
    "read_grids",
    "read_table",
    "read_tables",
    "rejected_to_csv",
    "specialty_of_table",
    "to_evidence",
    "with_groups",
]
