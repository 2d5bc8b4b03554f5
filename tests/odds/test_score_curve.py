"""The score curve: golden figures, and what must hold of every curve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.engine import Engine
from smartpick.odds import Distribution, ScoreCurve, fit_score_curve

SCORES = np.arange(190.0, 300.0)


def charted_curves(engine: Engine) -> dict[str, ScoreCurve]:
    names = engine.facts.outcome_counts["specialty"].unique()
    curves = {str(n): engine.score_curve(str(n), "non_us_img") for n in names if n != "All specialties"}
    return {name: curve for name, curve in curves.items() if curve.charted}


def odds(p: np.ndarray) -> np.ndarray:
    return p / (1 - p)


def test_internal_medicine_gains_a_factor_of_1_43_in_odds_for_ten_points(engine: Engine) -> None:
    """Witness: Charting Outcomes 2026, non-US IMG, means 249 and 242 (n 2649 and 2730), both SD 14.

    Two normal curves of one SD have log odds of slope (249 - 242) / 14^2, exp(10 x 7 / 196) = 1.43.
    """
    low, high = engine.score_curve("Internal Medicine", "non_us_img").probability([220, 260])
    ratio_for_ten = (odds(high) / odds(low)) ** (1 / 4)
    assert ratio_for_ten == pytest.approx(np.exp(10 * 7 / 14**2), abs=0.03)
    assert ratio_for_ten == pytest.approx(1.43, abs=0.03)


def test_family_medicine_is_flat(engine: Engine) -> None:
    """Witness: the same table, matched median 230, not matched 231."""
    curve = engine.score_curve("Family Medicine", "non_us_img")
    inside = np.arange(curve.minimum, curve.maximum + 1)
    assert np.ptp(curve.probability(inside)) < 0.03


def test_every_curve_averages_to_the_published_match_rate(engine: Engine) -> None:
    curves = charted_curves(engine)
    assert len(curves) >= 8
    for name, curve in curves.items():
        row = engine.facts.outcome_counts.set_index("specialty").loc[name]
        published = row["matched_count"] / (row["matched_count"] + row["not_matched_count"])
        assert curve.match_rate == pytest.approx(published), name
        assert curve.average_over_applicants() == pytest.approx(published, abs=0.01), name


def test_small_groups_are_not_charted(engine: Engine) -> None:
    """Dermatology: 5 of 30 matched."""
    assert not engine.score_curve("Dermatology", "non_us_img").charted


def test_no_number_is_extrapolated(engine: Engine) -> None:
    curve = engine.score_curve("Internal Medicine", "non_us_img")
    assert (curve.minimum, curve.maximum) == (209, 284)
    below, first, last, above = curve.probability([180, 209, 284, 300])
    assert (below, above) == (first, last)
    assert curve.supported([208, 209, 284, 285]).tolist() == [False, True, True, False]


def test_the_range_holds_the_point_and_widens_in_the_tails(engine: Engine) -> None:
    for name, curve in charted_curves(engine).items():
        low, high = curve.interval(SCORES)
        point = curve.probability(SCORES)
        assert ((low >= 0) & (low <= point) & (point <= high) & (high <= 1)).all(), name
        # In log odds, where an error has the same size at every level.
        low, high = (np.log(end / (1 - end)) for end in (low, high))
        width = dict(zip(SCORES, high - low, strict=True))
        middle = round(curve.median_applicant)
        assert width[curve.minimum] > width[middle], name
        assert width[curve.maximum] > width[middle], name


def test_the_range_still_widens_where_the_data_has_ended(engine: Engine) -> None:
    low, high = engine.score_curve("Internal Medicine", "non_us_img").interval([190, 209])
    assert high[0] - low[0] > high[1] - low[1]


def test_a_higher_level_gives_a_wider_range() -> None:
    curve = two_groups(400, 500)
    narrow, wide = (np.subtract(*curve.interval(SCORES, level)[::-1]) for level in (0.5, 0.95))
    assert (narrow < wide).all()


def test_fewer_applicants_give_a_wider_range() -> None:
    many, few = (np.subtract(*two_groups(n, n).interval([235, 255])[::-1]) for n in (1000, 40))
    # Sampling error goes with the square root of the number: sqrt(25) = 5 times as wide on the logit.
    assert (few > 3 * many).all()


def two_groups(matched_n: float, not_matched_n: float) -> ScoreCurve:
    matched = Distribution(matched_n, q1=241, median=249, q3=257, mean=249, sd=12)
    not_matched = Distribution(not_matched_n, q1=233, median=241, q3=249, mean=241, sd=12)
    return fit_score_curve(matched, not_matched)


def test_every_draw_of_a_clear_slope_rises() -> None:
    rising = np.diff(two_groups(2000, 2000).logit_draws(np.arange(220.0, 271.0)), axis=1) > 0
    assert rising.all(axis=1).mean() > 0.95


def test_the_counts_of_all_applicants_set_the_level() -> None:
    """Consenting applicants give the shape; the level is that of everybody."""
    matched = Distribution(400, q1=241, median=249, q3=257, mean=249, sd=12)
    not_matched = Distribution(500, q1=233, median=241, q3=249, mean=241, sd=12)
    curve = fit_score_curve(matched, not_matched, matched_count=100, not_matched_count=900)
    assert curve.match_rate == 0.1
    assert curve.average_over_applicants() == pytest.approx(0.1, abs=0.002)


def test_arrays_of_any_shape_go_in_and_come_out() -> None:
    curve = two_groups(100, 100)
    assert curve.probability(240).shape == ()
    assert curve.probability([[230, 240], [250, 260]]).shape == (2, 2)
    low, high = curve.interval([[230, 240], [250, 260]])
    assert low.shape == high.shape == (2, 2)


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.5, float("nan")])
def test_an_impossible_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        two_groups(100, 100).interval([240], level)


def test_counts_and_spread_must_be_usable() -> None:
    known, unknown = Distribution(50, median=240, sd=12), Distribution(50, median=240)
    with pytest.raises(ValueError, match="at least one applicant"):
        fit_score_curve(known, known, matched_count=0)
    with pytest.raises(ValueError, match="spread is unknown in both"):
        fit_score_curve(unknown, unknown)
    assert fit_score_curve(known, unknown).probability([240])[0] == pytest.approx(0.5, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(
    gap=st.integers(-15, 15),
    sd=st.integers(8, 18),
    n=st.integers(20, 3000),
    rate=st.floats(0.1, 0.9),
)
def test_what_must_hold_of_every_curve(gap: int, sd: int, n: int, rate: float) -> None:
    def group(centre: float, size: float) -> Distribution:
        half = 0.6745 * sd
        return Distribution(size, q1=centre - half, median=centre, q3=centre + half, mean=centre, sd=sd)

    curve = fit_score_curve(group(240 + gap, n), group(240, n), rate * n, (1 - rate) * n)
    p = curve.probability(SCORES)
    low, high = curve.interval(SCORES)
    assert np.isfinite(p).all()
    assert ((low >= 0) & (low <= p) & (p <= high) & (high <= 1)).all()
    assert curve.average_over_applicants() == pytest.approx(rate, abs=0.01)
