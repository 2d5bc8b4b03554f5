"""Three states of eligibility: only a program's own stated and uncontradicted rule excludes."""

import numpy as np
import pandas as pd
import pytest

from smartpick.plan.eligibility import Eligibility, EligibilityTable, check_eligibility
from smartpick.profile import ApplicantProfile
from smartpick.programs.pool import REQUIREMENTS, answers_of, leading_statements

J1 = ApplicantProfile(visa_need="j1", step2_ck_score=230, years_since_graduation=3, usce_hands_on_weeks=8)


def statement(requirement: str, value: str, **words: object) -> dict[str, object]:
    number = pd.to_numeric(value, errors="coerce")
    usual = {
        "program_id": "p",
        "requirement": requirement,
        "value": value,
        "value_number": number,
        "strength": "stated",
        "scope": "program",
        "as_of_year": 2025,
        "confidence": "high",
        "url": "",
        "source_id": "a",
    }
    return usual | words


def check(profile: ApplicantProfile, *statements: dict[str, object]) -> EligibilityTable:
    columns = list(statement("x", "y"))
    leading = leading_statements(pd.DataFrame(list(statements), columns=columns))
    said = {r: answers_of(leading, r, np.array(["p"])) for r in REQUIREMENTS}
    return check_eligibility(profile, said, np.array([False]))


def state(profile: ApplicantProfile, *statements: dict[str, object]) -> Eligibility:
    return Eligibility(check(profile, *statements).state[0])


def test_a_program_that_says_nothing_is_unknown() -> None:
    assert state(J1) == Eligibility.UNKNOWN


def test_a_stated_visa_is_met() -> None:
    assert state(J1, statement("visa_j1", "yes")) == Eligibility.MEETS


REFUSAL = statement("visa_j1", "no")
FAILED_EACH_ONCE = {"step1": "fail_then_pass", "step1_failures": 1, "step2_ck_failures": 1}


def test_the_program_s_own_rule_excludes() -> None:
    assert state(J1, REFUSAL) == Eligibility.FAILS


@pytest.mark.parametrize(
    ("why", "statements"),
    [
        ("a preference", [REFUSAL | {"strength": "preferred"}]),
        ("the sponsor's policy", [REFUSAL | {"scope": "institution"}]),
        ("pages that conflict", [REFUSAL, statement("visa_j1", "yes", as_of_year=2020)]),
    ],
)
def test_what_is_less_than_the_program_s_own_rule_does_not_exclude(
    why: str, statements: list[dict[str, object]]
) -> None:
    assert state(J1, *statements) == Eligibility.UNKNOWN, why


@pytest.mark.parametrize(
    ("requirement", "value", "changes", "expected"),
    [
        ("max_years_since_graduation", "3", {}, Eligibility.UNKNOWN),
        ("max_years_since_graduation", "2", {}, Eligibility.FAILS),
        ("max_years_since_graduation", "none", {}, Eligibility.UNKNOWN),
        ("min_step2", "230", {}, Eligibility.UNKNOWN),
        ("min_step2", "231", {}, Eligibility.FAILS),
        ("min_step2", "300", {"step2_ck_score": None}, Eligibility.UNKNOWN),
        ("max_attempts", "1", {}, Eligibility.UNKNOWN),
        ("max_attempts", "1", {"step1": "fail_then_pass", "step1_failures": 1}, Eligibility.FAILS),
        ("max_attempts", "2", {"step1": "fail_then_pass", "step1_failures": 1}, Eligibility.UNKNOWN),
        # Two attempts at each of two exams are within a limit of two: it is one for each exam.
        ("max_attempts", "2", FAILED_EACH_ONCE, Eligibility.UNKNOWN),
        ("usce_required", "yes", {"usce_hands_on_weeks": 0}, Eligibility.FAILS),
        ("usce_required", "yes", {}, Eligibility.UNKNOWN),
        ("usce_months", "3", {}, Eligibility.FAILS),
        ("usce_months", "1", {}, Eligibility.UNKNOWN),
        ("accepts_imgs", "no", {}, Eligibility.FAILS),
        ("visa_h1b", "no", {}, Eligibility.UNKNOWN),
    ],
)
def test_each_requirement_on_its_boundary(
    requirement: str, value: str, changes: dict[str, object], expected: Eligibility
) -> None:
    """Met without a word on the visa stays unknown; a J-1 applicant does not fail for a refused H-1B."""
    assert state(J1.changed(**changes), statement(requirement, value)) == expected


def test_without_a_visa_need_another_met_rule_is_enough() -> None:
    assert state(J1.changed(visa_need="none"), statement("accepts_imgs", "yes")) == Eligibility.MEETS
    assert state(J1.changed(visa_need="none"), REFUSAL) == Eligibility.UNKNOWN


def test_who_takes_either_visa_is_excluded_only_if_both_are_refused() -> None:
    either = J1.changed(visa_need="either")
    assert state(either, REFUSAL) != Eligibility.FAILS
    assert state(either, REFUSAL, statement("visa_h1b", "yes")) == Eligibility.MEETS
    assert state(either, REFUSAL, statement("visa_h1b", "no")) == Eligibility.FAILS


def test_a_us_citizen_is_not_asked_about_visas_nor_a_us_senior_about_imgs() -> None:
    us_img = ApplicantProfile(applicant_type="us_img", visa_need="none")
    assert state(us_img, REFUSAL) == Eligibility.UNKNOWN
    assert state(us_img, statement("accepts_imgs", "no")) == Eligibility.FAILS
    senior = ApplicantProfile(applicant_type="us_md_senior", visa_need="none")
    assert state(senior, statement("accepts_imgs", "no")) == Eligibility.UNKNOWN


def test_unmet_preferences_are_counted_and_visas_are_not() -> None:
    """A visa answer is weighed as a probability elsewhere."""
    table = check(
        J1,
        statement("usce_months", "6", strength="preferred"),
        statement("max_years_since_graduation", "1", scope="institution"),
        REFUSAL | {"strength": "preferred"},
    )
    assert table.soft_misses.tolist() == [2]
    assert table.answers["visa_j1"].tolist() == [-1]


def test_the_program_s_word_goes_before_its_sponsor_s_and_the_newer_before_the_older() -> None:
    own, sponsor = (
        statement("visa_j1", "yes", as_of_year=2019),
        statement("visa_j1", "no", scope="institution"),
    )
    older, newer = (
        statement("min_step2", "250", as_of_year=2019),
        statement("min_step2", "220", as_of_year=2024),
    )
    rows = leading_statements(pd.DataFrame([sponsor, own, older, newer]))
    assert rows.loc[("p", "visa_j1"), "value"] == "yes"
    assert rows.loc[("p", "min_step2"), "value"] == "220"
    assert rows["conflicting"].all()
