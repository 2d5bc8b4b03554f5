"""The action plan in words and rows: what an action brings, costs and takes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from smartpick.guidance.action_plan import ADVISED, Action, Order
from smartpick.odds.estimate import Estimate
from smartpick.presenters.fee_words import NOT_KNOWN
from smartpick.presenters.lever_words import points
from smartpick.presenters.wording import dollars

ORDER_NAMES: dict[Order, str] = {
    "gain_per_week": "gain per week",
    "gain_per_100_usd": "gain per $100",
    "gain": "gain",
    "gain_pacific": "gain on the Pacific",
}
NO_NUMBER = "No number: the guide advises it."
_BASIS = {
    "published": "size published",
    "derived": "size derived from published figures",
    "assumed": "size assumed, only the direction is published",
    ADVISED: "no number",
}


def shown_actions(actions: Sequence[Action]) -> list[Action]:
    """Return the actions without those whose gain, here and on the Pacific Coast, is printed as nothing."""
    return [
        a
        for a in actions
        if a.comes_first
        or a.gain is None
        or a.gain_pacific is None
        or (points(a.gain.point), points(a.gain_pacific.point)) != ("0", "0")
    ]


def gain_text(gain: Estimate | None) -> str:
    """Return a gain with its range: "+3 points (+1 to +6)"."""
    if gain is None:
        return NO_NUMBER
    point = points(gain.point)
    unit = "point" if point in ("+1", "-1") else "points"
    low, high = points(gain.low), points(gain.high)
    return f"{point} {unit}" if low == high else f"{point} {unit} ({low} to {high})"


def weeks_text(weeks: float) -> str:
    """Return an effort: "about 13 weeks", "under a week"."""
    if weeks < 1:
        return "under a week"
    whole = round(weeks)
    return f"about {whole} week{'' if whole == 1 else 's'}"


def cost_text(cost_usd: float | None) -> str:
    """Return a cost, "no fee" for nothing, or that it is not known."""
    if cost_usd is None:
        return NOT_KNOWN
    return dollars(cost_usd) if cost_usd else "no fee"


def per_week_text(action: Action) -> str:
    """Return the gain for a week of work in points, empty without a number."""
    return "" if action.gain_per_week is None else _small_points(action.gain_per_week)


def per_100_usd_text(action: Action) -> str:
    """Return the gain for $100 in points, "not known" without a price, empty without a number."""
    if action.gain is None:
        return ""
    if action.cost_usd == 0:
        return "no fee"
    return NOT_KNOWN if action.gain_per_100_usd is None else _small_points(action.gain_per_100_usd)


def basis_text(action: Action) -> str:
    """Return what the size of the gain rests on."""
    return _BASIS[action.basis]


def mind_text(action: Action) -> str:
    """Return what to mind, with a word on a list that shifts to the coast."""
    note = action.note if not action.note or action.note.endswith(".") else f"{action.note}."
    if action.gain and action.gain_pacific and action.gain.point < 0 < action.gain_pacific.point:
        note += " Your list would shift toward the coast: less in all, more there."
    return note


def plan_table(actions: Sequence[Action]) -> pd.DataFrame:
    """Return the plan as rows to download; gains in probability, unknown left empty."""
    return pd.DataFrame(
        {
            "action": [a.title for a in actions],
            **_estimate_columns("gain_in_match_probability", [a.gain for a in actions]),
            **_estimate_columns("gain_in_match_probability_pacific", [a.gain_pacific for a in actions]),
            "weeks": [round(a.weeks, 1) for a in actions],
            "cost_usd": pd.array([a.cost_usd for a in actions], dtype="Float64"),
            "gain_per_week": _numbers([a.gain_per_week for a in actions]),
            "gain_per_100_usd": _numbers([a.gain_per_100_usd for a in actions]),
            "basis_of_the_size": [a.basis for a in actions],
            "note": [a.note for a in actions],
            "source_id": [a.source_id for a in actions],
        }
    )


def plan_alternative_text(actions: Sequence[Action]) -> str:
    """Return the chart in words, for those who do not see it."""
    told = [f"{a.title}: {gain_text(a.gain)}" for a in actions if a.gain is not None]
    return (
        "Change of your chance of matching. " + "; ".join(told) + "." if told else "No action has a number."
    )


def _small_points(gain: float) -> str:
    """Return points, with a word where rounding would make nothing of a small gain."""
    text = points(gain)
    return "under 0.1" if text == "0" and gain > 0 else text


def _estimate_columns(
    name: str, gains: Sequence[Estimate | None]
) -> dict[str, pd.api.extensions.ExtensionArray]:
    return {
        name: _numbers([None if g is None else g.point for g in gains]),
        f"{name}_low": _numbers([None if g is None else g.low for g in gains]),
        f"{name}_high": _numbers([None if g is None else g.high for g in gains]),
    }


def _numbers(values: Sequence[float | None]) -> pd.api.extensions.ExtensionArray:
    return pd.array([None if v is None else round(v, 5) for v in values], dtype="Float64")
