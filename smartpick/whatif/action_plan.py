"""The action plan by what it brings for its effort, on a line of weeks, and the staged pathway."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from smartpick.assessment import Assessment, reassess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import ListCost
from smartpick.prose import text_or_empty
from smartpick.whatif.levers import Lever, levers


@dataclass(frozen=True)
class Route:
    """One way to build the list.

    Attributes:
        name: pacific_with_list, pacific_only, anywhere_with_list or anywhere_best.
        chance: What the route is about: a match in the West Coast states, or anywhere.
        on_pacific: Whether that match is in the West Coast states.
        applications: Number of applications.
        pacific_count: How many of them in the West Coast states.
        cost: Application fees, with what of them is not known here.
    """

    name: str
    chance: Estimate
    on_pacific: bool
    applications: int
    pacific_count: int
    cost: ListCost


@dataclass(frozen=True)
class Staged:
    """Two stages against one.

    Attributes:
        pacific_with_list: A match in the West Coast states with the recommended list.
        pacific_only: The same with a list of West Coast programs only.
        anywhere_with_list: A match anywhere with the recommended list.
        anywhere_best: The same with a list for which every place counts the same.
        later: Chance of a fellowship or work on the West Coast after a residency elsewhere: nobody publishes
            it, so None.
    """

    pacific_with_list: Route
    pacific_only: Route
    anywhere_with_list: Route
    anywhere_best: Route
    later: Estimate | None = None


def staged_pathway(assessment: Assessment, engine: Engine) -> Staged:
    """Return the chances of matching in the West Coast states now, and of matching anywhere now.

    The list of the assessment is the one with the weight of the West Coast as set.
    """

    def weighing(coast: float) -> Assessment:
        free = assessment.profile.changed(pacific_weight=coast, pacific_min=None, pacific_max=None)
        return reassess(assessment, free, engine)

    return Staged(
        _route("pacific_with_list", assessment, on_pacific=True),
        _route("pacific_only", weighing(1.0), on_pacific=True),
        _route("anywhere_with_list", assessment, on_pacific=False),
        _route("anywhere_best", weighing(0.0), on_pacific=False),
    )


def _route(name: str, assessed: Assessment, on_pacific: bool) -> Route:
    plan = assessed.plan
    chance = assessed.match_probability_pacific if on_pacific else assessed.match_probability
    return Route(name, chance, on_pacific, plan.size, plan.pacific_count, plan.cost)


# Effort is weeks of work. Money is shown beside it and not mixed in, because for most actions no price is
# published. An action of less than a week counts as one week, so that an evening's work does not look
# infinitely good.

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


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do.

    Attributes:
        name: Row of `data/rules/levers.csv` or, without a number, of `data/rules/advice.csv`.
        title: What to do.
        gain: Change of the chance of matching, in probability; None where the guide only advises it.
        gain_pacific: The same for a match in the West Coast states.
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
    gain: Estimate | None = None
    gain_pacific: Estimate | None = None
    cost_usd: float | None = None
    weeks: float
    time: str = ""
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


def action_plan(
    assessment: Assessment, engine: Engine, own_levers: Sequence[Lever] | None = None
) -> list[Action]:
    """Return what this applicant could do: what comes first, then the greatest gain for the effort.

    Actions without a number come last, in the order of the guide: they are advised, not weighed. `own_levers`
    are the applicant's, if they are worked out already.
    """
    own_levers = levers(assessment, engine) if own_levers is None else own_levers
    efforts = {str(row["lever"]): row for _, row in engine.facts.levers.iterrows()}
    numbered = [_from_lever(lever, efforts[lever.name], assessment.profile) for lever in own_levers]
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
    worth: Estimate | float | None = getattr(action, by)
    if worth is None:
        return float("-inf")
    return worth.point if isinstance(worth, Estimate) else worth


def _from_lever(lever: Lever, effort: pd.Series, profile: ApplicantProfile) -> Action:
    weeks = float(effort["weeks"])
    if effort["weeks_for"] == "unit":
        # How far the lever moves its answer: what is done already takes no more time.
        field = str(effort["field"])
        weeks *= float(str(lever.changes[field])) - float(getattr(profile, field))
    own = {name: value for name, value in vars(lever).items() if name not in ("changes", "before")}
    return Action(**own, weeks=weeks, track=str(effort["track"]), runs_in=text_or_empty(effort["runs_in"]))


def _from_advice(row: pd.Series) -> Action:
    return Action(
        name=str(row["advice"]),
        title=str(row["title"]),
        weeks=float(row["weeks"]),
        track=str(row["track"]),
        runs_in=text_or_empty(row["runs_in"]),
        basis=ADVISED,
        note=str(row["how"]),
        source_id=str(row["source_id"]),
    )


# Different kinds of work (tracks) run side by side; within a track one thing is done after the other, in the
# order of the plan. What shares another action's time, such as a letter that comes with a rotation, lies
# within it. Every action is placed as late as the ones after it allow: its start is the last good moment.

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

    The actions come in the order in which they matter. `weeks_left` until the opening day is negative once it
    has passed, None if no day is known.
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
            stretches[guest.name] = _placed([guest], weeks_left)[0]
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
