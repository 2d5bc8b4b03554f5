"""Rosters with answers as mentors write them: what is read is told, what is open is a fault of its row."""

from io import BytesIO

import pandas as pd
import pytest
from openpyxl import Workbook

from smartpick.cohort import Roster, columns, read_roster
from smartpick.cohort.answers import years_since
from smartpick.cohort.template import explained_fields
from smartpick.paths import data_folder
from smartpick.prose import read_words


def the_roster(*lines: str, **options: int) -> Roster:
    return read_roster("\n".join(lines).encode(), **options).clear()


def told(roster: Roster, *names: str) -> list[tuple[object, ...] | str]:
    """Return the answers of each applicant to these fields, or the fault."""
    return [
        each.fault if each.profile is None else tuple(getattr(each.profile, name) for name in names)
        for each in roster.applicants()
    ]


def test_the_notes_say_once_for_each_column_how_words_were_taken() -> None:
    roster = the_roster(
        "code,Applicant type,Visa,CK,Hands-on weeks,Specialty",
        "A,Non-US-citizen IMG,GC,232,12 weeks,IM",
        "B,non_us_img,J-1,N/A,12,Internal Medicine",
        "C,Non-US-citizen IMG,GC,240,12 weeks,IM",
    )
    assert not any(each.fault for each in roster.applicants())
    assert [note for note in roster.notes if note.startswith("Read in")] == [
        "Read in 'Applicant type': 'Non-US-citizen IMG' as IMG, not a US citizen.",
        "Read in 'Visa': 'GC' as None needed.",
        "Read in 'CK': 'N/A' as no score yet.",
        "Read in 'Hands-on weeks': '12 weeks' as 12.",
        "Read in 'Specialty': 'IM' as Internal Medicine.",
    ]


def test_a_visa_says_whether_an_img_is_a_us_citizen() -> None:
    roster = the_roster(
        "applicant_type,visa_need",
        "IMG,J1",
        "FMG,Green card",
        "IMG,US citizen",
        "IMG,none",
        "US MD,N/A",
        "Non-US IMG,N/A",
        "Non-US IMG,US citizen",
        ",US citizen",
    )
    *read, none, senior, unknown, against, missing = told(roster, "applicant_type", "visa_need")
    assert read == [("non_us_img", "j1"), ("non_us_img", "none"), ("us_img", "none")]
    assert senior == ("us_md_senior", "none")
    assert "'IMG', which does not say whether the applicant is a US citizen" in none
    assert "'N/A', which may mean that none is needed" in unknown
    assert "'US citizen', but the applicant type is 'Non-US IMG'" in against
    assert "no applicant type is given" in missing and "'IMG, US citizen' (us_img)" in missing
    assert "'IMG' as IMG, US citizen, by the visa" in " ".join(roster.notes)


def test_scores_and_results_of_steps_1_and_3_are_told_apart() -> None:
    roster = the_roster(
        "step1,step1_score,step1_failures,step3,step2_ck_score",
        "215,,0,No,230",
        "Pass (231),231,,200,230",
        ",P,,no,230",
        "215,,1,no,230",
        "Passed,,2,no,230",
        "195,,0,no,230",
        "222,221,0,no,230",
        "Passed at the first attempt,,1,no,230",
        "Pass,,0,199,230",
        "Fail,P,1,no,230",
    )
    *read, low, two, first, third, against = told(roster, "step1", "step1_score", "step3", "step3_score")
    assert read == [
        ("pass", 215, "not_taken", None),
        ("pass", 231, "pass", 200),
        ("pass", None, "not_taken", None),
        ("fail_then_pass", 215, "not_taken", None),
        ("fail_then_pass", None, "not_taken", None),
    ]
    assert "Step 1 is '195', a pass or a fail by the standard of its time" in low
    assert "Step 1 is '222', but Step 1 score is '221'" in two
    assert "1 failed are counted" in first
    assert "Step 3 is '199'" in third
    assert "Step 1 score is 'P', but Step 1 is 'Fail'" in against
    assert "'215' as Passed at the first attempt, with the score 215" in " ".join(roster.notes)


def test_a_score_counts_as_a_pass_from_the_highest_standard_on() -> None:
    rules = pd.read_csv(data_folder() / "exams" / "usmle_rules.csv")
    passing = rules[rules["rule"] == "passing score"].groupby("exam")["value"].max()
    used = read_words(columns.__file__, "names")["passing_scores"]
    assert used == {"step1": passing["Step 1"], "step3": passing["Step 3"]}


def test_every_fault_of_a_row_comes_at_once_in_its_own_words() -> None:
    [fault] = told(the_roster("applicant_type,visa_need,step1,us_letters", "Non-US IMG,US citizen,189,2-3"))
    assert str(fault).startswith("3 answers need correcting")
    assert all(f"'{text}'" in str(fault) for text in ("US citizen", "189", "2-3"))


@pytest.mark.parametrize(
    ("cell", "years"), [("2020", 6), ("May 2020", 6), ("2020-06-30", 6), ("2020.0", 6), ("2027", 0)]
)
def test_a_year_of_graduation_in_other_words(cell: str, years: int) -> None:
    assert years_since(cell, 2027) == years


@pytest.mark.parametrize("cell", ["20", "2019-2020", "2028", "soon"])
def test_what_is_no_year_of_graduation(cell: str) -> None:
    [fault] = told(the_roster("YOG,CK", f"{cell},230", match_year=2027))
    assert cell in str(fault)


def test_cells_of_a_workbook_are_read_as_they_are_shown() -> None:
    book, out = Workbook(), BytesIO()
    book.active.append(["CK", "ECFMG", "Pacific ties", "pacific_weight", "US LORs", "Budget in USD"])
    book.active.append([232.0, True, False, 0.7, "2\u00a0LORs", "2\u00a0000"])
    book.active["D2"].number_format = "0%"
    book.save(out)
    names = (
        "step2_ck_score",
        "ecfmg_certified",
        "pacific_ties",
        "pacific_weight",
        "us_letters",
        "budget_usd",
    )
    assert told(read_roster(out.getvalue()), *names) == [(232, True, False, 0.7, 2, 2000.0)]


def test_a_german_export_is_read_and_its_point_is_not_guessed() -> None:
    text = "CK;years_since_graduation;ECFMG;budget_usd\n228,0;3,5;WAHR;1.250,00\n228;3;FALSCH;2.000\n"
    read, open_ = told(
        read_roster(text.encode("cp1252")), "step2_ck_score", "years_since_graduation", "budget_usd"
    )
    assert read == (228, 3.5, 1250.0)
    assert "Budget is '2.000', which can be 2 or 2000" in open_


def test_what_the_template_calls_understood_is() -> None:
    fields = explained_fields().set_index("field")["also_understood"]
    assert (fields.drop(["code", "signals"]).str.len() > 3).all()
    for field, words in fields.drop(["code", "signals", "languages", "pinned", "excluded"]).items():
        for word in words.split("; "):
            [applicant] = read_roster(
                f'{field};season_stage;pacific_min\n"{word}";waiting;1\n'.encode()
            ).applicants()
            if field in (
                "step1",
                "step1_failures",
            ):  # They must agree with each other, which is another test.
                assert f"'{word}'" not in applicant.fault, field
            elif field not in ("season_stage", "pacific_min"):
                assert applicant.fault == "", (field, word)
