"""Gain and cost in words: every branch a person can meet."""

import numpy as np
import pytest

from smartpick.estimate import EstimateCurve
from smartpick.programs.season import FeeSchedule
from smartpick.text.list_gain import (
    fee_steps_sentence,
    gain_hover,
    list_size_table,
    paying_sentence,
)
from smartpick.text.numbers import points_text
from smartpick.whatif.list_size import ListSizes, stops_paying


def made(match: list[float], cost: list[float], unpriced: list[int] | None = None) -> ListSizes:
    curve = EstimateCurve(np.array(match), np.array(match), np.array(match))
    count = len(match)
    return ListSizes(
        sizes=np.arange(count) * 10,
        match=curve,
        match_pacific=curve,
        no_interview=curve,
        interviews=curve,
        cost_usd=np.array(cost),
        unpriced=np.array(unpriced or [0] * count),
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.005, "0.5 points"), (0.01, "1 point"), (0.0714, "7.1 points"), (0.0, "0 points"), (0.2, "20 points")],
)
def test_points(share: float, text: str) -> None:
    assert points_text(share) == text


def test_what_pays_is_said_with_chance_and_cost() -> None:
    sizes = made([0.0, 0.10, 0.11], [0.0, 110.0, 410.0])
    said = paying_sentence(sizes, stops_paying(sizes, 0.01), 0.01)
    assert said == (
        "You ask for 1 point for each $100. Applications pay off up to number 10: a chance of 10\u202f% "
        "for $110. The other 10 add 1 point for $300."
    )
    assert paying_sentence(sizes, stops_paying(sizes, 0.5), 0.5).startswith("No application pays off")
    assert paying_sentence(sizes, None, 0.001).startswith("All 20 applications pay")


def test_an_unknown_fee_is_said_to_be_unknown() -> None:
    sizes = made([0.0, 0.1], [0.0, 0.0], [0, 10])
    assert "is not known" in paying_sentence(sizes, 0, 0.01)
    assert "fee not known" in gain_hover(sizes)[0]


def test_one_fee_for_several_is_said() -> None:
    assert "no extra fee" in gain_hover(made([0.0, 0.1, 0.2], [0.0, 99.0, 99.0]))[1]


def test_fee_steps_of_both_services() -> None:
    eras = FeeSchedule(((1, 11.0, False), (31, 30.0, False)), 2026, "a")
    other = FeeSchedule(((1, 99.0, True), (19, 18.0, False)), 2026, "b")
    said = fee_steps_sentence({"IM": eras, "FM": eras, "EM": other}, ["IM", "FM", "EM", "unpriced"])
    assert said == (
        "In IM and FM, application 31 costs $30 instead of $11. "
        "In EM, application 19 costs $18 after $99 for the first 18."
    )


def test_the_table_leaves_unknown_empty() -> None:
    table = list_size_table(made([0.0, 0.1, 0.2], [0.0, 100.0, 100.0], [0, 0, 10]))
    assert table["applications"].tolist() == [0, 10, 20]
    assert table["gain_per_100_usd"].isna().tolist() == [True, False, True]
    assert np.isfinite(table["gain_per_100_usd"].dropna()).all()
