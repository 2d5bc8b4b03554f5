"""Straight to the Pacific Coast, or in two stages: the chances side by side."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.odds.estimate import Estimate
from smartpick.plan.fees import ListCost
from smartpick.profile import ApplicantProfile


@dataclass(frozen=True)
class Route:
    """One way to build the list.

    Attributes:
        name: pacific_with_list, pacific_only, anywhere_with_list or anywhere_best.
        chance: What the route is about: a match on the Pacific Coast, or anywhere.
        on_pacific: Whether that match is on the Pacific Coast.
        applications: Number of applications.
        pacific_count: How many of them on the Pacific Coast.
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
        pacific_with_list: A match on the Pacific Coast with the recommended list.
        pacific_only: The same with a list of Pacific programs only.
        anywhere_with_list: A match anywhere with the recommended list.
        anywhere_best: The same with a list for which every place counts the same.
        later: Chance of a fellowship or work on the coast after a residency elsewhere: not known to anybody
            here, so None.
    """

    pacific_with_list: Route
    pacific_only: Route
    anywhere_with_list: Route
    anywhere_best: Route
    later: Estimate | None = None


def staged_pathway(assessment: Assessment, engine: Engine, *, assumed: bool = True) -> Staged:
    """Return the chances of matching on the Pacific Coast now, and of matching anywhere now.

    Args:
        assessment: Where the applicant stands; its list is the one with the Pacific weight as set.
        engine: The fitted data.
        assumed: Whether effects whose size is assumed count; as in `assessment`.
    """
    profile = assessment.profile
    coast = _assessed(
        profile.changed(pacific_weight=1.0, pacific_min=None, pacific_max=None), assessment, engine, assumed
    )
    best = _assessed(
        profile.changed(pacific_weight=0.0, pacific_min=None, pacific_max=None), assessment, engine, assumed
    )
    return Staged(
        _route("pacific_with_list", assessment, on_pacific=True),
        _route("pacific_only", coast, on_pacific=True),
        _route("anywhere_with_list", assessment, on_pacific=False),
        _route("anywhere_best", best, on_pacific=False),
    )


def _route(name: str, assessed: Assessment, on_pacific: bool) -> Route:
    plan = assessed.plan
    chance = assessed.match_probability_pacific if on_pacific else assessed.match_probability
    return Route(name, chance, on_pacific, plan.size, plan.pacific_count, plan.cost)


def _assessed(profile: ApplicantProfile, before: Assessment, engine: Engine, assumed: bool) -> Assessment:
    return assess(profile, engine, assumed, evidence=before.plan.choice.evidence)
