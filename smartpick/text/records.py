"""Results as JSON values for other programs and as text for a terminal, and an own list in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.odds.score_curve import ScoreCurve
from smartpick.plan.firmness import list_firmness
from smartpick.plan.look_up import look_up_next
from smartpick.plan.plan import Plan
from smartpick.text.application_list import Figure, chance_figures, fees_figure, fees_text, spread_sentence
from smartpick.text.list_changes import ProgramNotice, program_notices
from smartpick.text.numbers import (
    about_people,
    fine_percent,
    interviews_figure,
    percent,
    percent_range,
    plural,
    range_of,
    worth_text,
)
from smartpick.text.program_facts import program_with_place
from smartpick.text.programs import program_reasons
from smartpick.text.season import season_sentences
from smartpick.tiers import TierDecision
from smartpick.whatif.own_list import Addition, Member, OwnListResult

_DIGITS = 5
_RANGE_LEVEL = 0.8

# The keys of the JSON values are public: other programs read them.


def assessment_record(assessment: Assessment, notices: Sequence[ProgramNotice] = ()) -> dict[str, Any]:
    """Return what `smartpick assess --json` prints; `notices` are those of `program_notices`."""
    tier, spread, stage = assessment.tier, assessment.interviews_spread, assessment.profile.season_stage
    record = {
        "tier": tier.tier,
        "tier_label": tier.label or None,
        "tier_note": tier.silence or None,
        "tier_reasons": [
            {"rule": r.rule_id, "kind": r.kind, "text": r.text, "clause": r.clause} for r in tier.reasons
        ],
        "tier_neighbours": list(tier.neighbours),
        "next_tier": _next_tier_record(tier),
        "match_probability": assessment.match_probability.as_dict(),
        "match_probability_pacific": assessment.match_probability_pacific.as_dict(),
        "match_probability_if_interviewed": assessment.match_probability_if_interviewed.as_dict(),
        "expected_interviews": assessment.expected_interviews.as_dict(),
        "interviews_spread": {
            "low": spread.low,
            "high": spread.high,
            "none": round(spread.none, _DIGITS),
        },
        "p_no_interview": assessment.p_no_interview.as_dict(),
        "range_level": _RANGE_LEVEL,
        "assumed_share": round(assessment.assumed_share, 3),
        "applications": assessment.plan.size,
        "applications_pacific": assessment.plan.pacific_count,
        "passing_score": assessment.passing.score,
    }
    if stage != "before_applying":
        record["season_stage"] = stage
        record["match_probability_before_season"] = assessment.match_probability_before_season.as_dict()
    return record | {
        "warnings": list(assessment.warnings),
        "program_notices": [
            {"program_id": n.program_id, "kind": n.kind, "text": n.sentence} for n in notices
        ],
        "sources": list(assessment.sources),
    }


def _next_tier_record(tier: TierDecision) -> dict[str, Any] | None:
    if tier.next_tier is None:
        return None
    changes = [
        {"field": c.field, "from": c.from_value, "to": c.to_value, "text": c.text}
        for c in tier.next_tier.changes
    ]
    return {"tier": tier.next_tier.tier, "changes": changes}


def plan_record(assessment: Assessment, engine: Engine) -> dict[str, Any]:
    """Return what `smartpick plan --json` prints: the assessment and the list."""
    plan = assessment.plan
    candidates = plan.choice.candidates.programs
    names = dict(zip(candidates["program_id"], candidates["name"], strict=True))
    notices = program_notices(assessment.profile, plan, engine.facts.programs)
    firmness = list_firmness(plan, assessment.profile, engine, assessment.assumed)
    bound = plan.optimality.upper_bound
    return assessment_record(assessment, notices) | {
        "programs": [
            record | {"firmness": round(float(share), 3)}
            for record, share in zip(_program_records(plan), firmness.share, strict=True)
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
            "upper_bound": None if np.isinf(bound) else round(bound, _DIGITS),
            "method": plan.optimality.method,
        },
    }


def _program_records(plan: Plan) -> list[dict[str, Any]]:
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
        "range_level": _RANGE_LEVEL,
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


# The same as plain text for a terminal.


def assessment_text(assessment: Assessment, helps: Sequence[str] = (), notices: Sequence[str] = ()) -> str:
    """Return what `smartpick assess` prints.

    `helps` are the lines of `lever_lines`. `notices` are sentences on programs that the applicant named, and
    on why the score hardly matters where that is so.
    """
    tier, plan, interviews = assessment.tier, assessment.plan, assessment.expected_interviews
    lines = [tier.silence]
    if not tier.silence:
        lines = [tier.label, *(f"  - {reason.text}" for reason in tier.reasons), f"  {tier.next_tier_note}"]
    lines.append("")
    if assessment.too_few:
        lines.append(f"Chance of matching: {assessment.too_few}")
    else:
        lines += [
            _chance_line("Chance of matching with this list", assessment.match_probability),
            _chance_line("On the West Coast", assessment.match_probability_pacific),
            _chance_line("If at least one program invites you", assessment.match_probability_if_interviewed),
        ]
    lines += [
        _chance_line("No interview at all", assessment.p_no_interview),
        f"Expected interviews: {interviews.point:.1f} "
        f"(80 % range of this average {interviews.low:.1f} to {interviews.high:.1f})",
        f"  {spread_sentence(assessment.interviews_spread)}",
        f"Applications: {plan.size}, {plan.pacific_count} of them on the West Coast, "
        f"fees {fees_text(plan.cost)}",
        f"Share of your profile's effect that rests on assumptions: {percent(assessment.assumed_share)}",
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


def _chance_line(label: str, estimate: Estimate) -> str:
    chance = f"{percent(estimate.point)} (80 % range {range_of(estimate)})"
    return f"{label}: {chance}, {about_people(estimate.point)}"


def plan_text(assessment: Assessment, helps: Sequence[str] = (), notices: Sequence[str] = ()) -> str:
    """Return what `smartpick plan` prints; `helps` and `notices` as for `assessment_text`."""
    plan = assessment.plan
    rows = [
        f"{i + 1:4d}  {row.state}  {plan.interview_probability[i]:6.1%}  {plan.signal[i]:6s}  "
        f"{row.program_id}  {row.name} ({row.specialty})"
        for i, row in enumerate(plan.candidates.programs.itertuples())
    ]
    head = "   #  St  invite  signal  program"
    about = "Chances of an invitation count the signal where one is named."
    return "\n".join([assessment_text(assessment, helps, notices), "", about, head, *rows])


def curve_text(record: dict[str, Any]) -> str:
    """Return what `smartpick curve` prints: the curve of `curve_record` at every fifth score."""
    head = (
        f"{record['specialty']}, {record['applicant_type']}: {record['matched_count']:.0f} matched, "
        f"{record['not_matched_count']:.0f} did not (match rate {record['match_rate']:.1%})"
    )
    if not record["by_score"]:
        return (
            f"{head}\nThis counts everyone who ranked such a program, as first choice or not. No source "
            "publishes their scores, so there is no curve: read the counts."
        )
    if not record["charted"]:
        return f"{head}\nToo few applicants for a curve: read the counts."
    points = [p for p in record["points"] if p["score"] % 5 == 0]
    rows = [
        f"  {p['score']}  {percent(p['probability'])}  ({percent_range(p['low'], p['high'])})" for p in points
    ]
    return "\n".join([head, *rows])


# A person's own list in words, tables and JSON values.

_WEAKEST = 10


def own_list_figures(result: OwnListResult) -> list[Figure]:
    """Return what is shown above a person's list."""
    assessment = result.assessment
    plan, expected = assessment.plan, assessment.expected_interviews
    fees, about_fees = fees_figure(result.cost)
    return [
        *chance_figures(assessment),
        (
            "Expected interviews",
            interviews_figure(expected.point),
            f"range {expected.low:.1f} to {expected.high:.1f}",
        ),
        ("Application fees", fees, about_fees or "for this list"),
        (
            "Programs counted",
            str(plan.size),
            f"of {len(result.listed)} recognised, {plan.pacific_count} on the West Coast",
        ),
    ]


def distance_sentence(result: OwnListResult) -> str:
    """Say how far a list is from the best one of the same size."""
    best, weight = result.best, result.assessment.profile.pacific_weight
    size, chance = best.plan.size, best.match_probability
    by = f", with your weight of {percent(weight)} for the West Coast" if 0 < weight < 1 else ""
    if result.share_of_best > 0.995:
        return f"No list of {size} programs is clearly worth more{by}."
    gives = (
        f"gives a chance of {percent(chance.point)} (range {range_of(chance)}) and " if chance.known else ""
    )
    return (
        f"The best list of {size} programs {gives}has fees of {fees_text(best.plan.cost)}. Your list reaches "
        f"{percent(result.share_of_best)} of its worth{by}; {plural(result.also_in_best, 'program')} "
        f"{'is' if result.also_in_best == 1 else 'are'} on both."
    )


def now_sentence(result: OwnListResult) -> str:
    """Say what the list gives with what is known by now; empty where nothing is."""
    if result.now is None:
        return ""
    chance, profile = result.now.match_probability, result.now.profile
    if profile.season_stage == "ranking":
        known = f"{profile.programs_ranked} ranked"
    else:
        known = f"{plural(profile.interviews_in_hand, 'interview')} in hand"
    sentence = f"{percent(chance.point)} (range {range_of(chance)}), {about_people(chance.point)}."
    return f"With what you know by now ({known}): {sentence if chance.known else result.now.too_few}"


def member_table(result: OwnListResult, engine: Engine) -> pd.DataFrame:
    """Return the programs that the list would miss least, the least first."""
    members = result.members[:_WEAKEST]
    table = _worth_table(members, engine, "The list would lose")
    table.insert(1, "Status", [str(one.status) for one in members])
    return table


def addition_table(result: OwnListResult, engine: Engine) -> pd.DataFrame:
    """Return the best additions, each alone."""
    return _worth_table(result.additions, engine, "The list would gain")


def _worth_table(programs: Sequence[Member] | Sequence[Addition], engine: Engine, worth: str) -> pd.DataFrame:
    names = _names(engine, [one.program_id for one in programs])
    return pd.DataFrame(
        {
            "Program": [names[one.program_id] for one in programs],
            "Chance of an interview": [fine_percent(one.interview_probability) for one in programs],
            worth: [worth_text(one.worth) for one in programs],
        }
    )


def left_out_table(result: OwnListResult, engine: Engine) -> pd.DataFrame:
    """Return the recognised programs that no chance is counted for, with the reasons."""
    names = _names(engine, [one.program_id for one in result.left_out])
    reasons = [one.reason for one in result.left_out]
    return pd.DataFrame({"Program": [names[one.program_id] for one in result.left_out], "Why": reasons})


def _names(engine: Engine, ids: Sequence[str]) -> dict[str, str]:
    """Return name, place and specialty of programs by id; an id that is not known names itself."""
    programs = engine.facts.programs
    rows = programs[programs["program_id"].isin(list(ids))].to_dict("records")
    names = {str(row["program_id"]): f"{program_with_place(row)}, {row['specialty']}" for row in rows}
    return {one: names.get(one, one) for one in ids}


def own_list_record(
    result: OwnListResult, engine: Engine, unused: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what `smartpick plan --list --json` prints; `unused` are rows that name no program."""
    names = _names(engine, [*result.listed, *(one.program_id for one in result.additions)])
    best = result.best

    def record(one: Member | Addition) -> dict[str, Any]:
        status = {"status": one.status} if isinstance(one, Member) else {}
        return {
            "program_id": one.program_id,
            "name": names[one.program_id],
            **status,
            "interview_probability": round(one.interview_probability, 5),
            "worth": round(one.worth, 7),
        }

    return assessment_record(result.assessment) | {
        "cost_usd": result.cost.known_usd,
        "cost_unknown_for": result.cost.unpriced,
        "now": None if result.now is None else assessment_record(result.now),
        "programs": [record(one) for one in result.members],
        "additions": [record(one) for one in result.additions],
        "not_counted": [
            {"program_id": one.program_id, "name": names[one.program_id], "reason": one.reason}
            for one in result.left_out
        ],
        "not_recognised": [dict(row) for row in unused],
        "best_of_same_size": {
            "applications": best.plan.size,
            "match_probability": best.match_probability.as_dict(),
            "cost_usd": best.plan.cost.known_usd,
            "share_of_best": round(result.share_of_best, 4),
            "also_in_best": result.also_in_best,
        },
    }


def own_list_text(
    result: OwnListResult, engine: Engine, unused: Sequence[Mapping[str, Any]], notes: Sequence[str] = ()
) -> str:
    """Return what `smartpick plan --list` prints; `notes` are about the reading of the list."""
    lines = [*notes, *([""] if notes else [])]
    lines += [f"{name}: {figure} ({small})" for name, figure, small in own_list_figures(result)]
    lines += [sentence for sentence in (now_sentence(result), distance_sentence(result)) if sentence]
    lines += ["", "What the list would miss least:"]
    lines += _columns(member_table(result, engine), "The list would lose")
    lines += ["", "What would add most:"]
    lines += _columns(addition_table(result, engine), "The list would gain")
    if result.left_out:
        left_out = left_out_table(result, engine)
        lines += ["", "Recognised, but not counted:"]
        lines += [f"  {name}: {why}" for name, why in left_out.itertuples(index=False)]
    if unused:
        lines += ["", "Not recognised:"]
        for row in unused:
            lines.append(f"  {row['place']}: {row['text']}: {row['reason']}")
            lines += [f"    perhaps {each['program_id']} {each['name']}" for each in row["candidates"]]
    return "\n".join([*lines, "", assessment_text(result.assessment)])


def _columns(table: pd.DataFrame, worth: str) -> list[str]:
    return [f"  {points:>18}  {name}" for points, name in zip(table[worth], table["Program"], strict=True)]
