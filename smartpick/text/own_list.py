"""A person's own list in words, tables and JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.plan.own_list import ListStatus
from smartpick.text.application_list import fees_figure, fees_text
from smartpick.text.numbers import about_people, fine_percent, interviews, percent, percent_range
from smartpick.text.records import assessment_record, assessment_text
from smartpick.whatif.own_list import OwnListResult

STATUS_WORDS: dict[ListStatus, str] = {
    "planned": "planned",
    "applied": "applied",
    "invited": "invited",
    "ranked": "ranked",
}
_WEAKEST = 10


def own_list_figures(result: OwnListResult) -> list[tuple[str, str, str]]:
    """Return what stands above a person's list: (name, figure, small print) each."""
    shown = result.assessment
    chance, pacific, expected = (
        shown.match_probability,
        shown.match_probability_pacific,
        shown.expected_interviews,
    )
    fees, about_fees = fees_figure(result.cost)
    return [
        ("Chance of matching", shown.plan.models[0].counts, "matched; too few for an estimate")
        if shown.too_few
        else (
            "Chance of matching",
            percent(chance.point),
            f"range {percent_range(chance.low, chance.high)}, {about_people(chance.point)}",
        ),
        (
            "On the Pacific Coast",
            percent(pacific.point) if shown.plan.pacific_count else "none",
            ("no program there" if not shown.plan.pacific_count else "too few matched")
            if not pacific.known or not shown.plan.pacific_count
            else f"range {percent_range(pacific.low, pacific.high)}",
        ),
        (
            "Interviews to expect",
            interviews(expected.point).removeprefix("about ").removesuffix("s").removesuffix(" interview"),
            f"range {expected.low:.1f} to {expected.high:.1f}",
        ),
        ("Application fees", fees, about_fees or "for this list"),
        (
            "Programs counted",
            str(shown.plan.size),
            f"of {len(result.listed)} recognised, {shown.plan.pacific_count} on the Pacific Coast",
        ),
    ]


def distance_sentence(result: OwnListResult) -> str:
    """Say how far a list is from the best one of the same size."""
    own, best = result.assessment, result.best
    size = best.plan.size
    weight = percent(own.profile.pacific_weight) if 0 < own.profile.pacific_weight < 1 else ""
    by = f", by your weight of {weight} for the Pacific Coast" if weight else ""
    if result.share_of_best > 0.995:
        return f"No list of {size} programs is clearly worth more{by}."
    comes_to = "has"
    if best.match_probability.known:
        chance = best.match_probability
        comes_to = f"comes to {percent(chance.point)} (range {_span(chance)}) and has"
    return (
        f"The best list of {size} programs {comes_to} fees of {fees_text(best.plan.cost)}. Your list reaches "
        f"{percent(result.share_of_best)} of its worth{by}; {result.also_in_best} programs are on both."
    )


def now_sentence(result: OwnListResult) -> str:
    """Say what the list comes to with what is known by now; empty where nothing is."""
    if result.now is None:
        return ""
    shown = result.now
    chance, profile = shown.match_probability, shown.profile
    if profile.season_stage == "ranking":
        known = f"{profile.programs_ranked} ranked"
    else:
        count = profile.interviews_in_hand
        known = f"{count} {'interview' if count == 1 else 'interviews'} in hand"
    if not chance.known:
        return f"With what you know by now ({known}): {shown.too_few}"
    return (
        f"With what you know by now ({known}): {percent(chance.point)} (range {_span(chance)}), "
        f"{about_people(chance.point)}."
    )


def _span(estimate: Estimate) -> str:
    return percent_range(estimate.low, estimate.high)


def member_table(result: OwnListResult, engine: Engine, most: int = _WEAKEST) -> pd.DataFrame:
    """Return the programs that the list would miss least, the least first."""
    names = program_names(engine, [one.program_id for one in result.members[:most]])
    return pd.DataFrame(
        {
            "Program": [names[one.program_id] for one in result.members[:most]],
            "Status": [STATUS_WORDS[one.status] for one in result.members[:most]],
            "Chance of an interview": [fine_percent(x.interview_probability) for x in result.members[:most]],
            "The list would lose": [worth_points(one.worth) for one in result.members[:most]],
        }
    )


def addition_table(result: OwnListResult, engine: Engine) -> pd.DataFrame:
    """Return the best additions, each alone."""
    names = program_names(engine, [one.program_id for one in result.additions])
    return pd.DataFrame(
        {
            "Program": [names[one.program_id] for one in result.additions],
            "Chance of an interview": [fine_percent(x.interview_probability) for x in result.additions],
            "The list would gain": [worth_points(one.worth) for one in result.additions],
        }
    )


def left_out_table(result: OwnListResult, engine: Engine) -> pd.DataFrame:
    """Return the recognised programs that no chance is counted for, with the reasons."""
    names = program_names(engine, [one.program_id for one in result.left_out])
    return pd.DataFrame(
        {
            "Program": [names[one.program_id] for one in result.left_out],
            "Why": [one.reason for one in result.left_out],
        }
    )


def worth_points(share: float) -> str:
    """Return a small change of a list's worth (0-1) in points of a hundred: "0.03 points"."""
    points = 100 * share
    return "under 0.01 points" if points < 0.01 else f"{points:.2f} points"


def program_names(engine: Engine, ids: Sequence[str]) -> dict[str, str]:
    """Return name, place and specialty of programs by id; an id that is not known stands for itself."""
    programs = engine.facts.programs
    rows = programs[programs["program_id"].isin(list(ids))]
    named = {}
    for row in rows.to_dict("records"):
        place = ", ".join(str(row[c]) for c in ("city", "state") if pd.notna(row[c]))
        named[str(row["program_id"])] = f"{row['name']} ({place}), {row['specialty']}"
    return {one: named.get(one, one) for one in ids}


def own_list_record(
    result: OwnListResult, engine: Engine, unused: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what `smartpick plan --list --json` prints.

    Args:
        result: What the list comes to.
        engine: For the programs' names.
        unused: Rows that are no program of the list, as JSON values.
    """
    ids = [*result.listed, *(one.program_id for one in result.additions)]
    names = program_names(engine, ids)
    best = result.best
    return assessment_record(result.assessment) | {
        "cost_usd": result.cost.known_usd,
        "cost_unknown_for": result.cost.unpriced,
        "now": None if result.now is None else assessment_record(result.now),
        "programs": [
            {
                "program_id": one.program_id,
                "name": names[one.program_id],
                "status": one.status,
                "interview_probability": round(one.interview_probability, 5),
                "worth": round(one.worth, 7),
            }
            for one in result.members
        ],
        "additions": [
            {
                "program_id": one.program_id,
                "name": names[one.program_id],
                "interview_probability": round(one.interview_probability, 5),
                "worth": round(one.worth, 7),
            }
            for one in result.additions
        ],
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


def own_list_text(result: OwnListResult, engine: Engine, unused: Sequence[Mapping[str, Any]]) -> str:
    """Return what `smartpick plan --list` prints."""
    lines = [f"{name}: {figure} ({small})" for name, figure, small in own_list_figures(result)]
    lines += [sentence for sentence in (now_sentence(result), distance_sentence(result)) if sentence]
    weak, more = member_table(result, engine), addition_table(result, engine)
    lines += ["", "What the list would miss least:"]
    lines += [f"  {row.iloc[3]:>18}  {row.iloc[0]}" for _, row in weak.iterrows()]
    lines += ["", "What would add most:"]
    lines += [f"  {row.iloc[2]:>18}  {row.iloc[0]}" for _, row in more.iterrows()]
    if result.left_out:
        lines += ["", "Recognised, but not counted:"]
        lines += [f"  {row.iloc[0]}: {row.iloc[1]}" for _, row in left_out_table(result, engine).iterrows()]
    if unused:
        lines += ["", "Not recognised:"]
        for row in unused:
            lines.append(f"  row {row['row']}: {row['text']}: {row['reason']}")
            lines += [f"    perhaps {each['program_id']} {each['name']}" for each in row["candidates"]]
    return "\n".join([*lines, "", assessment_text(result.assessment)])
