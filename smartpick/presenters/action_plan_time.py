"""The timeline in words: when to begin, what no longer fits, and the marks of its axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from smartpick.guidance.timeline import Stretch
from smartpick.presenters.action_plan_words import weeks_text

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
    whole = max(1, round(weeks))
    return f"{whole} week{'' if whole == 1 else 's'}"
