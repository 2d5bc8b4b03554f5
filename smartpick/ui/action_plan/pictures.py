"""From results to the rows and bars that the figures draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from smartpick.charts.action_plan_ranges import RangeMark, RangeRow
from smartpick.charts.action_plan_timeline import TimelineBar, TimelineTrack
from smartpick.guidance.action_plan import Action
from smartpick.guidance.exam_decision import Decision
from smartpick.guidance.staged_pathway import Staged
from smartpick.guidance.timeline import TRACKS, Stretch
from smartpick.odds.estimate import Estimate
from smartpick.presenters.action_plan_exams import chance_text
from smartpick.presenters.action_plan_routes import ROUTE_NAMES, routes
from smartpick.presenters.action_plan_time import TRACK_NAMES, stretch_text
from smartpick.presenters.action_plan_words import gain_text

_ANYWHERE, _PACIFIC = "Anywhere", "On the Pacific Coast"


def gain_rows(actions: Sequence[Action], with_pacific: bool) -> list[RangeRow]:
    """Return a row for each action that has a number, in percentage points."""
    rows = []
    for action in actions:
        if action.gain is None or action.gain_pacific is None:
            continue
        marks = [_mark(action.gain, False, f"{_ANYWHERE}: {gain_text(action.gain)}")]
        if with_pacific:
            marks.append(_mark(action.gain_pacific, True, f"{_PACIFIC}: {gain_text(action.gain_pacific)}"))
        rows.append(RangeRow(action.title, tuple(marks)))
    return rows


def decision_rows(decision: Decision, with_pacific: bool) -> list[RangeRow]:
    """Return a row for each option that is open, in percent."""
    rows = []
    for option in decision.options:
        if option.chance is None or option.chance_pacific is None:
            continue
        marks = [_mark(option.chance, False, f"{_ANYWHERE}: {chance_text(option.chance)}")]
        if with_pacific:
            marks.append(
                _mark(option.chance_pacific, True, f"{_PACIFIC}: {chance_text(option.chance_pacific)}")
            )
        rows.append(RangeRow(option.title, tuple(marks)))
    return rows


def route_rows(staged: Staged) -> list[RangeRow]:
    """Return a row for each route, in percent."""
    return [
        RangeRow(ROUTE_NAMES[route.name], (_mark(route.chance, route.on_pacific, chance_text(route.chance)),))
        for route in routes(staged)
    ]


def timeline_tracks(stretches: Sequence[Stretch], opening: date | None) -> list[TimelineTrack]:
    """Return the kinds of work with what fits into them; kinds without any are left out."""
    tracks = []
    for track in TRACKS:
        bars = [
            TimelineBar(s.action.title, s.start, s.end, bool(s.within), stretch_text(s, opening))
            for s in stretches
            if s.action.track == track and s.fits
        ]
        if bars:
            tracks.append(TimelineTrack(TRACK_NAMES[track], tuple(bars)))
    return tracks


def _mark(estimate: Estimate, pacific: bool, hover: str) -> RangeMark:
    return RangeMark(100 * estimate.point, 100 * estimate.low, 100 * estimate.high, pacific, hover)
