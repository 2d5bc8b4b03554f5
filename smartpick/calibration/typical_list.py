"""The typical list of a specialty, sent through the code that reckons every applicant's list."""

from __future__ import annotations

import numpy as np

from smartpick.arrays import Array
from smartpick.odds.list_odds import SpecialtyList, Standing, point_odds, specialty_list
from smartpick.odds.specialty_model import SpecialtyModel

AVERAGE_PROFILE = Standing(shift=0.0, shift_draws=np.zeros(1), pacific_error=np.zeros(1))


def national_list(model: SpecialtyModel, applications: int) -> SpecialtyList:
    """Return a list of this many applications of the national mix."""
    cell, one = model.rates.nation, np.ones(applications)
    return specialty_list(
        model,
        one * cell.mean / max(1 - cell.near_zero_share, 1e-6),
        one * cell.near_zero_share,
        one * cell.relative_sd,
        0 * one,
        one < 0,
        one < 0,
    )


def chance_if_interviewed(model: SpecialtyModel, scores: Array) -> Array:
    """Return P(match | at least one interview) of the typical lists at each score."""
    match, some = np.zeros(len(scores)), np.zeros(len(scores))
    for share, applications in model.typical.lists:
        odds = point_odds([national_list(model, applications)], scores, AVERAGE_PROFILE)
        match, some = match + share * odds[0], some + share * (1 - odds[3])
    return np.asarray(match / some)


def middle_scores(model: SpecialtyModel) -> Array:
    """Return the whole scores between the 5th and the 95th percentile of all applicants."""
    curve = model.score_curve
    return np.arange(np.ceil(curve.applicant_quantile(0.05)), np.floor(curve.applicant_quantile(0.95)) + 1)


def whole_score_mix(model: SpecialtyModel) -> tuple[Array, Array]:
    """Return whole scores and the share of applicants at each."""
    scores, share = model.score_curve.applicant_mix
    whole = np.arange(np.floor(scores[0]), np.ceil(scores[-1]) + 1)
    counts = np.histogram(scores, np.append(whole - 0.5, whole[-1] + 0.5), weights=share)[0]
    return whole, counts / counts.sum()
