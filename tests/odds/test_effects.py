"""What a profile changes: read from rows, interpolated between levels, nothing for what is unknown."""

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.odds.effects import AppliedEffect, applied_effects, read_factors, total, total_draws

COLUMNS = [
    "factor",
    "level",
    "odds_ratio",
    "low",
    "high",
    "scope",
    "applies_to",
    "basis",
    "source_id",
    "note",
]


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("weeks", "0", 0.5, 0.4, 0.8, "everywhere", "img", "assumed", "a", ""),
            ("weeks", "4", 1.0, 0.9, 1.1, "everywhere", "img", "assumed", "b", ""),
            ("weeks", "8", 2.0, 1.0, 3.0, "everywhere", "img", "derived", "c", ""),
            ("ties", "no", 1.0, 1.0, 1.0, "pacific", "all", "assumed", "a", ""),
            ("ties", "yes", 1.5, 1.0, 2.0, "pacific", "all", "assumed", "a", ""),
            ("visa", "none", 1.4, 1.2, 1.6, "everywhere", "non_us_img", "published", "a", ""),
        ],
        columns=COLUMNS,
    )


def effects_of(
    rows: pd.DataFrame, kind: str = "non_us_img", assumed: bool = True, **answers: object
) -> list[AppliedEffect]:
    return applied_effects(answers, read_factors(rows), kind, assumed)


@pytest.mark.parametrize(
    ("weeks", "odds_ratio"),
    [(0, 0.5), (4, 1), (8, 2), (2, 0.5**0.5), (6, 2**0.5), (-5, 0.5), (99, 2)],
)
def test_levels_are_joined_on_the_log_odds_and_not_run_on(
    rows: pd.DataFrame, weeks: float, odds_ratio: float
) -> None:
    assert np.exp(total(effects_of(rows, weeks=weeks), "everywhere")) == pytest.approx(odds_ratio)


def test_the_basis_and_source_are_those_of_the_nearest_level(rows: pd.DataFrame) -> None:
    assert [(e.basis, e.source_id) for e in effects_of(rows, weeks=7)] == [("derived", "c")]
    assert [(e.basis, e.source_id) for e in effects_of(rows, weeks=1)] == [("assumed", "a")]


@pytest.mark.parametrize("answer", [None, "a word that is no level"])
def test_an_unknown_answer_moves_nothing(rows: pd.DataFrame, answer: object) -> None:
    assert effects_of(rows, ties=answer) == []


def test_a_yes_or_no_answer_finds_its_level(rows: pd.DataFrame) -> None:
    assert np.exp(total(effects_of(rows, ties=True), "pacific")) == pytest.approx(1.5)
    assert effects_of(rows, ties=False) == []


def test_scopes_and_applicant_types_are_kept_apart(rows: pd.DataFrame) -> None:
    answers = {"weeks": 8, "ties": True, "visa": "none"}
    assert {e.factor for e in effects_of(rows, "non_us_img", **answers)} == {"weeks", "ties", "visa"}
    assert {e.factor for e in effects_of(rows, "us_img", **answers)} == {"weeks", "ties"}
    assert {e.factor for e in effects_of(rows, "us_md_senior", **answers)} == {"ties"}
    found = effects_of(rows, **answers)
    assert np.exp(total(found, "everywhere")) == pytest.approx(2 * 1.4)
    assert np.exp(total(found, "pacific")) == pytest.approx(1.5)


def test_assumed_effects_can_be_left_out(rows: pd.DataFrame) -> None:
    assert {e.factor for e in effects_of(rows, assumed=False, weeks=8, ties=True, visa="none")} == {
        "weeks",
        "visa",
    }


def test_draws_have_the_point_as_median_and_the_range_as_80_percent(rows: pd.DataFrame) -> None:
    normal = np.random.default_rng(0).normal(size=(40_000, 1))
    draws = np.exp(total_draws(effects_of(rows, weeks=0), "everywhere", normal))
    assert np.quantile(draws, [0.1, 0.5, 0.9]) == pytest.approx([0.4, 0.5, 0.8], rel=0.02)


def test_the_shipped_rows_are_centred_and_lie_within_their_ranges(engine: Engine) -> None:
    rows = engine.facts.effects
    assert ((rows["low"] <= rows["odds_ratio"]) & (rows["odds_ratio"] <= rows["high"])).all()
    for factor, levels in rows.groupby("factor"):
        spans_one = levels["odds_ratio"].min() <= 1 <= levels["odds_ratio"].max()
        assert spans_one, f"{factor} has no level at, or on both sides of, the reference"


def test_more_of_a_strength_never_lowers_the_odds(engine: Engine) -> None:
    better = {
        "usce_hands_on_weeks": (0, 4, 8, 20),
        "us_letters": (0, 1, 2, 3, 4),
        "pacific_letters": (0, 1, 3),
        "publications": (0, 2, 5, 40),
        "us_research_months": (0, 6, 12, 40),
        "years_since_graduation": (25, 10, 5, 3, 0),
        "exam_failures": (5, 2, 1, 0),
        "english": ("limited", "adequate", "strong"),
        "step3": ("fail", "fail_then_pass", "not_taken", "pass"),
        "unexplained_gap": (True, False),
        "pacific_ties": (False, True),
    }
    for factor, answers in better.items():
        sums = [
            sum(e.log_value for e in applied_effects({factor: a}, engine.factors, "non_us_img"))
            for a in answers
        ]
        assert sums == sorted(sums), factor
        assert sums[0] < sums[-1], f"{factor} moves nothing"
