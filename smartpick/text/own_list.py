"""A person's own list in words, tables and JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from smartpick.engine import Engine
from smartpick.text.application_list import Figure, chance_figures, fees_figure, fees_text
from smartpick.text.numbers import (
    about_people,
    fine_percent,
    interviews_figure,
    percent,
    plural,
    range_of,
    worth_text,
)
from smartpick.text.program_facts import program_with_place
from smartpick.text.records import assessment_record, assessment_text
from smartpick.whatif.own_list import Addition, Member, OwnListResult

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
