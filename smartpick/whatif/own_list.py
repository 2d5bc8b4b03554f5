"""The list that a person has: what it gives, what to add or drop, and how far it is from the best one.

The list is planned as any other, with its programs pinned and room for no others, so that its odds, its worth
and its fees come from the same code as those of the recommended list.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.objective import Objective
from smartpick.plan.plan import Plan
from smartpick.plan.season import UNDER_WAY
from smartpick.plan.selection import Selection
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, STATUSES, Evidence, ListStatus
from smartpick.programs.kinds import barred_sentence
from smartpick.programs.season import ListCost, list_cost

_MOST_SPECIALTIES = 5
_DOUBTFUL = "Its entry in our directory is too uncertain to count."
_MOST_ADDITIONS = 10
# As many as a profile can say.
_MOST_INTERVIEWS = 60
_RULED_OUT = (
    "It states a rule that your answers do not meet, so no chance is counted. "
    "Its page may be out of date: ask before you drop it."
)


class NothingToCount(LookupError):  # noqa: N818 - an answer, not a failure of ours
    """No program of a list can be counted; the message says why."""


@dataclass(frozen=True)
class LeftOut:
    """A program of the list that no chance is counted for, and why, in a sentence."""

    program_id: str
    reason: str


@dataclass(frozen=True)
class Member:
    """A program of the list that counts.

    Attributes:
        program_id: The program.
        status: How far the applicant is there.
        interview_probability: P(invitation) before anything is known of the season, 0-1.
        worth: What the list would lose without it, in expected value of the best outcome, 0-1.
    """

    program_id: str
    status: ListStatus
    interview_probability: float
    worth: float


@dataclass(frozen=True)
class Addition:
    """A program that is not on the list, with its P(invitation) and what it would add to the list's value."""

    program_id: str
    interview_probability: float
    worth: float


@dataclass(frozen=True, kw_only=True)
class OwnListResult:
    """What a person's list comes to.

    Attributes:
        listed: Every recognised program with its status, in the list's order.
        assessment: The list as if all of it were still to be sent.
        now: The same with what is known by now; None where nothing is.
        best: The best list of the same size, within limits no tighter than the list keeps.
        members: Programs that count, the one that the list would miss least first.
        additions: The best additions, each alone, the best one first; at most ten.
        left_out: Programs that no chance is counted for, each with the reason.
        cost: Fees of all recognised programs.
    """

    listed: Mapping[str, ListStatus]
    assessment: Assessment
    now: Assessment | None
    best: Assessment
    members: tuple[Member, ...]
    additions: tuple[Addition, ...]
    left_out: tuple[LeftOut, ...]
    cost: ListCost

    @cached_property
    def share_of_best(self) -> float:
        """The list's expected value as a share (0-1) of that of the best list of the same size."""
        best = self.best.plan.value
        return min(self.assessment.plan.value / best, 1.0) if best > 0 else 1.0

    @cached_property
    def also_in_best(self) -> int:
        """How many of its programs the best list of the same size holds too."""
        return len({*self.listed} & {*self.best.plan.candidates.program_ids.tolist()})


def assess_own_list(
    listed: Mapping[str, ListStatus],
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool = True,
    *,
    evidence: Evidence = NO_EVIDENCE,
) -> OwnListResult:
    """Work out what a person's list gives.

    Args:
        listed: Status by program id, in the list's order; at most 700.
        profile: The applicant. Its limits and pins do not change the list; its place in the season counts.
        engine: The fitted data.
        assumed: False leaves out the effects whose size is assumed.
        evidence: What the applicant knows of single programs.

    Raises:
        NothingToCount: if no program of the list can be counted.
    """

    def assessed(one: ApplicantProfile, known: tuple[str, ...] = ()) -> Assessment:
        return assess(one, engine, assumed, evidence=evidence, thorough=False, invited=known)

    specialties, inside, left_out = countable(list(listed), profile, engine)
    before = profile.changed(season_stage="before_applying")
    counted = inside
    own = None
    if inside:
        own = assessed(list_profile(before, specialties, inside))
        ids = own.plan.candidates.program_ids
        planned = {str(one) for one in ids}
        # Who was invited has shown that the rule is none, or not for them.
        closed = {
            str(one)
            for one in ids[own.plan.candidates.eligibility.state == Eligibility.FAILS]
            if listed.get(str(one)) in ("planned", "applied")
        }
        counted = tuple(one for one in inside if one in planned - closed)
        left_out += tuple(LeftOut(one, _reason(one, profile, engine)) for one in inside if one not in counted)
        if counted and set(counted) != planned:
            own = assessed(list_profile(before, specialties, counted))
    if own is None or not counted:
        reasons = dict.fromkeys(each.reason for each in left_out)
        raise NothingToCount(f"No program of your list can be counted. {' '.join(reasons)}")
    excluded = [one for one in profile.excluded if one not in counted]
    best = assessed(best_of_same_size(before, own.plan, len(inside), excluded))
    counts = Counter(engine.specialty_of[one] for one in listed if one in engine.specialty_of)
    return OwnListResult(
        listed=dict(listed),
        assessment=own,
        now=_now(own, listed, profile, assessed),
        best=best,
        members=_members(own, listed),
        additions=_additions(own, {*listed}),
        left_out=left_out,
        cost=list_cost(counts, engine.fee_schedules),
    )


def _reason(program_id: str, profile: ApplicantProfile, engine: Engine) -> str:
    """Say why no chance is counted for a program that the model knows."""
    kind = engine.kinds.barring(program_id, profile)
    return _RULED_OUT if kind is None else f"{barred_sentence(kind)} No chance is counted."


def _now(
    own: Assessment,
    listed: Mapping[str, ListStatus],
    profile: ApplicantProfile,
    assessed: Callable[[ApplicantProfile, tuple[str, ...]], Assessment],
) -> Assessment | None:
    """Return the list's chances with what its statuses and the profile tell of the season."""
    counted = [str(one) for one in own.plan.candidates.program_ids]
    by_status = {status: [one for one in counted if listed[one] == status] for status in STATUSES}
    ranked, invited = by_status["ranked"], by_status["ranked"] + by_status["invited"]
    stage = "ranking" if ranked else "waiting" if invited else profile.season_stage
    if stage not in UNDER_WAY:
        return None
    # Where some are marked as applied, those that are only planned are not out.
    out = [one for one in counted if listed[one] != "planned"] if by_status["applied"] else counted
    named = tuple(ranked) if ranked else tuple(invited)
    in_hand = profile.interviews_in_hand if profile.season_stage == "waiting" else 0
    in_hand = min(max(in_hand, len(named)), len(out), _MOST_INTERVIEWS)
    specialties = [model.specialty for model in own.plan.models]
    known = list_profile(profile.changed(season_stage="before_applying"), specialties, out)
    return assessed(
        known.changed(
            season_stage=stage,
            interviews_in_hand=in_hand,
            programs_ranked=min(len(ranked) or profile.programs_ranked, len(out), _MOST_INTERVIEWS),
        ),
        named,
    )


def _members(own: Assessment, listed: Mapping[str, ListStatus]) -> tuple[Member, ...]:
    plan = own.plan
    worth = worth_of_members(plan.choice.objective, plan.choice.order.tolist())
    ids = [str(one) for one in plan.candidates.program_ids]
    order = np.argsort(worth, kind="stable")
    return tuple(
        Member(ids[i], listed[ids[i]], float(plan.interview_probability[i]), float(worth[i])) for i in order
    )


def _additions(own: Assessment, listed: Collection[str]) -> tuple[Addition, ...]:
    """Return the programs off the list that would add most alone, the best first."""
    choice = own.plan.choice
    gains = Selection(choice.objective, len(choice.order), choice.order).gains()
    gains[choice.order] = -np.inf
    ids, invited = choice.candidates.program_ids, choice.interview_probability
    best = [i for i in np.argsort(-gains, kind="stable") if gains[i] > 0 and str(ids[i]) not in listed]
    return tuple(Addition(str(ids[i]), float(invited[i]), float(gains[i])) for i in best[:_MOST_ADDITIONS])


def countable(
    program_ids: Sequence[str], profile: ApplicantProfile, engine: Engine
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[LeftOut, ...]]:
    """Return the specialties of a list, its programs that the model covers, and the others.

    The profile's specialties come first; then those that the list adds, the most frequent one first.
    """
    of = {one: engine.specialty_of[one] for one in program_ids if one in engine.specialty_of}
    names = list(of.values())
    added = sorted(set(names) - set(profile.specialties), key=lambda s: (-names.count(s), s))
    specialties, uncovered = list(profile.specialties), {}
    for name in added:
        if not engine.has_figures(name, profile.applicant_type):
            uncovered[name] = f"Nobody publishes outcomes of applicants like you in {name}."
        elif len(specialties) == _MOST_SPECIALTIES:
            uncovered[name] = f"A list is worked out for at most {_MOST_SPECIALTIES} specialties."
        else:
            specialties.append(name)
    known = set(engine.pool(tuple(specialties), profile.applicant_type).program_ids.tolist())
    left_out = [
        LeftOut(one, uncovered.get(of.get(one, ""), _DOUBTFUL)) for one in program_ids if one not in known
    ]
    return tuple(specialties), tuple(one for one in program_ids if one in known), tuple(left_out)


def list_profile(
    profile: ApplicantProfile, specialties: Sequence[str], program_ids: Sequence[str]
) -> ApplicantProfile:
    """Return the profile whose recommended list is exactly these programs."""
    return profile.changed(
        specialties=tuple(specialties),
        pinned=tuple(program_ids),
        excluded=tuple(one for one in profile.excluded if one not in set(program_ids)),
        max_applications=len(program_ids),
        budget_usd=None,
        pacific_min=None,
        pacific_max=None,
    )


def best_of_same_size(
    profile: ApplicantProfile, own: Plan, size: int, excluded: Collection[str]
) -> ApplicantProfile:
    """Return the profile of the best list of a size without `excluded` ids.

    Its limits are no tighter than the own list keeps.
    """
    near = own.pacific_count
    least, most = profile.pacific_min, profile.pacific_max
    return profile.changed(
        specialties=tuple(model.specialty for model in own.models),
        pinned=(),
        excluded=tuple(excluded),
        max_applications=size,
        budget_usd=None,
        pacific_min=None if least is None else min(least, near),
        pacific_max=None if most is None else max(most, near),
    )


def worth_of_members(objective: Objective, chosen: Sequence[int]) -> Array:
    """Return what the list would lose without each of its programs, in its order."""
    selection = Selection(objective, len(chosen), chosen)
    whole, worth = selection.value(), np.zeros(len(chosen))
    for place, program in enumerate(chosen):
        selection.remove(program)
        worth[place] = whole - selection.value()
        selection.add(program)
    return worth
