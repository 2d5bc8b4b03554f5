"""Rosters in every layout: whatever the file, the same answers, and no row or column lost in silence."""

from io import BytesIO

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from smartpick.cohort import RosterFault, read_roster
from smartpick.cohort.columns import CODE, OWN, PERSONAL

SPELLINGS = {
    "step2_ck_score": ("Step 2 CK", "CK", "step2_ck_score", "USMLE STEP 2 CK (score)", "Step-2-CK Score"),
    "visa_need": ("Visa", "visa_need", "VISA NEEDED"),
    "us_letters": ("US LORs", "US letters of recommendation", "us_letters"),
    "usce_hands_on_weeks": ("Hands-on USCE", "usce_hands_on_weeks"),
}
CODES = ("code", "Mentee ID", "Initials", "No.")
CARRIED = ("school", "remark", "País", "note on visa")
NAMES = ("Name", "Last name", "E-mail")
ANSWERS = {
    "step2_ck_score": ("232", "", "262", "196"),
    "visa_need": ("J-1", "none", "h1b", "either"),
    "us_letters": ("0", "3", "2"),
    "usce_hands_on_weeks": ("4", "12.5", "0"),
}


def as_text(table: list[list[str]], separator: str, encoding: str) -> bytes:
    frame = pd.DataFrame(table[1:], columns=table[0])
    return frame.to_csv(sep=separator, index=False, lineterminator="\r\n").encode(encoding)


def as_workbook(table: list[list[str]]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in table:
        book.active.append([float(c) if c.replace(".", "", 1).isdigit() else c or None for c in row])
    book.save(out)
    return out.getvalue()


def as_parquet(table: list[list[str]]) -> bytes:
    out = BytesIO()
    frame = pd.DataFrame(table[1:], columns=table[0])
    for name in frame:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        if numbers.notna().all():
            frame[name] = numbers
    frame.to_parquet(out)
    return out.getvalue()


@st.composite
def rosters(draw: st.DrawFn) -> tuple[list[list[str]], list[str | None]]:
    """Return a table, its header first, and what each of its columns is."""
    fields = draw(st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=1, unique=True))
    columns: list[tuple[str, str | None]] = [(draw(st.sampled_from(SPELLINGS[f])), f) for f in fields]
    columns += [(name, None) for name in draw(st.lists(st.sampled_from(CARRIED), unique=True))]
    columns += [(name, PERSONAL) for name in draw(st.lists(st.sampled_from(NAMES), unique=True))]
    columns += [(draw(st.sampled_from(CODES)), CODE)] if draw(st.booleans()) else []
    columns = draw(st.permutations(columns))
    rows = []
    for number in range(draw(st.integers(1, 6))):
        cells = {
            None: st.sampled_from(["Göttingen", "a, b", "São Paulo; x", "y"]),
            PERSONAL: st.just("Ada Lovelace"),
            CODE: st.just(f"M{number}"),
        } | {field: st.sampled_from(answers) for field, answers in ANSWERS.items()}
        rows.append([draw(cells[kind]) for _, kind in columns])
    # A row without anything is no applicant.
    rows = [row for row in rows if any(row)] or [["x" for _ in columns]]
    return [[name for name, _ in columns], *rows], [kind for _, kind in columns]


@given(
    rosters(),
    st.sampled_from(
        ["xlsx", "parquet"]
        + [f"{e} {s}" for e in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le") for s in ",;\t|"]
    ),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_every_layout_is_read_the_same(roster: tuple[list[list[str]], list[str | None]], layout: str) -> None:
    table, kinds = roster
    if layout in ("xlsx", "parquet"):
        content = as_workbook(table) if layout == "xlsx" else as_parquet(table)
    else:
        encoding, _, separator = layout.partition(" ")
        content = as_text(table, separator, encoding)
    read = read_roster(content)
    assert not read.columns.questions
    assert read.columns.names == tuple(table[0])
    assert [read.columns.fields.get(place) for place in range(len(kinds))] == [
        kind if kind not in (None, CODE, PERSONAL) else None for kind in kinds
    ]
    assert read.columns.code == (kinds.index(CODE) if CODE in kinds else None)
    assert list(read.columns.personal) == [place for place, kind in enumerate(kinds) if kind == PERSONAL]
    said = " ".join(read.notes)
    assert all(f"'{name}'" in said for name, kind in zip(*(table[0], kinds), strict=True) if kind is None)
    applicants = list(read.applicants())
    assert len(applicants) == len(table) - 1
    for applicant, row in zip(applicants, table[1:], strict=True):
        told = dict(zip(kinds, row, strict=True))
        carried = [cell for cell, kind in zip(row, kinds, strict=True) if kind != PERSONAL]
        assert list(applicant.cells) == carried
        assert "Ada" not in repr(applicant)
        if applicant.profile is None:
            assert applicant.fault
            continue
        if "step2_ck_score" in told:
            score = applicant.profile.step2_ck_score
            assert score == (int(told["step2_ck_score"]) if told["step2_ck_score"] else None)
        if "usce_hands_on_weeks" in told:
            assert applicant.profile.usce_hands_on_weeks == float(told["usce_hands_on_weeks"])
        assert ("us_letters" in applicant.gaps) == ("us_letters" not in told)


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("Student", "Maria Lopez", PERSONAL),
        ("Student", "S-12", CODE),
        ("who", "Ñandú, J.", PERSONAL),
        ("who", "AB", CODE),
        ("Initials", "JN", CODE),
        ("School name", "Maria Lopez", OWN),
        ("Mentor", "Maria Lopez", OWN),
    ],
)
def test_a_name_is_told_from_a_code(header: str, cell: str, kind: str) -> None:
    columns = read_roster(f"{header};CK\n{cell};230\n".encode()).columns
    assert (0 in columns.personal, columns.code == 0) == (kind == PERSONAL, kind == CODE)


def test_what_is_open_about_columns_is_asked_and_the_answers_are_taken() -> None:
    content = b"CK,step2_ck_score,Attempts,YOG\n230,240,1,2020\n"
    asked = read_roster(content)
    assert [question.places for question in asked.columns.questions] == [(2,), (0, 1), (3,)]
    assert asked.columns.questions[0].fields == ("step1_failures", "step2_ck_failures")
    with pytest.raises(RosterFault, match=r"'Attempts'.*hold the same field.*--match-year"):
        asked.clear()
    answered = read_roster(content, meanings={0: OWN, 2: "step2_ck_failures"}, match_year=2027).clear()
    [applicant] = answered.applicants()
    assert applicant.profile is not None
    told = applicant.profile
    assert (told.step2_ck_score, told.step2_ck_failures, told.years_since_graduation) == (240, 1, 6)
    assert applicant.cells == ("230", "240", "1", "2020")


def test_the_score_of_the_case_that_scored_everybody_alike() -> None:
    low, none, high = read_roster(
        b"initials,Step2_CK_Score,visa_need\nA,201,j1\nB,,j1\nC,262,j1\n"
    ).applicants()
    assert [each.profile and each.profile.step2_ck_score for each in (low, none, high)] == [201, None, 262]
    assert "step2_ck_score" in none.gaps and "step2_ck_score" not in low.gaps


def test_a_damaged_parquet_file_is_refused() -> None:
    with pytest.raises(RosterFault, match="damaged"):
        read_roster(b"PAR1 and nothing more")
