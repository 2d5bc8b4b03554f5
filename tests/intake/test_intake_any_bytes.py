"""Whatever bytes a file holds, it is read or refused with a reason; nothing else happens."""

from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from smartpick.intake.columns import guess_mapping
from smartpick.intake.evidence import to_evidence
from smartpick.intake.matching import match_programs
from smartpick.intake.reading import read_table
from smartpick.intake.table import RawTable, UnreadableFileError

WORKBOOK = workbook([["Program ID", "Interview rate"], ["1400599901", "1%"], ["1400599902", "=1+1"]])


def readable(content: bytes) -> RawTable | None:
    try:
        table = read_table("any", content)
    except UnreadableFileError as error:
        assert str(error).endswith(".")
        return None
    assert table.rows
    assert len(set(table.headers)) == len(table.headers)
    assert all(len(row.cells) >= len(table.headers) for row in table.rows)
    return table


@given(st.binary(max_size=400))
def test_any_bytes(content):
    readable(content)


@given(st.text(alphabet=" ab1%,;\t|\"'\r\n-=<", max_size=120))
def test_any_text_of_the_characters_that_matter(text):
    readable(text.encode())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255))
def test_workbook_with_a_changed_byte(place, byte):
    readable(WORKBOOK[:place] + bytes([byte]) + WORKBOOK[place + 1 :])


CELLS = st.sampled_from(
    [
        "",
        "-",
        "1400599901",
        "0404899905",
        "Saint Orla Hospital",
        "CA",
        "12%",
        "<1%",
        "lots",
        "Yes",
        "J-1 only",
        "=1",
    ]
)
HEADERS = st.sampled_from(
    ["Program ID", "Program name", "State", "Specialty", "Interview rate", "J-1", "Visas", "Season", "Remark"]
)


@settings(deadline=None)
@given(st.lists(HEADERS, min_size=2, max_size=5), st.data())
def test_every_row_of_any_table_is_used_or_rejected(programs, headers, data):
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=6))
    table = readable("\n".join(",".join(row) for row in [headers, *rows]).encode())
    if table is None:
        return
    result = match_programs(table, guess_mapping(table.headers), programs)
    evidence, rejected = to_evidence(result, {})
    assert len(result.rows) == len(table.rows)
    matched = {row.row.number for row in result.rows if row.status == "matched"}
    assert {r.row for r in rejected} | matched == {row.number for row in table.rows}
    assert len({e.program_id for e in evidence}) == len(evidence)
    assert all(e.interview_rate is None or 0 <= e.interview_rate <= 1 for e in evidence)
