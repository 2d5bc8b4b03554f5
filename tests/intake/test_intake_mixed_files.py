"""Every way in which people's files differ, mixed: no row and no column is lost, values stay the same."""

from __future__ import annotations

import csv
import io

import pytest
from file_readings import reading
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from workbooks import ods, ods_rows

from smartpick.facts import Facts
from smartpick.intake.matching import ProgramIndex
from smartpick.intake.own_list import status_of_row


@pytest.fixture(scope="module")
def directory(facts: Facts) -> ProgramIndex:
    return ProgramIndex.of(facts.programs)


SPELLINGS = {
    "code": ["ACGME ID", "acgme_code", "Program Code", "ACGME residency program code"],
    "name": ["Program", "program_name", "Residency program name"],
    "state": ["State", "STATE", "Program State"],
    "share": [
        "% Non-US IMG residents",
        "non_us_img_pct",
        "Percentage of residents who were non-US-citizen IMGs",
        "Residents: Non-U.S. IMG (%)",
    ],
    "j1": ["J-1", "J1 visa", "Sponsors J-1 Visas"],
    "own": ["Status", "My status", "Application status"],
    "other": ["Peña's remarks", "Website", "Step 2 CK range"],
}
SHARES = {"3%": 0.03, "0%": 0.0, "44 %": 0.44, "N/A": None, "*": None, "": None}
VISAS = {"Yes": True, "no": False, "-": None, "['J-1']": True}
PREAMBLES: list[list[str]] = [[], ["My programs"], ["Residency Explorer", "Downloaded on 2026-11-02"]]
REMARK = "Source: made up for a test"


def as_file(rows: list[list[str]], kind: str, separator: str, encoding: str) -> bytes:
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([cell or None for cell in row])
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()
    if kind == "ods":
        return ods({"Sheet1": ods_rows(rows)})
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


@given(data=st.data())
# Without shrinking: a failure names its draws, and making it smaller takes minutes.
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_mixed_kinds_lose_no_row_and_no_column_and_read_the_same_values(data, directory, some_programs):
    draw = data.draw
    header = {field: draw(st.sampled_from(names), label=field) for field, names in SPELLINGS.items()}
    order = draw(st.permutations(list(header)))
    count = draw(st.integers(2, 6))
    values = [(draw(st.sampled_from(list(SHARES))), draw(st.sampled_from(list(VISAS)))) for _ in range(count)]
    # A column of shares must say that it is one: the first row is never unknown.
    values[0] = ("12%", "Yes")
    lines = [
        {
            "code": code,
            "name": name,
            "state": state,
            "share": share,
            "j1": j1,
            "own": "applied",
            "other": f"x{i}",
        }
        for i, ((code, name, state), (share, j1)) in enumerate(zip(some_programs, values, strict=False))
    ]
    table = [[header[field] for field in order], *([line[field] for field in order] for line in lines)]
    turned = draw(st.booleans(), label="turned")
    if turned:
        table = [list(column) for column in zip(*table, strict=True)]
    width = len(table[0])
    preamble, remark = draw(st.sampled_from(PREAMBLES)), draw(st.booleans())
    table = [
        *([text, *[""] * (width - 1)] for text in preamble),
        *table,
        *([[REMARK, *[""] * (width - 1)]] if remark else []),
    ]
    content = as_file(
        table,
        draw(st.sampled_from(["csv", "xlsx", "ods"])),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
    )
    read = reading(directory, content)
    assert read.table.turned == turned
    # `reading` holds that each row is used or handed back and that each column has a use.
    assert set(read.table.headers) == set(header.values()), "no field is lost"
    assert len(read.table.rows) == count, "no program is lost"
    lines_of_table = len(header) if turned else count + 1
    asides = [aside for aside in read.table.asides if aside.kind != "column names"]
    assert len(asides) == len(preamble) + remark and lines_of_table + len(asides) == len(table)
    expected = {
        code: (SHARES.get(share, 0.12), VISAS[j1])
        for (code, *_), (share, j1) in zip(some_programs, values, strict=False)
    }
    known = {code: value for code, value in expected.items() if value != (None, None)}
    assert {i: (each.non_us_img_share, each.takes_j1) for i, each in read.evidence.items()} == known
    assert {status_of_row(row, read.table.headers) for row in read.table.rows} == {"applied"}


@pytest.fixture(scope="module")
def some_programs(facts: Facts) -> list[tuple[str, str, str]]:
    rows = facts.programs[facts.programs["program_id"].str.fullmatch(r"\d{10}")]
    rows = rows[~rows["name"].duplicated(keep=False) & (rows["specialty"] == "Family Medicine")].head(6)
    return list(zip(rows["program_id"], rows["name"], rows["state"], strict=True))
