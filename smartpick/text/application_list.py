"""The application list in groups, in numbers, and as a table to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.assessment import Assessment
from smartpick.estimate import Array
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import FeeSchedule, ListCost
from smartpick.text.list_changes import pinned_sentence, rules_against
from smartpick.text.look_up import program_with_place
from smartpick.text.numbers import dollars, fine_percent, interviews, percent, percent_range, spread_sentence
from smartpick.text.programs import ProgramRow

# What a list's application fees come to, in words: an unknown fee is never shown as nothing to pay.

NOT_KNOWN = "not known"


def fees_text(cost: ListCost) -> str:
    """Return the fees of a list: "$2,430", "not known", or what of it is known.

    Where only some fees are known: "$797 for 50 of them; the fee of 7 is not known here".
    """
    figure, rest = fees_figure(cost)
    return f"{figure} {rest}" if rest and cost.priced_count else figure


def fees_figure(cost: ListCost) -> tuple[str, str]:
    """Return the fees of a list as a figure, and what must be said beside it (empty if nothing)."""
    unpriced = cost.unpriced_count
    if not unpriced:
        return dollars(cost.total_usd), ""
    if not cost.priced_count:
        return NOT_KNOWN, "for this application" if unpriced == 1 else f"for all {unpriced} of them"
    return dollars(
        cost.total_usd
    ), f"for {cost.priced_count} of them; the fee of {unpriced} is not known here"


# Reach, target and safer: three groups of one list, by who carries its interviews.
#
# The rule: order the list by the chance of an invitation and split the interviews to expect into three equal
# parts. The programs that carry the first third are called safer, those of the second third target, those of
# the last third reach. Programs shown with the same chance stay together, in the third in which the middle of
# them falls; so an even list is all target. The names compare a list with itself: where every program seldom
# invites, a safer one does so less seldom, and no more.

SAFER, TARGET, REACH = "safer", "target", "reach"
GROUPS = (SAFER, TARGET, REACH)
GROUP_NAMES = {SAFER: "Safer", TARGET: "Target", REACH: "Reach"}
# Chances are shown to a tenth of a percent: what looks the same is treated the same.
_SHOWN_DECIMALS = 3
_RULE = (
    "Each group carries about a third of the interviews you can expect. Safer programs are the likeliest of "
    "this list to invite you, reach programs the least likely. The names compare your list with itself: no "
    "single program is safe."
)


@dataclass(frozen=True)
class GroupSummary:
    """One group of a list.

    Attributes:
        group: `safer`, `target` or `reach`.
        programs: Number of programs.
        pacific: How many of them lie on the Pacific Coast.
        interviews_share: Share (0-1) of the list's expected invitations that they carry.
        lowest, highest: Chance of an invitation (0-1) of the least and the most likely; NaN in an empty
            group.
    """

    group: str
    programs: int
    pacific: int
    interviews_share: float
    lowest: float
    highest: float


def application_groups(invitation: Array) -> NDArray[np.str_]:
    """Return the group of each program.

    Args:
        invitation: P(invitation) of each program, 0-1, (n,).
    """
    if not len(invitation):
        return np.empty(0, dtype=str)
    shown, place = np.unique(-np.round(invitation, _SHOWN_DECIMALS), return_inverse=True)
    carried = np.bincount(np.ravel(place), weights=invitation, minlength=len(shown))
    whole = carried.sum()
    if whole <= 0:
        return np.full(len(invitation), TARGET)
    middle = (np.cumsum(carried) - carried / 2) / whole
    third = np.minimum(np.floor(3 * middle), 2).astype(int)
    return np.array(GROUPS)[third][np.ravel(place)]


def group_summaries(
    invitation: Array, pacific: NDArray[np.bool_], groups: NDArray[np.str_]
) -> list[GroupSummary]:
    """Return the three groups in the order safer, target, reach; empty ones too."""
    whole = max(float(invitation.sum()), 1e-12)
    found = []
    for name in GROUPS:
        own = groups == name
        chances = invitation[own]
        found.append(
            GroupSummary(
                name,
                int(own.sum()),
                int((own & pacific).sum()),
                float(chances.sum()) / whole,
                float(chances.min()) if own.any() else float("nan"),
                float(chances.max()) if own.any() else float("nan"),
            )
        )
    return found


def group_rule() -> str:
    """Return the rule in words."""
    return _RULE


def group_sentence(summary: GroupSummary) -> str:
    """Say what a group holds, in one sentence."""
    if not summary.programs:
        return "No program of this list."
    low, high = fine_percent(summary.lowest), fine_percent(summary.highest)
    chance = low if low == high else f"{low} to {high}"
    return (
        f"{percent(summary.interviews_share)} of your interviews; each invites with a chance of {chance}; "
        f"{summary.pacific} on the Pacific Coast."
    )


# The application list as a table to take away: one row a program, texts safe to open anywhere.

# What each column holds: estimated by us, published by others (or worked out from published prices), or the
# applicant's own.
COLUMN_BASIS: dict[str, str] = {
    "place": "estimated",
    "group": "estimated",
    "program": "published",
    "specialty": "published",
    "city": "published",
    "state": "published",
    "pacific_coast": "published",
    "interview_probability": "estimated",
    "marginal_gain": "estimated",
    "signal": "estimated",
    "application_fee_usd": "published",
    "requirements": "published",
    "remark": "published",
    "its_pages_say": "published",
    "ask_about": "published",
    "website": "published",
    "application_service": "published",
    "program_id": "published",
    "your_note": "own",
}
_REQUIREMENTS = {
    Eligibility.MEETS: "no stated rule against you",
    Eligibility.UNKNOWN: "not known",
    Eligibility.FAILS: "a stated rule is not met",
}


def application_table(
    plan: Plan,
    rows: Sequence[ProgramRow],
    schedules: Mapping[str, FeeSchedule],
    services: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the list with the columns of `COLUMN_BASIS`; probabilities 0-1, unknown left empty.

    Args:
        plan: The list.
        rows: `program_rows(plan, pages)`, all of them.
        schedules: Fee schedule of each specialty whose price is published.
        services: Application service of each specialty.
        notes: What the applicant wrote about single programs, by program id.
    """
    programs = plan.candidates.programs
    groups = application_groups(plan.interview_probability)
    return pd.DataFrame(
        {
            "place": np.arange(1, plan.size + 1),
            "group": [GROUP_NAMES[group] for group in groups],
            "program": [_one_line(row.name) for row in rows],
            "specialty": [row.specialty for row in rows],
            "city": [_one_line(city) for city in programs["city"]],
            "state": [_one_line(state) for state in programs["state"]],
            "pacific_coast": ["yes" if row.pacific else "no" for row in rows],
            "interview_probability": plan.interview_probability.round(5),
            "marginal_gain": np.asarray(plan.marginal_gain, float).round(7),
            "signal": [row.signal for row in rows],
            "application_fee_usd": application_fees([row.specialty for row in rows], schedules),
            "requirements": [_REQUIREMENTS[Eligibility(str(s))] for s in plan.candidates.eligibility.state],
            "remark": [_one_line(remark) for remark in _remarks(plan)],
            "its_pages_say": ["; ".join(_statements(row)) for row in rows],
            "ask_about": [", ".join(row.unknown) for row in rows],
            "website": [_one_line(row.website) for row in rows],
            "application_service": [_one_line(services.get(row.specialty)) for row in rows],
            "program_id": [row.program_id for row in rows],
            "your_note": [_one_line((notes or {}).get(row.program_id)) for row in rows],
        },
        columns=list(COLUMN_BASIS),
    )


def _remarks(plan: Plan) -> list[str]:
    """Return what must be said of each program: that it is pinned against a rule; empty for most."""
    against = rules_against(plan)
    return [
        pinned_sentence(program_with_place(row), against[str(row["program_id"])])
        if str(row["program_id"]) in against
        else ""
        for row in plan.candidates.programs.to_dict("records")
    ]


def application_fees(specialties: Sequence[str], schedules: Mapping[str, FeeSchedule]) -> list[float]:
    """Return what each application of a list costs in its place, in US dollars; NaN where it is not known.

    Args:
        specialties: Specialty of each program, in the order of the list.
        schedules: Fee schedule of each specialty whose price is published.
    """
    sent: dict[str, int] = {}
    fees = []
    for specialty in specialties:
        sent[specialty] = number = sent.get(specialty, 0) + 1
        schedule = schedules.get(specialty)
        fees.append(float("nan") if schedule is None else schedule.total(number) - schedule.total(number - 1))
    return fees


def profile_table(profile: ApplicantProfile) -> pd.DataFrame:
    """Return the applicant's answers in words, one row each."""
    fields = type(profile).model_fields
    return pd.DataFrame(
        {
            "question": [field.title or name for name, field in fields.items()],
            "answer": [_one_line(_answer(getattr(profile, name))) for name in fields],
        }
    )


def _answer(value: object) -> str:
    if value is None:
        return "not told"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{program}: {kind}" for program, kind in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_", " ")


def _statements(row: ProgramRow) -> list[str]:
    said = []
    for statement in row.statements:
        page = statement.page
        notes = ["sponsor's page"] if page and page.by_sponsor else []
        notes += [str(page.year)] if page and page.year else []
        said.append(_one_line(statement.text + (f" ({', '.join(notes)})" if notes else "")))
    return said


def _one_line(text: object) -> str:
    """Return the text without line breaks, tabs or other control signs; unknown is empty."""
    if text is None or (not isinstance(text, str) and pd.isna(text)):  # type: ignore[call-overload]
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


# The recommended list in a few numbers and sentences.


def summary_figures(assessment: Assessment) -> list[tuple[str, str, str]]:
    """Return what stands above the list: (name, figure, small print) each."""
    plan, expected, none = assessment.plan, assessment.expected_interviews, assessment.p_no_interview
    fees, about_fees = fees_figure(plan.cost)
    return [
        ("Programs", str(plan.size), f"{plan.pacific_count} on the Pacific Coast"),
        ("Application fees", fees, about_fees or "for this list"),
        ("Interviews to expect", _count(expected.point), spread_sentence(assessment.interviews_spread)),
        ("Chance of no interview", percent(none.point), f"range {percent_range(none.low, none.high)}"),
    ]


def empty_list_sentences(assessment: Assessment) -> list[str]:
    """Say why the list is empty and what would fill it."""
    profile, plan = assessment.profile, assessment.plan
    if plan.eligible_count == 0 and plan.ruled_out_count == 0:
        return [
            f"No {profile.specialties[0]} program is in the data, or all of them are excluded.",
            "Add a specialty, or take exclusions back.",
        ]
    if plan.eligible_count == 0:
        return [
            f"All {plan.ruled_out_count} programs state a rule that your answers do not meet.",
            "Look at visa, years since graduation and attempts, or add a specialty.",
        ]
    if profile.budget_usd is not None and profile.budget_usd <= 0:
        return [
            "With no budget for fees there is no application to recommend.",
            f"{plan.eligible_count} programs are open to you. Raise the budget to see which come first.",
        ]
    if profile.pacific_weight >= 1 and profile.pacific_max == 0:
        return [
            "Only the Pacific Coast counts, and the list may hold no program there.",
            "Lower the weight of the Pacific Coast, or raise the most Pacific programs.",
        ]
    return [
        f"{plan.eligible_count} programs are open to you, but none fits the limits you set.",
        "Raise the budget or the number of applications, or take exclusions back.",
    ]


def ruled_out_sentence(assessment: Assessment) -> str:
    """Say how many programs are open and how many a stated rule excludes."""
    plan = assessment.plan
    if not plan.ruled_out_count:
        return f"Chosen from {plan.eligible_count} programs."
    return (
        f"Chosen from {plan.eligible_count} programs; {plan.ruled_out_count} more state a rule "
        "that your answers do not meet."
    )


def _count(expected: float) -> str:
    return interviews(expected).removeprefix("about ").removesuffix(" interviews").removesuffix(" interview")
