"""What the signals of a list are worth together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.explore.list_size import list_outcome, shorter_list
from smartpick.odds.estimate import Estimate


@dataclass(frozen=True)
class SignalWorth:
    """Chance of matching with the same list, with its signals and without any."""

    with_signals: Estimate
    without: Estimate


def signal_worth(assessment: Assessment, engine: Engine) -> SignalWorth:
    """Return what the list comes to with and without its signals."""
    plan = assessment.plan
    rules = [engine.signal_rules(model.specialty, model.applicant_type) for model in plan.models]
    none = [replace(rule, allowance={}) for rule in rules]
    parts = shorter_list(plan.choice, none, {}, plan.size)
    return SignalWorth(assessment.match_probability, list_outcome(assessment, parts, engine)[0])
