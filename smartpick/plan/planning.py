"""From a profile to the recommended list of applications."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.plan.candidates import effects_of, gather_candidates, invitations, own_multiplier
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.objective import Conditions, Objective
from smartpick.plan.order import Optimality
from smartpick.plan.plan import Choice, Plan
from smartpick.plan.selection import choose
from smartpick.plan.with_signals import choose_with_signals, own_signals, proven, signal_ways
from smartpick.profile import PACIFIC_MIN_SHARE, ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, Evidence
from smartpick.programs.season import list_cost

# A state's published rate is that of its programs in one season. A list that took every program of the three
# highest states would rest on those three figures alone, and one that is high by chance will disappoint. So
# outside the West Coast, where the applicant sets a cap themselves, a state gets little more of a list than
# its share of the programs: its best ones.

# So many programs of a state are never held back, however small the state or short the list.
_ALWAYS = 5


def spread_over_states(
    specialty: NDArray[np.intp],
    state: NDArray[np.intp],
    gain: Array,
    free: NDArray[np.bool_],
    size: int,
    most: float,
) -> NDArray[np.intp]:
    """Return the candidates that stay, by number: of each state the best, as many as a list may have of it.

    Args:
        specialty: Specialty index of each candidate, (n,).
        state: A number for its state, (n,).
        gain: What decides which are best, (n,).
        free: Those that no limit touches (pins, the West Coast), (n,).
        size: Applications at the most.
        most: How many times its share of the specialty's programs a state may have of the list. All states
            may have more where the list would not be filled otherwise.
    """
    if not len(state):
        return np.zeros(0, dtype=np.intp)
    place = specialty * (int(state.max()) + 1) + state
    order = np.lexsort((-gain, 2 * place + free))
    starts = np.r_[True, np.diff(place[order]) != 0]
    rank = np.empty(len(place), dtype=np.intp)
    rank[order] = np.arange(len(place)) - np.maximum.accumulate(np.where(starts, np.arange(len(place)), 0))
    share = np.bincount(place)[place] / np.bincount(specialty)[specialty]
    # A program's place beside its state's limit: what stays has 1 or less.
    beside_limit = (rank + 1) / np.maximum(np.ceil(most * share * size), _ALWAYS)
    needed = min(size, len(place)) - int(free.sum())
    fills = np.sort(beside_limit[~free])[needed - 1] if needed > 0 else 0.0
    return np.flatnonzero(free | (beside_limit <= max(1.0, fills)))


def plan_list(
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool = True,
    *,
    evidence: Evidence = NO_EVIDENCE,
    thorough: bool = True,
    finished: bool = True,
) -> Plan:
    """Choose the applications that add most to the expected value of the best outcome.

    `assumed=False` leaves out the effects whose size is assumed. `thorough=False` settles for the order of
    marginal gain where the exact search takes long. `finished=False` chooses the same programs and signals
    in any order, and may leave out what each added and the bound.
    """
    models = tuple(engine.model(s, profile.applicant_type) for s in profile.specialties)
    rules = tuple(engine.signal_rules(m.specialty, m.applicant_type) for m in models)
    effects = effects_of(profile, engine, assumed)
    everyone = gather_candidates(models, profile, engine, effects, evidence)
    ids = everyone.program_ids
    # Where nobody can apply, a pin changes nothing; the assessment says so.
    pinned = np.isin(ids, profile.pinned) & ~everyone.pool.kinds.shut
    excluded = np.isin(ids, profile.excluded)
    ruled_out = everyone.eligibility.state == Eligibility.FAILS
    # What is worth nothing to the applicant is not worth a fee.
    candidates = everyone.take(np.flatnonzero((pinned | (~ruled_out & (everyone.value > 0))) & ~excluded))
    unsignalled = np.array([r.unsignalled for r in rules])[candidates.specialty_index]
    multiplier = own_multiplier(models, profile, effects, candidates)
    invited = invitations(models, candidates, multiplier + candidates.log_shift + unsignalled)
    pins = pinned[candidates.rows]
    kept = spread_over_states(
        candidates.specialty_index,
        candidates.state_number,
        invited @ models[0].invitation_weights,
        candidates.pacific | pins,
        profile.max_applications,
        engine.parameters["state_concentration_max"],
    )
    candidates, pins = candidates.take(kept), pins[kept]
    multiplier, unsignalled = multiplier[kept], unsignalled[kept]
    objective = Objective.from_values(
        invited[kept] * candidates.worth[:, None],
        candidates.value,
        candidates.specialty_index,
        np.array([m.rank_curve.probability for m in models]),
        models[0].invitation_weights,
    )
    conditions = _conditions(profile, engine)
    if profile.signals:
        tier_of, lift = own_signals(candidates, rules, profile.signals, unsignalled)
        invited = invitations(models, candidates, multiplier + candidates.log_shift + lift)
        signalled = replace(objective, invitation=invited * candidates.worth[:, None])
        best = choose(signalled, candidates.pacific, pins, conditions, thorough)
        order, signal, lift = best.chosen, tuple(tier_of[best.chosen]), lift[best.chosen]
    else:
        ways, lift = signal_ways(models, candidates, multiplier, objective, rules)
        best = choose_with_signals(
            ways, objective, candidates.pacific, pins, conditions, thorough, finished=finished, prove=False
        )
        order, signal, lift = ways.program[best.chosen], ways.signals(best.chosen), lift[best.chosen]

    # Few who see a list ask how good it is at the least, and that takes a sixth of the time. What it needs is
    # made again then: kept, it would be the largest part of a session.
    def prove() -> Optimality:
        if best.interviews is None:
            return best.optimality
        again, _ = signal_ways(models, candidates, multiplier, objective, rules)
        return proven(best, again, candidates.pacific, pins, conditions)

    choice = Choice(
        models=models,
        rules=rules,
        candidates=candidates,
        multiplier=multiplier,
        unsignalled=unsignalled,
        objective=objective,
        effects=tuple(effects),
        evidence=evidence,
        order=order,
        signal=signal,
        lift=lift,
    )
    in_specialty = choice.listed.specialty_index
    counts = {m.specialty: int((in_specialty == i).sum()) for i, m in enumerate(models)}
    return Plan(
        choice=choice,
        marginal_gain=best.added,
        value=best.value,
        cost=list_cost(counts, engine.fee_schedules),
        prove=prove,
        eligible_count=int((~ruled_out & ~excluded).sum()),
        ruled_out_count=int(ruled_out.sum()),
    )


def _conditions(profile: ApplicantProfile, engine: Engine) -> Conditions:
    """Return the profile's caps, floor and budget as conditions on numbers of applications."""
    size = profile.max_applications
    schedules = [engine.fee_schedules.get(s) for s in profile.specialties]
    prices = [np.zeros(size + 1) if s is None else s.totals(size) for s in schedules]
    budget = np.inf if profile.budget_usd is None else profile.budget_usd
    most = size if profile.pacific_max is None else profile.pacific_max
    conditions = Conditions(size, profile.pacific_min or 0, most, prices, budget)
    if "pacific_min" in profile.model_fields_set:
        return conditions
    # A minimum that nobody asked for is a share of the list, and the list is as long as the budget pays.
    usual = int(PACIFIC_MIN_SHARE * conditions.most_payable())
    return replace(conditions, pacific_min=min(conditions.pacific_min, usual))
