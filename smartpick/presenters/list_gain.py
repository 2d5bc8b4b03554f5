"""What one more application brings and costs, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from smartpick.explore.list_size import ListSizes
from smartpick.plan.fees import FeeSchedule, ListCost
from smartpick.presenters.fee_words import fees_text
from smartpick.presenters.wording import NO_ESTIMATE, dollars, percent, percent_range


def points_text(share: float) -> str:
    """Return a share (0-1) as percentage points: "0.5 points"; "no estimate" for one not known."""
    if np.isnan(share):
        return NO_ESTIMATE
    digits = 2 if abs(share) < 0.01 else 1 if abs(share) < 0.1 else 0
    number = f"{100 * share:.{digits}f}"
    number = number.rstrip("0").rstrip(".") if digits else number
    return f"{number} {'point' if number == '1' else 'points'}"


def paying_sentence(sizes: ListSizes, stop: int | None, least_gain: float) -> str:
    """Say where the next application stops paying for this applicant.

    Args:
        sizes: What the shorter lists come to.
        stop: `stops_paying(sizes, least_gain)`.
        least_gain: Chance (0-1) that $100 more must add.
    """
    if np.isnan(sizes.match.point).all():
        return "Too few applicants for a chance, so no gain can be set against cost."
    wanted = points_text(least_gain)
    whole = int(sizes.sizes[-1])
    if not np.isfinite(sizes.gain_per_100_usd).any():
        return "The fee of these applications is not known here, so gain cannot be set against cost."
    if stop is None:
        return f"All {whole} applications pay by your measure: the last $100 still add {wanted} or more."
    if stop == 0:
        return f"By your measure no application pays: none adds {wanted} for $100."
    at = int(np.flatnonzero(sizes.sizes == stop)[0])
    saved = float(sizes.cost_usd[-1] - sizes.cost_usd[at])
    lost = float(sizes.match.point[-1] - sizes.match.point[at])
    return (
        f"By your measure it pays up to application {stop}: a chance of {percent(sizes.match.point[at])} for "
        f"{dollars(sizes.cost_usd[at])}. The other {whole - stop} add {points_text(lost)} for "
        f"{dollars(saved)}."
    )


def fee_steps_sentence(schedules: Mapping[str, FeeSchedule], specialties: Iterable[str]) -> str:
    """Say where an application starts to cost more, for the specialties on the list.

    Args:
        schedules: Fee schedule of each specialty whose price is published.
        specialties: Those with applications on the list.
    """
    said: dict[str, list[str]] = {}
    for specialty in specialties:
        schedule = schedules.get(specialty)
        if schedule is None:
            continue
        for (_, before, block), (first, amount, _) in zip(schedule.steps, schedule.steps[1:], strict=False):
            earlier = (
                f"after {dollars(before)} for the first {first - 1}"
                if block
                else f"instead of {dollars(before)}"
            )
            said.setdefault(f"application {first} costs {dollars(amount)} {earlier}", []).append(specialty)
    sentences = [f"In {' and '.join(names)}, {step}." for step, names in said.items()]
    return " ".join(sentences)


def list_size_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each size."""
    texts = []
    for i, size in enumerate(sizes.sizes):
        span = percent_range(sizes.match.low[i], sizes.match.high[i])
        none = percent(sizes.no_interview.point[i])
        texts.append(
            f"{size} applications, fees {fees_text(_cost(sizes, i))}<br>"
            f"chance {percent(sizes.match.point[i])}, range {span}<br>no interview {none}"
        )
    return texts


def gain_hover(sizes: ListSizes) -> list[str]:
    """Return what the chart says at each step."""
    texts = []
    for i, gain in enumerate(sizes.gain_per_100_usd):
        step = f"from {sizes.sizes[i]} to {sizes.sizes[i + 1]} applications"
        paid = sizes.cost_usd[i + 1] - sizes.cost_usd[i]
        if np.isnan(gain):
            texts.append(f"{step}<br>fee not known here")
        elif np.isinf(gain):
            texts.append(f"{step}<br>no extra fee")
        else:
            texts.append(f"{step}: {dollars(paid)}<br>{points_text(gain)} for $100")
    return texts


def list_size_table(sizes: ListSizes) -> pd.DataFrame:
    """Return the numbers behind the chart; probabilities 0-1, unknown left empty."""
    return pd.DataFrame(
        {
            "applications": sizes.sizes,
            "match_probability": sizes.match.point.round(5),
            "match_probability_low": sizes.match.low.round(5),
            "match_probability_high": sizes.match.high.round(5),
            "match_probability_pacific": sizes.match_pacific.point.round(5),
            "p_no_interview": sizes.no_interview.point.round(5),
            "expected_interviews": sizes.interviews.point.round(3),
            "cost_usd": [_cost(sizes, i).known_usd for i in range(len(sizes.sizes))],
            "applications_without_known_fee": sizes.unpriced,
            "gain_per_100_usd": np.append(np.nan, sizes.gain_per_100_usd).round(5),
        }
    ).replace({"gain_per_100_usd": {np.inf: np.nan}})


def _cost(sizes: ListSizes, entry: int) -> ListCost:
    """Return the fees of one of the sizes; what is not known of them is one group of any name."""
    unpriced = int(sizes.unpriced[entry])
    known = int(sizes.sizes[entry]) - unpriced
    return ListCost(float(sizes.cost_usd[entry]), {}, {"": unpriced} if unpriced else {}, known)


def gain_alternative_text(sizes: ListSizes, sentence: str) -> str:
    """Return the chart in words, for those who do not see it."""
    if len(sizes.sizes) < 2:
        return "No application on the list."
    half = int(np.searchsorted(sizes.sizes, sizes.sizes[-1] / 2))
    return (
        f"Chance of matching by number of applications: {percent(sizes.match.point[half])} with the first "
        f"{sizes.sizes[half]}, {percent(sizes.match.point[-1])} with all {sizes.sizes[-1]}. {sentence}"
    )
