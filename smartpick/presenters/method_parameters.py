"""The parameters of the model as tables and lines: value, range, basis, source."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.presenters.sources import source_name

# A parameter's or factor's name as it may stand in a link.
PARAMETER_NAME = re.compile(r"[a-z0-9_]{3,60}")
BASES = ("published", "derived", "assumed")
BASIS_WORDS = {
    "published": "Published: as printed.",
    "derived": "Derived: worked out from published figures.",
    "assumed": "Assumed: a survey or our guide gives the direction; the size is our choice.",
}
_SCOPES = {"everywhere": "all programs", "pacific": "Pacific Coast"}
_GROUPS = {"all": "everyone", "img": "IMGs", "non_us_img": "non-US IMGs"}
_SPELT = {
    "usce": "US clinical experience,",
    "us": "US",
    "step2": "Step 2",
    "step3": "Step 3",
    "h1b": "H-1B",
    "img": "IMG",
    "sd": "SD",
    "pacific": "Pacific",
    "english": "English",
    "ecfmg": "ECFMG",
}


@dataclass(frozen=True)
class ParameterEntry:
    """One parameter, or one factor of the profile with all its levels.

    Attributes:
        name: A row of `model_parameters` or a factor of `effects`.
        title: The same in words.
        bases: What its sizes rest on: published, derived or assumed, each once.
        lines: (name, text) of every size with its range, and of what it rests on.
        source_ids: Its sources.
    """

    name: str
    title: str
    bases: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    source_ids: tuple[str, ...]


def parameter_entries(effects: pd.DataFrame, parameters: pd.DataFrame) -> dict[str, ParameterEntry]:
    """Return every factor and every other parameter by its name.

    Args:
        effects: `facts.effects`.
        parameters: `facts.model_parameters`.
    """
    factors = effects.groupby("factor", sort=False)
    others = parameters.groupby("parameter", sort=False)
    found = {str(name): _factor_entry(str(name), levels) for name, levels in factors}
    return found | {str(name): _parameter_entry(str(name), rows) for name, rows in others}


def parameter_words(name: str) -> str:
    """Return a column or parameter name as words."""
    words = " ".join(_SPELT.get(word, word) for word in name.split("_"))
    return words[0].upper() + words[1:]


def parameter_line(parameters: pd.DataFrame, name: str) -> str:
    """Return one parameter with value, range, unit and basis in a line.

    Args:
        parameters: `facts.model_parameters`.
        name: Its name.

    Raises:
        KeyError: if there is no such parameter.
    """
    row = parameters.set_index("parameter").loc[name]
    return (
        f"{parameter_words(name)}: {row['value']:g} ({row['low']:g} to {row['high']:g}; {row['unit']}), "
        f"{row['basis']}"
    )


def effects_table(effects: pd.DataFrame, sources: pd.DataFrame, bases: Collection[str]) -> pd.DataFrame:
    """Return the profile effects as a table to read, of the chosen bases.

    Args:
        effects: `facts.effects`.
        sources: `facts.sources`.
        bases: Of `BASES`.
    """
    rows = effects[effects["basis"].isin(list(bases))]
    return pd.DataFrame(
        {
            "Answer": [parameter_words(str(name)) for name in rows["factor"]],
            "Level": [str(level).replace("_", " ") for level in rows["level"]],
            "Odds ratio": rows["odds_ratio"],
            "Low": rows["low"],
            "High": rows["high"],
            "Basis": rows["basis"],
            "Acts on": [_SCOPES[str(scope)] for scope in rows["scope"]],
            "For": [_GROUPS[str(group)] for group in rows["applies_to"]],
            "Rests on": rows["note"].fillna(""),
            "Source": [source_name(sources, str(source)) for source in rows["source_id"]],
        }
    )


def parameters_table(parameters: pd.DataFrame, sources: pd.DataFrame, bases: Collection[str]) -> pd.DataFrame:
    """Return the other parameters as a table to read, of the chosen bases."""
    rows = parameters[parameters["basis"].isin(list(bases))]
    return pd.DataFrame(
        {
            "Parameter": [parameter_words(str(name)) for name in rows["parameter"]],
            "Value": rows["value"],
            "Low": rows["low"],
            "High": rows["high"],
            "Unit": rows["unit"],
            "Basis": rows["basis"],
            "Rests on": rows["note"].fillna(""),
            "Source": [source_name(sources, str(source)) for source in rows["source_id"]],
        }
    )


def basis_counts(effects: pd.DataFrame, parameters: pd.DataFrame) -> dict[str, int]:
    """Return how many rows of both tables rest on each basis, in the order of `BASES`."""
    counts = pd.concat([effects["basis"], parameters["basis"]]).value_counts()
    return {basis: int(counts.get(basis, 0)) for basis in BASES}


def _factor_entry(name: str, levels: pd.DataFrame) -> ParameterEntry:
    first = levels.iloc[0]
    lines = [("Acts on", f"{_SCOPES[str(first['scope'])]}; {_GROUPS[str(first['applies_to'])]}")]
    lines += [
        (str(row["level"]).replace("_", " "), f"odds ratio {_range_text(row)}, {row['basis']}")
        for row in levels.to_dict("records")
    ]
    return _entry(name, levels, lines)


def _parameter_entry(name: str, rows: pd.DataFrame) -> ParameterEntry:
    row = rows.to_dict("records")[0]
    return _entry(name, rows, [("Value", f"{_range_text(row)}, {row['basis']}"), ("Unit", str(row["unit"]))])


def _entry(name: str, rows: pd.DataFrame, lines: list[tuple[str, str]]) -> ParameterEntry:
    notes = [note for note in rows["note"].dropna().astype(str).unique() if note != "Reference level"]
    lines += [("Rests on", ". ".join(notes))] if notes else []
    return ParameterEntry(
        name,
        parameter_words(name),
        tuple(rows["basis"].astype(str).unique()),
        tuple(lines),
        tuple(rows["source_id"].astype(str).unique()),
    )


def _range_text(row: Mapping[Hashable, Any]) -> str:
    value = row.get("value", row.get("odds_ratio"))
    return f"{value:g} ({row['low']:g} to {row['high']:g})"
