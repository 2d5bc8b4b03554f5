"""Everything the list model needs to know of one specialty and applicant type, fitted once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit

from smartpick.arrays import Array
from smartpick.facts import Facts
from smartpick.odds.calibration import TypicalList, grid_of_multipliers, implied_applications, typical_list
from smartpick.odds.distribution import Distribution
from smartpick.odds.draws import Z80, Draws, fixed_draws
from smartpick.odds.frailty import Frailty, node_weights, pooled_frailty
from smartpick.odds.rank_curve import RankCurve, fit_rank_curve, pooled_moments
from smartpick.odds.rates import InvitationModel, RateTable, rate_table
from smartpick.odds.score_curve import CHARTED_FROM, ScoreCurve, fit_score_curve
from smartpick.odds.specialty_inputs import ScoreInputs, published_pair, score_inputs

# Ranks are printed for non-US IMGs only; the other types borrow them, and say so.
_RANKS_FROM = "non_us_img"
_RANKS_STAND_IN = "Internal Medicine"


@dataclass(frozen=True)
class PublishedRanks:
    """Contiguous ranks as published, of every specialty with at least 20 in both groups."""

    pairs: dict[str, tuple[Distribution, Distribution, float, float]]
    moments: dict[str, tuple[float, float]]
    frailty: dict[str, Frailty]


def published_ranks(facts: Facts) -> PublishedRanks:
    """Collect the published ranks and the shared effects they imply."""
    pairs, moments, sizes = {}, {}, {}
    for row in facts.outcome_counts.to_dict("records"):
        name = str(row["specialty"])
        found = published_pair(facts, name, _RANKS_FROM, "contiguous_ranks")
        if found is None or min(found[0].n, found[1].n) < CHARTED_FROM:
            continue
        pairs[name] = (found[0], found[1], float(row["matched_count"]), float(row["not_matched_count"]))
        moments[name] = pooled_moments(*pairs[name])
        sizes[name] = found[0].n + found[1].n
    return PublishedRanks(pairs, moments, pooled_frailty({n: (sizes[n], *moments[n]) for n in pairs}))


@dataclass(frozen=True)
class SpecialtyModel:
    """The fitted pieces for one specialty and applicant type."""

    specialty: str
    applicant_type: str
    inputs: ScoreInputs
    score_curve: ScoreCurve
    rank_curve: RankCurve
    frailty: Frailty
    rates: RateTable
    near_zero_rate: float
    steepest: float
    signal_log_sd: float
    mean_ranks: float
    applications: int | None
    borrowed: tuple[str, ...]

    @cached_property
    def invitation(self) -> InvitationModel:
        """How a program's prior becomes the probability of an invitation."""
        return InvitationModel(self.near_zero_rate, self.frailty.variance)

    @cached_property
    def typical(self) -> TypicalList:
        """The list a typical applicant of the type sends (national mix)."""
        cell = self.rates.nation
        rest = np.array([cell.mean / max(1 - cell.near_zero_share, 1e-6)])
        grid = grid_of_multipliers()
        invited = self.invitation.probability(
            rest, np.array([cell.near_zero_share]), np.array([cell.relative_sd]), grid.ravel()
        ).reshape(grid.shape)
        return typical_list(
            invited,
            self.applications or implied_applications(invited, self.frailty.variance, self.mean_ranks),
        )

    @cached_property
    def invitation_weights(self) -> Array:
        """Weights of the shared effect's nodes at its point value, shape (nodes,)."""
        return node_weights(self.frailty.variance)

    @cached_property
    def _scores(self) -> Array:
        return np.arange(np.floor(self.score_curve.minimum), np.ceil(self.score_curve.maximum) + 1)

    @cached_property
    def _log_multipliers(self) -> Array:
        return self.typical.multiplier_for(
            self._scores,
            np.atleast_2d(self.score_curve.probability(self._scores)),
            self.rank_curve.probability[None],
            self.invitation_weights[None],
            self.steepest,
        )[0]

    @cached_property
    def _log_multiplier_draws(self) -> Array:
        draws = fixed_draws()
        chances = expit(self.score_curve.logit_draws(self._scores)[: draws.size])
        return self.typical.multiplier_for(
            self._scores, chances, self.rank_draws(draws), self.weight_draws(draws), self.steepest
        )

    def log_multiplier(self, scores: ArrayLike) -> Array:
        """Return the log odds multiplier of each Step 2 CK score (nearest published score outside)."""
        return np.interp(np.asarray(scores, float), self._scores, self._log_multipliers)

    def log_multiplier_draws(self, scores: ArrayLike) -> Array:
        """Return draws of the log multiplier, shape (draws, scores)."""
        x = np.clip(np.asarray(scores, float), self._scores[0], self._scores[-1]) - self._scores[0]
        index = np.minimum(x.astype(np.intp), len(self._scores) - 2)
        low, high = self._log_multiplier_draws[:, index], self._log_multiplier_draws[:, index + 1]
        return np.asarray(low + (high - low) * (x - index))

    def rank_draws(self, draws: Draws) -> Array:
        """Return draws of M(k), shape (draws, 61)."""
        return self.rank_curve.draws(draws.rank_shape, draws.rank_error)

    def weight_draws(self, draws: Draws) -> Array:
        """Return draws of the weights of the shared effect, shape (draws, nodes)."""
        return node_weights(draws.between(self.frailty.variance, self.frailty.low, self.frailty.high))


def fit_specialty(facts: Facts, specialty: str, applicant_type: str, ranks: PublishedRanks) -> SpecialtyModel:
    """Fit everything for one specialty and applicant type.

    Raises:
        LookupError: if no source prints outcomes of this type in the specialty.
    """
    inputs = score_inputs(facts, specialty, applicant_type)
    curve = fit_score_curve(
        inputs.matched, inputs.not_matched, inputs.matched_count, inputs.not_matched_count
    )
    name = specialty if specialty in ranks.pairs else _RANKS_STAND_IN
    borrowed = list(inputs.borrowed)
    if name != specialty:
        borrowed.append(f"chance by number of ranks, from {_RANKS_STAND_IN}")
    elif applicant_type != _RANKS_FROM:
        borrowed.append("chance by number of ranks, from non-US IMGs")
    rates, rates_borrowed = _rates(facts, specialty, applicant_type)
    if rates_borrowed:
        borrowed.append("interview rates, from all specialties together")
    rows = facts.model_parameters.set_index("parameter")[["value", "low", "high"]].astype(float)
    parameters, signal = rows["value"], rows.loc["signal_odds_ratio"]
    usual = {
        "us_md_senior": "typical_applications_us_seniors",
        "us_do_senior": "typical_applications_us_seniors",
    }
    model = SpecialtyModel(
        specialty,
        applicant_type,
        inputs,
        curve,
        fit_rank_curve(*ranks.pairs[name]),
        ranks.frailty[name],
        rates,
        float(parameters["near_zero_rate"]),
        float(np.log(parameters["steepest_score_odds_ratio"]) / 10),
        float(np.log(signal["high"] / signal["low"]) / 2 / Z80),
        ranks.moments[name][0],
        int(parameters[usual[applicant_type]]) if applicant_type in usual else None,
        tuple(borrowed),
    )
    if not any("ranks" in b for b in borrowed):
        return model
    tilt = model.typical.tilt_for(model.rank_curve, model.frailty.variance, curve.match_rate)
    return replace(model, rank_curve=model.rank_curve.tilted(tilt))


def _rates(facts: Facts, specialty: str, applicant_type: str) -> tuple[RateTable, bool]:
    divisions = dict(zip(facts.states["state"], facts.states["census_division"], strict=True))
    rows = facts.interview_rates[facts.interview_rates["applicant_group"] == applicant_type]
    own = rows[rows["specialty"] == specialty]
    if not own[own["geography_level"] == "nation"].empty:
        return rate_table(own, divisions), False
    national = rows[rows["geography_level"] == "nation"]
    weights = national["programs_reporting"].to_numpy(float)
    middle = {
        c: float(np.average(national[c].to_numpy(float), weights=weights))
        for c in ("mean", "sd", "near_zero_share")
    }
    row = national.iloc[[0]].assign(**middle, programs_reporting=int(weights.sum()))
    return rate_table(pd.DataFrame(row), divisions), True
