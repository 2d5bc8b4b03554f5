"""From a profile to the recommended list of applications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.odds.draws import fixed_draws
from smartpick.odds.effects import AppliedEffect, applied_effects, total, total_draws
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import SpecialtyList, Standing, specialty_list
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates, gather_candidates
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.fees import ListCost, list_cost
from smartpick.plan.order import Optimality
from smartpick.plan.selection import Objective, Selection, select_by_gain
from smartpick.profile import ApplicantProfile

Array = NDArray[np.float64]

# Applications that add less than this to the expected value are not worth a line of the list.
_WORTH_SENDING = 1e-7


@dataclass(frozen=True)
class Plan:
    """A recommended list; arrays follow the order in which programs were added.

    Attributes:
        candidates: The chosen programs.
        interview_probability: P(invitation) for this applicant, averaged over the shared effect.
        success: Chance that this application alone leads to a match there.
        marginal_gain: What it added to the expected value of the best outcome.
        signal: Signal to give: gold, silver, signal or empty.
        value: Expected value of the best outcome of the whole list, 0-1.
        cost: Fees.
        optimality: Whether the list is proven best.
        parts: The list for the odds, a part for each specialty.
        models: The fitted models, in the order of the profile's specialties.
        eligible_count: Programs that are not ruled out.
        ruled_out_count: Programs that a stated requirement rules out.
    """

    candidates: Candidates
    interview_probability: Array
    success: Array
    marginal_gain: Array
    signal: tuple[str, ...]
    value: float
    cost: ListCost
    optimality: Optimality
    parts: tuple[SpecialtyList, ...]
    models: tuple[SpecialtyModel, ...]
    eligible_count: int
    ruled_out_count: int

    @property
    def size(self) -> int:
        """Number of applications."""
        return len(self.success)

    @property
    def pacific_count(self) -> int:
        """Number of applications on the Pacific Coast."""
        return int(self.candidates.pacific.sum())


def effects_of(profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> list[AppliedEffect]:
    """Return the effects of everything in the profile but the score."""
    answers = {**dict(profile), "exam_failures": profile.step1_failures + profile.step2_ck_failures}
    return applied_effects(answers, engine.factors, profile.applicant_type, assumed)


def standing_of(effects: list[AppliedEffect]) -> Standing:
    """Sum the effects into the multipliers that the odds need."""
    normal = fixed_draws().effects
    return Standing(
        total(effects, "everywhere"),
        total_draws(effects, "everywhere", normal),
        total_draws(effects, "pacific", normal) - total(effects, "pacific"),
    )


def plan_list(profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> Plan:
    """Choose the applications that add most to the expected value of the best outcome.

    Args:
        profile: The applicant, with caps, budget, pins and exclusions.
        engine: The fitted data.
        assumed: False leaves out the effects whose size is assumed.
    """
    models = [engine.model(s, profile.applicant_type) for s in profile.specialties]
    effects = effects_of(profile, engine, assumed)
    shift = total(effects, "everywhere")
    pool = engine.pool(profile.specialties, profile.applicant_type)
    everyone = gather_candidates(pool, profile, engine.parameters, total(effects, "pacific"))
    ids = everyone.program_ids
    pinned = np.isin(ids, profile.pinned)
    open_ = ((everyone.eligibility.state != Eligibility.FAILS) | pinned) & ~np.isin(ids, profile.excluded)
    candidates = everyone.take(np.flatnonzero(open_))
    rules = [engine.signal_rules(m.specialty) for m in models]
    unsignalled = np.array([r.unsignalled for r in rules])[candidates.specialty_index]
    base = np.array([score_multiplier(m, profile) for m in models])[candidates.specialty_index] + shift
    objective = Objective.from_values(
        _invited(models, candidates, base + candidates.log_shift + unsignalled),
        candidates.value,
        candidates.specialty_index,
        np.array([m.rank_curve.probability for m in models]),
        models[0].invitation_weights,
    )
    limits = _Limits(profile, engine, candidates)
    pins = np.flatnonzero(np.isin(candidates.program_ids, profile.pinned))
    selection, added = select_by_gain(objective, limits.allowed, limits.price if limits.binding else None, pins)
    order = np.array(selection.chosen, dtype=np.intp)
    chosen = candidates.take(order)
    signal, lift = _signals(profile, engine, models, chosen, objective, selection, base[order])
    own_shift = chosen.log_shift + np.where(np.array(signal) == "", unsignalled[order], lift)
    invited = _invited(models, chosen, base[order] + own_shift) @ objective.weights
    alone = np.array([m.rank_curve.probability[1] for m in models])[chosen.specialty_index]
    parts = tuple(_part(m, i, chosen, own_shift) for i, m in enumerate(models))
    counts = {m.specialty: int((chosen.specialty_index == i).sum()) for i, m in enumerate(models)}
    return Plan(
        chosen,
        invited,
        invited * alone,
        np.array(added),
        signal,
        selection.value(),
        list_cost(counts, engine.services, engine.fees),
        Optimality(False, np.nan, "order of marginal gain"),
        parts,
        tuple(models),
        int(((everyone.eligibility.state != Eligibility.FAILS) & ~np.isin(ids, profile.excluded)).sum()),
        int((everyone.eligibility.state == Eligibility.FAILS).sum()),
    )


def score_multiplier(model: SpecialtyModel, profile: ApplicantProfile) -> float:
    """Return the log multiplier of the profile's score, or of the median applicant's if it is unknown."""
    score = profile.step2_ck_score
    if score is None:
        score = model.score_curve.median_applicant
    return float(model.log_multiplier(float(score)))


def _invited(models: list[SpecialtyModel], c: Candidates, log_multiplier: Array) -> Array:
    """Return P(invitation) of each candidate at each node of the shared effect."""
    invited = np.empty((len(log_multiplier), len(LOG_NODES)))
    for i, model in enumerate(models):
        rows = c.specialty_index == i
        invited[rows] = model.invitation.probability(
            c.mean_rest[rows], c.near_zero[rows], c.relative_sd[rows], log_multiplier[rows, None] + LOG_NODES
        )
    return invited


def _part(model: SpecialtyModel, index: int, c: Candidates, shift: Array) -> SpecialtyList:
    rows = c.specialty_index == index
    return specialty_list(
        model, c.mean_rest[rows], c.near_zero[rows], c.relative_sd[rows], shift[rows], c.pacific[rows]
    )


class _Limits:
    """Caps, floors and budget: which application may come next, and its price."""

    def __init__(self, profile: ApplicantProfile, engine: Engine, candidates: Candidates) -> None:
        self._size = profile.max_applications
        self._budget = np.inf if profile.budget_usd is None else profile.budget_usd
        self._pacific_min = profile.pacific_min or 0
        self._pacific_max = np.inf if profile.pacific_max is None else profile.pacific_max
        self._candidates = candidates
        self._priced = np.array([engine.services.get(s) == "ERAS" for s in profile.specialties])
        self._schedule = engine.fees

    @property
    def binding(self) -> bool:
        """Whether the budget may run out before the applications do."""
        return self._schedule.total(self._size) > self._budget

    def price(self, selection: Selection) -> Array:
        """Return what each candidate would cost as the next application."""
        counts = np.bincount(self._candidates.specialty_index[selection.chosen], minlength=len(self._priced))
        by_specialty = [self._schedule.price_of(int(n) + 1) for n in counts]
        return np.where(self._priced, by_specialty, 0.0)[self._candidates.specialty_index]

    def allowed(self, selection: Selection) -> NDArray[np.bool_]:
        """Return which candidates may be added."""
        c = self._candidates
        may = np.ones(len(c.value), dtype=bool)
        may[selection.chosen] = False
        left = self._size - len(selection.chosen)
        if left <= 0:
            return np.zeros_like(may)
        pacific = int(c.pacific[selection.chosen].sum())
        owed = min(self._pacific_min - pacific, int((may & c.pacific).sum()))
        if pacific >= self._pacific_max:
            may &= ~c.pacific
        elif owed >= left:
            may &= c.pacific
        if np.isfinite(self._budget):
            price = self.price(selection)
            may &= price <= self._budget - self._spent(selection) + 1e-9
        # What is worth nothing to the applicant is not worth a fee.
        return may & (c.value > _WORTH_SENDING)

    def _spent(self, selection: Selection) -> float:
        counts = np.bincount(self._candidates.specialty_index[selection.chosen], minlength=len(self._priced))
        return float(sum(self._schedule.total(int(n)) for n, priced in zip(counts, self._priced, strict=True) if priced))


def _signals(
    profile: ApplicantProfile,
    engine: Engine,
    models: list[SpecialtyModel],
    chosen: Candidates,
    objective: Objective,
    selection: Selection,
    base: Array,
) -> tuple[tuple[str, ...], Array]:
    """Give the applicant's signals, or where none are set the allowance to the greatest gains."""
    ids = chosen.program_ids
    signal = np.full(len(ids), "", dtype=object)
    lift = np.zeros(len(ids))
    prices = selection.prices()
    level = objective.level[selection.chosen]
    worth = prices[chosen.specialty_index, level]
    for i, model in enumerate(models):
        rules = engine.signal_rules(model.specialty)
        rows = np.flatnonzero(chosen.specialty_index == i)
        plain = objective.invitation[np.array(selection.chosen, dtype=np.intp)[rows]]
        free = rows
        for tier, count in rules.allowance.items():
            ratio = rules.log_odds_ratio[tier]
            if profile.signals:
                given = [r for r in rows if dict(profile.signals).get(ids[r]) == tier][:count]
            else:
                there = chosen.take(rows)
                with_signal = _invited(models, there, base[rows] + there.log_shift + rules.unsignalled + ratio)
                gain = ((with_signal - plain) * worth[rows]).sum(axis=1)
                ranked = rows[np.argsort(-gain, kind="stable")]
                given = [r for r in ranked if r in set(free.tolist())][:count]
                free = np.setdiff1d(free, given)
            signal[given] = tier
            lift[given] = rules.unsignalled + ratio
    return tuple(str(s) for s in signal), lift
