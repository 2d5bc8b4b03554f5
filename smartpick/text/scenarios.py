"""Kept scenarios and all levers side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile
from smartpick.prose import joined, read_prose
from smartpick.text.application_list import fees_figure
from smartpick.text.levers import BASIS_WORDS, cost_text, difference_words, estimate_columns, points
from smartpick.text.list_changes import answer_words
from smartpick.text.numbers import dollars, people, percent, plural, range_of, short_tier
from smartpick.tiers import tier_rank
from smartpick.whatif.levers import Lever
from smartpick.whatif.scenarios import Difference, Scenario

# The answers of a profile, in one line and where two profiles differ.

FIRST_NAME = "As it is now"
_MOST_IN_A_NAME = 3
_TEXTS = read_prose(__file__, "whatif")


def profile_line(profile: ApplicantProfile) -> str:
    """Return type, score, visa and specialties: "a non-US IMG, Step 2 CK 225, J-1 needed, Psychiatry"."""
    score, visa = profile.step2_ck_score, _TEXTS["codes"].get(profile.visa_need, "no visa")
    return ", ".join(
        [
            f"a {_TEXTS['codes'][profile.applicant_type]}",
            "no Step 2 CK score yet" if score is None else f"Step 2 CK {score}",
            *([f"{visa} needed"] if profile.applicant_type == "non_us_img" else []),
            joined(profile.specialties),
        ]
    )


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
    parts = []
    for name, field in type(profile).model_fields.items():
        answer = getattr(profile, name)
        # The limits on West Coast programs follow the length of the list; they are seldom the point.
        if answer == getattr(first, name) or (name == "pacific_min" and answer == profile.max_applications):
            continue
        form = "{title}: {}" if answer is None else _TEXTS["in_a_name"].get(name, "{title}: {}")
        parts.append(form.format(_words(answer), title=field.title or name))
    if not parts:
        return "Same as the first"
    more = len(parts) - _MOST_IN_A_NAME
    return ", ".join([*parts[:_MOST_IN_A_NAME], *([f"{more} more"] if more > 0 else [])])


def _words(answer: object) -> str:
    return str(_TEXTS["codes"].get(str(answer)) or answer_words(answer))


# Kept scenarios: what differs in the profile, and what comes of it.


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
    "On the West Coast",
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

    `differences` has each one's chances above the first's, None for the first and for what is the same; `now`
    is the profile on the cockpit.
    """
    base = scenarios[0].profile
    firsts = [None, *[assessments[0]] * (len(assessments) - 1)]
    return [
        Row(
            scenario.name,
            tuple(differing_answers(base, scenario.profile)),
            _cells(assessment, first, difference),
            scenario.profile == now,
        )
        for scenario, assessment, first, difference in zip(
            scenarios, assessments, firsts, differences, strict=True
        )
    ]


def _cells(
    assessment: Assessment, first: Assessment | None, difference: Difference | None
) -> tuple[Cell, ...]:
    """Return the cells of a scenario; `first` is what it is compared with, None for the first itself."""
    chance, west_coast = assessment.match_probability, assessment.match_probability_pacific
    expected, none = assessment.expected_interviews, assessment.p_no_interview
    against = ["", "", "", ""]
    if first is not None:
        anywhere, there = (difference.match, difference.match_pacific) if difference else (None, None)
        more = expected.point - first.expected_interviews.point
        against = [
            difference_words(chance.point - first.match_probability.point, anywhere),
            difference_words(west_coast.point - first.match_probability_pacific.point, there),
            "about the same" if abs(more) < 0.05 else f"{more:+.1f}",
            difference_words(none.point - first.p_no_interview.point),
        ]
    if assessment.too_few:
        chance_cell = Cell(assessment.plan.models[0].counts, "matched; too few for an estimate")
    else:
        chance_span = f"{people(chance.point)}, range {range_of(chance)}"
        chance_cell = Cell(percent(chance.point), chance_span, against[0])
    there_is_one = assessment.plan.pacific_count > 0
    return (
        _tier_cell(assessment, first),
        chance_cell,
        Cell(
            percent(west_coast.point) if there_is_one else "no program there",
            f"range {range_of(west_coast)}" if there_is_one and west_coast.known else "",
            against[1],
        ),
        Cell(f"{expected.point:.1f}", f"range {expected.low:.1f} to {expected.high:.1f}", against[2]),
        Cell(percent(none.point), f"range {range_of(none)}", against[3]),
        _fees_cell(assessment, first),
    )


def _tier_cell(assessment: Assessment, first: Assessment | None) -> Cell:
    now, before = assessment.tier.shown, first.tier.shown if first else None
    against = ""
    if before is not None and now is not None:
        way = "up" if tier_rank(now) < tier_rank(before) else "down"
        against = "the same" if before == now else f"{way} from {short_tier(before)}"
    return Cell(short_tier(now), "for non-US IMGs only" if assessment.tier.tier is None else "", against)


def _fees_cell(assessment: Assessment, first: Assessment | None) -> Cell:
    now, before = assessment.plan.cost.known_usd, first.plan.cost.known_usd if first else None
    figure, about = fees_figure(assessment.plan.cost)
    applications = plural(assessment.plan.size, "application")
    against = ""
    if before is not None and now is not None:
        more = now - before
        against = "the same" if abs(more) < 0.5 else f"{'+' if more > 0 else '-'}{dollars(abs(more))}"
    return Cell(figure, f"{applications}, {about}" if about and now is not None else applications, against)


def comparison_table(
    scenarios: Sequence[Scenario],
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
) -> pd.DataFrame:
    """Return the comparison as a table to take along; probabilities 0-1, unknown left empty."""
    base = scenarios[0].profile
    return pd.DataFrame(
        {
            "scenario": scenario.name,
            "differs": "; ".join(differing_answers(base, scenario.profile)),
            "tier": assessment.tier.shown,
            **estimate_columns("match_probability", assessment.match_probability),
            **estimate_columns("match_probability_pacific", assessment.match_probability_pacific),
            **estimate_columns("expected_interviews", assessment.expected_interviews),
            **estimate_columns("p_no_interview", assessment.p_no_interview),
            **estimate_columns("match_probability_above_first", against.match if against else None),
            "applications": assessment.plan.size,
            "cost_usd": assessment.plan.cost.known_usd,
            "applications_without_known_fee": assessment.plan.cost.unpriced_count,
        }
        for scenario, assessment, against in zip(scenarios, assessments, differences, strict=True)
    )


def unknown_score_note(scenarios: Sequence[Scenario]) -> str:
    """Say how a scenario without a score is compared; empty where all have one."""
    unknown = [f"“{s.name}”" for s in scenarios if s.profile.step2_ck_score is None]
    if not unknown:
        return ""
    return (
        f"{joined(unknown)} {'have' if len(unknown) > 1 else 'has'} no Step 2 CK score: the chance is "
        "averaged over the scores of all applicants. The range of the difference covers those scores, so "
        "it is wide."
    )


# All levers beside each other: what each brings, costs and takes, in words and as a table.

LEVER_COLUMNS = ("Match anywhere", "West Coast", "Cost and time", "Size of the gain")


def lever_cells(lever: Lever) -> tuple[Cell, ...]:
    """Return what a lever brings and takes, one cell for each of `LEVER_COLUMNS`."""
    return (
        _gain_cell(lever.gain),
        _gain_cell(lever.gain_pacific),
        Cell(cost_text(lever.cost_usd), _time(lever)),
        Cell(lever.basis, f"{lever.note.rstrip('.')}." if lever.note else ""),
    )


def lever_terms_line(lever: Lever) -> str:
    """Return cost and time of a lever: "$935, about three months of study"; an unknown cost is said."""
    cost = f"{'cost ' if lever.cost_usd is None else ''}{cost_text(lever.cost_usd)}"
    return f"{cost}, {_time(lever)}" if _time(lever) else cost


def lever_hover(lever: Lever, pacific: bool) -> str:
    """Return what the chart says at a bar."""
    gain = lever.gain_pacific if pacific else lever.gain
    where = "match on the West Coast" if pacific else "match anywhere"
    return (
        f"{lever.title}<br>{where}: {points(gain.point)} points, range {points(gain.low)} to "
        f"{points(gain.high)}<br>{lever_terms_line(lever)}<br>{BASIS_WORDS[lever.basis]}"
    )


def levers_table(levers: Sequence[Lever]) -> pd.DataFrame:
    """Return the levers as a table to take along; gains in probability, an unknown cost is empty."""
    return pd.DataFrame(
        {
            "lever": lever.title,
            **estimate_columns("gain", lever.gain),
            **estimate_columns("gain_pacific", lever.gain_pacific),
            "cost_usd": lever.cost_usd,
            "time": lever.time,
            "basis": lever.basis,
            "source_id": lever.source_id,
        }
        for lever in levers
    )


def _time(lever: Lever) -> str:
    return lever.time.strip().rstrip(".")


def _gain_cell(gain: Estimate) -> Cell:
    low, high = points(gain.low), points(gain.high)
    return Cell(points(gain.point), "" if low == high else f"range {low} to {high}")
