"""What programs say in public: the one statement that counts for each program and requirement.

Programs' pages conflict and age. The program's own word goes before its sponsor's, a stated rule before
a preference, a newer page before an older; that others disagree is kept and shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def leading_statements(requirements: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each program and requirement, indexed by (program_id, requirement).

    Adds `conflicting`: whether another statement of the same kind says something else.
    """
    rows = requirements.dropna(subset=["value"]).copy()
    rows["own_word"] = rows["scope"] == "program"
    rows["rule"] = rows["strength"] == "stated"
    rows["year"] = pd.to_numeric(rows["as_of_year"], errors="coerce").fillna(0)
    rows["sure"] = rows["confidence"] == "high"
    rows = rows.sort_values(["own_word", "rule", "year", "sure"], ascending=False, kind="stable")
    keys = ["program_id", "requirement"]
    said = rows.groupby(keys)["value"].nunique().rename("answers")
    leading = rows.drop_duplicates(keys).set_index(keys)
    leading["conflicting"] = said > 1
    return leading[
        [
            "value",
            "value_number",
            "strength",
            "scope",
            "as_of_year",
            "confidence",
            "url",
            "conflicting",
            "source_id",
        ]
    ].sort_index()


@dataclass(frozen=True)
class Answers:
    """What a set of programs says on one requirement; NaN or empty where nothing is said.

    Attributes:
        value: The answer as a word (yes, no, limited, none, ...).
        number: The answer as a number.
        rule: Whether it is the program's own, stated and uncontradicted rule.
        scope: program or institution.
    """

    value: NDArray[np.str_]
    number: NDArray[np.float64]
    rule: NDArray[np.bool_]
    scope: NDArray[np.str_]


def answers_of(statements: pd.DataFrame, requirement: str, program_ids: NDArray[np.str_]) -> Answers:
    """Line the leading statements on one requirement up with `program_ids`."""
    kinds = statements.index.get_level_values("requirement")
    rows = statements[kinds == requirement].droplevel("requirement").reindex(program_ids)
    rule = (
        (rows["strength"] == "stated")
        & (rows["scope"] == "program")
        & (rows["conflicting"].astype(str) == "False")
    )
    return Answers(
        rows["value"].fillna("").to_numpy(str),
        pd.to_numeric(rows["value_number"], errors="coerce").to_numpy(float, na_value=np.nan),
        rule.to_numpy(bool),
        rows["scope"].fillna("").to_numpy(str),
    )
