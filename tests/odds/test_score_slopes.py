"""The slope of invitations on the score, pooled over specialties; Family Medicine most of all."""

import numpy as np
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.odds.effects import OwnSlope, PooledSlopes, score_importance
from smartpick.odds.frailty import LOG_MULTIPLIERS
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.profile import ApplicantProfile

FLAT = ("Family Medicine", "non_us_img")
CLEAR = ("Internal Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology", "Anesthesiology")


def test_a_known_common_slope_comes_back() -> None:
    random = np.random.default_rng(5)
    importance = random.uniform(0.7, 1.4, 40)
    errors = random.uniform(0.005, 0.02, 40)
    seen = [OwnSlope(0.045 * z + e * random.normal(), e, z) for z, e in zip(importance, errors, strict=True)]
    slope, _ = PooledSlopes(seen).of(None, 1.0)
    assert slope.point == pytest.approx(0.045, abs=0.004)
    assert slope.low < 0.045 < slope.high


def test_a_flat_published_slope_among_steep_ones_is_taken_for_selection() -> None:
    steep = [OwnSlope(0.045 + 0.002 * i, 0.01, 1.0) for i in range(-4, 5)]
    flat, unclear = OwnSlope(-0.01, 0.01, 1.0), OwnSlope(0.02, 0.03, 1.0)
    pool = PooledSlopes([*steep, flat])
    hidden, shown = pool.of(flat, 1.0), pool.of(unclear, 1.0)
    assert hidden[1] > 0.8 > 0.4 > shown[1]
    assert 0.02 < hidden[0].point < 0.045
    assert hidden[0].high - hidden[0].low > 1.5 * (
        pool.of(steep[4], 1.0)[0].high - pool.of(steep[4], 1.0)[0].low
    )


def test_directors_of_family_medicine_ask_for_the_score_as_others_do(engine: Engine) -> None:
    """Witness: survey of 2020, 80 % cite Step 2 CK with importance 3.9; Internal Medicine 93 % and 4.4."""
    importance = score_importance(engine.facts)
    ratio = importance["Family Medicine"] / importance["Internal Medicine"]
    assert ratio == pytest.approx(80 * 3.9 / (93 * 4.4))


def test_the_shipped_slopes_keep_the_clear_curves_and_pool_the_flat_one(engine: Engine) -> None:
    rows = engine.facts.score_slopes
    rows = rows[rows["applicant_type"] == "non_us_img"].set_index("specialty")
    assert rows.loc[list(CLEAR), "own_clear"].all()
    flat = rows.loc["Family Medicine"]
    assert not flat["own_clear"]
    assert flat["own_slope"] < 0.01 < flat["slope"] < 0.05
    assert flat["hidden_share"] > 0.8
    assert flat["high"] - flat["low"] > 0.03


def test_below_the_passing_score_nobody_gets_a_better_number_than_at_it(engine: Engine) -> None:
    """205 gave 0.6085 and 222 gave 0.606 with a flat slope."""
    profile = ApplicantProfile(specialties=("Family Medicine",), step2_ck_score=222, visa_need="j1")
    odds = assess(profile, engine, thorough=False).odds
    at = odds.match.point[218 - 190]
    assert (odds.match.point[: 218 - 190] <= at).all()
    assert odds.match.point[205 - 190] < at - 0.03
    assert (np.diff(odds.match.point) >= -1e-9).all()


@pytest.mark.parametrize("specialty", ["Family Medicine", "Psychiatry", "Anesthesiology", "Dermatology"])
@pytest.mark.parametrize("applicant_type", ["non_us_img", "us_img"])
def test_a_better_score_never_lowers_the_multiplier(
    engine: Engine, specialty: str, applicant_type: str
) -> None:
    model = engine.model(specialty, applicant_type)
    assert (np.diff(model.log_multiplier(np.arange(190.0, 291.0))) >= -1e-12).all()


def test_the_level_of_family_medicine_is_its_match_rate_at_the_median(engine: Engine) -> None:
    """Witness: Charting Outcomes 2026, 599 of 1,112."""
    model = engine.model(*FLAT)
    table = model.typical.conditional_match(
        model.rank_curve.probability[None], model.invitation_weights[None]
    )[0]
    at = model.log_multiplier(model.score_curve.median_applicant)
    assert np.interp(at, LOG_MULTIPLIERS, table) == pytest.approx(599 / 1112, abs=1e-3)


def test_two_classes_give_the_ranks_of_family_medicine(engine: Engine) -> None:
    """Published mean 3.79 and SD 4.62; one kind of list gave 2.6 and 1.8, with 66 applications."""
    model = engine.model(*FLAT)
    assert model.classes is not None
    assert model.classes.misfit < 1
    published = engine.published_ranks["Family Medicine"]
    random = np.random.default_rng(8)
    size = 60_000
    wants = random.random(size) >= model.classes.backup_share
    x, share = model.score_curve.applicant_mix
    assert model.pooled is not None
    above = random.choice(x, size, p=share / share.sum()) - model.score_curve.median_applicant
    mean = model.classes.mean_interviews * np.where(wants, 1.0, model.classes.backup_length)
    effect = random.gamma(1 / model.frailty.variance, model.frailty.variance, size)
    ranks = random.poisson(mean * effect * np.exp(model.pooled.point * above))
    ranks = ranks[ranks > 0]
    assert ranks.mean() == pytest.approx(published.mean, abs=0.15)
    assert ranks.std() == pytest.approx(published.sd, abs=0.3)
    assert (ranks == 1).mean() == pytest.approx(model.rank_curve.mix[0], abs=0.05)
    assert 100 <= model.applications <= 150


def test_a_usual_list_is_never_longer_than_there_are_programs(engine: Engine) -> None:
    programs = engine.facts.programs
    for specialty in ("General Surgery", "Orthopaedic Surgery", "Thoracic Surgery", "Vascular Surgery"):
        count = ((programs["specialty"] == specialty) & (programs["row_confidence"] != "low")).sum()
        for applicant_type in ("non_us_img", "us_img", "us_do_senior", "us_md_senior"):
            try:
                model = engine.model(specialty, applicant_type)
            except NoPublishedOutcomes:
                continue
            assert max(n for _, n in model.lists) <= count, (specialty, applicant_type)
