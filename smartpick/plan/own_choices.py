"""What of an applicant's own choices a list cannot follow, or follows at a price: told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smartpick.engine import Engine
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile

_NAMED = 3
# The guide advises 15 to 30 Pacific programs in a list of 100 to 150; a minimum above that share is told.
MOST_USUAL_SHARE = 0.3


def own_choice_warnings(profile: ApplicantProfile, plan: Plan, engine: Engine) -> tuple[str, ...]:
    """Return a sentence for each pin, exclusion, signal or limit that is not simply kept to.

    A pin against a rule that its program states is kept, and said by `presenters.program_notices`.

    Args:
        profile: The applicant.
        plan: The list.
        engine: For the programs and their signals.
    """
    return (
        *_unknown(profile, engine),
        *_unused_signals(profile, plan, engine),
        *_pacific(profile, plan),
    )


def _unknown(profile: ApplicantProfile, engine: Engine) -> list[str]:
    known = engine.specialty_of
    said = []
    for name, ids in (
        ("Pinned", profile.pinned),
        ("Excluded", profile.excluded),
        ("Signaled", tuple(profile.signals)),
    ):
        strange = [one for one in ids if one not in known]
        if strange:
            said.append(
                f"{name}, but no program here has this id: {_some(strange)}. "
                "Look the program up on the Programs page and copy its id."
            )
        elsewhere = [one for one in ids if one in known and known[one] not in profile.specialties]
        if elsewhere and name != "Excluded":
            said.append(
                f"{name}, but in a specialty you have not chosen: {_some(elsewhere)}. "
                "Add the specialty, or leave the program out."
            )
    return said


def _unused_signals(profile: ApplicantProfile, plan: Plan, engine: Engine) -> list[str]:
    if not profile.signals:
        return []
    used = {
        str(program)
        for program, signal in zip(plan.candidates.program_ids, plan.signal, strict=True)
        if signal
    }
    pool = plan.choice.candidates.pool
    ids = pool.program_ids.tolist()
    tiers = [engine.signal_rules(model.specialty, model.applicant_type).allowance for model in plan.models]
    listed = set(plan.candidates.program_ids.tolist())
    wrong: list[str] = []
    beyond: list[str] = []
    unlisted: list[str] = []
    for program, tier in profile.signals.items():
        if program in used or program not in ids:
            continue
        allowed = tiers[pool.specialty_index[ids.index(program)]]
        group = wrong if tier not in allowed else beyond if program in listed else unlisted
        group.append(program)
    said = []
    if wrong:
        said.append(f"Signals of a kind that the specialty does not give are not counted: {_some(wrong)}.")
    if beyond:
        said.append(f"More signals than the specialty gives: {_some(beyond)} is not counted as signaled.")
    if unlisted:
        said.append(f"Signaled, but not on the list: {_some(unlisted)}. Pin the program to keep it on.")
    return said


def _pacific(profile: ApplicantProfile, plan: Plan) -> list[str]:
    least, near, size = profile.pacific_min or 0, plan.pacific_count, plan.size
    if not least or not size:
        return []
    if near < least:
        short = (
            "that is all the list has room for."
            if near == size
            else "no others there are open to you, or your limits leave no room for more."
        )
        return [f"You ask for {least} Pacific programs or more. The list has {near} of {size}: {short}"]
    if near == least and least > MOST_USUAL_SHARE * size:
        return [
            f"{near} of the {size} programs are on the Pacific Coast because you ask for {least} or more. "
            "Programs elsewhere invite more often; with a lower minimum the chance of matching rises."
        ]
    return []


def _some(ids: Iterable[str]) -> str:
    named: Sequence[str] = list(ids)
    rest = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
