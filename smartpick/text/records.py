"""Results as plain JSON values and as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.odds.score_curve import ScoreCurve
from smartpick.plan.firmness import InterviewSpread, list_firmness
from smartpick.plan.look_up import look_up_next
from smartpick.plan.plan import Plan
from smartpick.text.application_list import fees_text
from smartpick.text.list_changes import ProgramNotice, program_notices
from smartpick.text.numbers import about_people, percent, percent_range, spread_sentence
from smartpick.text.programs import program_reasons
from smartpick.text.season import season_sentences
from smartpick.tiers import TierDecision

# Results as plain JSON values, for the command line and for other programs.

_DIGITS = 5


def assessment_record(assessment: Assessment, notices: Sequence[ProgramNotice] = ()) -> dict[str, Any]:
    """Return what `smartpick assess --json` prints.

    Args:
        assessment: Where the applicant stands.
        notices: What must be said of programs that the applicant named, see `program_notices`.
    """
    tier = assessment.tier
    upward = tier.next_tier
    return {
        "tier": tier.tier,
        "tier_label": tier.label or None,
        "tier_note": tier.silence or None,
        "tier_reasons": [
            {"rule": r.rule_id, "kind": r.kind, "text": r.text, "clause": r.clause} for r in tier.reasons
        ],
        "tier_neighbours": list(tier.neighbours),
        "next_tier": None
        if upward is None
        else {
            "tier": upward.tier,
            "changes": [
                {"field": c.field, "from": c.from_value, "to": c.to_value, "text": c.text}
                for c in upward.changes
            ],
        },
        "match_probability": assessment.match_probability.as_dict(),
        "match_probability_pacific": assessment.match_probability_pacific.as_dict(),
        "match_probability_if_interviewed": assessment.match_probability_if_interviewed.as_dict(),
        "expected_interviews": assessment.expected_interviews.as_dict(),
        "interviews_spread": _spread_record(assessment.interviews_spread),
        "p_no_interview": assessment.p_no_interview.as_dict(),
        "range_level": 0.8,
        "assumed_share": round(assessment.assumed_share, 3),
        "applications": assessment.plan.size,
        "applications_pacific": assessment.plan.pacific_count,
        "passing_score": assessment.passing.score,
        **_season_record(assessment),
        "warnings": list(assessment.warnings),
        "program_notices": [
            {"program_id": n.program_id, "kind": n.kind, "text": n.sentence} for n in notices
        ],
        "sources": list(assessment.sources),
    }


def _season_record(assessment: Assessment) -> dict[str, Any]:
    """Return what the season adds; before applying nothing."""
    stage = assessment.profile.season_stage
    if stage == "before_applying":
        return {}
    return {
        "season_stage": stage,
        "match_probability_before_season": assessment.match_probability_before_season.as_dict(),
    }


def _spread_record(spread: InterviewSpread) -> dict[str, float]:
    """Return what one person may see: counts of interviews, and the share (0-1) of people with none."""
    return {"low": spread.low, "high": spread.high, "none": round(spread.none, _DIGITS)}


def plan_record(assessment: Assessment, engine: Engine) -> dict[str, Any]:
    """Return what `smartpick plan --json` prints: the assessment and the list."""
    plan = assessment.plan
    candidates = plan.choice.candidates.programs
    names = dict(zip(candidates["program_id"], candidates["name"], strict=True))
    notices = program_notices(assessment.profile, plan, engine.facts.programs)
    firmness = list_firmness(plan, assessment.profile, engine, assessment.assumed)
    return assessment_record(assessment, notices) | {
        "programs": [
            record | {"firmness": round(float(share), 3)}
            for record, share in zip(program_records(plan), firmness.share, strict=True)
        ],
        "alike": [
            {
                "specialty": group.specialty,
                "pacific": group.pacific,
                "states": group.states,
                "on_list": list(group.listed),
                "as_good": list(group.others),
            }
            for group in firmness.groups
        ],
        "cost_usd": plan.cost.known_usd,
        "cost_unknown_for": plan.cost.unpriced,
        "look_up_next": [
            {
                "program_id": q.program_id,
                "name": names.get(q.program_id),
                "fact": q.fact,
                "value": round(q.value, 7),
                "on_list": q.on_list,
                "likely": round(q.likely, 3),
            }
            for q in look_up_next(plan.choice, assessment.profile, engine.parameters)
        ],
        "optimality": {
            "proven": plan.optimality.proven,
            "value": round(plan.value, _DIGITS),
            "upper_bound": None
            if np.isinf(plan.optimality.upper_bound)
            else round(plan.optimality.upper_bound, _DIGITS),
            "method": plan.optimality.method,
        },
    }


def program_records(plan: Plan) -> list[dict[str, Any]]:
    """Return the list's programs in the order in which they add most."""
    reasons = program_reasons(plan)
    columns = ["program_id", "name", "specialty", "city", "state", "website"]
    programs = plan.candidates.programs[columns].astype(object)
    known = programs.where(programs.notna(), None)
    return [
        dict(zip(columns, row, strict=True))
        | {
            "interview_probability": round(float(plan.interview_probability[i]), _DIGITS),
            "success": round(float(plan.success[i]), _DIGITS),
            "marginal_gain": round(float(plan.marginal_gain[i]), 7),
            "eligibility": str(plan.candidates.eligibility.state[i]),
            "signal": plan.signal[i] or None,
            "reasons": reasons[i],
        }
        for i, row in enumerate(known.itertuples(index=False))
    ]


def curve_record(curve: ScoreCurve, specialty: str, applicant_type: str) -> dict[str, Any]:
    """Return what `smartpick curve --json` prints: the curve at every whole published score."""
    scores = np.arange(np.ceil(curve.minimum), np.floor(curve.maximum) + 1) if curve.by_score else np.empty(0)
    low, high = curve.interval(scores)
    return {
        "specialty": specialty,
        "applicant_type": applicant_type,
        "charted": curve.charted,
        "by_score": curve.by_score,
        "matched_count": curve.matched_count,
        "not_matched_count": curve.not_matched_count,
        "match_rate": round(curve.match_rate, _DIGITS),
        "range_level": 0.8,
        "points": [
            {
                "score": int(x),
                "probability": round(float(p), _DIGITS),
                "low": round(float(a), _DIGITS),
                "high": round(float(b), _DIGITS),
            }
            for x, p, a, b in zip(scores, curve.probability(scores), low, high, strict=True)
        ],
    }


# Results as plain text for a terminal.


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
