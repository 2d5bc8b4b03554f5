"""Placing the actions before the day on which applications open, working backwards.

Different kinds of work (tracks) run side by side; within a track one thing is done after the other, in the
order of the plan. What shares another action's time, such as a letter that comes with a rotation, lies
within it. Every action is placed as late as the ones after it allow: its start is the last good moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.guidance.action_plan import Action

TRACKS = ("clinic", "study", "certification", "research", "writing")


@dataclass(frozen=True)
class Stretch:
    """When an action is done, in weeks before the opening day.

    Attributes:
        action: What is done.
        start: Last moment to begin; 0 is the opening day.
        end: When it is done; `start` >= `end` >= 0.
        within: Title of the action whose time it shares, empty if none.
        fits: Whether the time left allows it; True while no opening day is known.
        short_by: How many weeks are missing where it does not fit, else 0.
    """

    action: Action
    start: float
    end: float
    within: str = ""
    fits: bool = True
    short_by: float = 0.0


def timeline(actions: Sequence[Action], weeks_left: float | None) -> list[Stretch]:
    """Return a stretch for every action, by track and then by start.

    Args:
        actions: In the order in which they matter.
        weeks_left: Weeks until the opening day, negative once it has passed; None if no day is known.
    """
    hosts = {action.name: action for action in actions}
    stretches: dict[str, Stretch] = {}
    for track in TRACKS:
        own = [a for a in actions if a.track == track and a.runs_in not in hosts]
        stretches |= {s.action.name: s for s in _placed(own, weeks_left)}
    for guest in actions:
        host = stretches.get(guest.runs_in)
        if host is not None and host.fits:
            stretches[guest.name] = _within(guest, host)
        elif guest.name not in stretches:
            stretches[guest.name] = _alone(guest, weeks_left)
    order = {track: place for place, track in enumerate(TRACKS)}
    return sorted(stretches.values(), key=lambda s: (order[s.action.track], not s.fits, -s.start))


def _placed(actions: Sequence[Action], weeks_left: float | None) -> list[Stretch]:
    """Place the actions of one track: what fits, in order, ending on the opening day."""
    taken, used, left_over = [], 0.0, []
    for action in actions:
        if weeks_left is None or used + action.weeks <= weeks_left:
            taken.append(action)
            used += action.weeks
        else:
            missing = used + action.weeks - weeks_left
            left_over.append(Stretch(action, action.weeks, 0.0, fits=False, short_by=missing))
    placed, end = [], 0.0
    for action in reversed(taken):
        # What takes no time is done on the day itself.
        place = end if action.weeks else 0.0
        placed.append(Stretch(action, place + action.weeks, place))
        end += action.weeks
    return placed[::-1] + left_over


def _within(guest: Action, host: Stretch) -> Stretch:
    """Place a guest at the end of its host; what takes no time, halfway through."""
    if not guest.weeks:
        middle = (host.start + host.end) / 2
        return Stretch(guest, middle, middle, host.action.title)
    length = min(guest.weeks, host.start - host.end)
    return Stretch(guest, host.end + length, host.end, host.action.title)


def _alone(action: Action, weeks_left: float | None) -> Stretch:
    if weeks_left is None or action.weeks <= weeks_left:
        return Stretch(action, action.weeks, 0.0)
    return Stretch(action, action.weeks, 0.0, fits=False, short_by=action.weeks - weeks_left)
