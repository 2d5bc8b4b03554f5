"""The recommended list in a few numbers and sentences."""

from __future__ import annotations

from smartpick.assessment import Assessment
from smartpick.presenters.fee_words import fees_figure
from smartpick.presenters.interview_words import spread_sentence
from smartpick.presenters.wording import interviews, percent, percent_range


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
