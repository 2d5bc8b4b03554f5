"""Evidence of single programs: the right direction, the right size, and a better order."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from smartpick.plan.evidence import (
    EvidenceStrength,
    Priors,
    ProgramEvidence,
    column,
    visa_chance,
    with_rate,
    with_resident_share,
)

STRENGTH = EvidenceStrength(0.5, 0.85, 0.45)


def priors(n: int = 1, zero: float = 0.2, mean: float = 0.03, spread: float = 1.0) -> Priors:
    return Priors(np.full(n, zero), np.full(n, mean), np.full(n, spread))


def expected(p: Priors) -> np.ndarray:
    return (1 - p.near_zero) * p.mean_rest


def test_a_higher_rate_never_lowers_what_is_expected() -> None:
    rates = np.array([0.0, 0.01, 0.02, 0.04, 0.08, 0.2])
    after = expected(with_rate(priors(6), rates, np.ones(6), STRENGTH))
    assert np.all(np.diff(after) > 0)


def test_a_zero_makes_a_near_zero_program_likely_and_a_rate_nearly_rules_it_out() -> None:
    after = with_rate(priors(2), np.array([0.0, 0.06]), np.ones(2), STRENGTH)
    assert after.near_zero[0] > 0.5
    assert after.near_zero[1] < 0.01


def test_one_season_moves_the_mean_half_way_and_three_seasons_three_quarters() -> None:
    after = with_rate(priors(2), np.array([0.09, 0.09]), np.array([1.0, 3.0]), STRENGTH)
    assert after.mean_rest == pytest.approx([0.06, 0.75 * 0.09 + 0.25 * 0.03])
    assert np.all(after.relative_sd < 1.0)


def test_nothing_observed_changes_nothing() -> None:
    before = priors(3)
    nothing = np.full(3, np.nan)
    for after in (
        with_rate(before, nothing, np.ones(3), STRENGTH),
        with_resident_share(before, nothing, np.full(3, 0.4), np.full(3, 0.3), STRENGTH),
    ):
        assert np.array_equal(after.near_zero, before.near_zero)
        assert np.array_equal(after.mean_rest, before.mean_rest)
        assert np.array_equal(after.relative_sd, before.relative_sd)


def test_more_img_residents_raise_the_rate_and_lower_the_near_zero_chance() -> None:
    after = with_resident_share(
        priors(3), np.array([0.0, 0.4, 0.9]), np.full(3, 0.4), np.full(3, 0.3), STRENGTH
    )
    assert np.all(np.diff(after.mean_rest) > 0)
    assert np.all(np.diff(after.near_zero) < 0)


def test_visa_answers_replace_the_share_and_silence_does_not() -> None:
    ids = np.array(["1", "2", "3"])
    told = {"1": ProgramEvidence("1", takes_j1=True), "2": ProgramEvidence("2", takes_j1=False)}
    assert visa_chance(told, ids, "takes_j1", np.full(3, 0.6)) == pytest.approx([0.98, 0.02, 0.6])
    assert np.isnan(column(told, ids, "interview_rate")).all()


def test_evidence_improves_the_order_of_simulated_programs() -> None:
    """400 programs with known rates: a season's figures must order the next season's better than chance.

    The witness is the simulation: rates as published for Internal Medicine (a fifth near zero, mean 0.027
    of the rest), seasons correlated at one half.
    """
    random = np.random.default_rng(7)
    n, mean, spread = 400, 0.027, 1.0
    # One leaning of the program towards IMGs decides both: whether it is near zero and how high its rate is.
    leaning = random.normal(size=n)
    near_zero = leaning < np.quantile(leaning, 0.2)
    log_sd = np.sqrt(np.log1p(spread**2))
    rest = leaning[~near_zero]
    usual = np.zeros(n)
    usual[~near_zero] = np.sqrt(0.5) * log_sd * (rest - rest.mean()) / rest.std()

    def season() -> np.ndarray:
        noise = random.normal(0, np.sqrt(0.5) * log_sd, n)
        return np.where(near_zero, 0.001, mean * np.exp(usual + noise - log_sd**2 / 2))

    seen, following = season().round(2), season()
    other = random.normal(size=n)
    share = np.clip(0.4 + 0.3 * (0.45 * leaning + np.sqrt(1 - 0.45**2) * other), 0, 1)
    before = priors(n, 0.2, mean, spread)
    from_share = with_resident_share(before, share, np.full(n, 0.4), np.full(n, 0.3), STRENGTH)
    from_rate = with_rate(before, seen, np.ones(n), STRENGTH)
    from_both = with_rate(from_share, seen, np.ones(n), STRENGTH)
    gained = {
        name: spearmanr(expected(after), following).statistic
        for name, after in (("share", from_share), ("rate", from_rate), ("both", from_both))
    }
    # Without evidence every program is expected the same: no order at all.
    assert np.ptp(expected(before)) == 0
    assert 0.1 < gained["share"] < 0.5
    assert 0.45 < gained["rate"] < 0.8
    assert gained["both"] >= gained["rate"] - 0.02
    # And the level stays right: what is expected is what comes, within a fifth.
    assert expected(from_rate).mean() == pytest.approx(following.mean(), rel=0.2)
