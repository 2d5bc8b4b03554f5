"""One row of the calibration table: what is published, what the model says, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np
import pandas as pd

Evidence = Literal["by construction", "same report", "not seen by the fit"]
COLUMNS = (
    "identity",
    "quantity",
    "unit",
    "specialty",
    "applicant_type",
    "place",
    "published",
    "model",
    "difference",
    "limit",
    "verdict",
    "evidence",
    "reason",
    "borrowed",
    "source_id",
)


def check(
    identity: str,
    quantity: str,
    specialty: str,
    applicant_type: str,
    published: float,
    model: float,
    limit: float,
    *,
    evidence: Evidence,
    source_id: str,
    unit: str = "share",
    reason: str = "",
    borrowed: Iterable[str] = (),
    place: str = "United States",
) -> dict[str, object]:
    """Return one row of the table.

    Args:
        identity: Name of the identity, the same for all its rows.
        quantity: What is compared.
        specialty: Our name of the specialty.
        applicant_type: Applicant type.
        published: The published figure; NaN where nothing is published to compare with.
        model: The model's.
        limit: Largest difference that counts as agreement; NaN where the row only informs.
        evidence: How much agreement is worth: "by construction" catches mistakes in the code only; "same
            report" compares two figures of one report; "not seen by the fit" is a test of the model.
        source_id: Source of the published figure.
        unit: Of both figures; a share is 0 to 1.
        reason: Why the two differ, or what the reader must know.
        borrowed: What the model took from elsewhere.
        place: State, census division or nation that the figures are of.
    """
    difference = model - published
    judged = np.isfinite(limit) and np.isfinite(difference)
    verdict = ("agrees" if abs(difference) <= limit else "differs") if judged else "for information"
    return dict(
        zip(
            COLUMNS,
            (
                *(identity, quantity, unit, specialty, applicant_type, place),
                *(float(published), float(model), float(difference), float(limit)),
                *(verdict, evidence, reason, "; ".join(borrowed), source_id),
            ),
            strict=True,
        )
    )


def check_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return the rows as a table with all of `COLUMNS`."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))
