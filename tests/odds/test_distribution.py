"""A published distribution gives back the figures it was made from, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from smartpick.facts import Facts
from smartpick.odds import Distribution

# Internal Medicine, non-US IMGs who matched: Charting Outcomes 2026, Step 2 CK.
IM_MATCHED = Distribution(2649, min=209, q1=240, median=251, q3=259, max=284, mean=249, sd=14)


def moments(distribution: Distribution) -> tuple[float, float]:
    x, p = distribution.density
    mean = float(p @ x)
    return mean, float(np.sqrt(p @ (x - mean) ** 2))


def quantile(distribution: Distribution, share: float) -> float:
    x, p = distribution.density
    return float(np.interp(share, np.cumsum(p), x))


def test_the_density_reproduces_what_was_printed() -> None:
    mean, sd = moments(IM_MATCHED)
    assert mean == pytest.approx(249, abs=0.75)
    assert sd == pytest.approx(14, abs=0.75)
    for share, printed in ((0.25, 240), (0.5, 251), (0.75, 259)):
        assert quantile(IM_MATCHED, share) == pytest.approx(printed, abs=1.5)


def test_every_charted_specialty_is_reproduced_within_rounding(facts: Facts) -> None:
    rows = facts.outcome_distributions
    rows = rows[(rows["measure"] == "step2_ck_score") & (rows["n"] >= 20)].dropna(
        subset=["mean", "sd", "q1", "q3"]
    )
    assert len(rows) >= 20
    for row in rows.itertuples():
        figures = {f: float(getattr(row, f)) for f in ("min", "q1", "median", "q3", "max", "mean", "sd")}
        mean, sd = moments(Distribution(float(row.n), **figures))
        assert mean == pytest.approx(row.mean, abs=1.0), row.specialty
        assert sd == pytest.approx(row.sd, abs=1.5), row.specialty


def test_nothing_lies_outside_the_published_range() -> None:
    x, p = IM_MATCHED.density
    assert (x[0], x[-1]) == (209, 284)
    assert p.sum() == pytest.approx(1)
    assert (p > 0).all()


def test_without_quartiles_or_range_it_is_the_normal_curve() -> None:
    x, p = Distribution(100, median=240, mean=240, sd=10).density
    expected = norm.pdf(x, 240, 10)
    assert p == pytest.approx(expected / expected.sum(), abs=2e-4)


def test_the_share_at_or_below_rises_from_none_to_all() -> None:
    shares = IM_MATCHED.share_at_or_below(np.array([150.0, 209, 230, 251, 284, 300]))
    assert (np.diff(shares) >= 0).all()
    assert (shares[0], shares[-1]) == pytest.approx((0, 1))
    assert shares[3] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("given_figures", "centre", "spread"),
    [
        ({"median": 240, "mean": 242, "sd": 9}, 242, 9),
        # Wan et al. 2014: (q1 + median + q3) / 3, and (q3 - q1) / 1.35 in a large group.
        ({"q1": 233, "median": 243, "q3": 253}, 243, 14.83),
        ({"median": 240}, 240, None),
    ],
)
def test_centre_and_spread_fall_back_on_what_is_known(
    given_figures: dict[str, float], centre: float, spread: float | None
) -> None:
    distribution = Distribution(5000, **given_figures)
    assert distribution.centre == pytest.approx(centre)
    if spread is None:
        assert distribution.spread is None
    else:
        assert distribution.spread == pytest.approx(spread, abs=0.02)


def test_the_spread_from_a_range_grows_less_than_the_range() -> None:
    """The same range in a larger group means a narrower curve (Wan et al. 2014: 2 x 1.5 SD at n = 10)."""
    few = Distribution(10, min=210, median=240, max=270)
    many = Distribution(1000, min=210, median=240, max=270)
    assert few.spread == pytest.approx(60 / (2 * norm.ppf(9.625 / 10.25)))
    assert many.spread is not None and few.spread is not None and many.spread < few.spread


def test_a_borrowed_spread_only_fills_a_gap() -> None:
    assert Distribution(9, median=240).with_spread(12).spread == 12
    assert IM_MATCHED.with_spread(99) is IM_MATCHED


def test_an_unknown_spread_is_said_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="spread is unknown"):
        _ = Distribution(50, median=240).density


def test_a_single_score_is_a_single_point() -> None:
    one = Distribution(5, min=240, median=240, max=240)
    assert one.density[1].tolist() == [1.0]
    assert one.share_at_or_below(np.array([239.0, 240])).tolist() == [0, 1]


@pytest.mark.parametrize(
    "figures",
    [
        {"n": 0, "median": 240},
        {"n": -3, "median": 240},
        {"n": float("nan"), "median": 240},
        {"n": 10, "median": None},
        {"n": 10, "q1": 250, "median": 240, "q3": 260},
        {"n": 10, "min": 250, "median": 240},
        {"n": 10, "median": 240, "sd": -1},
    ],
)
def test_impossible_figures_are_refused(figures: dict[str, float | None]) -> None:
    with pytest.raises(ValueError):
        Distribution(**figures)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(centre=st.integers(215, 260), sd=st.integers(5, 18), rounding=st.sampled_from([0, 1]))
def test_a_rounded_normal_curve_comes_back(centre: int, sd: int, rounding: int) -> None:
    q1, q3 = (round(float(norm.ppf(s, centre, sd)), rounding) for s in (0.25, 0.75))
    mean, found = moments(Distribution(500, q1=q1, median=centre, q3=q3, mean=centre, sd=sd))
    assert mean == pytest.approx(centre, abs=0.5)
    assert found == pytest.approx(sd, abs=1.0)
