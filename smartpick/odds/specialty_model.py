"""Everything the list model needs to know of one specialty and applicant type, fitted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from smartpick.estimate import Z80, Array, Estimate, between, fixed_draws
from smartpick.facts import TYPE_WORDS, Facts
from smartpick.odds.distribution import Distribution
from smartpick.odds.effects import pooled_slope
from smartpick.odds.frailty import (
    ApplicantClasses,
    Frailty,
    TypicalList,
    applicant_classes,
    grid_of_multipliers,
    node_weights,
    own_variance,
    population,
    rising,
    typical_list,
)
from smartpick.odds.rank_curve import RankCurve, fit_rank_curve, pooled_moments
from smartpick.odds.rates import InvitationModel, RateTable, RegionalFactor, rate_table, regional_factors
from smartpick.odds.score_curve import CHARTED_FROM, ScoreCurve, fit_score_curve
from smartpick.odds.specialty_inputs import ScoreInputs, published_pair, score_inputs, shape_type

# Ranks are printed for non-US IMGs only; the other types borrow them, and say so.
_RANKS_FROM = "non_us_img"
_RANKS_STAND_IN = "Internal Medicine"
# With fewer applicants who ranked it than this, a specialty's own shared effect is too uncertain to use.
_ENOUGH = 200.0
# In ranks: where the published SD is further above what one kind of list gives, two kinds are fitted.
_SPREAD_TOLERANCE = 0.3


@dataclass(frozen=True)
class PublishedRanks:
    """Contiguous ranks of one specialty as published, both groups with at least 20."""

    matched: Distribution  # Ranks of those who matched in it
    not_matched: Distribution  # Ranks of those who did not
    counts: tuple[float, float]  # Numbers of applicants (matched, not matched)
    mean: float  # Mean of both together
    sd: float  # SD of both together

    @cached_property
    def curve(self) -> RankCurve:
        """The rank curve fitted to them, the same for every applicant type that borrows it."""
        return fit_rank_curve(self.matched, self.not_matched, *self.counts)


def published_ranks(facts: Facts) -> dict[str, PublishedRanks]:
    """Collect the published ranks by specialty."""
    ranks = {}
    for row in facts.outcome_counts.to_dict("records"):
        name = str(row["specialty"])
        pair = published_pair(facts, name, _RANKS_FROM, "contiguous_ranks")
        if pair is None or min(pair[0].n, pair[1].n) < CHARTED_FROM:
            continue
        counts = float(row["matched_count"]), float(row["not_matched_count"])
        ranks[name] = PublishedRanks(pair[0], pair[1], counts, *pooled_moments(pair[0], pair[1], *counts))
    return ranks


def rank_sources(facts: Facts, specialty: str, lent: bool) -> tuple[str, ...]:
    """Return the ids of the sources of the ranks that a specialty's model uses.

    `lent` tells that its own ranks are not published, so that others' stand in.
    """
    names = [specialty, _RANKS_STAND_IN] if lent else [specialty]
    ranks = facts.outcome_distributions[facts.outcome_distributions["measure"] == "contiguous_ranks"]
    rows = [table[table["specialty"].isin(names)]["source_id"] for table in (ranks, facts.outcome_counts)]
    return tuple(dict.fromkeys(str(source) for column in rows for source in column))


@dataclass(frozen=True, kw_only=True)
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
    lists: tuple[tuple[float, int], ...]
    pooled: Estimate | None
    classes: ApplicantClasses | None
    borrowed: tuple[str, ...]

    @property
    def applications(self) -> int:
        """The usual list: mean number of applications of those with at least one interview."""
        return self.typical.applications

    @property
    def counts(self) -> str:
        """The published counts: "5 of 30"."""
        everyone = self.inputs.matched_count + self.inputs.not_matched_count
        return f"{round(self.inputs.matched_count):,} of {round(everyone):,}"

    @cached_property
    def too_few(self) -> str:
        """Why no chance is estimated, in a sentence; empty with at least 20 people in each group."""
        counts = self.inputs.matched_count, self.inputs.not_matched_count
        if self.score_curve.charted or (not self.score_curve.by_score and min(counts) >= CHARTED_FROM):
            return ""
        who = TYPE_WORDS[self.applicant_type]
        few = "too few" if self.inputs.matched_count < self.inputs.not_matched_count else "too few did not"
        return f"{self.counts} {who} matched in {self.specialty}; {few} for an estimate."

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
        return typical_list(invited, self.lists, self.invitation_weights)

    @cached_property
    def invitation_weights(self) -> Array:
        """Weights of the shared effect's nodes at its point value, shape (nodes,)."""
        return node_weights(self.frailty.variance)

    @cached_property
    def _scores(self) -> Array:
        return np.arange(np.floor(self.score_curve.minimum), np.ceil(self.score_curve.maximum) + 1)

    @cached_property
    def _from_median(self) -> Array:
        return self._scores - self.score_curve.median_applicant

    @cached_property
    def _log_multipliers(self) -> Array:
        ranks, weights = self.rank_curve.probability[None], self.invitation_weights[None]
        if self.pooled is not None:
            rate = np.array([[self.score_curve.match_rate]])
            return self.typical.level_for(rate, ranks, weights)[0] + self.pooled.point * self._from_median
        chances = self.score_curve.probability(self._scores)[None]
        multipliers = self.typical.multiplier_for(self._scores, chances, ranks, weights, self.steepest)[0]
        x, share = self.score_curve.applicant_mix
        edges = np.append(self._scores - 0.5, self._scores[-1] + 0.5)
        return rising(multipliers, np.histogram(x, edges, weights=share)[0])

    @cached_property
    def _log_multiplier_draws(self) -> Array:
        draws = fixed_draws()
        ranks, weights = self.rank_draws, self.weight_draws
        if self.pooled is not None:
            level = self.score_curve.logit_draws(np.array([self.score_curve.median_applicant]))
            levels = self.typical.level_for(expit(level[: draws.size]), ranks, weights)
            slopes = between(_slope_normal(), self.pooled.point, self.pooled.low, self.pooled.high)
            return np.asarray(levels + np.maximum(slopes, 0.0)[:, None] * self._from_median)
        chances = expit(self.score_curve.logit_draws(self._scores)[: draws.size])
        return self.typical.multiplier_for(self._scores, chances, ranks, weights, self.steepest)

    def log_multiplier(self, scores: ArrayLike) -> Array:
        """Return the log odds multiplier of each Step 2 CK score (nearest published score outside)."""
        return np.interp(np.asarray(scores, float), self._scores, self._log_multipliers)

    def log_multiplier_draws(self, scores: ArrayLike) -> Array:
        """Return draws of the log multiplier, shape (draws, scores)."""
        x = np.clip(np.asarray(scores, float), self._scores[0], self._scores[-1]) - self._scores[0]
        index = np.minimum(x.astype(np.intp), len(self._scores) - 2)
        low, high = self._log_multiplier_draws[:, index], self._log_multiplier_draws[:, index + 1]
        return np.asarray(low + (high - low) * (x - index))

    @cached_property
    def rank_draws(self) -> Array:
        """Draws of M(k), shape (draws, 61)."""
        draws = fixed_draws()
        return self.rank_curve.draws(draws.rank_shape, draws.rank_error)

    @cached_property
    def weight_draws(self) -> Array:
        """Draws of the weights of the shared effect, shape (draws, nodes)."""
        draws = fixed_draws()
        return node_weights(draws.shared_variance(self.frailty.variance, self.frailty.low, self.frailty.high))


@lru_cache(maxsize=1)
def _slope_normal() -> Array:
    """Standard normal draws for the pooled slope: spread evenly, in an order of their own."""
    size = fixed_draws().size
    return np.asarray(ndtri(np.random.default_rng(2).permutation((np.arange(size) + 0.5) / size)))


def fit_specialty(
    facts: Facts,
    specialty: str,
    applicant_type: str,
    ranks: Mapping[str, PublishedRanks],
    *,
    pooled: bool = True,
) -> SpecialtyModel:
    """Fit everything for one specialty and applicant type.

    Args:
        facts: The published tables.
        specialty: Our name of it.
        applicant_type: Whose model.
        ranks: As returned by `published_ranks`.
        pooled: False takes the specialty's own slope on the score even where it is unclear, and one kind of
            list: what the pooled slopes are fitted to.

    Raises:
        NoPublishedOutcomes: if no source publishes outcomes of this type in the specialty.
    """
    inputs = score_inputs(facts, specialty, applicant_type)
    own_ranks = specialty in ranks
    published = ranks[specialty if own_ranks else _RANKS_STAND_IN]
    rank_curve = published.curve
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
    curve = fit_score_curve(
        inputs.matched, inputs.not_matched, inputs.matched_count, inputs.not_matched_count
    )
    # The point of the curve stays; only what is drawn from it is wider.
    curve = replace(
        curve,
        by_score=inputs.by_score,
        level_error=values["score_curve_level_error"],
        slope_error=values["score_curve_slope_error"],
    )
    scores, shares = curve.applicant_mix
    chances = curve.probability(scores)
    variance = "shared_effect_variance"
    own = None
    enough = published.matched.n + published.not_matched.n >= _ENOUGH
    if own_ranks and applicant_type == _RANKS_FROM and enough:
        own = own_variance(published.sd, chances, shares, rank_curve)
    frailty = Frailty(own or values[variance], low[variance], high[variance], own is None)

    shaped_by = shape_type(applicant_type)
    slope = pooled_slope(facts.score_slopes, specialty, shaped_by) if pooled else None
    classes = None
    lists: tuple[tuple[float, int], ...] = ()
    if own_ranks and applicant_type in ("non_us_img", "us_img"):
        everyone = population(frailty.variance, chances, shares, rank_curve)
        lists = ((1.0, max(round(everyone.mean_interviews / rates.nation.mean), 1)),)
        narrow = everyone.sd_ranks < published.sd - _SPREAD_TOLERANCE
        if slope is not None and enough and narrow:
            # Where the ranks spread wider than one kind of list can make them, many rank it as a back-up.
            offsets = slope.point * (scores - curve.median_applicant)
            rate = published.counts[0] / sum(published.counts)
            classes = applicant_classes(
                (published.mean, published.sd, rate), frailty.variance, offsets, shares, rank_curve
            )
            above = slope.point * _scores_above(facts, curve, shaped_by)
            lists = _lists_of(classes, rates.nation.mean, above)
    programs = _programs(facts, specialty)
    length_given = not lists or lists[0][1] > programs
    if length_given:
        usual = values["typical_applications_" + ("img" if "img" in applicant_type else "us_seniors")]
        lists, classes = ((1.0, min(int(usual), programs)),), None
    model = SpecialtyModel(
        specialty=specialty,
        applicant_type=applicant_type,
        inputs=inputs,
        score_curve=curve,
        rank_curve=rank_curve,
        frailty=frailty,
        rates=rates,
        near_zero_rate=values["near_zero_rate"],
        steepest=float(np.log(values["steepest_score_odds_ratio"]) / 10),
        signal_log_sd=float(np.log(high["signal_odds_ratio"] / low["signal_odds_ratio"]) / 2 / Z80),
        lists=lists,
        pooled=slope,
        classes=classes,
        borrowed=tuple(borrowed),
    )
    if not length_given:
        return model
    # The borrowed rank curve has to bend to the published rate.
    tilt = model.typical.tilt_for(model.rank_curve, frailty.variance, curve.match_rate)
    return replace(model, rank_curve=model.rank_curve.tilted(tilt))


def _lists_of(classes: ApplicantClasses, rate: float, above: float) -> tuple[tuple[float, int], ...]:
    """Return the lists that give both classes their interviews.

    The published rate is the average over all who apply to a program. Where many apply who put another
    specialty first, with the scores of applicants at large, those who put this one first are that much
    below the average, so that their interviews took more applications.

    `rate` is the mean interview rate of the nation, `above` the log multiplier of applicants at large against
    the median of those who rank the specialty first.
    """
    whole = classes.mean_interviews / (rate * np.exp(-classes.backup_share * above))
    backup = max(round(classes.backup_length * whole), 1)
    return (1 - classes.backup_share, round(whole)), (classes.backup_share, backup)


def _scores_above(facts: Facts, curve: ScoreCurve, shaped_by: str) -> float:
    """Return by how many points the median applicant at large is above the curve's; 0 where not printed."""
    rows = facts.outcome_distributions
    rows = rows[
        (rows["specialty"] == "All specialties")
        & (rows["applicant_type"] == shaped_by)
        & (rows["measure"] == "step2_ck_score")
    ].dropna(subset=["median"])
    if rows.empty:
        return 0.0
    # Half of them match, so the two medians count alike.
    return max(float(rows["median"].mean()) - curve.median_applicant, 0.0)


def _programs(facts: Facts, specialty: str) -> int:
    """Return how many programs there are to apply to."""
    rows = facts.programs
    return max(int(((rows["specialty"] == specialty) & (rows["row_confidence"] != "low")).sum()), 1)


def _rates(facts: Facts, specialty: str, applicant_type: str) -> tuple[RateTable, bool]:
    """Return the specialty's interview rates, else (True) those of all specialties together."""
    divisions = dict(zip(facts.states["state"], facts.states["census_division"], strict=True))
    rows = facts.interview_rates[facts.interview_rates["applicant_group"] == applicant_type]
    own = rows[rows["specialty"] == specialty]
    if not own[own["geography_level"] == "nation"].empty:
        return rate_table(own, divisions, _factors(facts, applicant_type)), False
    national = rows[rows["geography_level"] == "nation"]
    weights = national["programs_reporting"].to_numpy(float)
    middle = {
        c: float(np.average(national[c].to_numpy(float), weights=weights))
        for c in ("mean", "sd", "near_zero_share")
    }
    row = national.iloc[[0]].assign(**middle, programs_reporting=int(weights.sum()))
    return rate_table(pd.DataFrame(row), divisions, _factors(facts, applicant_type)), True


# Every specialty is fitted with those of its type.
@lru_cache(maxsize=4)
def _factors(facts: Facts, applicant_type: str) -> dict[str, RegionalFactor]:
    rates = facts.interview_rates
    return regional_factors(rates[rates["applicant_group"] == applicant_type])
