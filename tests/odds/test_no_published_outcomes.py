"""'No source publishes this' is an answer of its own; a fault of ours is never shown as one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.odds.specialty_inputs import NoPublishedOutcomes

PACKAGE = Path(__file__).resolve().parents[2] / "smartpick"


def without_outcomes(facts: Facts, specialty: str) -> Facts:
    tables = ("outcome_distributions", "outcome_counts", "us_senior_outcomes", "only_choice_outcomes")
    rows = {name: getattr(facts, name) for name in tables}
    return replace(facts, **{name: table[table["specialty"] != specialty] for name, table in rows.items()})


def test_a_specialty_without_outcomes_says_so(facts: Facts) -> None:
    engine = Engine(without_outcomes(facts, "Neurology"))
    with pytest.raises(NoPublishedOutcomes, match="non-US IMGs who matched in Neurology"):
        engine.model("Neurology", "non_us_img")
    assert not engine.has_figures("Neurology", "non_us_img")
    assert engine.has_figures("Internal Medicine", "non_us_img")


def test_a_hole_in_the_parameters_is_not_taken_for_missing_outcomes(facts: Facts) -> None:
    holed = facts.model_parameters.query("parameter != 'near_zero_rate'")
    engine = Engine(replace(facts, model_parameters=holed))
    with pytest.raises(KeyError, match="near_zero_rate"):
        engine.has_figures("Internal Medicine", "non_us_img")


def test_nothing_catches_every_lookup_error() -> None:
    """KeyError and IndexError are LookupErrors too: whoever catches all of them hides faults of ours."""
    catches = re.compile(r"except\b[^:]*\bLookupError\b")
    files = [file for file in PACKAGE.rglob("*.py") if catches.search(file.read_text(encoding="utf-8"))]
    assert files == []
