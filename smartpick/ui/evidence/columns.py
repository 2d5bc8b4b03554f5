"""Which column holds what: our guesses, which the person can change."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import streamlit as st

from smartpick.intake import FIELDS, Mapping, RawTable, guess_mapping
from smartpick.intake.columns import FIELD, RATE_FIELDS, Unit
from smartpick.intake.row_values import column_readings
from smartpick.profile import ApplicantType
from smartpick.ui.blocks import block, fine

_NONE = "Not in the table"
_UNIT_WORDS: dict[Unit, str] = {
    "percent": "percentages: 5 means 5 in 100",
    "share": "shares of one: 0.05 means 5 in 100",
}
_UNIT_NAMES: dict[Unit, str] = {"percent": "percent", "share": "shares of one"}


def chosen_mapping(table: RawTable, file: str, applicant_type: ApplicantType) -> Mapping:
    """Show the columns and return what they hold, as guessed and changed.

    Args:
        table: The table.
        file: Identifies the file among the keys of the widgets.
        applicant_type: Interview rates of other types are recognised but not offered.
    """
    guess = guess_mapping(table.headers)
    shown = [f for f in FIELDS if RATE_FIELDS.get(f.name, applicant_type) == applicant_type]
    columns = dict(guess.columns)
    with st.expander(
        "Columns",
        expanded=not guess.names_programs,
        icon=":material/view_column:",
        key=f"evidence_columns_{file}",
    ):
        block(fine("These are guesses from the names of your columns. Change what is wrong."))
        grid = st.grid(3, min_column_width=180)
        for field in shown:
            options = [None, *range(len(table.headers))]
            found = guess.columns.get(field.name)
            chosen = grid.selectbox(
                field.label,
                options,
                index=options.index(found),
                format_func=lambda i: _NONE if i is None else table.headers[i],
                key=f"evidence_column_{file}_{field.name}",
            )
            columns.pop(field.name, None)
            if chosen is not None:
                columns[field.name] = chosen
    mapping = _with_units(table, Mapping(columns), file)
    _say_what_is_read(table, mapping, {field.name for field in shown})
    return mapping


def _say_what_is_read(table: RawTable, mapping: Mapping, shown: set[str]) -> None:
    readings = column_readings(table, mapping)
    said = []
    for name, index in mapping.columns.items():
        if FIELD[name].kind != "text" and name in shown:
            unit = f", in {_UNIT_NAMES[readings[name].unit]}" if name in readings else ""
            said.append(f"{FIELD[name].label}: '{table.headers[index]}'{unit}")
    block(fine(f"Read as {'; '.join(said)}." if said else "No column says anything we can use."))


def _with_units(table: RawTable, mapping: Mapping, file: str) -> Mapping:
    """Ask how the numbers of a column are meant where the column itself leaves it open."""
    units: dict[str, Unit] = {}
    for name, reading in column_readings(table, mapping).items():
        if reading.sure:
            continue
        choices: list[Unit] = [u for u in get_args(Unit) if u in _UNIT_WORDS]
        units[name] = st.selectbox(
            f"Numbers in '{table.headers[mapping.columns[name]]}' ({FIELD[name].label}) are",
            choices,
            index=choices.index(reading.unit),
            format_func=lambda unit: _UNIT_WORDS[unit],
            key=f"evidence_unit_{file}_{name}_{mapping.columns[name]}",
        )
    return replace(mapping, units=units)
