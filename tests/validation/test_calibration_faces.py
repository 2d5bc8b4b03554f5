"""The evidence as text, JSON and figures."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartpick import cli
from smartpick.charts.calibration import (
    BandPanel,
    bands_figure,
    coverage_figure,
    list_on_curve_figure,
    published_model_figure,
)
from smartpick.charts.frame import LIGHT
from smartpick.text.calibration import (
    calibration_record,
    calibration_summary,
    calibration_table,
    calibration_text,
)
from smartpick.validation import Calibration


def test_the_text_has_a_block_for_each_identity_and_counts_them(calibration: Calibration) -> None:
    text = calibration_text(calibration.identities)
    for identity in calibration.identities["identity"].unique():
        assert f"\n{identity} (" in f"\n{text}"
    counts = calibration.identities["verdict"].value_counts()
    assert f"{counts['differs']} differ" in text.splitlines()[-1]
    assert text.endswith(calibration_summary(calibration.identities))


def test_the_table_writes_each_figure_in_its_unit(calibration: Calibration) -> None:
    table = calibration_table(calibration.identities)
    assert len(table) == len(calibration.identities)
    shares = table.loc[(calibration.identities["unit"] == "share").to_numpy(), "Model"]
    assert shares.str.endswith("%").all()
    assert not table.isin(["nan", "nan%"]).any().any()


def test_the_command_prints_json_and_writes_the_tables(
    calibration: Calibration,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cli, "calibrate", lambda engine: calibration)
    folder = tmp_path / "evidence"
    assert cli.main(["calibrate", "--json", "-o", str(folder)]) == 0
    record = json.loads(capsys.readouterr().out)
    written = {path.stem: pd.read_csv(path) for path in folder.glob("*.csv")}
    assert len(record["identities"]) == len(calibration.identities) == len(written["calibration_checks"])
    assert len(written["calibration_bands"]) == len(calibration.bands)
    assert len(written["calibration_curves"]) == len(calibration.curves)
    assert len(written["calibration_recovery"]) == len(calibration.recovery)
    assert any(row["published"] is None for row in record["identities"])


def test_the_record_keeps_the_figures(calibration: Calibration) -> None:
    record = calibration_record(
        calibration.identities, calibration.band_summary, calibration.bands, calibration.recovery
    )
    first = calibration.recovery.iloc[0]
    assert record["recovery"][0]["coverage"] == pytest.approx(first["coverage"], abs=1e-5)


def test_published_beside_model_leaves_out_what_is_not_published() -> None:
    figure = published_model_figure(
        np.array([0.4, np.nan, 0.6]), np.array([0.41, 0.3, 0.7]), ["a", "b", "c"], [True, True, False], LIGHT
    )
    points = figure.data[1]
    assert list(points.customdata) == ["a", "c"]
    assert list(points.marker.symbol) == ["circle", "circle-open"]


def test_the_list_lies_on_the_curve(calibration: Calibration) -> None:
    rows = calibration.curves[calibration.curves["specialty"] == "Internal Medicine"]
    columns = [rows[c].to_numpy() for c in ("score", "curve", "curve_low", "curve_high", "list")]
    figure = list_on_curve_figure(*columns, LIGHT)
    lines = {trace.name: np.asarray(trace.y) for trace in figure.data}
    assert np.abs(lines["score curve"] - lines["typical list, given an interview"]).max() < 0.03


def test_six_panels_stand_apart(calibration: Calibration) -> None:
    groups = list(calibration.bands[calibration.bands["figures"] == "2024 means"].groupby("specialty"))[:6]
    columns = ("middle_score", "match_rate", "set_match_probability", "set_low", "set_high")
    panels = [BandPanel(str(name), *(group[c].to_numpy() for c in columns)) for name, group in groups]
    figure = bands_figure(panels, LIGHT)
    assert len(figure.data) == 4 * 6
    assert len({trace.yaxis for trace in figure.data}) == 6
    assert [a.text for a in figure.layout.annotations] == [p.title for p in panels]
    places = {
        (tuple(figure.layout[f"xaxis{n}"].domain), tuple(figure.layout[f"yaxis{n}"].domain))
        for n in ("", 2, 6)
    }
    assert len(places) == 3


def test_coverage_has_its_aim_drawn(calibration: Calibration) -> None:
    by_count = calibration.recovery.pivot_table(index="applicants_count", columns="part", values="coverage")
    figure = coverage_figure(
        by_count.index.to_numpy(float), {c: by_count[c].to_numpy() for c in by_count}, LIGHT
    )
    assert {trace.name for trace in figure.data} == set(by_count)
    assert figure.layout.shapes[0].y0 == 0.8
