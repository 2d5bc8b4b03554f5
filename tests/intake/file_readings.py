"""What a file comes to when it goes the whole way, from its bytes to evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smartpick.intake.columns import (
    ColumnUse,
    GroupNumbers,
    bare_groups,
    column_uses,
    guess_mapping,
    with_groups,
)
from smartpick.intake.evidence import to_evidence
from smartpick.intake.matching import MatchResult, ProgramIndex, match_programs
from smartpick.intake.reading import UnreadSheet, read_tables
from smartpick.intake.rows import specialty_of_table
from smartpick.intake.table import RawTable
from smartpick.programs.evidence import ProgramEvidence


@dataclass
class Reading:
    """What a table comes to for a non-US IMG who decides nothing, `numbers` apart."""

    table: RawTable
    result: MatchResult
    evidence: dict[str, ProgramEvidence]
    uses: dict[str, ColumnUse]
    asked: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        return [row.reason for row in self.result.rows]


def readings(
    directory: ProgramIndex,
    content: str | bytes,
    name: str = "mine.csv",
    numbers: GroupNumbers | None = None,
    specialty: str | None = None,
) -> list[Reading]:
    found = []
    for table in read_tables(name, content if isinstance(content, bytes) else content.encode()):
        assert not isinstance(table, UnreadSheet), table
        mapping = guess_mapping(table.headers)
        groups = bare_groups(table.headers, mapping)
        if numbers:
            mapping = with_groups(mapping, groups, numbers)
        named = specialty_of_table(table)
        result = match_programs(table, mapping, directory, named[0] if named else specialty)
        evidence, rejected = to_evidence(result, {})
        seen = [row.number for row in table.rows]
        assert len(seen) == len(evidence) + len(rejected), "each row is used or handed back"
        uses = column_uses(table.headers, mapping)
        assert [use.header for use in uses] == list(table.headers)
        asked = tuple(table.headers[index] for index in groups.values())
        by_id = {each.program_id: replace(each, origin="") for each in evidence}
        found.append(Reading(table, result, by_id, {use.header: use for use in uses}, asked))
    return found


def reading(directory: ProgramIndex, content: str | bytes, **options: str) -> Reading:
    (one,) = readings(directory, content, **options)
    return one
