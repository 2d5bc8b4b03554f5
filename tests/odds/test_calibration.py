"""The identity that ties the two published pictures together: a typical list follows the score curve."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_MULTIPLIERS
from smartpick.odds.specialty_model import SpecialtyModel

LARGE = ("Internal Medicine", "Family Medicine", "Pediatrics", "Psychiatry", "Neurology", "Pathology")


def chance_given_an_interview(model: SpecialtyModel, scores: np.ndarray) -> np.ndarray:
    table = model.typical.conditional_match(
        model.rank_curve.probability[None], model.invitation_weights[None]
    )[0]
    return np.interp(model.log_multiplier(scores), LOG_MULTIPLIERS, table)


@pytest.mark.parametrize("specialty", [name for name in LARGE if name != "Family Medicine"])
def test_a_typical_list_follows_the_score_curve(engine: Engine, specialty: str) -> None:
    model = engine.model(specialty, "non_us_img")
    curve = model.score_curve
    scores = np.arange(curve.applicant_quantile(0.05), curve.applicant_quantile(0.95) + 1)
    assert len(scores) > 30
    assert chance_given_an_interview(model, scores) == pytest.approx(curve.probability(scores), abs=0.03)


@pytest.mark.parametrize("specialty", LARGE)
def test_the_published_ranks_imply_a_believable_number_of_applications(
    engine: Engine, specialty: str
) -> None:
    """Next to the guide's 100-150; Family Medicine has many who apply to few programs as a back-up."""
    assert 60 <= engine.model(specialty, "non_us_img").typical.applications <= 170


def test_the_implied_applications_give_back_the_published_mean_of_ranks(engine: Engine) -> None:
    """By simulation: applicants' scores, a gamma effect each, their binomial invitations."""
    model = engine.model("Internal Medicine", "non_us_img")
    random = np.random.default_rng(3)
    variance, applications = model.frailty.variance, model.typical.applications
    x, share = model.score_curve.applicant_mix
    scores = random.choice(x, 20_000, p=share / share.sum())
    at = np.log(random.gamma(1 / variance, variance, len(scores))) + model.log_multiplier(scores)
    cell = model.rates.nation
    rest = np.array([cell.mean / (1 - cell.near_zero_share)])
    invited = model.invitation.probability(
        rest, np.array([cell.near_zero_share]), np.array([cell.relative_sd]), at[None]
    )[0]
    interviews = random.binomial(applications, invited)
    published = engine.published_ranks["Internal Medicine"].mean
    assert interviews[interviews > 0].mean() == pytest.approx(published, rel=0.08)


def test_a_higher_score_never_lowers_the_multiplier_where_the_curve_rises(engine: Engine) -> None:
    for specialty in ("Internal Medicine", "Pediatrics", "Neurology", "Pathology"):
        model = engine.model(specialty, "non_us_img")
        multipliers = model.log_multiplier(np.arange(190.0, 291.0))
        assert (np.diff(multipliers) >= -1e-9).all(), specialty


def test_the_multiplier_changes_no_faster_than_the_steepest_published_slope(engine: Engine) -> None:
    for specialty in LARGE:
        model = engine.model(specialty, "non_us_img")
        assert np.abs(np.diff(model.log_multiplier(np.arange(190.0, 291.0)))).max() <= model.steepest + 1e-9


def test_the_average_applicant_has_multiplier_one(engine: Engine) -> None:
    model = engine.model("Internal Medicine", "non_us_img")
    assert np.exp(model.log_multiplier(model.score_curve.median_applicant)) == pytest.approx(1, abs=0.3)


@pytest.mark.parametrize("applicant_type", ["us_img", "us_md_senior", "us_do_senior"])
def test_other_types_borrow_ranks_say_so_and_meet_their_own_match_rate(
    engine: Engine, applicant_type: str
) -> None:
    model = engine.model("Internal Medicine", applicant_type)
    assert any("number of ranks" in b for b in model.borrowed)
    scores, share = model.score_curve.applicant_mix
    average = share @ chance_given_an_interview(model, scores)
    assert average == pytest.approx(model.score_curve.match_rate, abs=0.05)
