"""Answers as people write them: one meaning is read, two is a fault in their own words."""

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.paths import data_folder
from smartpick.profile import ApplicantProfile, ProfileFaults, parse_profile, written_answers
from smartpick.prose import read_words

USUAL = read_words(written_answers.__file__, "usual_answers")

# Field, answers that mean the same, and what they mean.
READ: list[tuple[str, tuple[str, ...], Any]] = [
    (
        "applicant_type",
        ("Non-US-citizen IMG", "non US citizen IMG", "Non-US IMG", "IMG, not a US citizen", "IMG (non-US)"),
        "non_us_img",
    ),
    ("applicant_type", ("US-citizen IMG", "U.S. citizen IMG", "USIMG", "IMG (US citizen)"), "us_img"),
    ("applicant_type", ("US DO", "DO Senior", "DO", "Senior at a US DO school"), "us_do_senior"),
    ("applicant_type", ("US MD", "MD senior", "U.S. MD Senior", "us_md_senior"), "us_md_senior"),
    ("step1", ("P", "passed", "Pass (1st attempt)", "PASS."), "pass"),
    ("step1", ("Failed, then passed", "F/P", "passed 2nd attempt"), "fail_then_pass"),
    ("step1", ("F", "Failed"), "fail"),
    ("step3", ("No", "none", "not yet", "planned", "Not taken"), "not_taken"),
    ("step1_score", ("no score", "N/A", "-"), None),
    ("step2_ck_score", ("232", "232.0", " 232\u00a0", "232 (first attempt)", "“232”", "２３２"), 232),
    ("step2_ck_score", ("not taken", "pending", "N/A", "TBD", "—", "n.a.", "?", "awaiting", "none"), None),
    ("step2_ck_failures", ("none", "No", "zero", "0 fails"), 0),
    (
        "step2_ck_date",
        ("2026-08-15", "15.08.2026", "8/15/2026", "15 August 2026", "Aug 15th, 2026", "2026-08-15 10:30:00"),
        date(2026, 8, 15),
    ),
    ("step2_ck_date", ("TBD", "not scheduled"), None),
    ("ecfmg_certified", ("Yes", "certified", "TRUE", "WAHR", "✓", "1"), True),
    ("ecfmg_certified", ("No", "Pending", "in progress", "not yet", "FALSCH"), False),
    ("ecfmg_certified", ("unknown", "N/A", "Not answered"), None),
    ("visa_need", ("No", "not needed", "None", "None needed", "Green card", "GC", "U.S. citizen"), "none"),
    ("visa_need", ("J1", "J–1", "needs J-1", "J-1 visa"), "j1"),
    ("visa_need", ("H1B", "H-1B only", "H1-B"), "h1b"),
    ("visa_need", ("J1/H1B", "J-1 or H-1B", "both", "H-1B, J-1", "J1 + H1B"), "either"),
    ("years_since_graduation", ("3", "3 years", "3,0", "three", "~3", "36 months"), 3.0),
    ("years_since_graduation", ("1.125", "1,125"), 1.125),
    ("years_since_graduation", ("2.5", "2½", "2,5 yrs"), 2.5),
    ("usce_hands_on_weeks", ("12", "12 weeks", "12 wks.", "12-week", "12\u2009w"), 12.0),
    ("usce_hands_on_weeks", ("3 months", "3 mos", "13 wks"), 13.0),
    ("usce_observer_weeks", ("none", "no", "0"), 0.0),
    ("us_research_months", ("1 year", "12 months"), 12.0),
    ("us_letters", ("3", "three", "3 LORs", "three letters"), 3),
    ("english", ("fluent", "Native speaker", "excellent", "C2", "native/bilingual"), "strong"),
    ("languages", ("English, Spanish and Hindi", "Spanish|Hindi", "Spanish; Hindi"), ("Spanish", "Hindi")),
    ("languages", ("none", "English", "-"), ()),
    ("pacific_ties", ("CA", "California", "yes", "CA, OR and WA"), True),
    ("pacific_ties", ("no ties", "none", "No"), False),
    ("unexplained_gap", ("explained", "no gap"), False),
    ("pacific_weight", ("0.7", "0,7", "70%", "70 %", "0,700", ".7"), 0.7),
    ("max_applications", ("120 programs", "120"), 120),
    ("budget_usd", ("2000", "$2,000", "2k", "2 000", "2'000", "2.000,00", "USD 2,000.00"), 2000.0),
    ("budget_usd", ("N/A", "no limit"), None),
    ("pacific_max", ("no limit", "no maximum"), None),
    ("season_month", ("Nov", "NOVEMBER"), "november"),
    ("season_stage", ("Applied", "Applications are out, waiting"), "waiting"),
]  # fmt: skip

SPECIALTIES = {
    "IM": ("Internal Medicine",),
    "Family Med": ("Family Medicine",),
    "Internal Medicine (Categorical)": ("Internal Medicine",),
    "IM, FM": ("Internal Medicine", "Family Medicine"),
    "IM/FM": ("Internal Medicine", "Family Medicine"),
    "Psych > IM": ("Psychiatry", "Internal Medicine"),
    "1. IM 2. FM": ("Internal Medicine", "Family Medicine"),
    "Internal Medicine; Psychiatry": ("Internal Medicine", "Psychiatry"),
    "Internal Medicine, Pediatrics": ("Internal Medicine", "Pediatrics"),
    "Internal Medicine/Pediatrics": ("Internal Medicine/Pediatrics",),
    "Med-Peds & FM": ("Internal Medicine/Pediatrics", "Family Medicine"),
    "OB/GYN and IM": ("Obstetrics and Gynecology", "Internal Medicine"),
    "PM&R and Gen Surg": ("Physical Medicine and Rehabilitation", "General Surgery"),
    "Surgery, General, Pathology, Anatomic and Clinical": ("General Surgery", "Pathology"),
}

# Field, what nobody can be sure of, and what the fault says besides the words themselves.
OPEN = [
    ("applicant_type", "IMG", "whether the applicant is a US citizen. Write 'IMG, not a US citizen'"),
    ("applicant_type", "FMG", "'IMG, US citizen' (us_img)."),
    ("applicant_type", "non-US citizen", "does not say where the medical school is"),
    ("applicant_type", "MD", "fits more than one of the groups"),
    ("applicant_type", "US MD graduate", "a group that the published figures used here do not have"),
    ("applicant_type", "Martian", "'Senior at a US DO school' (us_do_senior)"),
    ("applicant_type", "N/A", "which is no answer."),
    ("step1", "215", "'Failed, then passed' (fail_then_pass)"),
    ("step1", "taken", "does not say the result"),
    ("step1", "pending", "Write 'Not taken' (not_taken) until it is there."),
    ("step1_score", "Pass", "a result and no score"),
    ("step2_ck_score", "~230", "not exact"),
    ("step2_ck_score", "232*", "its mark"),
    ("step2_ck_score", "232¹", "its mark"),
    ("step2_ck_score", "228/232", "more than one number"),
    ("step2_ck_date", "3/4/2026", "can be 2026-03-04 or 2026-04-03"),
    ("step2_ck_date", "Aug 2026", "does not name the day"),
    ("step2_ck_date", "86400", "year-month-day"),
    ("step2_ck_failures", "2 attempts", "how many attempts failed"),
    ("visa_need", "yes", "does not say which visa. Write 'J-1' (j1), 'H-1B only' (h1b)"),
    ("visa_need", "N/A", "may mean that none is needed"),
    ("visa_need", "J-1?", "Choose one of: 'None needed' (none)"),
    ("visa_need", "EAD", "does not say which visa residency will need"),
    ("years_since_graduation", "5+", "a limit and no number"),
    ("years_since_graduation", "<1", "a limit and no number"),
    ("years_since_graduation", "2019", "which is a year"),
    ("us_letters", "2-3", "more than one number"),
    ("us_letters", "2 + 1", "more than one number"),
    ("us_letters", "2026-03-02", "spreadsheets make one of '2-3'"),
    ("us_letters", "unknown", "which is no answer. Enter a whole number from 0 to 10. Without one,"),
    ("english", "good", "lies between two of the answers. Choose one of: 'Strong', 'Adequate', 'Limited'."),
    ("pacific_ties", "family", "California, Oregon or Washington"),
    ("budget_usd", "2.000", "can be 2 or 2000"),
    ("budget_usd", "none", "may mean 0 or no limit"),
    ("budget_usd", "2.500,00 €", "not in US dollars"),
    ("max_applications", "1.000", "can be 1 or 1000"),
    ("max_applications", "1,000", "from 1 to 700"),
    ("specialties", "IM/Peds", "'Internal Medicine, Pediatrics' for several, or"),
    ("specialties", "N/A", "which is no answer"),
    ("specialties", "IM/FM/Psych", "Write 'Internal Medicine, Family Medicine, Psychiatry'"),
    ("specialties", "Prelim Surgery", "a preliminary year"),
]  # fmt: skip


def read(field: str, text: str) -> Any:
    return getattr(parse_profile({"step1": "pass", "season_stage": "waiting", field: text}), field)


@pytest.mark.parametrize(("field", "texts", "meaning"), READ)
def test_usual_answers_are_read(field: str, texts: tuple[str, ...], meaning: Any) -> None:
    assert {text: read(field, text) for text in texts} == dict.fromkeys(texts, meaning)


def test_several_specialties_in_one_text() -> None:
    assert {text: read("specialties", text) for text in SPECIALTIES} == SPECIALTIES


@pytest.mark.parametrize(("field", "text", "said"), OPEN)
def test_what_is_open_is_a_fault_in_the_persons_own_words(field: str, text: str, said: str) -> None:
    with pytest.raises(ProfileFaults) as raised:
        parse_profile({field: text})
    assert [fault.field for fault in raised.value.faults] == [field]
    assert f"'{text}'" in str(raised.value) and said in str(raised.value)


def test_no_answer_is_usual_and_open_at_once_and_every_code_is_one_of_the_fields() -> None:
    for field, words in USUAL["usual"].items():
        known = {code: answers for code, answers in words.items() if code != "like"}
        for code, answers in known.items():
            meant = {"true": True, "false": False}.get(code, code)
            assert {answer: read(field, answer) for answer in answers} == dict.fromkeys(answers, meant)
    for field, several in USUAL["unclear"].items():
        for answer in (answer for each in several for answer in each["answers"]):
            with pytest.raises(ProfileFaults):
                parse_profile({field: answer})


def test_combined_specialties_without_programs_are_those_of_the_data() -> None:
    programs = set(pd.read_csv(data_folder() / "programs" / "programs.csv")["specialty"])
    assert not programs & set(USUAL["specialties"]["without_programs"])


ANSWERS = [
    (field, answer, code)
    for field, words in USUAL["usual"].items()
    for code, answers in words.items()
    if code != "like"
    for answer in answers
]
_DASHES, _SPACES = "-‐‑–—", (" ", "\u00a0", "  ", "\t")


@st.composite
def spelled_otherwise(draw: st.DrawFn, text: str) -> str:
    text = draw(st.sampled_from([str.upper, str.lower, str.title, str]))(text)
    text = re.sub("-", lambda _: draw(st.sampled_from([*_DASHES, " "])), text)
    text = re.sub(" ", lambda _: draw(st.sampled_from([*_SPACES, "-", "_"])), text)
    return draw(st.sampled_from(["", *_SPACES])) + text + draw(st.sampled_from(["", ".", *_SPACES]))


@given(st.data())
def test_case_spaces_dashes_and_stops_make_no_difference(data: st.DataObject) -> None:
    field, answer, _ = data.draw(st.sampled_from(ANSWERS))
    assert read(field, data.draw(spelled_otherwise(answer))) == read(field, answer)


@given(
    st.sampled_from(sorted(USUAL["usual"]) + sorted(USUAL["numbers"])),
    st.text(st.characters(codec="utf-8", exclude_categories=["N"]), min_size=6, max_size=12),
)
def test_an_unknown_answer_is_never_a_starting_value(field: str, text: str) -> None:
    """No usual answer begins with a q."""
    try:
        answer = read(field, f"q{text}")
    except ProfileFaults as found:
        assert {fault.field for fault in found.faults} == {field}
    else:
        pytest.fail(
            f"{text!r} was read as {answer!r}; {getattr(ApplicantProfile(), field)!r} is where it starts"
        )
