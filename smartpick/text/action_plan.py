"""The action plan, its timeline, the exam decision and the staged pathway in words and rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from smartpick.estimate import Estimate
from smartpick.text.application_list import NOT_KNOWN, fees_text
from smartpick.text.levers import points
from smartpick.text.numbers import about_people, dollars, percent, percent_range, plural
from smartpick.whatif.action_plan import ADVISED, Action, Order, Route, Staged, Stretch
from smartpick.whatif.exams import Decision, Option

# The action plan in words and rows: what an action brings, costs and takes.

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
    return f"about {plural(whole, 'week')}"


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


# The timeline in words: when to begin, what no longer fits, and the marks of its axis.

TRACK_NAMES = {
    "clinic": "US clinical work",
    "study": "Study",
    "certification": "Certification",
    "research": "Research",
    "writing": "Application and letters",
}
_DAYS_IN_WEEK = 7
_MOST_TICKS = 5


def weeks_until(opening: date, today: date) -> float:
    """Return the weeks from today to the opening day, negative once it has passed."""
    return (opening - today).days / _DAYS_IN_WEEK


def day_text(day: date) -> str:
    """Return a day as "1 September 2027"."""
    return f"{day.day} {day:%B} {day.year}"


def stretch_text(stretch: Stretch, opening: date | None) -> str:
    """Say when to begin and when it is done."""
    if not stretch.fits:
        return f"Takes {weeks_text(stretch.action.weeks)}; {weeks_text(stretch.short_by)} too many."
    within = f", within: {stretch.within}" if stretch.within else ""
    if stretch.start == stretch.end:
        when = "On the opening day" if stretch.start == 0 else f"Begin by {_when(stretch.start, opening)}"
        return f"{when}{within}"
    return f"Begin by {_when(stretch.start, opening)}, done by {_when(stretch.end, opening)}{within}"


def misfit_sentences(stretches: Sequence[Stretch]) -> list[str]:
    """Name what the time left does not allow, and what that means."""
    late = [stretch for stretch in stretches if not stretch.fits]
    if not late:
        return []
    named = "; ".join(f"{s.action.title} ({weeks_text(s.short_by)} short)" for s in late)
    return [
        f"No longer fits before the opening, after what stands before it: {named}.",
        "What is under way can still be named in the application, and serves the next season.",
    ]


def axis_ticks(longest: float, opening: date | None) -> list[tuple[float, str]]:
    """Return weeks before the opening with what stands there: a number of weeks, or a day."""
    step = next(s for s in (2, 4, 8, 13, 26, 52, 104, 520) if longest / s <= _MOST_TICKS)
    weeks = [float(w) for w in range(0, int(longest) + 1, step)]
    return [(w, _tick(w, opening)) for w in weeks]


def timeline_table(stretches: Sequence[Stretch], opening: date | None) -> pd.DataFrame:
    """Return the timeline as rows to download."""
    return pd.DataFrame(
        {
            "track": [TRACK_NAMES[s.action.track] for s in stretches],
            "action": [s.action.title for s in stretches],
            "begin_weeks_before_opening": [round(s.start, 1) for s in stretches],
            "done_weeks_before_opening": [round(s.end, 1) for s in stretches],
            "begin_by": [_day_or_none(s.start, opening) if s.fits else None for s in stretches],
            "done_by": [_day_or_none(s.end, opening) if s.fits else None for s in stretches],
            "within": [s.within or None for s in stretches],
            "fits": ["yes" if s.fits else "no" for s in stretches],
        }
    )


def timeline_alternative_text(stretches: Sequence[Stretch], opening: date | None) -> str:
    """Return the timeline in words, for those who do not see it."""
    return " ".join(f"{s.action.title}: {stretch_text(s, opening)}." for s in stretches)


def _when(weeks: float, opening: date | None) -> str:
    if weeks == 0:
        return "the opening day"
    if opening is None:
        return f"{_plain(weeks)} before"
    return day_text(opening - timedelta(weeks=weeks))


def _tick(weeks: float, opening: date | None) -> str:
    if opening is None:
        return "opening" if weeks == 0 else f"−{weeks:g}"
    day = opening - timedelta(weeks=weeks)
    return f"{day.day} {day:%b}<br>{day.year}"


def _day_or_none(weeks: float, opening: date | None) -> str | None:
    return None if opening is None else (opening - timedelta(weeks=weeks)).isoformat()


def _plain(weeks: float) -> str:
    return plural(max(1, round(weeks)), "week")


# The staged pathway in words and rows: two chances side by side, and what nobody knows.

ROUTE_NAMES = {
    "pacific_with_list": "On the Pacific Coast, with your list",
    "pacific_only": "On the Pacific Coast, applying only there",
    "anywhere_with_list": "Anywhere, with your list",
    "anywhere_best": "Anywhere, with every place worth the same",
}


def routes(staged: Staged) -> list[Route]:
    """Return the routes in the order in which they are shown."""
    return [staged.pacific_with_list, staged.pacific_only, staged.anywhere_with_list, staged.anywhere_best]


def route_terms(route: Route) -> str:
    """Return what the list of a route is made of."""
    applications = plural(route.applications, "application")
    where = (
        "all of them there"
        if route.pacific_count == route.applications
        else f"{route.pacific_count} of them on the Pacific Coast"
    )
    return f"{applications}, {where}; fees {fees_text(route.cost)}."


def staged_sentences(staged: Staged) -> list[str]:
    """Compare going straight to the coast with matching elsewhere first; no verdict."""
    now, only, anywhere = staged.pacific_with_list, staged.pacific_only, staged.anywhere_best
    best_now = max((now, only), key=lambda route: route.chance.point)
    said = [
        f"Straight to the coast: {percent(best_now.chance.point)} at best. A first stage anywhere: "
        f"{percent(anywhere.chance.point)}.",
    ]
    if best_now.chance.high >= anywhere.chance.low:
        said.append("The two ranges overlap: the gap may be smaller than it looks.")
    else:
        said.append("The two ranges do not overlap.")
    if only.chance.point < now.chance.point:
        said.append("Applying only on the coast brings no more there than your list does.")
    else:
        lost = anywhere.chance.point - only.chance.point
        if lost > 0:
            said.append("Applying only on the coast gives up every place elsewhere.")
    said.append(
        f"The second stage, a fellowship or work on the coast after residency: {NOT_KNOWN}. "
        "No published figure says how many get there, so the two stages have no common number."
    )
    return said


def routes_table(staged: Staged) -> pd.DataFrame:
    """Return the routes as rows to download; probabilities 0 to 1, unknown left empty."""
    rows: list[dict[str, object]] = [
        {
            "route": ROUTE_NAMES[route.name],
            "match_probability": round(route.chance.point, 4),
            "low": round(route.chance.low, 4),
            "high": round(route.chance.high, 4),
            "applications": route.applications,
            "on_the_pacific_coast": route.pacific_count,
            "fees_usd": route.cost.known_usd,
        }
        for route in routes(staged)
    ]
    rows.append({"route": "Later: fellowship or work on the Pacific Coast", "match_probability": None})
    return pd.DataFrame(rows)


# The exam decision in words and rows.


def chance_text(chance: Estimate) -> str:
    """Return a chance with its range and as a count of people."""
    return f"{percent(chance.point)} ({range_text(chance)}), {about_people(chance.point)}"


def range_text(chance: Estimate) -> str:
    """Return the range of a chance, named."""
    return f"80\u202f% range {percent_range(chance.low, chance.high)}"


def short_chance_text(chance: Estimate) -> str:
    """Return a chance with its range."""
    return f"{percent(chance.point)} ({percent_range(chance.low, chance.high)})"


def option_figures(option: Option) -> list[tuple[str, str]]:
    """Return name and text of each figure of an option that is open."""
    if option.chance is None or option.chance_pacific is None or option.application_cost is None:
        return []
    return [
        ("Chance of matching", chance_text(option.chance)),
        ("On the Pacific Coast", short_chance_text(option.chance_pacific)),
        ("Exam fee", exam_cost_text(option)),
        ("Application fees", fees_text(option.application_cost)),
        ("Time before applying", time_text(option)),
    ]


def exam_cost_text(option: Option) -> str:
    """Return the fee of the exam."""
    if option.exam_cost_usd is None:
        return NOT_KNOWN
    return dollars(option.exam_cost_usd) if option.exam_cost_usd else "none"


def time_text(option: Option) -> str:
    """Return how long it takes until the application goes out."""
    if option.year_later:
        return "until the next season"
    if option.weeks is None:
        return NOT_KNOWN
    return weeks_text(option.weeks) if option.weeks else "none"


def decision_sentences(decision: Decision) -> list[str]:
    """Say how far apart the open options are, in words that leave the choice to the person."""
    chances = [o for o in decision.options if o.chance is not None and o.name != "step3_later"]
    if len(chances) < 2:
        return ["Only applying now is open; the others say why not."]
    points = [o.chance.point for o in chances if o.chance is not None]
    lowest, highest = percent(min(points)), percent(max(points))
    overlap = _all_overlap([o.chance for o in chances if o.chance is not None])
    said = f"The open options come to between {lowest} and {highest}."
    if lowest == highest:
        said = f"The open options come to the same {lowest}."
    if overlap:
        said += " Their ranges overlap, so time, money and visa may weigh more than the difference."
    return [said]


def decision_table(decision: Decision) -> pd.DataFrame:
    """Return the options as rows to download; probabilities 0 to 1, unknown left empty."""
    rows = []
    for option in decision.options:
        row: dict[str, object] = {"option": option.title, "open": "yes" if option.open else "no"}
        for name, chance in (
            ("match_probability", option.chance),
            ("match_probability_pacific", option.chance_pacific),
        ):
            row[name] = None if chance is None else round(chance.point, 4)
            row[f"{name}_low"] = None if chance is None else round(chance.low, 4)
            row[f"{name}_high"] = None if chance is None else round(chance.high, 4)
        row["exam_fee_usd"] = option.exam_cost_usd
        row["application_fees_usd"] = option.application_cost and option.application_cost.known_usd
        row["trade_offs"] = option.why_closed or " ".join(option.trade_offs)
        rows.append(row)
    return pd.DataFrame(rows)


def decision_alternative_text(decision: Decision) -> str:
    """Return the chart in words, for those who do not see it."""
    told = [f"{o.title}: {chance_text(o.chance)}" for o in decision.options if o.chance is not None]
    return "Chance of matching by option. " + "; ".join(told) + "."


def _all_overlap(chances: list[Estimate]) -> bool:
    return max(c.low for c in chances) <= min(c.high for c in chances)
