"""The glossary is short and complete, and every code of the data has its words."""

from collections.abc import Iterable
from typing import get_args

import pytest

from smartpick.engine import Engine
from smartpick.facts import TYPE_WORDS, Facts
from smartpick.plan.eligibility import Eligibility
from smartpick.profile import ApplicantType
from smartpick.programs.kinds import FOR_SOME, NEEDS_SPANISH, SHUT
from smartpick.text.numbers import TERMS, WORDS, meaning, term_help, term_lines
from smartpick.text.program_facts import tracks

ASKED_FOR = (
    "ERAS",
    "ECFMG",
    "USCE",
    "LOR",
    "PGY-1",
    "NRMP",
    "J-1",
    "H-1B",
    "IMG",
    "rank order list",
    "contiguous ranks",
    "categorical",
    "SOAP",
    "match rate",
    "chance of matching",
)


@pytest.mark.parametrize("term", ASKED_FOR)
def test_the_terms_of_the_pages_are_there(term: str) -> None:
    assert meaning(term)


@pytest.mark.parametrize("term", TERMS)
def test_a_meaning_is_two_or_three_sentences_at_most(term: str) -> None:
    assert TERMS[term].endswith(".")
    assert len(TERMS[term]) <= 200


def test_published_rate_and_our_probability_are_told_apart() -> None:
    assert "published" in meaning("match rate")
    assert "estimate" in meaning("chance of matching")


def test_help_and_lines() -> None:
    assert term_help("eras", "PGY-1").startswith("ERAS: The service")
    assert term_lines("SOAP")[0].startswith("**SOAP**: ")
    assert len(term_lines()) == len(TERMS)
    with pytest.raises(KeyError):
        meaning("no such term")


def missing(table: str, codes: Iterable[object]) -> set[str]:
    return {str(code) for code in codes} - WORDS[table].keys()


def test_every_code_of_the_data_has_words(facts: Facts) -> None:
    assert not missing("trust", facts.sources["trust"])
    assert not missing("row_confidence", facts.programs["row_confidence"])
    assert not missing("requirement", facts.program_requirements["requirement"])
    letters = {code[-2] for codes in facts.programs["nrmp_codes"].dropna() for code in codes.split("|")}
    assert not missing("track", letters)
    assert all(tracks(codes) for codes in facts.programs["nrmp_codes"].dropna().unique())


def test_every_code_of_the_model_has_words(engine: Engine) -> None:
    assert WORDS["trace"].keys() == set(engine.traces.features.columns)
    assert WORDS["barred"].keys() == {*SHUT, *FOR_SOME, NEEDS_SPANISH}
    assert WORDS["requirements_together"].keys() == set(Eligibility)
    asked = engine.pool(("Internal Medicine",), "non_us_img").answers
    assert not [name for name in asked if not {"met", "not_met"} <= WORDS["requirement"][name].keys()]
    assert TYPE_WORDS.keys() == set(get_args(ApplicantType))
