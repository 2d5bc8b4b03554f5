"""Which of the statements about a program counts, line by line by hand."""

import numpy as np
import pandas as pd
import pytest

from smartpick.programs.pool import Answers, answers_of, leading_statements, settings

PROGRAMS = np.array(["1", "2"])


def statement(value: str, **about: object) -> dict[str, object]:
    """Return a statement of program 1 on J-1 visas: its own stated rule of 2024, unless said otherwise."""
    usual = {
        "program_id": "1",
        "requirement": "visa_j1",
        "value": value,
        "value_number": None,
        "strength": "stated",
        "scope": "program",
        "as_of_year": 2024,
        "confidence": "high",
        "url": "https://example.org",
        "source_id": "pages",
    }
    return usual | about


def leading(*statements: dict[str, object]) -> pd.Series:
    return leading_statements(pd.DataFrame(list(statements))).loc[("1", "visa_j1")]


@pytest.mark.parametrize(
    "weaker",
    [
        # The program's own word, even a preference, goes before any rule of its sponsor.
        {"scope": "institution"},
        {"scope": "institution", "as_of_year": 2026},
        {"as_of_year": 2023},
        {"as_of_year": None},
        {"confidence": "medium"},
        {"strength": "preferred", "as_of_year": 2026},
    ],
)
def test_the_stronger_statement_counts_in_whatever_order_they_come(weaker: dict[str, object]) -> None:
    stronger, other = statement("yes"), statement("no", **weaker)
    for pair in ((stronger, other), (other, stronger)):
        assert leading(*pair)["value"] == "yes"
        assert leading(*pair)["conflicting"]


def test_a_programs_preference_goes_before_its_sponsors_rule() -> None:
    own = statement("yes", strength="preferred", as_of_year=2020, confidence="medium")
    rule = statement("no", scope="institution")
    assert leading(rule, own)["value"] == "yes"
    assert leading(rule, own)["scope"] == "program"


def test_two_that_agree_do_not_conflict_and_an_empty_one_does_not_count() -> None:
    agreeing = leading(statement("yes"), statement("yes", as_of_year=2020))
    assert not agreeing["conflicting"]
    assert not leading(statement("yes"), statement(None, as_of_year=2026))["conflicting"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("about", "rule"),
    [
        ({}, True),
        ({"strength": "preferred"}, False),
        ({"scope": "institution"}, False),
    ],
)
def test_only_a_programs_own_stated_word_is_a_rule(about: dict[str, object], rule: bool) -> None:
    answers = answers_of(leading_statements(pd.DataFrame([statement("no", **about)])), "visa_j1", PROGRAMS)
    assert answers.value.tolist() == ["no", ""]
    assert answers.rule.tolist() == [rule, False]


def test_a_contradicted_rule_is_none() -> None:
    both = leading_statements(pd.DataFrame([statement("no"), statement("yes", as_of_year=2020)]))
    answers = answers_of(both, "visa_j1", PROGRAMS)
    assert answers.value[0] == "no"
    assert not answers.rule[0]


def test_a_stated_setting_goes_before_the_words_of_the_name() -> None:
    words = pd.DataFrame(
        {
            "priority": [2, 1],
            "part_of_name": ["anywhere", "after_slash"],
            "words": ["Community", "University|School"],
            "setting": ["community", "university"],
        }
    )
    names = pd.Series(["A/B University", "Community of B", "University of C", "D Community/School", "E"])
    empty = np.full(5, "")
    stated = np.array(["", "", "", "", "military"])
    answers = Answers(stated, np.full(5, np.nan), np.zeros(5, bool), empty)
    assert settings(words, names, answers).tolist() == [
        "university",
        "community",
        "other",
        "university",
        "military",
    ]
