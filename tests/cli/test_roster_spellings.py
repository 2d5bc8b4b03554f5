"""Rosters with names of columns, histories of exams and layouts as mentors have them."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from smartpick.cohort import Roster, RosterFault, read_roster
from smartpick.profile.written_answers import ExamHistory, exam_history

TWO = ("Internal Medicine", "Family Medicine")


def roster(*lines: str, **options: object) -> Roster:
    return read_roster("\n".join(lines).encode(), match_year=2027, **options)  # type: ignore[arg-type]


def answered(header: str, cell: str, *fields: str) -> tuple[object, ...] | str:
    """Return what one applicant answers to the fields, or the fault of their row."""
    (one,) = roster(f"code;{header};remark", f"A;{cell};x").clear().applicants()
    return one.fault if one.profile is None else tuple(getattr(one.profile, field) for field in fields)


@pytest.mark.parametrize(
    ("header", "cell", "field", "answer"),
    [
        ("Step II", "232", "step2_ck_score", 232),
        ("USMLE 2 CK score", "232", "step2_ck_score", 232),
        ("Puntaje Step 2 CK", "232", "step2_ck_score", 232),
        ("Med school grad year", "2021", "years_since_graduation", 5.0),
        ("Date of graduation", "2021-06-30", "years_since_graduation", 5.0),
        ("Año de graduación", "2021", "years_since_graduation", 5.0),
        ("Class of", "2021", "years_since_graduation", 5.0),
        ("Years out of med school", "4", "years_since_graduation", 4.0),
        ("Observerships (weeks)", "8", "usce_observer_weeks", 8.0),
        ("Observerships (months)", "2", "usce_observer_weeks", 9.0),
        ("Hands-on USCE (months)", "3", "usce_hands_on_weeks", 13.0),
        ("Hands-on USCE (months)", "12 weeks", "usce_hands_on_weeks", 12.0),
        ("US Research (mos)", "6", "us_research_months", 6.0),
        ("US research (years)", "1,5", "us_research_months", 18.0),
        ("LORs (US)", "3 US", "us_letters", 3),
        ("Visum", "keine", "visa_need", "none"),
        ("Visto", "não precisa", "visa_need", "none"),
        ("Fachrichtung", "Innere Medizin", "specialties", TWO[:1]),
        ("Especialidad", "Medicina Familiar", "specialties", TWO[1:]),
        ("Target specialty", "IM (FM backup)", "specialties", TWO),
        ("Specialty", "Primary: IM, Backup: FM", "specialties", TWO),
        ("Abstracts/Posters", "4", "presentations", 4),
        ("ECFMG status", "yes (2025)", "ecfmg_certified", True),
        ("Ties to California", "sí", "pacific_ties", True),
        ("What is your Step 2 CK score?", "232", "step2_ck_score", 232),
        ("Do you need a visa?", "Yes, J-1", "visa_need", "j1"),
        ("How many US LORs do you have?", "3", "us_letters", 3),
        ("Step 3 score", "221", "step3", "pass"),
    ],
)
def test_names_and_words_that_mean_one_thing(header, cell, field, answer) -> None:
    assert answered(header, cell, field) == (answer,)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Step 2 CK (attempts)", "step2_ck_failures"),
        ("Step 2 CK (predicted)", "step2_ck_score"),
        ("US LORs (requested)", "us_letters"),
        ("Visa (expires)", "visa_need"),
        ("USCE (months)", "usce_hands_on_weeks"),
        ("Citizenship", "visa_need"),
        ("Times applied", "earlier_unmatched_seasons"),
        ("Number of attempts", "step1_failures"),
        ("Specialty 2", "specialties"),
    ],
)
def test_names_that_leave_it_open_are_asked_about(header, field) -> None:
    (question,) = roster(f"code;{header};budget", "A;2;2000").columns.questions
    assert field in question.fields and header in question.sentence


def test_the_unit_of_a_name_counts_when_its_owner_says_what_it_is() -> None:
    said = roster("code;USCE (months)", "A;3", meanings={1: "usce_observer_weeks"})
    (one,) = said.applicants()
    assert one.profile is not None and one.profile.usce_observer_weeks == 13
    assert "Read in 'USCE (months)': '3 months' as 13." in said.notes


def test_specialties_in_columns_of_their_own_are_taken_in_their_order() -> None:
    for header in ("Specialty 2;Specialty 1", "2nd choice specialty;Specialty", "Backup;Primary specialty"):
        assert answered(header, "FM;IM", "specialties") == (TWO,)
    for backup in ("", "IM", "-"):
        assert answered("Specialty;Backup", f"IM;{backup}", "specialties") == (TWO[:1],)
    asked = roster("code;Specialty;Primary specialty", "A;IM;FM").columns.questions
    assert "hold the same field" in asked[0].sentence


WORDS = {"P": ("P", "passed", "aprobado"), "F": ("F", "failed", "fail")}


@given(
    failures=st.integers(0, 4),
    score=st.none() | st.integers(180, 280),
    form=st.integers(0, 3),
    passed=st.sampled_from(WORDS["P"]),
    failed=st.sampled_from(WORDS["F"]),
)
def test_a_course_of_attempts_is_read_however_it_is_written(failures, score, form, passed, failed) -> None:
    end = passed if score is None else str(score)
    place = ("1st", "2nd", "third", "4th", "fifth")[failures]
    text = [
        f"{end} ({place} attempt)",
        f"{end}, {failures} {failed}",
        "/".join([*[failed] * failures, end]),
        f"{end} after {failures + 1} attempts",
    ][form]
    expected = None if form == 2 and failures == 0 else failures
    assert exam_history(text) == ExamHistory(score is None, score, expected)


@pytest.mark.parametrize(
    "text",
    ["P/F", "240 (NBME)", "expected 240", "240-245", "198 F", "~240", "240+", ">240", "COMLEX 550", "F",
     "2 attempts", "232 (2nd attempt), 2 fails", "240 P F", "301", "232/300", "", "no aprobado", "not passed",
     "nicht bestanden", "never failed"],
)  # fmt: skip
def test_what_is_in_doubt_is_no_course_of_attempts(text) -> None:
    assert exam_history(text) is None


def test_a_score_tells_of_the_attempts_before_it_and_the_notes_say_so() -> None:
    read = roster("code;Step 2 CK", "A;232 (2nd attempt)", "B;198 F, 238", "C;Pass (232)", "D;F/F/225")
    answers = [
        (a.profile.step2_ck_score, a.profile.step2_ck_failures) for a in read.applicants() if a.profile
    ]
    assert answers == [(232, 1), (238, 1), (232, 0), (225, 2)]
    assert "'232 (2nd attempt)' as 232, with 1 failed attempt before" in read.notes[-1]
    assert answered("CK;CK fails", "232 (2nd attempt);1", "step2_ck_failures") == (1,)
    against = answered("CK;CK fails", "232 (2nd attempt);2")
    assert "'232 (2nd attempt)', but Failed Step 2 CK attempts is '2'. Keep one of them." in against


@pytest.mark.parametrize(
    ("cell", "step1", "failures", "score"),
    [
        ("F then P", "fail_then_pass", 1, None),
        ("Pass after 2 fails", "fail_then_pass", 2, None),
        ("passed 3rd try", "fail_then_pass", 2, None),
        ("P (1st attempt)", "pass", 0, None),
        ("fail/215", "fail_then_pass", 1, 215),
        ("bestanden", "pass", 0, None),
        ("Fail (185), Pass (215)", "fail_then_pass", 1, 215),
        ("2x failed, now 215", "fail_then_pass", 2, 215),
        ("215 (Oct 2019)", "pass", 0, 215),
    ],
)
def test_a_result_tells_of_its_attempts(cell, step1, failures, score) -> None:
    assert answered("Step 1", cell, "step1", "step1_failures", "step1_score") == (step1, failures, score)


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        ("H1b w/ step 3", "h1b"),
        ("visa required (J1)", "j1"),
        ("J1, open to H1b", "either"),
        ("J-1 (prefers H-1B)", "either"),
        ("J1 or H1B - no preference", "either"),
        ("J-1, no H-1B", "j1"),
        ("No - GC holder", "none"),
        ("N/A (green card)", "none"),
    ],
)
def test_a_visa_need_in_prose(cell, need) -> None:
    assert answered("Visa", cell, "visa_need") == (need,)


@pytest.mark.parametrize(
    "cell",
    [
        "J-1 waiver",
        "no J-1",
        "not H-1B",
        "H-1B preferred",
        "No (Indian)",
        "J-1?",
        "J-1 or H-1B only",
        "was on J-1",
    ],
)
def test_a_visa_need_in_doubt_stays_a_fault(cell) -> None:
    assert isinstance(answered("Visa", cell), str)


ROWS = [["code", "Step 2 CK", "Visa", "YOG"], ["A", "232", "J-1", "2021"], ["B", "245", "none", "2024"]]


def scores(read: Roster) -> list[int | None]:
    return [one.profile.step2_ck_score if one.profile else None for one in read.applicants()]


def test_totals_remarks_and_repeated_names_are_no_applicants() -> None:
    lines = [";".join(row) for row in ROWS]
    read = roster(*lines, "Average;238.5;;", lines[0], "Total: 2;;;", "Source: own interviews;;;")
    assert scores(read) == [232, 245]
    assert read.notes[:4] == (
        "Row 4 sums up others and was left out: 'Average'.",
        "Row 5 repeats the column names and was left out.",
        "Row 6 sums up others and was left out: 'Total: 2'.",
        "Row 7 was taken as a remark: 'Source: own interviews'.",
    )
    # Whoever is called like one, or has no answer yet, is an applicant.
    assert len(roster(*lines, "Max;201;;", "C7;;;", "Mean Sok;230;;")) == 5
    with pytest.raises(RosterFault, match="no applicant"):
        roster(lines[0], "Total: 0;;;")


def test_headings_between_applicants_are_none_of_them() -> None:
    read = roster("code;CK;Visa", "Group A;;", "A 1;232;J-1", "Group B;;", "B 1;240;none", "C 1;;")
    assert [one.code for one in read.applicants()] == ["A 1", "B 1", "C 1"]
    assert read.notes[:2] == (
        "Row 2 was taken as a heading: 'Group A'.",
        "Row 4 was taken as a heading: 'Group B'.",
    )
    assert len(roster("Name;CK", "Ana Sok;", "Bo Li;232")) == 2


def test_a_row_that_explains_the_columns_is_no_applicant() -> None:
    lines = [";".join(row) for row in ROWS]
    read = roster(lines[0], ";score;type;year", *lines[1:])
    assert scores(read) == [232, 245]
    assert read.notes[0] == "Row 2 was taken as an explanation of the columns: 'score, type, year'."
    # One answer that can be read makes an applicant of it, whose faults are told.
    assert len(roster(lines[0], "C;soon;J-1;long ago", *lines[1:])) == 3


def test_words_for_no_answer_are_as_good_as_an_empty_cell() -> None:
    read = roster("code;Step 3;US LORs;Visa", "A;-;n/a;J-1", "B;;;J-1", "C;No;2;N/A")
    dashes, empty, open_ = read.applicants()
    assert dashes.profile == empty.profile and dashes.started == empty.started == ("step3", "us_letters")
    assert "'N/A', which may mean that none is needed" in open_.fault


def test_what_another_cell_tells_is_no_starting_value() -> None:
    one, two = roster("code;Step 3;Step 3 score", "A;;221", "B;;").applicants()
    assert one.profile is not None and one.profile.step3 == "pass"
    assert (one.started, two.started) == ((), ("step3",))


def test_interviews_tell_where_in_the_season_an_applicant_is() -> None:
    read = roster("code;IVs", "A;4", "B;")
    stages = [one.profile.season_stage for one in read.applicants() if one.profile]
    assert stages == ["waiting", "before_applying"]
    assert "Who has an answer in 'IVs' is taken as waiting (season_stage)." in " ".join(read.notes)
    assert not any(
        "season_stage" in note for note in roster("stage;IVs", "ranking;4").notes if "taken" in note
    )


def test_a_roster_with_an_applicant_in_each_column_is_turned() -> None:
    lines = [";".join(column) for column in zip(*ROWS, strict=True)]
    read = roster("My mentees;;", *lines)
    assert scores(read) == [232, 245] and "The table was turned" in read.notes[0]
    assert [one.code for one in read.applicants()] == ["A", "B"]
    # Names with nothing beside them are nobody's answers.
    read = roster("Step 2 CK;", "Visa;", "YOG;", "US LORs;")
    assert all(one.fault for one in read.applicants()) and not any("turned" in note for note in read.notes)


def test_two_rows_of_names_are_read_together_where_that_says_more() -> None:
    read = roster(";Step 1;;Step 2 CK;", "code;Result;fails;Score;fails", "A;F/P;1;232;2")
    (one,) = read.clear().applicants()
    assert one.profile is not None
    assert (one.profile.step1_failures, one.profile.step2_ck_failures) == (1, 2)
    assert not any("skipped" in note for note in read.notes)


def test_the_sheet_with_the_roster_is_read_and_columns_without_anything_are_none() -> None:
    book = Workbook()
    book.active.append(["Please keep private"])
    sheet = book.create_sheet("Mentees")
    for row in ROWS:
        sheet.append([None, *row, None])
    out = BytesIO()
    book.save(out)
    read = read_roster(out.getvalue(), match_year=2027)
    assert scores(read) == [232, 245] and "Sheet 'Mentees' was read, and not 'Sheet'." in read.notes
    assert read.columns.names == tuple(ROWS[0])
