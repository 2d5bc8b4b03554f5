"""The model, step by step, and what it cannot know; the prose stands in `method.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.estimate import SIZE
from smartpick.facts import Facts
from smartpick.odds.rank_curve import SHAPES
from smartpick.odds.rates import STATE_FROM
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.programs.evidence import SHOWS_AS_ZERO
from smartpick.prose import read_prose
from smartpick.text.method_lists import basis_counts, parameter_line
from smartpick.text.numbers import fine_percent, people, percent, whole_number

PROSE = read_prose(__file__, "method")
WEST_COAST_IDENTITY = "share of matches on the Pacific Coast"
# The parameters that the limits speak of.
LIMIT_PARAMETERS = ("near_zero_rate", "pacific_interview_worth")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the model.

    Attributes:
        key: Short name, for anchors.
        title: What the step gives.
        text: Plain words.
        formulas: LaTeX; the parts that may stand under each other.
        symbols: What the letters of the formulas mean.
        published, derived, assumed: What of it is which; empty where nothing is.
        parameters: Names in `model_parameters` that it uses.
        tables: Tables of facts that it reads.
    """

    key: str
    title: str
    text: str
    formulas: tuple[str, ...]
    symbols: str
    published: str = ""
    derived: str = ""
    assumed: str = ""
    parameters: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def parameter_lines(self, facts: Facts) -> list[str]:
        """Return each parameter of the step with value, range and basis."""
        return [parameter_line(facts.model_parameters, name) for name in self.parameters]

    def source_ids(self, facts: Facts) -> tuple[str, ...]:
        """Return the sources of the tables it reads and of its parameters, each once."""
        rows = facts.model_parameters
        ids = [str(source) for table in self.tables for source in getattr(facts, table)["source_id"].unique()]
        ids += rows.loc[rows["parameter"].isin(list(self.parameters)), "source_id"].astype(str).tolist()
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True)
class Limit:
    """Something that the figures do not tell, and what it means for the reader."""

    title: str
    text: str


def model_steps(facts: Facts) -> list[Step]:
    """Return the steps in the order in which a chance is built up, with the figures of these facts."""
    figures = step_figures(facts)
    return [
        Step(**{name: _filled(value, figures) for name, value in entry.items()}) for entry in PROSE["steps"]
    ]


def limits(facts: Facts, checks: pd.DataFrame) -> list[Limit]:
    """Return what the model cannot know, what matters most first; `checks` is the calibration's table."""
    figures = limit_figures(facts, checks)
    return [Limit(entry["title"], entry["text"].format(**figures)) for entry in PROSE["limits"]]


def step_figures(facts: Facts) -> dict[str, str]:
    """Return the figures that the steps name, by placeholder."""
    rates, parameters = facts.program_rate_model, facts.model_parameters.set_index("parameter")
    state_matches = str(parameters.loc["pacific_interview_worth", "source_id"])
    years = facts.sources.set_index("source_id")["published_year"]
    return {
        "charted_from": str(CHARTED_FROM),
        "shapes": str(len(SHAPES)),
        "state_from": str(STATE_FROM),
        "draws": str(SIZE),
        "near_zero": people(SHOWS_AS_ZERO),
        "rated_programs": whole_number(rates.loc[rates["block"] == "index", "programs_count"].max()),
        "state_matches_year": f"{years.loc[state_matches]:.0f}",
    }


def limit_figures(facts: Facts, checks: pd.DataFrame) -> dict[str, str]:
    """Return the figures that the limits name, by placeholder."""
    visa = facts.program_requirements
    visa_programs = visa.loc[visa["requirement"] == "visa_j1", "program_id"].nunique()
    counts = basis_counts(facts.effects, facts.model_parameters)
    return {
        "west_coast": _west_coast(checks),
        "near_zero": people(SHOWS_AS_ZERO),
        "programs": whole_number(len(facts.programs)),
        "visa_programs": whole_number(visa_programs),
        "visa_share": percent(visa_programs / len(facts.programs)),
        "assumed": str(counts["assumed"]),
        "parameters": str(sum(counts.values())),
    }


def limit_sources(facts: Facts, checks: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources of the figures that the limits name, each once."""
    west_coast = checks.loc[checks["identity"] == WEST_COAST_IDENTITY, "source_ids"].astype(str)
    visa = facts.program_requirements
    ids = [
        *west_coast.str.split("|").explode(),
        *facts.interview_rates["source_id"].unique(),
        *visa.loc[visa["requirement"] == "visa_j1", "source_id"].unique(),
    ]
    return tuple(dict.fromkeys(str(source) for source in ids))


def _filled(value: Any, figures: Mapping[str, str]) -> Any:
    """Return a text with its figures; a list of names or formulas has none."""
    return value.format(**figures) if isinstance(value, str) else tuple(value)


def _west_coast(checks: pd.DataFrame) -> str:
    rows = checks[checks["identity"] == WEST_COAST_IDENTITY].to_dict("records")
    if not rows:
        return str(PROSE["west_coast"]["unknown"])
    published, expected = (fine_percent(float(rows[0][side])) for side in ("published", "model"))
    return str(PROSE["west_coast"]["known"].format(published=published, expected=expected))
