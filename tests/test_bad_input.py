"""Whatever a person, a file or a link says is used, or refused in a sentence, at a cost that its size bounds.

`SMARTPICK_LINKS=10000` has so many random links opened on every page, as `make links` does; in the suite some
go through the reading of links and a few to the pages. What else a workbook may cost is in
`intake/test_intake_limits.py`, what any bytes are read as in `intake/test_intake_any_bytes.py`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import page_parts
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from workbooks import ods, ods_rows, with_part, workbook

from smartpick.cohort import RosterFault, read_roster
from smartpick.cohort.assessing import assess_applicant
from smartpick.cohort.results import ResultTable, our_cells, table_file
from smartpick.engine import Engine
from smartpick.export import Sheet, workbook_bytes
from smartpick.intake.columns import guess_mapping
from smartpick.intake.evidence import to_evidence
from smartpick.intake.matching import match_programs
from smartpick.intake.reading import UnreadSheet, read_tables
from smartpick.intake.table import MOST_BYTES, UnreadableFileError
from smartpick.profile import ApplicantProfile, ProfileFaults, parse_profile
from smartpick.web.downloads import csv_bytes
from smartpick.web.entrance import pages
from smartpick.web.links import PAGE_PARAMETERS, link_parameters, read_link
from smartpick.web.saving import read_document
from smartpick.web.session import Sitting

LINKS = int(os.environ.get("SMARTPICK_LINKS", "0"))
FIELDS = sorted(ApplicantProfile.model_fields)
# What has broken programs before: other digits, odd characters, formulas, markup, values of other fields.
PIECES = [
    *("", " ", "0", "-1", "1e400", "nan", "inf", "٣", "²", "1_000", "0x10", "222.0", "999999999999999999999"),
    *(
        "true",
        "yes",
        "empty",
        "null",
        "pass",
        "j1",
        "none",
        "non_us_img",
        "Internal Medicine",
        "CA|OR",
        "gold",
    ),
    *("1400511046", "1400511046=gold", "NRMP:123456789", "|", "=", "2026-02-30", "9999-12-31", "0001-01-01"),
    *(
        "\x00",
        "\u202e",
        "\U0001f600",
        "İ",
        "'",
        '"',
        "<script>",
        "![x](//a.invalid)",
        "=1+1",
        "../../etc",
        "%00",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=4).map("".join)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=6,
)


def is_a_sentence(text: str) -> bool:
    return text.endswith(".") and "Traceback" not in text and "Error" not in text and len(text) < 4000


# Profiles and saved files.


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS) | TEXTS, JSON_VALUES, max_size=5))
def test_any_answers_are_a_profile_or_faults_with_sentences(answers: dict[str, Any]) -> None:
    for given_as in (answers, json.dumps(answers)):
        try:
            profile = parse_profile(given_as)
        except ProfileFaults as found:
            assert found.faults and all(fault.message for fault in found.faults)
        else:
            assert parse_profile(profile.model_dump_json()) == profile
            assert read_link(link_parameters(profile)).notice is None


@settings(max_examples=100)
@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_any_bytes_as_a_profile(content: bytes) -> None:
    try:
        parse_profile(content.decode("utf-8", "replace"))
    except ProfileFaults as found:
        assert len(found.faults) >= 1


SAVED = json.loads(Sitting().saved())


@settings(max_examples=100)
@given(st.sampled_from(sorted(SAVED)), JSON_VALUES, st.integers(0, 500))
def test_a_saved_file_with_another_value_or_cut_off(name: str, value: Any, cut: int) -> None:
    text = json.dumps(SAVED | {name: value})
    for content in (text, text[:cut], text.encode("utf-16")):
        held, faults = read_document(content)
        assert (held is None) == bool(faults)
        assert all(is_a_sentence(fault) for fault in faults)


# Links.


def a_link(dice: random.Random) -> dict[str, str]:
    """Parameters of all kinds of names, with values that some of them know and others do not."""
    names = dice.sample([*FIELDS, *sorted(PAGE_PARAMETERS), "v", "assumed", "room", "x"], dice.randint(1, 12))
    return {name: "".join(dice.choices(PIECES, k=dice.choice([1, 1, 1, 2, 3]))) for name in names}


def test_no_random_link_breaks_the_codecs() -> None:
    for seed in range(max(LINKS, 400)):
        link = a_link(random.Random(seed))
        reading = read_link(link)
        assert isinstance(reading.profile, ApplicantProfile), seed
        assert not re.search(
            r"[<!=/\x00\u202e]", repr(link_parameters(reading.profile)).replace("=gold", "")
        ), seed
        assert reading.notice is None or is_a_sentence(reading.notice), (seed, reading.notice)
        again = read_link(link_parameters(reading.profile, reading.assumed))
        assert (again.profile, again.assumed) == (reading.profile, reading.assumed), seed


NAMES = [each.file.removeprefix("pages/").removesuffix(".py") for each in pages()]
# In the suite the others are drawn with a link of bad values in pages/test_foreign_words.py.
FEW = ["curves", "advising", "method"]


@pytest.mark.slow
@pytest.mark.parametrize("page", NAMES if LINKS else FEW)
def test_a_random_link_on_every_page(page: str) -> None:
    for seed in range(LINKS) if LINKS else (len(page),):
        app = AppTest.from_file(str(page_parts.PAGES.parent / "dashboard.py"), default_timeout=240)
        for name, text in a_link(random.Random(seed)).items():
            app.query_params[name] = text
        app.switch_page(f"pages/{page}.py")
        page_parts.run(app)


# Tables that people bring: layouts, encodings, separators and damage.

HEADERS = ["Program ID", "Program name", "State", "Interview rate", "J-1", "Specialty", "Season", "Note", ""]
ROSTER_HEADERS = ["code", "step2_ck_score", "CK", "visa", "YOG", "us_letters", "budget_usd", "note", "x", ""]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "utf-32"]
DAMAGE: list[Callable[[bytes, random.Random], bytes]] = [
    lambda content, dice: content,
    lambda content, dice: content[: dice.randrange(len(content) + 1)],
    lambda content, dice: content.replace(b"\n", b"\r"),
    lambda content, dice: content.replace(b'"', b""),
    lambda content, dice: content + bytes(dice.randrange(256) for _ in range(9)),
    lambda content, dice: content[: len(content) // 2] + b"\x00\xff\x9d" + content[len(content) // 2 :],
    lambda content, dice: b"Title\n\n" + content + b"\nSource: somebody\n",
    lambda content, dice: content * 3,
]


def a_table(dice: random.Random, names: list[str]) -> bytes:
    """A table of pieces, as text or a workbook, in some layout, encoding and state."""
    header = dice.choices(names, k=dice.randint(1, 7))
    rows = [
        header,
        *(dice.choices(PIECES, k=dice.choice([len(header), 1, 9])) for _ in range(dice.randint(0, 6))),
    ]
    if dice.random() < 0.3:
        rows = [list(column) for column in zip(*(row[:1] + row[1:] for row in rows), strict=False)] or rows
    if dice.random() < 0.2:
        shown = [["".join(sign for sign in cell if sign.isprintable()) for cell in row] for row in rows]
        content = (
            ods({"one": ods_rows(shown)})
            if dice.random() < 0.5
            else workbook([[f"'{c}" for c in r] for r in shown])
        )
    else:
        out = io.StringIO()
        quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        writer = csv.writer(out, delimiter=dice.choice(",;\t|"), quoting=quoting)
        writer.writerows([[cell.replace("\x00", "") for cell in row] for row in rows])
        content = out.getvalue().encode(dice.choice(ENCODINGS), "replace")
    return dice.choice(DAMAGE)(content, dice)


PROGRAMS = pd.DataFrame(
    {
        "program_id": ["1400511046"],
        "name": ["Kern Medical Center"],
        "institution": [""],
        "specialty": ["Internal Medicine"],
        "city": ["Bakersfield"],
        "state": ["CA"],
        "state_name": ["California"],
        "nrmp_codes": [""],
        "row_confidence": ["high"],
    }
)


def test_any_table_of_programs_is_used_or_refused_row_by_row() -> None:
    for seed in range(max(LINKS, 120)):
        try:
            tables = read_tables("any", a_table(random.Random(seed), HEADERS))
        except UnreadableFileError as error:
            assert is_a_sentence(str(error)), seed
            continue
        for table in tables:
            if isinstance(table, UnreadSheet):
                assert is_a_sentence(table.reason), seed
                continue
            matched = match_programs(table, guess_mapping(table.headers), PROGRAMS)
            evidence, rejected = to_evidence(matched, {})
            assert len(matched.rows) == len(table.rows), seed
            assert all(row.reason for row in rejected), seed
            assert all(0 <= (each.interview_rate or 0) <= 1 for each in evidence), seed


def test_any_roster_is_read_row_by_row_or_refused() -> None:
    for seed in range(max(LINKS, 120)):
        try:
            roster = read_roster(a_table(random.Random(seed), ROSTER_HEADERS), match_year=2027)
        except RosterFault as error:
            assert is_a_sentence(str(error)), (seed, str(error))
            continue
        for applicant in roster.applicants():
            assert (applicant.profile is None) == bool(applicant.fault), seed
            assert "Traceback" not in applicant.fault, seed


# What a file may cost.


def peak_of(read: Callable[[], object]) -> int:
    """The most memory that was taken while a file was refused."""
    tracemalloc.start()
    try:
        with pytest.raises((UnreadableFileError, RosterFault), match=r"\.$"):
            read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb(part: str, content: bytes, size: int) -> bytes:
    """A workbook of which a part unpacks to so many bytes."""
    start, end = b"<a>", b"</a>"
    return with_part(content, part, start + b" " * (size - len(start) - len(end)) + end)


@pytest.mark.parametrize(
    "read", [lambda content: read_tables("f", content), read_roster], ids=["table", "roster"]
)
def test_huge_files_are_refused_at_little_cost(read: Callable[[bytes], object]) -> None:
    # A single line of 50 MB, and all that is above the limit.
    line = b"step2_ck_score,Program ID," + b"x" * 50_000_000
    assert peak_of(lambda: read(line)) < 1_000_000
    # The widest tables under the limit: of a million columns, and of one cell.
    columns = b"," * 1_000_000 + b"\n" + b"1," * 100_000
    assert peak_of(lambda: read(columns)) < 80 * len(columns)
    cell = b"step2_ck_score,x\n222," + b"y" * (MOST_BYTES - 100)
    assert peak_of(lambda: read(cell)) < 40 * len(cell)
    quoted = b'step2_ck_score,x\n222,"' + b"y\n" * 200_000
    with pytest.raises((UnreadableFileError, RosterFault)):
        read(quoted)


def test_workbooks_that_unpack_to_far_more_are_refused_before_they_are_unpacked() -> None:
    small, sheet = workbook([["Program ID"], ["1"]]), "xl/worksheets/sheet1.xml"
    for content in (bomb(sheet, small, 100_000_000), bomb("content.xml", ods({"a": ""}), 100_000_000)):
        assert len(content) < 200_000
        assert peak_of(lambda content=content: read_tables("f", content)) < 2_000_000
    # A size that the archive tells too small is not believed: no more is unpacked than it says.
    told = bomb(sheet, small, 30_000_000)
    assert len(told) < 60_000
    lied = told.replace((30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lied != told
    assert peak_of(lambda: read_tables("f", lied)) < 5_000_000
    # Archives within archives are not opened.
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/workbook.zip", told)
    assert peak_of(lambda: read_tables("f", inner.getvalue())) < 2_000_000


# What leaves.

FORMULAS = st.builds(
    "{}{}".format, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\t=", "'=", "\r\n="]), TEXTS
)
RUN = re.compile(r"[=+\-@\t\r]")


@settings(max_examples=60)
@given(FORMULAS, FORMULAS)
def test_no_formula_leaves_in_a_table(name: str, cell: str) -> None:
    table = pd.DataFrame({name: [cell], "other": [-1.5]})
    read = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    assert not any(RUN.match(each) for each in (read[0][0], read[1][0]))
    assert read[1][1] == "-1.5", "a number stays one"
    page = load_workbook(
        io.BytesIO(workbook_bytes([Sheet("List", table)], "t", pd.Timestamp(2026, 1, 1).to_pydatetime()))
    )
    for place in page["List"][1][0], page["List"][2][0]:
        assert place.data_type in ("s", "n") and not RUN.match(str(place.value or ""))


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_no_formula_leaves_in_an_assessed_roster(engine: Engine, tmp_path: Any, kind: str) -> None:
    marks = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"]
    rows = "".join(f'"{mark}",high,"{mark}"\n' for mark in marks)
    roster = read_roster(f'code,step2_ck_score,"=x"\n{rows}'.encode()).clear()
    table = ResultTable(roster, False)
    file = table_file(tmp_path / f"out{kind}", kind, table.header, table.kinds)
    file.write(
        table.row(each.code, each.cells, our_cells(assess_applicant(each, engine)))
        for each in roster.applicants()
    )
    file.close()
    cells = list(cells_of(tmp_path / f"out{kind}"))
    assert sum("SUM(A1)" in cell for cell in cells) >= 2
    assert not any(RUN.match(cell) for cell in cells)


def cells_of(file: Any) -> Iterator[str]:
    if file.suffix == ".csv":
        for row in csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")):
            yield from row
        return
    for row in load_workbook(file)["Assessed"].iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            yield cell.value if isinstance(cell.value, str) else ""
