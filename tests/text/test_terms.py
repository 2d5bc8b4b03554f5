"""The glossary: short, complete, and not a term explained by itself."""

import pytest

from smartpick.text.numbers import TERMS, meaning, term_help, term_lines

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
    "match probability",
)


@pytest.mark.parametrize("term", ASKED_FOR)
def test_the_terms_of_the_pages_are_there(term: str):
    assert meaning(term)


@pytest.mark.parametrize("term", TERMS)
def test_a_meaning_is_two_or_three_sentences_at_most(term: str):
    said = TERMS[term]
    assert said.endswith(".")
    assert len(said) <= 200


def test_published_rate_and_our_probability_are_told_apart():
    assert "published" in meaning("match rate")
    assert "estimate" in meaning("match probability")


def test_help_and_lines():
    assert term_help("eras", "PGY-1").startswith("ERAS: The service")
    assert term_lines("SOAP")[0].startswith("**SOAP**: ")
    assert len(term_lines()) == len(TERMS)
    with pytest.raises(KeyError):
        meaning("no such term")
