"""Programs in words: unknown is said, numbers keep their year and source, conflicts stay."""

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.numbers import web_address
from smartpick.text.program_facts import (
    NOT_KNOWN,
    REQUIREMENT_NAMES,
    not_said,
    program_facts,
    requirement_groups,
    statement_words,
    tracks,
)
from smartpick.text.program_search import class_words, fill_sentence, state_hover
from smartpick.text.programs import evidence_sentence
from smartpick.text.scenarios import profile_line
from smartpick.whatif.invitations import ProgramStanding

NOBODY = ProgramStanding("unknown", (), (), (), (), False)


def statement(requirement: str, value: object, number: float, as_stated: str) -> dict[str, object]:
    words = {"requirement": requirement, "value": value, "value_number": number, "value_as_stated": as_stated}
    return words | {"strength": "required"}


def facts_of(facts: Facts, program_id: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    program = facts.programs[facts.programs["program_id"] == program_id].iloc[0].to_dict()
    return {f.name: (f.value, f.year, f.source_ids) for f in program_facts(program, "other", False)}


def test_a_known_number_has_its_year_and_source(facts: Facts) -> None:
    value, year, sources = facts_of(facts, "1405121433")["Offered in the Match *"]
    assert (value, year, sources) == ("33", "2020", ("nrmp_program_results_2014_2020",))


def test_what_is_not_known_says_so_and_is_never_zero(facts: Facts) -> None:
    told = facts_of(facts, "1400200001")
    for name in ("Positions in the first year", "Offered in the Match *", "Filled in the Match *", "Sponsor"):
        assert told[name][0] == NOT_KNOWN
        assert told[name][2] == ()
    assert told["Kind of hospital"][0].startswith(NOT_KNOWN)


def test_pooled_sites_show_no_number(facts: Facts) -> None:
    pooled = facts.programs[facts.programs["positions_scope"] == "several_sites_pooled"].iloc[0]
    value, year, _ = facts_of(facts, pooled["program_id"])["Offered in the Match *"]
    assert "several sites" in value and year == ""
    assert not any(letter.isdigit() for letter in value)


def test_every_fact_of_every_program_leads_to_a_source(facts: Facts) -> None:
    known = set(facts.sources["source_id"])
    for program in facts.programs.iloc[::150].to_dict("records"):
        for fact in program_facts(program, "university", False):
            assert not fact.known or (set(fact.source_ids) <= known and fact.source_ids), fact.name


def test_track_letters_become_words() -> None:
    assert tracks("1743140C0|1743140P0|1743140C3") == "categorical, preliminary"
    assert tracks(np.nan) is None


@pytest.mark.parametrize("address", [np.nan, "javascript:alert(1)", "ftp://x"])
def test_only_web_addresses_become_links(address: object) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize(
    ("requirement", "value", "number", "words"),
    [
        ("visa_j1", "yes", np.nan, "sponsored"),
        ("visa_h1b", "limited", np.nan, "sponsored in some cases"),
        ("max_years_since_graduation", "5", 5.0, "graduated within 5 years"),
        ("max_attempts", "1", 1.0, "passed at the first attempt"),
        ("min_step2", "none", np.nan, "no limit"),
        ("usce_months", "3", 3.0, "at least 3 months"),
        ("accepts_imgs", "yes", np.nan, "may apply"),
    ],
)
def test_statements_in_plain_words(requirement: str, value: str, number: float, words: str) -> None:
    assert statement_words(statement(requirement, value, number, "as printed")) == words


def test_what_fits_no_value_is_given_as_the_page_has_it() -> None:
    assert (
        statement_words(statement("min_step2", np.nan, np.nan, "competitive scores")) == "competitive scores"
    )


def test_every_requirement_in_the_data_has_a_name_and_every_statement_words(facts: Facts) -> None:
    table = facts.program_requirements
    assert set(table["requirement"]) <= REQUIREMENT_NAMES.keys()
    kinds = table.drop_duplicates(["requirement", "value", "value_number"])
    for row in kinds.to_dict("records"):
        words = statement_words(row)
        assert words and words != "nan"


def test_conflicting_pages_both_stay_and_are_named(facts: Facts) -> None:
    table = facts.program_requirements
    groups = requirement_groups(table[table["program_id"] == "1403921352"], NOBODY)
    h1b = next(group for group in groups if group.name == "H-1B visa")
    assert h1b.conflicting
    assert {line.says for line in h1b.lines} == {"not sponsored", "sponsored in some cases"}
    assert all(line.when == "undated" and line.url for line in h1b.lines)


def test_requirements_without_a_statement_are_named(facts: Facts) -> None:
    standing = ProgramStanding("unknown", (), (), (), ("visa_j1", "max_attempts"), False)
    nothing = facts.program_requirements.iloc[:0]
    assert not_said(nothing, standing) == ["J-1 visa", "Exam attempts"]


def test_florida_is_never_compared_with_the_rest() -> None:
    years = pd.DataFrame(
        {"match_year": [2020, 2021], "coverage": ["nation", "florida"], "quota": [5, 5], "matched": [5, 4]}
    )
    said = fill_sentence(years, side_tracks=False)
    assert "The Match filled all positions in the one year that we know from 2014 to 2020." in said
    assert "The Match did not fill all positions in the one year that we know from 2021 to 2026." in said
    assert "do not compare" in said


def test_a_told_zero_is_zero() -> None:
    said = evidence_sentence(ProgramEvidence("x", interview_rate=0.0, takes_j1=False, origin="their page"))
    assert "invited 0\u202f%" in said and "does not accept J-1" in said and "Origin: their page" in said
    assert evidence_sentence(None) == ""


def test_published_and_ours_are_worded_apart() -> None:
    values = pd.DataFrame({"state": ["CA"], "value": [0.04], "count": [3419.0]})
    published = state_hover("California", values, "CA", published=True)
    ours = state_hover("California", values, "CA", published=False)
    assert "4.0\u202f%" in published and "filled positions" in published
    assert "open to you" in ours and "filled" not in ours
    assert "no figure" in state_hover("Guam", values, "GU", published=True)


def test_class_words_cover_everything() -> None:
    assert class_words(np.array([0.04, 0.075])) == [
        "under 4\u202f%",
        "4 to 7.5\u202f%",
        "7.5\u202f% and more",
    ]


def test_the_profile_in_one_line(engine: Engine) -> None:
    assert profile_line(ApplicantProfile()) == "a non-US IMG, Step 2 CK 225, J-1 needed, Internal Medicine"
    unknown = ApplicantProfile(applicant_type="us_img", visa_need="none", step2_ck_score=None)
    assert profile_line(unknown) == "a US IMG, no Step 2 CK score yet, Internal Medicine"
