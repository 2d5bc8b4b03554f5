"""The parameters of the model as tables and lines: value, range, basis, source."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from smartpick.presenters.sources import source_name

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
