"""Each kind of fault, made once on a sound folder; and all of them reported together."""

from pathlib import Path

import pytest

from smartpick.build.database import build_database
from smartpick.build.schema import DataFaults, Fault

CELLS = ("specialty", "match_year", "offered", "filled", "mean_score", "current", "read_on", "source_ids")


def faults_of(data: Path) -> list[Fault]:
    with pytest.raises(DataFaults) as raised:
        build_database(data, data.parent / "x.duckdb")
    assert not list(data.parent.glob("x.duckdb*"))
    return raised.value.faults


def change_row_4(data: Path, **cells: str) -> None:
    """Overwrite cells of the last row of positions.csv, which a spreadsheet shows as row 4."""
    file = data / "match" / "positions.csv"
    *rest, last = file.read_text(encoding="utf-8").splitlines()
    values = dict(zip(CELLS, last.split(","), strict=True)) | cells
    file.write_text("\n".join([*rest, ",".join(values.values()), ""]), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("offered", "many", "'many' is not a whole number. Correct the cell or leave it empty."),
        ("offered", "12.5", "'12.5' is not a whole number. Correct the cell or leave it empty."),
        ("match_year", "soon", "'soon' is not a whole number. Correct the cell."),
        ("mean_score", "abc", "'abc' is not a number. Correct the cell or leave it empty."),
        ("mean_score", "nan", "'nan' is not a number. Correct the cell or leave it empty."),
        ("mean_score", "1,2", None),
        ("current", "maybe", "'maybe' is not true or false. Correct the cell or leave it empty."),
        (
            "read_on",
            "2026-02-30",
            "'2026-02-30' is not a date (year-month-day). Correct the cell or leave it empty.",
        ),
        ("match_year", "", "The cell is empty, but this column needs a value."),
        ("match_year", "1066", "1066 is outside the allowed values (from 1992 to 2100)."),
        ("offered", "-1", "-1 is outside the allowed values (at least 0)."),
        ("mean_score", "301", "301 is outside the allowed values (at most 300)."),
        ("specialty", "Alchemy", "'Alchemy' is not one of: Internal Medicine, Pediatrics."),
        ("source_ids", "nrmp_2026|nobody", "'nobody' is not in sources.source_id."),
        ("source_ids", "", "The row names no source."),
        ("filled", "3186", "more positions filled than offered (3186, 3185)."),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_and_reason(
    data: Path, column: str, cell: str, reason: str | None
) -> None:
    change_row_4(data, **{column: cell})
    found = [fault for fault in faults_of(data) if fault.file == "data/match/positions.csv"]
    if reason is None:
        assert [fault.reason for fault in found] == ["The row has 9 cells, the header 8. Check its commas."]
    else:
        assert [fault.reason for fault in found] == [reason]
    assert {fault.row for fault in found} == {4}


def test_a_repeated_key_names_the_earlier_row(data: Path) -> None:
    change_row_4(data, specialty="Internal Medicine")
    [fault] = faults_of(data)
    assert (fault.row, fault.column) == (4, "specialty, match_year")
    assert "row 3" in fault.reason


def test_all_faults_are_reported_at_once_in_order(data: Path) -> None:
    change_row_4(data, offered="x", filled="y", specialty="Alchemy", source_ids="nobody")
    (data / "sources.csv").write_text(
        "source_id,title,publisher,edition,location,url,trust,checked\nnrmp_2025,,,,,,,\n", encoding="utf-8"
    )
    faults = faults_of(data)
    assert [(f.file, f.row, f.column) for f in faults] == [
        ("data/match/positions.csv", 1, "source_ids"),
        ("data/match/positions.csv", 4, "filled"),
        ("data/match/positions.csv", 4, "offered"),
        ("data/match/positions.csv", 4, "specialty"),
        ("data/sources.csv", 1, "terms"),
    ]


def test_the_message_can_be_read_by_whoever_edits_the_table(data: Path) -> None:
    change_row_4(data, mean_score="abc")
    with pytest.raises(DataFaults) as raised:
        build_database(data, data.parent / "x.duckdb")
    assert str(raised.value) == (
        "1 fault in the data:\n"
        "data/match/positions.csv, row 4, mean_score: "
        "'abc' is not a number. Correct the cell or leave it empty."
    )


@pytest.mark.parametrize(
    ("content", "row", "reason"),
    [
        (b"", None, "The file is empty."),
        (b"\n\n", 1, "The column is missing."),
        (b"specialty,match_year\n", 1, "The column is missing."),
        (b"\xff\xfe", 1, "The row is not UTF-8 text."),
        (
            "specialty,match_year\nPediatrics,2026\nP\u00e9d,1".encode("latin-1"),
            3,
            "The row is not UTF-8 text.",
        ),
        (b'specialty,"match', None, "The file is not valid CSV"),
    ],
)
def test_a_file_that_is_no_table(data: Path, content: bytes, row: int | None, reason: str) -> None:
    (data / "match" / "positions.csv").write_bytes(content)
    faults = faults_of(data)
    assert all(fault.reason.startswith(reason) and fault.row == row for fault in faults)


def test_header_faults(data: Path) -> None:
    file = data / "match" / "positions.csv"
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header.replace("current", "offered"), *rows]), encoding="utf-8")
    assert {(fault.column, fault.reason) for fault in faults_of(data)} == {
        ("current", "The column is missing."),
        ("offered", "The column is in the header twice."),
    }
    file.write_text("\n".join([header.replace("current", "curent"), *rows]), encoding="utf-8")
    assert {fault.column for fault in faults_of(data)} == {"current", "curent"}


def test_a_header_without_rows(data: Path) -> None:
    file = data / "match" / "positions.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert [fault.reason for fault in faults_of(data)] == ["The file has a header but no rows."]


def test_ragged_row_and_the_row_numbers_after_it(data: Path) -> None:
    file = data / "match" / "positions.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[2] = "Internal Medicine,2026"
    lines[3] = lines[3].replace("3185", "x")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert [(fault.row, fault.column) for fault in faults_of(data)] == [(3, None), (4, "offered")]


def test_missing_and_undeclared_files(data: Path) -> None:
    (data / "match" / "positions.csv").rename(data / "match" / "posts.csv")
    assert {fault.file for fault in faults_of(data)} == {"data/match/positions.csv", "data/match/posts.csv"}


def test_missing_declarations(data: Path) -> None:
    (data / "match" / "tables.toml").unlink()
    [fault] = faults_of(data)
    assert fault.file == "data/match/tables.toml"
    assert "positions" in fault.reason


def test_missing_data_folder(tmp_path: Path) -> None:
    with pytest.raises(DataFaults, match="missing"):
        build_database(tmp_path / "nowhere", tmp_path / "x.duckdb")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("[positions]", "[positions", "not valid TOML"),
        ('type = "integer"', 'type = "float"', "needs a type"),
        ("minimum = 0", "at_least = 0", "unknown entry 'at_least'"),
        ('key = ["specialty", "match_year"]', 'key = ["speciality"]', "no such column"),
        ('key = ["specialty", "match_year"]', "", "has no 'key'"),
        ('meaning = "Filled."', "", "needs a meaning"),
        ("FROM positions WHERE", "FROM nothing WHERE", "cannot run"),
        ('references = "sources.source_id"', 'references = "source.id"', "no source.id to refer to"),
    ],
)
def test_faults_of_the_declarations(data: Path, before: str, after: str, reason: str) -> None:
    schema = data / "match" / "tables.toml"
    text = schema.read_text(encoding="utf-8")
    assert before in text
    schema.write_text(text.replace(before, after), encoding="utf-8")
    assert reason in "\n".join(fault.reason for fault in faults_of(data))


def test_a_table_without_sources_is_a_fault(data: Path) -> None:
    schema, table = data / "match" / "tables.toml", data / "match" / "positions.csv"
    schema.write_text(schema.read_text(encoding="utf-8").replace("source_ids", "origin"), encoding="utf-8")
    table.write_text(table.read_text(encoding="utf-8").replace("source_ids", "origin"), encoding="utf-8")
    assert any("every row needs a source" in fault.reason for fault in faults_of(data))


def test_the_same_table_in_two_folders_is_a_fault(data: Path) -> None:
    (data / "exams").mkdir()
    for name in ("tables.toml", "positions.csv"):
        (data / "exams" / name).write_bytes((data / "match" / name).read_bytes())
    assert any("declared twice" in fault.reason for fault in faults_of(data))


def test_long_lists_of_faults_are_cut_in_the_message_only() -> None:
    faults = DataFaults([Fault("data/a.csv", row, "x", "wrong.") for row in range(2, 202)])
    assert len(faults.faults) == 200
    assert str(faults).endswith("... and 150 more.")
