"""Kept scenarios and all levers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.estimate import Estimate
from smartpick.facts import TYPE_WORDS
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import fees_figure
from smartpick.text.levers import points
from smartpick.text.list_changes import answer_words
from smartpick.text.numbers import NO_ESTIMATE, dollars, people, percent, percent_range, short_tier
from smartpick.tiers import tier_rank
from smartpick.whatif.levers import Lever
from smartpick.whatif.scenarios import Difference, Scenario

# A profile in one line, for pages that show what holds for it.

# One applicant of each type.
_TYPES = {kind: group.removesuffix("s") for kind, group in TYPE_WORDS.items()}
_VISAS = {"none": "no visa needed", "j1": "J-1 needed", "h1b": "H-1B needed", "either": "J-1 or H-1B needed"}


def profile_line(profile: ApplicantProfile) -> str:
    """Return type, score, visa and specialties: "a non-US IMG, Step 2 CK 225, J-1 needed, Psychiatry"."""
    score = profile.step2_ck_score
    return ", ".join(
        [
            f"a {_TYPES[profile.applicant_type]}",
            "no Step 2 CK score yet" if score is None else f"Step 2 CK {score}",
            *([_VISAS[profile.visa_need]] if profile.applicant_type == "non_us_img" else []),
            " and ".join(profile.specialties),
        ]
    )


# Kept scenarios side by side: what differs in the profile, what comes of it, and a name to suggest.

FIRST_NAME = "As it is now"
_MOST_IN_A_NAME = 3
_CODES = {
    "j1": "J-1",
    "h1b": "H-1B",
    "either": "J-1 or H-1B",
    **_TYPES,
}
# How an answer stands in a name; the others stand with their title.
_IN_A_NAME = {
    "step2_ck_score": "Step 2 CK {}",
    "us_letters": "{} US letters",
    "pacific_letters": "{} Pacific letters",
    "usce_hands_on_weeks": "{} weeks hands-on",
    "publications": "{} publications",
    "us_research_months": "{} months of US research",
    "max_applications": "{} applications",
    "specialties": "{}",
}


@dataclass(frozen=True)
class Cell:
    """One figure of a scenario: the figure, its range, and how it differs from the first; plain text."""

    figure: str
    span: str = ""
    against_first: str = ""


@dataclass(frozen=True)
class Row:
    """A scenario as it is compared.

    Attributes:
        name: As the person gave it.
        differs: What differs from the first in the profile, a line each; empty for the first.
        cells: One for each of `COLUMNS`.
        now: Whether it is the profile the cockpit shows.
    """

    name: str
    differs: tuple[str, ...]
    cells: tuple[Cell, ...]
    now: bool


COLUMNS = (
    "Guide's tier",
    "Chance of matching",
    "On the Pacific Coast",
    "Interviews",
    "No interview",
    "Application fees",
)


def comparison_rows(
    scenarios: Sequence[Scenario],
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
    now: ApplicantProfile,
) -> list[Row]:
    """Return the scenarios as rows; the first is what the others are compared with.

    Args:
        scenarios, assessments: The kept ones and where each stands.
        differences: Each one's chances above the first's; None for the first and what is the same.
        now: The profile on the cockpit.
    """
    first, base = scenarios[0].profile, assessments[0]
    return [
        Row(
            scenario.name,
            tuple(differing_answers(first, scenario.profile)),
            _cells(base, assessment, against, compared=place > 0),
            scenario.profile == now,
        )
        for place, (scenario, assessment, against) in enumerate(
            zip(scenarios, assessments, differences, strict=True)
        )
    ]


def differing_answers(before: ApplicantProfile, now: ApplicantProfile) -> list[str]:
    """Return every answer that differs: "US letters of recommendation: 2 → 3"."""
    fields = type(now).model_fields
    return [
        f"{fields[name].title or name}: {_words(getattr(before, name))} → {_words(getattr(now, name))}"
        for name in fields
        if getattr(before, name) != getattr(now, name)
    ]


def suggested_name(first: ApplicantProfile | None, profile: ApplicantProfile) -> str:
    """Return a name made of what differs from the first scenario: "3 US letters, Step 3: pass"."""
    if first is None:
        return FIRST_NAME
    fields = type(profile).model_fields
    parts = []
    for name in fields:
        answer = getattr(profile, name)
        # The limits on Pacific programs follow the length of the list; they are seldom the point.
        if answer == getattr(first, name) or (name == "pacific_min" and answer == profile.max_applications):
            continue
        form = _IN_A_NAME.get(name) if answer is not None else None
        parts.append(
            form.format(_words(answer)) if form else f"{fields[name].title or name}: {_words(answer)}"
        )
    if not parts:
        return "Same as the first"
    more = len(parts) - _MOST_IN_A_NAME
    return ", ".join([*parts[:_MOST_IN_A_NAME], *([f"{more} more"] if more > 0 else [])])


def difference_words(gain: float, span: Estimate | None = None) -> str:
    """Return a difference of chances in points, with its range: "+3 points (+1 to +7)"."""
    if isnan(gain):
        return NO_ESTIMATE
    said = points(gain)
    head = "about the same" if said == "0" else f"{said} {'point' if said in ('+1', '-1') else 'points'}"
    if span is None:
        return head
    low, high = points(span.low), points(span.high)
    return head if low == high else f"{head} ({low} to {high})"


def comparison_table(
    scenarios: Sequence[Scenario],
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
) -> pd.DataFrame:
    """Return the comparison as a table to take along; probabilities 0-1, unknown left empty."""
    base = scenarios[0].profile
    records = []
    for scenario, shown, against in zip(scenarios, assessments, differences, strict=True):
        records.append(
            {
                "scenario": scenario.name,
                "differs": "; ".join(differing_answers(base, scenario.profile)),
                "tier": shown.tier.shown,
                **_estimate_columns("match_probability", shown.match_probability),
                **_estimate_columns("match_probability_pacific", shown.match_probability_pacific),
                **_estimate_columns("expected_interviews", shown.expected_interviews),
                **_estimate_columns("p_no_interview", shown.p_no_interview),
                **_estimate_columns("match_probability_above_first", against.match if against else None),
                "applications": shown.plan.size,
                "cost_usd": shown.plan.cost.known_usd,
                "applications_without_known_fee": shown.plan.cost.unpriced_count,
            }
        )
    return pd.DataFrame(records)


def unknown_score_note(scenarios: Sequence[Scenario]) -> str:
    """Say how a scenario without a score is compared; empty where all have one."""
    unknown = [f"“{s.name}”" for s in scenarios if s.profile.step2_ck_score is None]
    if not unknown:
        return ""
    *others, last = unknown
    who = f"{', '.join(others)} and {last} have" if others else f"{last} has"
    return (
        f"{who} no Step 2 CK score: the chance is averaged over the scores of all applicants, and the range "
        "of the difference spans those scores, so it is wide."
    )


def comparison_in_words(rows: Sequence[Row]) -> str:
    """Return the chart of chances in words, for those who do not see it."""
    said = [f"{row.name}: {row.cells[1].figure}, {row.cells[1].span}" for row in rows]
    return f"Chance of matching with its 80 % range. {'; '.join(said)}."


def _cells(
    base: Assessment, shown: Assessment, against: Difference | None, compared: bool
) -> tuple[Cell, ...]:
    chance, pacific = shown.match_probability, shown.match_probability_pacific
    expected, none = shown.expected_interviews, shown.p_no_interview

    def apart(now: Estimate, first: Estimate, span: Estimate | None = None) -> str:
        return difference_words(now.point - first.point, span) if compared else ""

    interviews_more = expected.point - base.expected_interviews.point
    counts = shown.plan.models[0].counts if shown.too_few else ""
    return (
        Cell(
            short_tier(shown.tier.shown),
            "for non-US IMGs only" if shown.tier.tier is None else "",
            _tier_words(base, shown) if compared else "",
        ),
        Cell(counts, "matched; too few for an estimate", "")
        if counts
        else Cell(
            percent(chance.point),
            f"{people(chance.point)}, range {percent_range(chance.low, chance.high)}",
            apart(chance, base.match_probability, against.match if against else None),
        ),
        Cell(
            percent(pacific.point) if shown.plan.pacific_count else "no program there",
            f"range {percent_range(pacific.low, pacific.high)}"
            if shown.plan.pacific_count and pacific.known
            else "",
            apart(pacific, base.match_probability_pacific, against.match_pacific if against else None),
        ),
        Cell(
            f"{expected.point:.1f}",
            f"range {expected.low:.1f} to {expected.high:.1f}",
            (_signed(interviews_more) if compared else ""),
        ),
        Cell(
            percent(none.point),
            f"range {percent_range(none.low, none.high)}",
            apart(none, base.p_no_interview),
        ),
        _fees(base, shown, compared),
    )


def _tier_words(base: Assessment, shown: Assessment) -> str:
    before, now = base.tier.shown, shown.tier.shown
    if before is None or now is None:
        return ""
    if before == now:
        return "the same"
    return f"{'up' if tier_rank(now) < tier_rank(before) else 'down'} from {short_tier(before)}"


def _fees(base: Assessment, shown: Assessment, compared: bool) -> Cell:
    before, now = base.plan.cost.known_usd, shown.plan.cost.known_usd
    figure, about = fees_figure(shown.plan.cost)
    applications = f"{shown.plan.size} applications"
    against = ""
    if compared and before is not None and now is not None:
        more = now - before
        against = "the same" if abs(more) < 0.5 else f"{'+' if more > 0 else '-'}{dollars(abs(more))}"
    return Cell(figure, f"{applications}, {about}" if about and now is not None else applications, against)


def _signed(number: float) -> str:
    return "about the same" if abs(number) < 0.05 else f"{number:+.1f}"


def _words(answer: object) -> str:
    return _CODES.get(answer, answer_words(answer)) if isinstance(answer, str) else answer_words(answer)


def _estimate_columns(name: str, estimate: Estimate | None) -> dict[str, float | None]:
    if estimate is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {
        name: round(estimate.point, 5) if estimate.known else None,
        f"{name}_low": round(estimate.low, 5),
        f"{name}_high": round(estimate.high, 5),
    }


# All levers beside each other: what each brings, costs and takes, in words and as a table.

BASIS_WORDS = {
    "published": "size published",
    "derived": "size derived from published figures",
    "assumed": "size assumed, direction published",
}


LEVER_COLUMNS = ("Match anywhere", "Pacific Coast", "Cost and time", "Size of the gain")


def lever_cells(lever: Lever) -> tuple[Cell, ...]:
    """Return what a lever brings and takes, one cell for each of `LEVER_COLUMNS`."""
    time = lever.time.strip().rstrip(".")
    return (
        _gain_cell(lever.gain),
        _gain_cell(lever.gain_pacific),
        Cell(_cost(lever), time),
        Cell(lever.basis, f"{lever.note.rstrip('.')}." if lever.note else ""),
    )


def lever_terms_line(lever: Lever) -> str:
    """Return cost and time of a lever: "$935, about three months of study"; an unknown cost is said."""
    cost, time = _cost(lever), lever.time.strip().rstrip(".")
    cost = f"cost {cost}" if lever.cost_usd is None else cost
    return f"{cost}, {time}" if time else cost


def lever_hover(lever: Lever, pacific: bool) -> str:
    """Return what the chart says at a bar."""
    gain = lever.gain_pacific if pacific else lever.gain
    where = "match on the Pacific Coast" if pacific else "match anywhere"
    return (
        f"{lever.title}<br>{where}: {points(gain.point)} points, range {points(gain.low)} to "
        f"{points(gain.high)}<br>{lever_terms_line(lever)}<br>{BASIS_WORDS[lever.basis]}"
    )


def levers_table(levers: Sequence[Lever]) -> pd.DataFrame:
    """Return the levers as a table to take along; gains in probability, an unknown cost is empty."""
    return pd.DataFrame(
        {
            "lever": [lever.title for lever in levers],
            "gain": [round(lever.gain.point, 5) for lever in levers],
            "gain_low": [round(lever.gain.low, 5) for lever in levers],
            "gain_high": [round(lever.gain.high, 5) for lever in levers],
            "gain_pacific": [round(lever.gain_pacific.point, 5) for lever in levers],
            "gain_pacific_low": [round(lever.gain_pacific.low, 5) for lever in levers],
            "gain_pacific_high": [round(lever.gain_pacific.high, 5) for lever in levers],
            "cost_usd": [lever.cost_usd for lever in levers],
            "time": [lever.time for lever in levers],
            "basis": [lever.basis for lever in levers],
            "source_id": [lever.source_id for lever in levers],
        }
    )


def levers_in_words(levers: Sequence[Lever]) -> str:
    """Return the chart in words, for those who do not see it."""
    said = [f"{lever.title}: {points(lever.gain.point)} points" for lever in levers]
    return f"Change of the chance of matching by lever, the greatest first. {'; '.join(said)}."


def _cost(lever: Lever) -> str:
    if lever.cost_usd is None:
        return "not known"
    return "no fee" if abs(lever.cost_usd) < 0.5 else dollars(lever.cost_usd)


def _gain_cell(gain: Estimate) -> Cell:
    low, high = points(gain.low), points(gain.high)
    return Cell(points(gain.point), "" if low == high else f"range {low} to {high}")
