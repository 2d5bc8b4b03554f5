"""The action plan: what could be done, in the order of what it brings for the effort it takes.

Effort is weeks of work. Money is shown beside it and not mixed in, because for most actions no price is
published. An action of less than a week counts as one week, so that an evening's work does not look
infinitely good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.guidance.levers import Lever, levers
from smartpick.odds.estimate import Estimate
from smartpick.profile import ApplicantProfile

LEAST_WEEKS = 1.0
ADVISED = "advised"
Order = Literal["gain_per_week", "gain_per_100_usd", "gain", "gain_pacific"]
ORDERS: tuple[Order, ...] = get_args(Order)

_APPLIES: dict[str, Callable[[ApplicantProfile], bool]] = {
    "always": lambda p: True,
    "failed_attempt": lambda p: (
        p.step1_failures + p.step2_ck_failures > 0 or p.step3 in ("fail", "fail_then_pass")
    ),
    "pacific_wanted": lambda p: p.pacific_weight > 0,
    "img": lambda p: p.applicant_type in ("non_us_img", "us_img"),
}


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes:
        name: Row of `data/rules/levers.csv` or, without a number, of `data/rules/advice.csv`.
        title: What to do.
        gain: Change of the chance of matching, in probability; None where the guide only advises it.
        gain_pacific: The same for a match on the Pacific Coast.
        cost_usd: Published cost; None where none is known.
        weeks: Work it takes; our estimate.
        time: How long it takes, in words.
        track: Kind of work; see `timeline`.
        runs_in: Name of the action whose time it shares if both are done; empty if none.
        basis: What the size of the gain rests on: published, derived, assumed, or advised (no size).
        note: What to mind.
        source_id: Where advice and cost come from.
        comes_first: Whether nothing else counts before it, see `Lever`.
    """

    name: str
    title: str
    gain: Estimate | None
    gain_pacific: Estimate | None
    cost_usd: float | None
    weeks: float
    time: str
    track: str
    runs_in: str
    basis: str
    note: str
    source_id: str
    comes_first: bool = False

    @property
    def gain_per_week(self) -> float | None:
        """Gain in probability for a week of work, None without a number."""
        return None if self.gain is None else self.gain.point / max(self.weeks, LEAST_WEEKS)

    @property
    def gain_per_100_usd(self) -> float | None:
        """Gain in probability for $100; None without a number, without a known price, or for nothing."""
        return None if self.gain is None or not self.cost_usd else 100 * self.gain.point / self.cost_usd


def action_plan(assessment: Assessment, engine: Engine, found: Sequence[Lever] | None = None) -> list[Action]:
    """Return what this applicant could do: what comes first, then the greatest gain for the effort.

    Actions without a number come last, in the order of the guide: they are advised, not weighed.

    Args:
        assessment: Where the applicant stands.
        engine: The fitted data.
        found: The applicant's levers, if they are worked out already.
    """
    found = levers(assessment, engine) if found is None else found
    efforts = {str(row["lever"]): row for _, row in engine.facts.levers.iterrows()}
    numbered = [_from_lever(lever, efforts[lever.name], assessment.profile) for lever in found]
    offered = {action.name for action in numbered}
    advised = [
        _from_advice(row)
        for _, row in engine.facts.advice.iterrows()
        if _APPLIES[str(row["applies"])](assessment.profile)
        and (pd.isna(row["runs_in"]) or row["runs_in"] in offered)
    ]
    return [*ordered(numbered, "gain_per_week"), *advised]


def ordered(actions: Sequence[Action], by: Order) -> list[Action]:
    """Return the actions with the greatest `by` first; those without that number keep their order, last.

    Whatever the order, an exam that residency needs and that is not passed comes before all else.
    """
    return sorted(actions, key=lambda action: (not action.comes_first, -_worth(action, by)))


def _worth(action: Action, by: Order) -> float:
    worth = {
        "gain_per_week": action.gain_per_week,
        "gain_per_100_usd": action.gain_per_100_usd,
        "gain": None if action.gain is None else action.gain.point,
        "gain_pacific": None if action.gain_pacific is None else action.gain_pacific.point,
    }[by]
    return float("-inf") if worth is None else worth


def _from_lever(lever: Lever, effort: pd.Series, profile: ApplicantProfile) -> Action:
    weeks = float(effort["weeks"])
    if effort["weeks_for"] == "unit":
        weeks *= _units(str(effort["field"]), lever, profile)
    return Action(
        name=lever.name,
        title=lever.title,
        gain=lever.gain,
        gain_pacific=lever.gain_pacific,
        cost_usd=lever.cost_usd,
        weeks=weeks,
        time=lever.time,
        track=str(effort["track"]),
        runs_in="" if pd.isna(effort["runs_in"]) else str(effort["runs_in"]),
        basis=lever.basis,
        note=lever.note,
        source_id=lever.source_id,
        comes_first=lever.comes_first,
    )


def _units(field: str, lever: Lever, profile: ApplicantProfile) -> float:
    """Return how far the lever moves its answer: what is done already takes no more time."""
    return float(str(lever.changes[field])) - float(getattr(profile, field))


def _from_advice(row: pd.Series) -> Action:
    return Action(
        name=str(row["advice"]),
        title=str(row["title"]),
        gain=None,
        gain_pacific=None,
        cost_usd=None,
        weeks=float(row["weeks"]),
        time="",
        track=str(row["track"]),
        runs_in="" if pd.isna(row["runs_in"]) else str(row["runs_in"]),
        basis=ADVISED,
        note=str(row["how"]),
        source_id=str(row["source_id"]),
    )
