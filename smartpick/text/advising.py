"""What a mentor shows: few words, and the cohort's picture for those who do not see it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from html import escape
from types import MappingProxyType

import pandas as pd

from smartpick.cohort import AssessedApplicant, Outcome
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.profile.applicant import following_answers
from smartpick.text.application_list import GROUP_NAMES, GROUPS, application_groups
from smartpick.text.levers import points
from smartpick.text.numbers import (
    chance_text,
    fine_percent,
    percent_range,
    plural,
    range_of,
    short_tier,
)
from smartpick.text.program_facts import short_place
from smartpick.tiers import TIERS_BEST_FIRST

# The questions of a call, one at a time.
QUESTIONS = {
    1: "Where do you stand?",
    2: "What helps most?",
    3: "Where to apply?",
    4: "What next?",
}
_MOST_STATES, MOST_PROGRAMS = 4, 5


def list_in_short(plan: Plan) -> list[tuple[str, int, str]]:
    """Return the groups of a list that hold a program: name, number, and where most of them are."""
    groups = application_groups(plan.interview_probability)
    states = plan.candidates.programs["state"].astype(str).to_numpy()
    return [
        (GROUP_NAMES[group], int((groups == group).sum()), _states(states[groups == group]))
        for group in GROUPS
        if (groups == group).any()
    ]


def _states(states: Sequence[str]) -> str:
    counts = sorted(Counter(states).items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{state} {count}" for state, count in counts[:_MOST_STATES]]
    more = len(counts) - _MOST_STATES
    return ", ".join([*named, *([f"{more} more states" if more > 1 else "1 more state"] if more > 0 else [])])


def first_programs(plan: Plan) -> list[tuple[str, str, str]]:
    """Return the programs to apply to first: name, place, chance of an invitation."""
    rows = plan.candidates.programs.head(MOST_PROGRAMS).to_dict("records")
    return [
        (str(row["name"]), short_place(row), fine_percent(float(chance)))
        for row, chance in zip(rows, plan.interview_probability, strict=False)
    ]


# Quick changes to show before and after: what they are called, and the profile with them.

_POINTS, _LETTERS = 10, 2


def quick_changes(profile: ApplicantProfile) -> dict[str, ApplicantProfile]:
    """Return the profile with each of the usual what-ifs that its other answers allow, by name."""
    score, letters = profile.step2_ck_score, profile.us_letters + _LETTERS
    wanted: dict[str, dict[str, object]] = {}
    if score is not None:
        wanted[f"Step 2 CK {score + _POINTS}, {_POINTS} points more"] = {"step2_ck_score": score + _POINTS}
    if not profile.step3_passed:
        wanted["Step 3 passed"] = {"step3": profile.step3_once_passed}
    wanted[f"{letters} US letters, {_LETTERS} more"] = {"us_letters": letters}
    changed = {}
    for name, changes in wanted.items():
        follow, _ = following_answers(profile, changes)
        try:
            changed[name] = profile.changed(**{**follow, **changes})
        except ProfileFaults:
            continue
    return changed


# A roster at a glance.

COHORT_COLUMNS = (
    "Code",
    "Name",
    "Tier",
    "Chance",
    "Range",
    "West Coast",
    "Main liability",
    "Best lever",
    "Gain",
    "List cost",
    "Data gaps",
)
_NO_TIER, _PENDING = "none", "…"


def tier_word(each: AssessedApplicant) -> str:
    """Return the tier in short, "none" where the guide gives none."""
    tier = each.outcome.tier if each.outcome else None
    return short_tier(tier) if tier else _NO_TIER


def tier_name(word: str) -> str:
    """Return the tier with its noun: "Tier B", "Not low", "No tier"."""
    if word == _NO_TIER:
        return "No tier"
    return f"Tier {word}" if len(word) == 1 else word.capitalize()


def tiers_among(shown: Sequence[AssessedApplicant]) -> list[str]:
    """Return the tiers of these applicants in short, the best first."""
    order = [*map(short_tier, TIERS_BEST_FIRST), _NO_TIER]
    return sorted({tier_word(each) for each in shown}, key=order.index)


def cohort_table(
    shown: Sequence[AssessedApplicant],
    names: Mapping[int, str] = MappingProxyType({}),
    pending: Collection[int] = (),
) -> pd.DataFrame:
    """Return the applicants that could be assessed, a row each; chances in percent, unknown left empty.

    `names` are what they are called, by the number of their row; none where codes are enough. `pending` are
    the rows whose best lever is not worked out yet.
    """
    return pd.DataFrame(
        [
            _cohort_row(each, each.outcome, names, each.applicant.number in pending)
            for each in shown
            if each.outcome is not None
        ],
        columns=list(COHORT_COLUMNS),
    )


def _cohort_row(
    each: AssessedApplicant, found: Outcome, names: Mapping[int, str], pending: bool
) -> tuple[object, ...]:
    lever, titles, gaps = found.lever, ApplicantProfile.model_fields, each.applicant.gaps
    return (
        each.applicant.code,
        names.get(each.applicant.number, ""),
        tier_word(each),
        100 * found.match.point if found.match.known else None,
        range_of(found.match) if found.match.known else None,
        100 * found.match_pacific if found.match.known else None,
        found.liability.partition(". ")[0] or "none",
        lever.title if lever else _PENDING if pending else "none",
        "" if lever is None or not found.match.known else points(lever.gain.point),
        found.cost_usd,
        f"{len(gaps)}: {', '.join(titles[name].title or name for name in gaps)}" if gaps else "none",
    )


def applicant_in_words(each: AssessedApplicant, code: str) -> str:
    """Return what the picture says at an applicant's place; empty for one without a score or a chance."""
    found, profile = each.outcome, each.applicant.profile
    if found is None or profile is None or profile.step2_ck_score is None or not found.match.known:
        return ""
    # Plotly reads tags in a label.
    who = f"{escape(code)}: Step 2 CK {profile.step2_ck_score}, tier {tier_word(each)}"
    return f"{who}<br>{chance_text(found.match)}"


def cohort_in_words(shown: Sequence[AssessedApplicant]) -> str:
    """Return the cohort in a few sentences: how many in each tier, and their chances."""
    found = [(tier_word(each), each.outcome.match) for each in shown if each.outcome is not None]
    sentences = [f"{plural(len(found), 'applicant')}."]
    for tier in tiers_among(shown):
        known = [chance.point for name, chance in found if name == tier and chance.known]
        count = sum(name == tier for name, _ in found)
        who = f"{tier_name(tier)}: {count}"
        chances = f", chance of matching {percent_range(min(known), max(known))}" if known else ""
        sentences.append(f"{who}{chances}.")
    unknown = sum(not chance.known for _, chance in found)
    if unknown:
        sentences.append(f"{unknown} without an estimate: the data have too few people like them.")
    without = sum(
        each.applicant.profile is not None and each.applicant.profile.step2_ck_score is None for each in shown
    )
    if without:
        sentences.append(f"{without} without a score: not in the picture.")
    return " ".join(sentences)


def columns_of_their_own(names: Sequence[str]) -> list[str]:
    """Return the names of columns, numbered where one stands there twice."""
    seen: Counter[str] = Counter()
    own = []
    for name in names:
        seen[name] += 1
        own.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return own
