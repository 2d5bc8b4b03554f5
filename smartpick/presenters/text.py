"""Results as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from smartpick.assessment import Assessment
from smartpick.odds.estimate import Estimate
from smartpick.presenters.fee_words import fees_text
from smartpick.presenters.interview_words import spread_sentence
from smartpick.presenters.season_words import season_sentences
from smartpick.presenters.wording import about_people, percent, percent_range
from smartpick.tiers import TierDecision


def chance_line(label: str, estimate: Estimate) -> str:
    """Return one chance with its range and as a count of people."""
    span = percent_range(estimate.low, estimate.high)
    return f"{label}: {percent(estimate.point)} (80 % range {span}), {about_people(estimate.point)}"


def _chances(assessment: Assessment) -> list[str]:
    if assessment.too_few:
        return [f"Chance of matching: {assessment.too_few}"]
    return [
        chance_line("Chance of matching with this list", assessment.match_probability),
        chance_line("On the Pacific Coast", assessment.match_probability_pacific),
        chance_line("If at least one program invites", assessment.match_probability_if_interviewed),
    ]


def assessment_text(assessment: Assessment, helps: Sequence[str] = (), notices: Sequence[str] = ()) -> str:
    """Return what `smartpick assess` prints.

    Args:
        assessment: Where the applicant stands.
        helps: What would help most, as `lever_lines` returns it.
        notices: What must be said of programs that the applicant named (`program_notices`), and why the
            score hardly matters where that is so.
    """
    tier, interviews = assessment.tier, assessment.expected_interviews
    lines = [
        *_tier_lines(tier),
        "",
        *_chances(assessment),
        chance_line("No interview at all", assessment.p_no_interview),
        f"Interviews to expect: {interviews.point:.1f} "
        f"(80 % range of this mean {interviews.low:.1f} to {interviews.high:.1f})",
        f"  {spread_sentence(assessment.interviews_spread)}",
        f"Applications: {assessment.plan.size}, {assessment.plan.pacific_count} of them on the Pacific "
        f"Coast, fees {fees_text(assessment.plan.cost)}",
        f"Part of the profile's effect that rests on assumptions: {percent(assessment.assumed_share)}",
    ]
    season = season_sentences(assessment)
    if season:
        lines += ["", *season]
    if notices:
        lines += ["", *notices]
    if helps:
        lines += ["", "What would help most:", *(f"  - {line}" for line in helps)]
    if assessment.warnings:
        lines += ["", "Before you read the numbers:", *(f"  - {w}" for w in assessment.warnings)]
    return "\n".join(lines)


def _tier_lines(tier: TierDecision) -> list[str]:
    if tier.silence:
        return [tier.silence]
    return [tier.label, *(f"  - {reason.text}" for reason in tier.reasons), f"  {tier.next_tier_note}"]


def plan_text(assessment: Assessment, helps: Sequence[str] = (), notices: Sequence[str] = ()) -> str:
    """Return what `smartpick plan` prints; `helps` and `notices` as for `assessment_text`."""
    plan = assessment.plan
    rows = [
        f"{i + 1:4d}  {row.state}  {plan.interview_probability[i]:6.1%}  {plan.signal[i]:6s}  "
        f"{row.program_id}  {row.name} ({row.specialty})"
        for i, row in enumerate(plan.candidates.programs.itertuples())
    ]
    head = "   #  St  invite  signal  program"
    about = "Invitations are with the signal where one is named."
    return "\n".join([assessment_text(assessment, helps, notices), "", about, head, *rows])


def curve_text(record: dict[str, Any]) -> str:
    """Return what `smartpick curve` prints: the curve at every fifth score."""
    head = (
        f"{record['specialty']}, {record['applicant_type']}: {record['matched_count']:.0f} matched, "
        f"{record['not_matched_count']:.0f} did not (match rate {record['match_rate']:.1%})"
    )
    if not record["by_score"]:
        return (
            f"{head}\nThese are all who ranked such a program, first or not. No source prints their scores, "
            "so there is no curve: read the counts."
        )
    if not record["charted"]:
        return f"{head}\nToo few applicants for a curve: read the counts."
    points = [p for p in record["points"] if np.mod(p["score"], 5) == 0]
    rows = [
        f"  {p['score']}  {percent(p['probability'])}  ({percent_range(p['low'], p['high'])})" for p in points
    ]
    return "\n".join([head, *rows])
