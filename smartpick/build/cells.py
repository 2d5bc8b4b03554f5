"""Cells against their column: type, required, range, choices."""

import pandas as pd

from smartpick.build.faults import Fault
from smartpick.build.reading import ROW
from smartpick.build.schema import Column

_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date (year-month-day)",
}


def typed_cells(text: pd.Series, column: Column, rows: pd.Series, file: str) -> tuple[pd.Series, list[Fault]]:
    """Return the cells in the column's type, NA where empty or faulty, and a fault for each wrong cell."""
    values = _parse(text, column.type)
    wrong = text.notna() & values.isna()
    remedy = "Correct the cell." if column.required else "Correct the cell or leave it empty."
    faults = [
        Fault(file, int(row), column.name, f"'{cell}' is not {_KINDS.get(column.type, 'text')}. {remedy}")
        for row, cell in zip(rows[wrong], text[wrong], strict=True)
    ]
    if column.required:
        faults += [
            Fault(file, int(row), column.name, "The cell is empty, but this column needs a value.")
            for row in rows[text.isna()]
        ]
    return values, faults + _outside_range(values, column, rows, file) + _not_a_choice(
        text, column, rows, file
    )


def listed_values(text: pd.Series, column: Column, rows: pd.Series) -> pd.DataFrame:
    """Return one row for each value (several where the column is a list): `value` and `csv_row`."""
    cells = pd.DataFrame({"value": text, ROW: rows}).dropna(subset=["value"])
    if column.list:
        cells["value"] = cells["value"].str.split("|")
        cells = cells.explode("value")
        cells["value"] = cells["value"].astype("str").str.strip()
    return cells


def _parse(text: pd.Series, kind: str) -> pd.Series:
    if kind == "integer":
        whole = text.where(text.str.fullmatch(r"[+-]?\d{1,15}").fillna(False).astype(bool))
        return pd.to_numeric(whole, errors="coerce").astype("Int64")
    if kind == "number":
        plain = text.where(text.str.fullmatch(r"[+-]?\d*\.?\d+([eE][+-]?\d+)?").fillna(False).astype(bool))
        return pd.to_numeric(plain, errors="coerce").astype("float64")
    if kind == "boolean":
        return text.str.lower().map({"true": True, "false": False}).astype("boolean")
    if kind == "date":
        return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce", exact=True)
    return text


def _outside_range(values: pd.Series, column: Column, rows: pd.Series, file: str) -> list[Fault]:
    if column.minimum is None and column.maximum is None:
        return []
    low = (values < column.minimum) if column.minimum is not None else pd.Series(False, index=values.index)
    high = (values > column.maximum) if column.maximum is not None else pd.Series(False, index=values.index)
    outside = (low | high).fillna(False).astype(bool)
    if column.minimum is not None and column.maximum is not None:
        allowed = f"from {column.minimum:g} to {column.maximum:g}"
    elif column.minimum is not None:
        allowed = f"at least {column.minimum:g}"
    else:
        allowed = f"at most {column.maximum:g}"
    return [
        Fault(file, int(row), column.name, f"{value:g} is outside the allowed values ({allowed}).")
        for row, value in zip(rows[outside], values[outside], strict=True)
    ]


def _not_a_choice(text: pd.Series, column: Column, rows: pd.Series, file: str) -> list[Fault]:
    if not column.choices:
        return []
    cells = listed_values(text, column, rows)
    wrong = cells[~cells["value"].isin(column.choices)]
    allowed = ", ".join(column.choices)
    return [
        Fault(file, int(row), column.name, f"'{value}' is not one of: {allowed}.")
        for value, row in zip(wrong["value"], wrong[ROW], strict=True)
    ]
