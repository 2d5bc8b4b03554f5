"""The action plan, its timeline, the exam decision and the staged pathway in words and rows."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from smartpick.estimate import Estimate
from smartpick.prose import day_text, read_prose
from smartpick.text.application_list import fees_text
from smartpick.text.levers import BASIS_WORDS, cost_text, difference_words, estimate_columns, points
from smartpick.text.numbers import chance_text, percent, plural, range_of
from smartpick.text.program_facts import NOT_KNOWN
from smartpick.whatif.action_plan import ADVISED, Action, Order, Route, Staged, Stretch
from smartpick.whatif.exams import Decision, Option

# The action plan: what an action brings, costs and takes.

_TEXTS = read_prose(__file__, "whatif")
ORDER_NAMES: dict[Order, str] = _TEXTS["orders"]
TRACK_NAMES: dict[str, str] = _TEXTS["tracks"]
ROUTE_NAMES: dict[str, str] = _TEXTS["routes"]
_MOST_TICKS = 5


def gain_text(gain: Estimate | None) -> str:
    """Return a gain with its range: "+3 points (+1 to +6)"."""
    return "No number: the guide advises it." if gain is None else difference_words(gain.point, gain)


def weeks_text(weeks: float) -> str:
    """Return an effort: "about 13 weeks", "under a week"."""
    return "under a week" if weeks < 1 else f"about {plural(round(weeks), 'week')}"


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


def _small_points(gain: float) -> str:
    """Return points, in words where rounding would make nothing of a small gain."""
    text = points(gain)
    return "under 0.1" if text == "0" and gain > 0 else text


def basis_text(action: Action) -> str:
    """Return what the size of the gain rests on."""
    return "no number" if action.basis == ADVISED else BASIS_WORDS[action.basis]


def mind_text(action: Action) -> str:
    """Return what to mind, and where a list shifts to the West Coast."""
    note = action.note if not action.note or action.note.endswith(".") else f"{action.note}."
    if action.gain and action.gain_pacific and action.gain.point < 0 < action.gain_pacific.point:
        note += " Your list would shift toward the West Coast: a lower chance overall, a higher one there."
    return note


def plan_table(actions: Sequence[Action]) -> pd.DataFrame:
    """Return the plan as rows to download; gains in probability, unknown left empty."""
    return pd.DataFrame(
        {
            "action": action.title,
            **estimate_columns("gain_in_match_probability", action.gain),
            **estimate_columns("gain_in_match_probability_pacific", action.gain_pacific),
            "weeks": round(action.weeks, 1),
            "cost_usd": action.cost_usd,
            "gain_per_week": _rounded(action.gain_per_week),
            "gain_per_100_usd": _rounded(action.gain_per_100_usd),
            "basis_of_the_size": action.basis,
            "note": action.note,
            "source_id": action.source_id,
        }
        for action in actions
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 5)


# The timeline: when to begin, what no longer fits, and the marks of its axis.


def weeks_until(opening: date, today: date) -> float:
    """Return the weeks from today to the opening day, negative once it has passed."""
    return (opening - today) / timedelta(weeks=1)


def stretch_text(stretch: Stretch, opening: date | None) -> str:
    """Say when to begin and when it is done."""
    if not stretch.fits:
        return f"Takes {weeks_text(stretch.action.weeks)}, which is {weeks_text(stretch.short_by)} too long."
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
        f"There is not enough time before applications open for: {named}. This counts the steps that must "
        "come first.",
        "You can still mention in the application what you have started. It also counts for the next season.",
    ]


def axis_ticks(longest: float, opening: date | None) -> list[tuple[float, str]]:
    """Return weeks before the opening with the mark at each: a number of weeks, or a day."""
    step = next(s for s in (2, 4, 8, 13, 26, 52, 104, 520) if longest / s <= _MOST_TICKS)
    weeks = range(0, int(longest) + 1, step)
    if opening is None:
        return [(float(week), f"−{week}" if week else "opening") for week in weeks]
    days = [(week, opening - timedelta(weeks=week)) for week in weeks]
    return [(float(week), f"{day.day} {day:%b}<br>{day.year}") for week, day in days]


def timeline_table(stretches: Sequence[Stretch], opening: date | None) -> pd.DataFrame:
    """Return the timeline as rows to download."""
    return pd.DataFrame(
        {
            "track": TRACK_NAMES[stretch.action.track],
            "action": stretch.action.title,
            "begin_weeks_before_opening": round(stretch.start, 1),
            "done_weeks_before_opening": round(stretch.end, 1),
            "begin_by": _day_or_none(stretch.start, opening) if stretch.fits else None,
            "done_by": _day_or_none(stretch.end, opening) if stretch.fits else None,
            "within": stretch.within or None,
            "fits": "yes" if stretch.fits else "no",
        }
        for stretch in stretches
    )


def timeline_alternative_text(stretches: Sequence[Stretch], opening: date | None) -> str:
    """Return the timeline in words, for those who do not see it."""
    return " ".join(f"{s.action.title}: {stretch_text(s, opening)}." for s in stretches)


def _when(weeks: float, opening: date | None) -> str:
    if weeks == 0:
        return "the opening day"
    if opening is None:
        return f"{plural(max(1, round(weeks)), 'week')} before"
    return day_text(opening - timedelta(weeks=weeks))


def _day_or_none(weeks: float, opening: date | None) -> str | None:
    return None if opening is None else (opening - timedelta(weeks=weeks)).isoformat()


# The staged pathway: two chances side by side, and what nobody knows.


def routes(staged: Staged) -> list[Route]:
    """Return the routes in the order in which they are shown."""
    return [staged.pacific_with_list, staged.pacific_only, staged.anywhere_with_list, staged.anywhere_best]


def route_terms(route: Route) -> str:
    """Return what the list of a route is made of."""
    where = (
        "all of them there"
        if route.pacific_count == route.applications
        else f"{route.pacific_count} of them on the West Coast"
    )
    return f"{plural(route.applications, 'application')}, {where}; fees {fees_text(route.cost)}."


def staged_sentences(staged: Staged) -> list[str]:
    """Compare going straight to the West Coast with matching elsewhere first; no verdict."""
    now, only, anywhere = staged.pacific_with_list, staged.pacific_only, staged.anywhere_best
    texts = _TEXTS["staged"]
    if not anywhere.chance.known:
        return [texts["nothing_to_compare"], texts["later"]]
    best_now = max((now, only), key=lambda route: route.chance.point).chance
    sentences = [
        texts["chances"].format(now=percent(best_now.point), anywhere=percent(anywhere.chance.point)),
        texts["overlap" if best_now.high >= anywhere.chance.low else "apart"],
    ]
    if only.chance.point < now.chance.point:
        sentences.append(texts["only_brings_no_more"])
    elif anywhere.chance.point > only.chance.point:
        sentences.append(texts["only_gives_up"])
    return [*sentences, texts["later"]]


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
    rows.append({"route": "Later: fellowship or work on the West Coast", "match_probability": None})
    return pd.DataFrame(rows)


# The exam decision.


def option_figures(option: Option) -> list[tuple[str, str]]:
    """Return name and text of each figure of an option that is open."""
    if option.chance is None or option.chance_pacific is None or option.application_cost is None:
        return []
    return [
        ("Chance of matching", chance_text(option.chance)),
        ("On the West Coast", f"{percent(option.chance_pacific.point)} ({range_of(option.chance_pacific)})"),
        ("Exam fee", cost_text(option.exam_cost_usd)),
        ("Application fees", fees_text(option.application_cost)),
        ("Time before applying", _time(option)),
    ]


def _time(option: Option) -> str:
    if option.year_later:
        return "until the next season"
    if option.weeks is None:
        return NOT_KNOWN
    return weeks_text(option.weeks) if option.weeks else "none"


def decision_sentences(decision: Decision) -> list[str]:
    """Say how far apart the open options are, in words that leave the choice to the person."""
    chances = [o.chance for o in decision.options if o.chance is not None and o.name != "step3_later"]
    texts = _TEXTS["decision"]
    if len(chances) < 2:
        return [texts["only_now"]]
    if not all(chance.known for chance in chances):
        return [_TEXTS["staged"]["nothing_to_compare"]]
    lowest, highest = (percent(end(chance.point for chance in chances)) for end in (min, max))
    overlap = max(chance.low for chance in chances) <= min(chance.high for chance in chances)
    comes_to = texts["same" if lowest == highest else "between"].format(lowest=lowest, highest=highest)
    return [f"{comes_to} {texts['overlap']}" if overlap else comes_to]


def decision_table(decision: Decision) -> pd.DataFrame:
    """Return the options as rows to download; probabilities 0 to 1, unknown left empty."""
    return pd.DataFrame(
        {
            "option": option.title,
            "open": "yes" if option.open else "no",
            **estimate_columns("match_probability", option.chance, digits=4),
            **estimate_columns("match_probability_pacific", option.chance_pacific, digits=4),
            "exam_fee_usd": option.exam_cost_usd,
            "application_fees_usd": option.application_cost and option.application_cost.known_usd,
            "trade_offs": option.why_closed or " ".join(option.trade_offs),
        }
        for option in decision.options
    )
