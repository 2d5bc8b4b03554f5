"""Kept what-ifs, another season, one list over several specialties beside each alone, and its signals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smartpick.assessment import SCORE_AXIS, Assessment, reassess
from smartpick.engine import Engine
from smartpick.estimate import Estimate, EstimateCurve
from smartpick.odds.list_odds import SpecialtyList, Standing, drawn_odds, point_odds
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.programs.season import ListCost
from smartpick.whatif.exams import one_year_later
from smartpick.whatif.levers import levers
from smartpick.whatif.list_size import list_outcome

# More rows than this are no longer compared at a glance.
MOST_SCENARIOS = 6
LONGEST_NAME = 60
# Equally likely places among all applicants that an unknown score is taken at.
_PLACES = (np.arange(20) + 0.5) / 20


@dataclass(frozen=True)
class Scenario:
    """A profile under a name that the person gave it; names are unique in a list."""

    name: str
    profile: ApplicantProfile


Scenarios = tuple[Scenario, ...]


def with_scenario(kept: Scenarios, name: str, profile: ApplicantProfile) -> Scenarios:
    """Return the list with one more at the end, under a free name; unchanged where it is full."""
    if len(kept) >= MOST_SCENARIOS:
        return kept
    return (*kept, Scenario(free_name(name, [s.name for s in kept]), profile))


def without_scenario(kept: Scenarios, name: str) -> Scenarios:
    """Return the list without the scenario of this name."""
    return tuple(s for s in kept if s.name != name)


def renamed(kept: Scenarios, name: str, new_name: str) -> Scenarios:
    """Return the list with another name for one; an empty name changes nothing."""
    if not new_name.strip():
        return kept
    others = [s.name for s in kept if s.name != name]
    return tuple(replace(s, name=free_name(new_name, others)) if s.name == name else s for s in kept)


def duplicated(kept: Scenarios, name: str) -> Scenarios:
    """Return the list with a copy of one at the end; unchanged where it is full."""
    return with_scenario(kept, name, scenario_named(kept, name).profile)


def made_first(kept: Scenarios, name: str) -> Scenarios:
    """Return the list with this scenario first, so that the others are compared with it."""
    return (scenario_named(kept, name), *without_scenario(kept, name))


def scenario_named(kept: Scenarios, name: str) -> Scenario:
    """Return the scenario of this name.

    Raises:
        KeyError: if there is none.
    """
    for scenario in kept:
        if scenario.name == name:
            return scenario
    raise KeyError(name)


def joined(first: Scenarios, kept: Scenarios) -> tuple[Scenarios, list[str]]:
    """Return both lists in one, and the names of those that found no room.

    `first` has names that nobody chose: where a kept one has the same answers, its name is taken. Languages
    do not tell two apart, because `first` may come from a link, which has none.
    """

    def answers(scenario: Scenario) -> dict[str, object]:
        return scenario.profile.model_dump(exclude={"languages"})

    rest, both = list(kept), []
    for one in first:
        same = next((other for other in rest if answers(other) == answers(one)), None)
        if same is not None:
            rest.remove(same)
        both.append(same or one)
    taken: Scenarios = ()
    for scenario in both:
        taken = with_scenario(taken, scenario.name, scenario.profile)
    room = MOST_SCENARIOS - len(taken)
    for scenario in rest[:room]:
        taken = with_scenario(taken, scenario.name, scenario.profile)
    return taken, [scenario.name for scenario in rest[room:]]


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """Return the name in one line and at most `LONGEST_NAME` long, numbered where it is taken."""
    plain = " ".join(wanted.split())[:LONGEST_NAME].strip() or "Scenario"
    name, number = plain, 2
    while name in taken:
        ending = f" ({number})"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    return name


@dataclass(frozen=True)
class Difference:
    """How a scenario differs from the first, in probability, with the 80 % range of the difference."""

    match: Estimate
    match_pacific: Estimate


def difference(first: Assessment, other: Assessment) -> Difference:
    """Return what the other's chances are above the first's.

    Both are drawn with the same numbers, so the range is that of the difference itself. It is narrower than
    the two ranges beside each other suggest.

    A score that is not known yet may turn out to be any that applicants have: the range then spans those
    scores too. Where neither is known it is the same applicant, so both are taken at the same place among
    all applicants.
    """
    before, after = _draws(first), _draws(other)
    pairs = (
        (first.match_probability, other.match_probability),
        (first.match_probability_pacific, other.match_probability_pacific),
    )
    estimates = []
    for which, (old, new) in enumerate(pairs):
        point = np.array([new.point - old.point])
        apart = (after[which] - before[which]).reshape(-1, 1)
        estimates.append(EstimateCurve.from_draws(point, apart).at(0))
    return Difference(*estimates)


def _draws(assessment: Assessment) -> tuple[np.ndarray, ...]:
    """Return draws of the chance of a match and of one in the West Coast states, each (draws, scores).

    One score where it is known, else as many as there are `_PLACES` among all applicants.
    """
    if not assessment.plan.size:
        return np.zeros((1, 1)), np.zeros((1, 1))
    score = assessment.profile.step2_ck_score
    scores = np.array([assessment.score_curve.applicant_quantile(place) for place in _PLACES])
    if score is not None:
        scores = np.array([float(score)])
    within = np.clip(scores, SCORE_AXIS[0], SCORE_AXIS[-1])
    return drawn_odds(assessment.plan.parts, within, assessment.standing)[:2]


# One list over several specialties beside a list in each of them alone.


@dataclass(frozen=True, kw_only=True)
class SpecialtyChoice:
    """What a list over some of the applicant's specialties comes to.

    Attributes:
        specialties: The specialties it may draw on.
        counts: Applications in each of them.
        match: Chance of matching.
        match_pacific: Chance of matching in the West Coast states.
        cost: Application fees.
        signals: Signals that the specialties with applications give, all together.
        too_few: Why the chances have no point, in a sentence; empty where they have one.
    """

    specialties: tuple[str, ...]
    counts: dict[str, int]
    match: Estimate
    match_pacific: Estimate
    cost: ListCost
    signals: int
    too_few: str = ""


def specialty_choices(
    together: Assessment,
    engine: Engine,
    progress: Callable[[float], object] = lambda done: None,
) -> list[SpecialtyChoice]:
    """Return the list over all specialties of the profile and one for each alone, in the profile's order.

    Every list keeps to the applicant's own limits: the same number of applications, budget and West Coast
    programs. `progress` gets the share (0-1) that is done.
    """
    choices = [_choice(together)]
    names = together.profile.specialties
    for done, name in enumerate(names):
        # Signals set by hand are for single programs; those of another specialty must not switch off all.
        only = together.profile.changed(specialties=(name,), signals={})
        choices.append(_choice(reassess(together, only, engine, thorough=False)))
        progress((done + 1) / len(names))
    return choices


def _choice(assessment: Assessment) -> SpecialtyChoice:
    plan = assessment.plan
    index = plan.candidates.specialty_index
    counts = {model.specialty: int((index == i).sum()) for i, model in enumerate(plan.models)}
    given = zip(counts.values(), plan.choice.rules, strict=True)
    return SpecialtyChoice(
        specialties=assessment.profile.specialties,
        counts=counts,
        match=assessment.match_probability,
        match_pacific=assessment.match_probability_pacific,
        cost=plan.cost,
        signals=sum(sum(rule.allowance.values()) for count, rule in given if count),
        too_few=assessment.too_few,
    )


# Worths of the next specialty that are compared, from as good as the first to a fifth of it.
COMPARED_WORTHS = (1.0, 0.8, 0.6, 0.4, 0.2)


@dataclass(frozen=True)
class WorthOutcome:
    """What the list comes to if a place in the next specialty is worth this much.

    Attributes:
        worth: The answer `second_choice_value`, 0-1.
        counts: Applications in each specialty, the preferred first.
        first: Chance of matching in the preferred specialty with its part of the list, were it ranked first;
            NaN where too few people are behind it.
        anywhere: Chance of matching in any of them; NaN likewise.
    """

    worth: float
    counts: tuple[int, ...]
    first: float
    anywhere: float


def worth_outcomes(together: Assessment, engine: Engine) -> list[WorthOutcome]:
    """Return what other answers to the worth of the next specialty would make of the list over several."""
    profile, evidence = together.profile, together.plan.choice.evidence
    score = float(profile.step2_ck_score or together.score_curve.median_applicant)
    outcomes = []
    for worth in sorted({*COMPARED_WORTHS, profile.second_choice_value}, reverse=True):
        plan = together.plan
        if worth != profile.second_choice_value:
            changed = profile.changed(second_choice_value=worth)
            plan = plan_list(changed, engine, together.assumed, evidence=evidence, thorough=False)
        index = plan.candidates.specialty_index
        counts = tuple(int((index == i).sum()) for i in range(len(plan.models)))
        first = anywhere = np.nan
        if not together.too_few:
            first = _chance(plan.parts[:1], score, together.standing)
            anywhere = _chance(plan.parts, score, together.standing)
        outcomes.append(WorthOutcome(worth, counts, first, anywhere))
    return outcomes


def _chance(parts: Sequence[SpecialtyList], score: float, standing: Standing) -> float:
    if not any(part.size for part in parts):
        return 0.0
    return float(point_odds(parts, np.array([score]), standing)[0][0])


# What the signals of a list are worth together.


@dataclass(frozen=True)
class SignalWorth:
    """Chance of matching with the same list, with its signals and without any."""

    with_signals: Estimate
    without: Estimate


def signal_worth(assessment: Assessment) -> SignalWorth:
    """Return what the list comes to with and without its signals."""
    plan = assessment.plan
    bare = replace(plan.choice, signal=("",) * plan.size, lift=plan.choice.unsignalled[plan.choice.order])
    return SignalWorth(assessment.match_probability, list_outcome(assessment, bare)[0])


# After a season without a match: what another application would come to, as it is, changed, or elsewhere.

# What a season costs beside the applications, and is published.
_SEASON_FEES = ("nrmp_registration", "usmle_transcript")
_MOST_CHANGES = 3
_MOST_SPECIALTIES = 3


@dataclass(frozen=True, kw_only=True)
class SeasonChoice:
    """One way on.

    Attributes:
        name: as_you_are, changed, a_year_later, other_specialty or second_specialty.
        specialties: What would be applied for, the preferred first.
        steps: What would be done before, in the words of the levers.
        match: Chance of matching, with its 80 % range.
        match_pacific: The same in the West Coast states.
        applications: How many would be sent.
        cost_usd: Application fees, and the season's other fees that are published.
        unpriced: Applications whose fee is not known.
    """

    name: str
    specialties: tuple[str, ...]
    steps: tuple[str, ...]
    match: Estimate
    match_pacific: Estimate
    applications: int
    cost_usd: float
    unpriced: int


def season_fees(fees: pd.DataFrame) -> tuple[float, tuple[str, ...]]:
    """Return what a season costs beside the applications (newest published prices), and the sources."""
    rows = fees[fees["item"].isin(_SEASON_FEES) & fees["specialty"].isna()]
    newest = rows.sort_values("season").drop_duplicates("item", keep="last")
    return float(newest["amount_usd"].sum()), tuple(dict.fromkeys(newest["source_id"].astype(str)))


def next_season_choices(assessment: Assessment, engine: Engine) -> tuple[SeasonChoice, ...]:
    """Return the ways on after a season without a match, the first with the answers as they are.

    `assessment` is the applicant as assessed for the next season.
    """
    profile = assessment.profile
    beside, _ = season_fees(engine.facts.fees)

    def choice(name: str, result: Assessment, steps: tuple[str, ...] = ()) -> SeasonChoice:
        cost = result.plan.cost
        return SeasonChoice(
            name=name,
            specialties=result.profile.specialties,
            steps=steps,
            match=result.match_probability,
            match_pacific=result.match_probability_pacific,
            applications=result.plan.size,
            cost_usd=cost.total_usd + beside,
            unpriced=cost.unpriced_count,
        )

    def again(changed: ApplicantProfile) -> Assessment:
        return reassess(assessment, changed, engine, thorough=False)

    choices = [choice("as_you_are", assessment)]
    better, steps = _with_the_best_changes(assessment, engine)
    if steps:
        choices.append(choice("changed", again(better), steps))
        later = better.changed(**one_year_later(profile))
        choices.append(choice("a_year_later", again(later), steps))
    others = _other_specialties(assessment, engine)
    choices += [choice("other_specialty", again(profile.changed(specialties=(one,)))) for one in others]
    if others and len(profile.specialties) == 1:
        both = (*profile.specialties, others[0])
        choices.append(choice("second_specialty", again(profile.changed(specialties=both))))
    return tuple(choices)


def _with_the_best_changes(
    assessment: Assessment, engine: Engine
) -> tuple[ApplicantProfile, tuple[str, ...]]:
    """Return the profile after the levers that help most, and their titles.

    A longer list and a further specialty are none: the specialty stays the same.
    """
    profile, steps = assessment.profile, []
    for lever in levers(assessment, engine):
        if not {"max_applications", "specialties"}.isdisjoint(lever.changes) or lever.gain.point <= 0:
            continue
        try:
            profile = profile.changed(**lever.changes)
        except ProfileFaults:
            continue
        steps.append(lever.title)
        if len(steps) == _MOST_CHANGES:
            break
    return profile, tuple(steps)


def _other_specialties(assessment: Assessment, engine: Engine) -> list[str]:
    """Return the specialties with published ranks in which the same answers come to the best chances."""
    profile = assessment.profile
    chances = {}
    for name in engine.published_ranks:
        if name in profile.specialties:
            continue
        changed = profile.changed(specialties=(name,))
        try:
            plan = plan_list(changed, engine, assessment.assumed, thorough=False)
        except NoPublishedOutcomes:
            continue
        model = plan.models[0]
        if not plan.size or not model.score_curve.charted:
            continue
        score = changed.step2_ck_score
        at = np.array([model.score_curve.median_applicant if score is None else float(score)])
        chances[name] = float(point_odds(plan.parts, at, assessment.standing)[0][0])
    return sorted(chances, key=lambda name: -chances[name])[:_MOST_SPECIALTIES]
