"""Everything the list model needs to know of one specialty and applicant type, fitted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit

from smartpick.arrays import Array
from smartpick.facts import Facts
from smartpick.odds.calibration import TypicalList, grid_of_multipliers, typical_list
from smartpick.odds.distribution import Distribution
from smartpick.odds.draws import Z80, Draws, fixed_draws
from smartpick.odds.frailty import Frailty, node_weights, own_variance, population
from smartpick.odds.rank_curve import RankCurve, fit_rank_curve, pooled_moments
from smartpick.odds.rates import InvitationModel, RateTable, rate_table, regional_factors
from smartpick.odds.score_curve import CHARTED_FROM, ScoreCurve, fit_score_curve
from smartpick.odds.specialty_inputs import ScoreInputs, published_pair, score_inputs

# Ranks are printed for non-US IMGs only; the other types borrow them, and say so.
_RANKS_FROM = "non_us_img"
_RANKS_STAND_IN = "Internal Medicine"
# Fewer ranked applicants than this leave a specialty's own shared effect too noisy to use.
_ENOUGH = 200.0


@dataclass(frozen=True)
class PublishedRanks:
    """Contiguous ranks of one specialty as published, both groups with at least 20.

    Attributes:
        matched: Ranks of those who matched in it.
        not_matched: Ranks of those who did not.
        counts: Numbers of applicants (matched, not matched).
        mean: Mean of both together.
        sd: SD of both together.
    """

    matched: Distribution
    not_matched: Distribution
    counts: tuple[float, float]
    mean: float
    sd: float


def published_ranks(facts: Facts) -> dict[str, PublishedRanks]:
    """Collect the published ranks by specialty."""
    found = {}
    for row in facts.outcome_counts.to_dict("records"):
        name = str(row["specialty"])
        pair = published_pair(facts, name, _RANKS_FROM, "contiguous_ranks")
        if pair is None or min(pair[0].n, pair[1].n) < CHARTED_FROM:
            continue
        counts = float(row["matched_count"]), float(row["not_matched_count"])
        found[name] = PublishedRanks(pair[0], pair[1], counts, *pooled_moments(pair[0], pair[1], *counts))
    return found


def rank_sources(facts: Facts, specialty: str, lent: bool) -> tuple[str, ...]:
    """Return the ids of the sources of the ranks that a specialty's model uses.

    Args:
        facts: The published tables.
        specialty: Whose model.
        lent: Whether its own ranks are not published, so that others' stand in.
    """
    names = [specialty, _RANKS_STAND_IN] if lent else [specialty]
    ranks = facts.outcome_distributions[facts.outcome_distributions["measure"] == "contiguous_ranks"]
    rows = [table[table["specialty"].isin(names)]["source_id"] for table in (ranks, facts.outcome_counts)]
    return tuple(dict.fromkeys(str(source) for column in rows for source in column))


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
    applications: int
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
        return typical_list(invited, self.applications)

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


def fit_specialty(
    facts: Facts, specialty: str, applicant_type: str, ranks: Mapping[str, PublishedRanks]
) -> SpecialtyModel:
    """Fit everything for one specialty and applicant type.

    Raises:
        LookupError: if no source prints outcomes of this type in the specialty.
    """
    inputs = score_inputs(facts, specialty, applicant_type)
    curve = fit_score_curve(
        inputs.matched, inputs.not_matched, inputs.matched_count, inputs.not_matched_count
    )
    curve = replace(curve, by_score=inputs.by_score)
    own_ranks = specialty in ranks
    published = ranks[specialty if own_ranks else _RANKS_STAND_IN]
    rank_curve = fit_rank_curve(published.matched, published.not_matched, *published.counts)
    borrowed = list(inputs.borrowed)
    if not own_ranks:
        borrowed.append(f"chance by number of ranks, from {_RANKS_STAND_IN}")
    elif applicant_type != _RANKS_FROM:
        borrowed.append("chance by number of ranks, from non-US IMGs")
    rates, rates_borrowed = _rates(facts, specialty, applicant_type)
    if rates_borrowed:
        borrowed.append("interview rates, from all specialties together")

    table = facts.model_parameters.set_index("parameter")
    values, low, high = (table[c].astype(float).to_dict() for c in ("value", "low", "high"))
    scores, shares = curve.applicant_mix
    chances = curve.probability(scores)
    pooled = "shared_effect_variance"
    own = None
    if (
        own_ranks
        and applicant_type == _RANKS_FROM
        and published.matched.n + published.not_matched.n >= _ENOUGH
    ):
        own = own_variance(published.sd, chances, shares, rank_curve)
    frailty = Frailty(own or values[pooled], low[pooled], high[pooled], own is None)
    usual = _usual_applications(applicant_type, own_ranks)
    if usual is None:
        everyone = population(frailty.variance, chances, shares, rank_curve)
        applications = max(round(everyone.mean_interviews / rates.nation.mean), 1)
    else:
        applications = int(values[usual])
    model = SpecialtyModel(
        specialty,
        applicant_type,
        inputs,
        curve,
        rank_curve,
        frailty,
        rates,
        float(values["near_zero_rate"]),
        float(np.log(values["steepest_score_odds_ratio"]) / 10),
        float(np.log(high["signal_odds_ratio"] / low["signal_odds_ratio"]) / 2 / Z80),
        applications,
        tuple(borrowed),
    )
    if usual is None:
        return model
    # The length of the list is given, so the borrowed rank curve has to bend to the published rate.
    tilt = model.typical.tilt_for(model.rank_curve, frailty.variance, curve.match_rate)
    return replace(model, rank_curve=model.rank_curve.tilted(tilt))


def _usual_applications(applicant_type: str, own_ranks: bool) -> str | None:
    """Return the parameter that tells how many applications are usual, None where the ranks tell."""
    if applicant_type in ("us_md_senior", "us_do_senior"):
        return "typical_applications_us_seniors"
    return None if own_ranks else "typical_applications_img"


def _rates(facts: Facts, specialty: str, applicant_type: str) -> tuple[RateTable, bool]:
    divisions = dict(zip(facts.states["state"], facts.states["census_division"], strict=True))
    rows = facts.interview_rates[facts.interview_rates["applicant_group"] == applicant_type]
    own = rows[rows["specialty"] == specialty]
    if not own[own["geography_level"] == "nation"].empty:
        return rate_table(own, divisions, regional_factors(rows)), False
    national = rows[rows["geography_level"] == "nation"]
    weights = national["programs_reporting"].to_numpy(float)
    middle = {
        c: float(np.average(national[c].to_numpy(float), weights=weights))
        for c in ("mean", "sd", "near_zero_share")
    }
    row = national.iloc[[0]].assign(**middle, programs_reporting=int(weights.sum()))
    return rate_table(pd.DataFrame(row), divisions, regional_factors(rows)), True
