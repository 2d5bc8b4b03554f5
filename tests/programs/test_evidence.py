"""Evidence of single programs: the right direction, the right size, and a better order."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.plan.candidates import gather_candidates
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import (
    EvidenceStrength,
    EvidenceWorth,
    Priors,
    ProgramEvidence,
    TraceMoves,
    column,
    evidence_worth,
    split_by_sponsor,
    visa_chance,
    with_rate,
    with_resident_shares,
)

STRENGTH = EvidenceStrength(0.5, 0.85)
NOTHING = np.full(3, np.nan)


def worth(specialty: str = "Internal Medicine") -> EvidenceWorth:
    """A worth of evidence in round numbers: a share moves the zeros by -4 and the rest by 1 a root."""
    terms = {}
    for block, kind in (("evidence_share_non_us", "share_non_us"), ("evidence_share_img", "share_img")):
        terms[block, "near_zero", kind], terms[block, "rest", kind] = -4.0, 1.0
        terms[block, "near_zero", "index_multiplier"], terms[block, "rest", "index_multiplier"] = 0.75, 0.5
    split = "evidence_share_split"
    terms[split, "near_zero", "share_non_us"], terms[split, "near_zero", "share_us_img"] = -4.0, -1.0
    terms[split, "rest", "share_non_us"], terms[split, "rest", "share_us_img"] = 1.0, 0.25
    return EvidenceWorth({"share_non_us": 0.3, "share_us_img": 0.4, "share_img": 0.5}, terms)


def no_moves(n: int) -> TraceMoves:
    return TraceMoves(np.zeros(n), np.zeros(n))


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


def test_what_stays_unknown_of_a_rate_by_hand() -> None:
    """SD 0.03 before; of its square stays 1 - 0.5 x 0.5 after one season and 1 - 0.5 x 0.75 after three."""
    after = with_rate(priors(2), np.array([0.09, 0.09]), np.array([1.0, 3.0]), STRENGTH)
    assert after.relative_sd == pytest.approx([0.03 * 0.75**0.5 / 0.06, 0.03 * 0.625**0.5 / 0.075])


@pytest.mark.parametrize("seasons", [1, 2, 3])
def test_each_season_counts_for_the_near_zero_chance_by_hand(seasons: int) -> None:
    """Rates of beta(1, 3), mean 1/4: 1 - 0.995^3 of them are below 0.005, the others' share at 0.02 is
    0.985^3 - 0.975^3. Near-zero programs show as zero at 0.85, at 0.02 at a tenth of the other 0.15."""
    before = priors(2, zero=0.5, mean=0.25, spread=4 * (3 / 16 / 5) ** 0.5)
    after = with_rate(before, np.array([0.0, 0.02]), np.full(2, float(seasons)), STRENGTH)
    odds = np.array([0.85 / (1 - 0.995**3), 0.015 / (0.985**3 - 0.975**3)]) ** seasons
    assert after.near_zero == pytest.approx(odds / (1 + odds))


def test_seasons_reach_the_candidates(engine: Engine) -> None:
    """Three seasons at the same rate pull a program further from what was expected than one season does."""
    profile = ApplicantProfile(step2_ck_score=230, visa_need="none")
    model = engine.model("Internal Medicine", "non_us_img")
    known = str(engine.pool(("Internal Medicine",), "non_us_img").program_ids[0])

    def mean_rest(seasons: int | None) -> float:
        evidence = {known: ProgramEvidence(known, interview_rate=0.3, seasons=seasons)} if seasons else {}
        candidates = gather_candidates([model], profile, engine, [], evidence)
        return float(candidates.mean_rest[0])

    before, one, three = (mean_rest(seasons) for seasons in (None, 1, 3))
    trust = engine.parameters["season_reliability"]
    assert one == pytest.approx(before + trust * (0.3 - before))
    assert three == pytest.approx(before + 3 * trust / (1 + 2 * trust) * (0.3 - before))


def test_nothing_observed_changes_nothing() -> None:
    before = priors(3)
    nothing = np.full(3, np.nan)
    for after in (
        with_rate(before, nothing, np.ones(3), STRENGTH),
        with_resident_shares(before, nothing, nothing, no_moves(3), worth()),
    ):
        assert np.array_equal(after.near_zero, before.near_zero)
        assert np.array_equal(after.mean_rest, before.mean_rest)
        assert np.array_equal(after.relative_sd, before.relative_sd)


def test_more_img_residents_raise_the_rate_and_lower_the_near_zero_chance() -> None:
    share = np.array([0.0, 0.2, 0.9])
    for non_us, img in ((share, NOTHING), (NOTHING, share), (share / 2, share)):
        after = with_resident_shares(priors(3), non_us, img, no_moves(3), worth())
        assert np.all(np.diff(after.mean_rest) > 0)
        assert np.all(np.diff(after.near_zero) < 0)


def test_a_share_is_compared_with_its_own_kind_by_hand() -> None:
    """A quarter non-US IMGs: root 0.5, so 0.2 above that kind's mean of 0.3; log odds fall by 4 x 0.2."""
    before = priors(1, zero=0.5)
    alone = with_resident_shares(before, np.array([0.25]), NOTHING[:1], no_moves(1), worth())
    assert alone.near_zero == pytest.approx([1 / (1 + np.exp(0.8))])
    assert alone.mean_rest == pytest.approx([0.03 * np.exp(0.2)])
    # The same number as the share of all IMGs is just that kind's mean: it says nothing.
    mixed = with_resident_shares(before, NOTHING[:1], np.array([0.25]), no_moves(1), worth())
    assert mixed.near_zero == pytest.approx([0.5])
    # Both given: the rest, 0.16, are US IMGs, exactly that kind's mean.
    both = with_resident_shares(before, np.array([0.25]), np.array([0.41]), no_moves(1), worth())
    assert both.near_zero == pytest.approx(alone.near_zero)


def test_public_traces_count_for_less_once_a_share_is_known() -> None:
    moves = TraceMoves(np.array([-1.0]), np.array([0.4]))
    average = np.array([0.09])  # root 0.3, the mean: the share itself moves nothing
    after = with_resident_shares(priors(1, zero=0.5), average, NOTHING[:1], moves, worth())
    assert after.near_zero == pytest.approx([1 / (1 + np.exp(-0.25))])
    assert after.mean_rest == pytest.approx([0.03 * np.exp(-0.2)])


def test_for_us_imgs_shares_count_in_part() -> None:
    shares = np.array([0.5])
    full = with_resident_shares(priors(1), NOTHING[:1], shares, no_moves(1), worth())
    half = with_resident_shares(priors(1), NOTHING[:1], shares, no_moves(1), worth(), 0.5)
    assert np.log(half.mean_rest / 0.03) == pytest.approx(np.log(full.mean_rest / 0.03) / 2)


def test_the_split_by_sponsor_keeps_the_whole_by_hand() -> None:
    """Half sponsor, odds ratio 4 between the two: 1/3 and 2/3 are near zero, together one half."""
    with_visa, without = split_by_sponsor(np.array([0.5]), np.array([0.5]), np.log(np.array([4.0])))
    assert with_visa == pytest.approx([1 / 3], abs=1e-9)
    assert without == pytest.approx([2 / 3], abs=1e-9)
    zero, sponsors = np.array([0.05, 0.39, 0.9]), np.array([0.2, 0.6, 0.95])
    with_visa, without = split_by_sponsor(zero, sponsors, np.full(3, 1.1))
    assert sponsors * with_visa + (1 - sponsors) * without == pytest.approx(zero, abs=1e-9)
    assert (with_visa < without).all()


def test_shipped_shares_have_their_own_scale(facts: Facts) -> None:
    """Witness: mean root shares of Internal Medicine, residents of 2021: 0.33 non-US, 0.55 all IMGs."""
    own = evidence_worth(facts.program_rate_model, "Internal Medicine")
    assert own.means["share_non_us"] == pytest.approx(0.3262)
    assert own.means["share_img"] == pytest.approx(0.5534)
    assert own.term("evidence_visa", "near_zero", "j1_no") == pytest.approx(0.8383)
    unknown = evidence_worth(facts.program_rate_model, "Urology")
    assert set(unknown.means) == set(own.means)
    assert unknown.term("evidence_share_non_us", "near_zero", "share_non_us") == pytest.approx(-5.682)


def test_a_visa_answer_of_earlier_years_is_a_probability_and_silence_changes_nothing() -> None:
    ids = np.array(["1", "2", "3", "4"])
    told = {
        "1": ProgramEvidence("1", takes_j1=True),
        "2": ProgramEvidence("2", takes_j1=False),
        "4": ProgramEvidence("4", takes_j1=False, visa_this_season=True),
    }
    chance = visa_chance(told, ids, "takes_j1", np.full(4, 0.6), (0.93, 0.19))
    assert chance == pytest.approx([0.93, 0.19, 0.6, 0.02])
    assert np.isnan(column(told, ids, "interview_rate")).all()


def test_evidence_improves_the_order_of_simulated_programs(facts: Facts) -> None:
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
    root = np.clip(0.33 + 0.28 * (0.45 * leaning + np.sqrt(1 - 0.45**2) * other), 0, 1)
    before = priors(n, 0.2, mean, spread)
    measured = evidence_worth(facts.program_rate_model, "Internal Medicine")
    from_share = with_resident_shares(before, root**2, np.full(n, np.nan), no_moves(n), measured)
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
