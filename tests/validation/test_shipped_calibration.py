"""The shipped calibration is what the model gives now."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.paths import data_folder
from smartpick.validation import Calibration, calibrate, shipped_tables, write_shipped

KEYS = {
    "calibration_checks": ["identity", "quantity", "specialty", "applicant_type", "place"],
    "calibration_curves": ["specialty", "score"],
    "calibration_bands": ["specialty", "figures", "score_band"],
    "calibration_recovery": ["truth", "applicants_count", "part"],
    "score_slopes": ["specialty", "applicant_type"],
}
# Machines round differently; a change of the model is larger.
TOLERANCE = 2e-3
STALE = "data/calibration/ is stale: run `make calibrate`"


def test_every_row_names_its_sources(calibration: Calibration) -> None:
    for name, table in shipped_tables(calibration).items():
        column = "source_id" if "source_id" in table else "source_ids"
        assert (table[column].fillna("") != "").all(), name
        assert not table.duplicated(KEYS[name]).any(), name


def test_what_is_written_is_read_back(calibration: Calibration, tmp_path: Path) -> None:
    write_shipped(calibration, tmp_path)
    for name, table in shipped_tables(calibration).items():
        again = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False, na_values=[""])
        assert list(again.columns) == list(table.columns)
        for column in table.select_dtypes("number"):
            np.testing.assert_allclose(again[column], table[column], atol=1e-5)


def test_no_number_is_minus_nothing(calibration: Calibration) -> None:
    for table in shipped_tables(calibration).values():
        numbers = table.select_dtypes("float").to_numpy()
        assert not (np.signbit(numbers) & (numbers == 0)).any()


@pytest.mark.slow
def test_the_shipped_tables_are_current(engine: Engine) -> None:
    now = shipped_tables(calibrate(engine))
    for name, keys in KEYS.items():
        shipped = pd.read_csv(data_folder() / "calibration" / f"{name}.csv").set_index(keys)
        fresh = now[name].set_index(keys)
        assert set(shipped.index) == set(fresh.index), f"{STALE} ({name})"
        fresh = fresh.loc[shipped.index]
        for column in fresh.select_dtypes("number"):
            np.testing.assert_allclose(
                shipped[column].astype(float),
                fresh[column].astype(float),
                rtol=TOLERANCE,
                atol=TOLERANCE,
                err_msg=f"{STALE} ({name}, {column})",
            )
        for column in ("verdict", "source_ids", "source_id"):
            if column in fresh:
                assert (shipped[column] == fresh[column]).all(), f"{STALE} ({name}, {column})"
