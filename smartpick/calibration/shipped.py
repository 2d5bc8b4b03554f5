"""The calibration as tables to ship, so that the app shows it without the half minute it takes to work out.

`make calibrate` writes them into `data/calibration/`; a slow test works them out again and compares, so
that they cannot fall behind the model or the figures.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from smartpick.calibration.bands import BANDS_LEVEL
from smartpick.calibration.calibrating import Calibration
from smartpick.calibration.list_and_curve import LIST_AND_CURVE

# What stands for a source where nothing published is compared: reports that we made up.
SIMULATED = "smartpick_simulated_reports"
# Shares are kept to a thousandth of a percent.
_DECIMALS = 5


def shipped_tables(found: Calibration) -> dict[str, pd.DataFrame]:
    """Return the tables of `data/calibration/` by name; every row names its sources.

    Args:
        found: All checks.
    """
    checks = found.identities.rename(columns={"source_id": "source_ids"})
    checks["source_ids"] = checks["source_ids"].replace("", SIMULATED)
    tables = {
        "calibration_checks": checks,
        "calibration_curves": _with_sources(found.curves, checks, LIST_AND_CURVE),
        "calibration_bands": _with_sources(found.bands, checks, BANDS_LEVEL),
        "calibration_recovery": found.recovery.assign(source_id=SIMULATED),
        "score_slopes": found.score_slopes,
    }
    return {name: _rounded(table) for name, table in tables.items()}


def write_shipped(found: Calibration, folder: Path) -> None:
    """Write each of `shipped_tables` as a CSV file; the folder is made where there is none.

    Raises:
        OSError: if a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in shipped_tables(found).items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    numbers = table.select_dtypes("float")
    # Adding nothing turns a negative zero into a plain one.
    return table.assign(**{str(name): numbers[name].round(_DECIMALS) + 0.0 for name in numbers})


def _with_sources(table: pd.DataFrame, checks: pd.DataFrame, identity: str) -> pd.DataFrame:
    """Add the sources that the identity's rows name for each specialty."""
    rows = checks[checks["identity"] == identity].drop_duplicates("specialty")
    by_specialty = rows.set_index("specialty")["source_ids"]
    return table.assign(source_ids=table["specialty"].map(by_specialty).to_numpy())
