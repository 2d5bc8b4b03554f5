"""Where a list goes: programs, interviews to expect and fees by region and by specialty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartpick.explore.specialty_mix import SpecialtyChoice, WorthOutcome
from smartpick.plan.plan import Plan
from smartpick.presenters.fee_words import fees_text
from smartpick.presenters.wording import NARROW_SPACE, percent, percent_range

PACIFIC_COAST = "Pacific Coast (CA, OR, WA)"
_REST_OF_PACIFIC = "Alaska and Hawaii"


@dataclass(frozen=True)
class MixRow:
    """One region or specialty of a list.

    Attributes:
        name: The region or specialty.
        programs: Number of applications.
        share: Share (0-1) of all applications.
        interviews: Interviews to expect from them, by the chance of each.
        interviews_share: Share (0-1) of the list's.
        pacific: Whether it is the Pacific Coast.
    """

    name: str
    programs: int
    share: float
    interviews: float
    interviews_share: float
    pacific: bool = False


def region_mix(plan: Plan) -> list[MixRow]:
    """Return the list by region, the Pacific Coast first and then by number of programs."""
    programs = plan.candidates.programs
    region = programs["census_division"].astype(object).fillna("not known")
    region = region.where(region != "Pacific", _REST_OF_PACIFIC)
    region = region.where(~pd.Series(plan.candidates.pacific, index=region.index), PACIFIC_COAST)
    return _rows(region, plan)


def specialty_mix_rows(plan: Plan) -> list[MixRow]:
    """Return the list by specialty, the most applications first."""
    return _rows(plan.candidates.programs["specialty"].astype(object), plan)


def mix_table(plan: Plan) -> pd.DataFrame:
    """Return both mixes as a table to download; shares 0-1."""
    tables = [("region", region_mix(plan)), ("specialty", specialty_mix_rows(plan))]
    return pd.DataFrame(
        [
            {
                "by": by,
                "name": row.name,
                "applications": row.programs,
                "applications_share": round(row.share, 4),
                "expected_interviews": round(row.interviews, 3),
                "expected_interviews_share": round(row.interviews_share, 4),
            }
            for by, rows in tables
            for row in rows
        ]
    )


def choices_rows(
    choices: list[SpecialtyChoice], allowances: Mapping[str, Mapping[str, int]]
) -> list[dict[str, str]]:
    """Return one line of text for each list to compare: together first, then each specialty alone.

    Args:
        choices: As returned by `specialty_choices`.
        allowances: Signals of each specialty by tier.
    """
    return [
        {
            "List": "All together" if len(choice.specialties) > 1 else f"{choice.specialties[0]} alone",
            "Applications": _applications(choice),
            "Chance of matching": f"{percent(choice.match.point)} "
            f"({percent_range(choice.match.low, choice.match.high)})"
            if choice.match.known
            else choice.too_few,
            "On the Pacific Coast": "none"
            if choice.match_pacific.point == 0
            else percent(choice.match_pacific.point),
            "Fees": fees_text(choice.cost),
            "Signals": _signals(choice, allowances),
        }
        for choice in choices
    ]


def _rows(labels: pd.Series, plan: Plan) -> list[MixRow]:
    invited = plan.interview_probability
    size, interviews = max(plan.size, 1), max(float(invited.sum()), 1e-12)
    rows = []
    for name in dict.fromkeys(labels):
        own = (labels == name).to_numpy(bool)
        count, expected = int(own.sum()), float(invited[own].sum())
        rows.append(
            MixRow(str(name), count, count / size, expected, expected / interviews, name == PACIFIC_COAST)
        )
    return sorted(rows, key=lambda row: (not row.pacific, -row.programs, row.name))


def _applications(choice: SpecialtyChoice) -> str:
    if len(choice.counts) == 1:
        return str(sum(choice.counts.values()))
    return f"{sum(choice.counts.values())}: " + ", ".join(f"{n} {name}" for name, n in choice.counts.items())


def _signals(choice: SpecialtyChoice, allowances: Mapping[str, Mapping[str, int]]) -> str:
    said = [
        allowance_text(allowances[name]) + (f" ({name})" if len(choice.counts) > 1 else "")
        for name, count in choice.counts.items()
        if count and allowances[name]
    ]
    return ", ".join(said) or "none known"


def allowance_text(allowance: Mapping[str, int]) -> str:
    """Return a number of signals in words: "3 gold and 12 silver"."""
    if "signal" in allowance:
        return str(allowance["signal"])
    return " and ".join(f"{count} {tier}" for tier, count in allowance.items())


def interviews_number(expected: float) -> str:
    """Return interviews to expect as a bare number: "0.24"."""
    return f"{expected:.2f}" if expected < 0.995 else f"{np.round(expected, 1):.1f}"


def worth_rows(
    outcomes: Sequence[WorthOutcome], specialties: Sequence[str], own: float
) -> list[dict[str, str]]:
    """Return what answers to the worth of the next specialty come to, a row each, as shown.

    Args:
        outcomes: As returned by `worth_outcomes`.
        specialties: The applicant's, the preferred first.
        own: The applicant's answer.
    """
    return [
        {
            "Worth of the next specialty": f"{round(100 * one.worth)}{NARROW_SPACE}%"
            + (" (your answer)" if one.worth == own else ""),
            "Applications": ", ".join(
                f"{count} {name}" for count, name in zip(one.counts, specialties, strict=True)
            ),
            f"Chance in {specialties[0]}": percent(one.first) if one.counts[0] else "none",
            "Chance anywhere": percent(one.anywhere),
        }
        for one in outcomes
    ]
