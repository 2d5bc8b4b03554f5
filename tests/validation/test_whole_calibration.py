"""What rests on one whole calibration: its shipped tables, the identities, the bands, and how it is shown.

Working it out takes most of a minute, and with several workers a file of tests is one worker's: so all that
needs it stands in this file.
"""

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
from smartpick.engine import Engine
from smartpick.paths import data_folder
from smartpick.text.calibration import (
    calibration_record,
    calibration_summary,
    calibration_table,
    calibration_text,
)
from smartpick.validation import Calibration, calibrate, shipped_tables, write_shipped
from smartpick.validation.bands import MEANS_2024, QUARTILES_2026, THIN_BELOW
from smartpick.validation.calibrating import RECOVERY
from smartpick.validation.identities import (
    APPLICATIONS,
    CURVE_LEVEL,
    LIST_AND_CURVE,
    PACIFIC,
    check,
    published_pacific_share,
)
from smartpick.validation.published import GOLDEN, NO_INTERVIEW, RANKS_MEAN, SHAPES_THAT_FIT


@pytest.fixture(scope="module")
def calibration(engine: Engine) -> Calibration:
    return calibrate(engine)


# The shipped tables are what the model gives now.

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


def test_the_shipped_tables_are_current(calibration: Calibration) -> None:
    now = shipped_tables(calibration)
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


# What must hold between the model and the published figures, and what is known not to.


def rows_of(calibration: Calibration, identity: str) -> pd.DataFrame:
    rows = calibration.identities
    rows = rows[rows["identity"] == identity]
    assert not rows.empty, identity
    return rows


def test_every_curve_averages_to_its_match_rate(calibration: Calibration) -> None:
    rows = rows_of(calibration, CURVE_LEVEL)
    assert set(rows["applicant_type"]) == {"non_us_img", "us_md_senior"}
    assert len(rows) >= 25
    assert (rows["verdict"] == "agrees").all()


def test_internal_medicine_s_match_rate_is_the_published_one(calibration: Calibration) -> None:
    """Witness: Charting Outcomes 2026, 3392 matched and 3600 not."""
    rows = rows_of(calibration, CURVE_LEVEL).set_index(["specialty", "applicant_type"])
    assert rows.loc[("Internal Medicine", "non_us_img"), "published"] == pytest.approx(3392 / (3392 + 3600))


def test_the_typical_list_follows_the_curve_but_in_general_surgery(calibration: Calibration) -> None:
    rows = rows_of(calibration, LIST_AND_CURVE).set_index("specialty")
    assert set(rows.index[rows["verdict"] == "differs"]) <= {"General Surgery"}
    for reason in rows.loc[rows["verdict"] == "differs", "reason"]:
        assert "single interview" in reason


def test_the_large_specialties_imply_a_believable_number_of_applications(calibration: Calibration) -> None:
    rows = rows_of(calibration, APPLICATIONS)
    judged = rows[rows["limit"].notna()]
    assert len(judged) == 6
    assert judged["model"].between(60, 170).all()


def test_internal_medicine_by_number_of_ranks(calibration: Calibration) -> None:
    rows = rows_of(calibration, GOLDEN)
    assert len(rows) == 3
    assert (rows["verdict"] == "agrees").all()


def test_all_applicants_together_have_the_published_mean_of_ranks(calibration: Calibration) -> None:
    rows = rows_of(calibration, RANKS_MEAN)
    everyone = rows[rows["quantity"] == "over the score mix"].set_index("specialty")
    assert everyone.loc["Internal Medicine", "published"] == pytest.approx(4.25, abs=0.02)
    fitted = everyone.loc[["Internal Medicine", "Neurology", "Pathology", "Psychiatry"]]
    assert fitted["model"].to_numpy() == pytest.approx(fitted["published"].to_numpy(), rel=0.08)


def test_no_interview_is_a_chance_with_nothing_published_beside_it(calibration: Calibration) -> None:
    rows = rows_of(calibration, NO_INTERVIEW)
    assert rows["model"].between(0.05, 0.8).all()
    assert rows["published"].isna().all()
    assert (rows["verdict"] == "for information").all()


def test_a_specialty_without_a_fitting_shape_says_so(calibration: Calibration) -> None:
    rows = rows_of(calibration, SHAPES_THAT_FIT)
    assert (rows.loc[rows["model"] == 0, "verdict"] == "differs").all()
    assert (rows.loc[rows["model"] > 0, "verdict"] == "agrees").all()


def test_the_published_pacific_share(engine: Engine, calibration: Calibration) -> None:
    """Witness: 2021, 137 in California, 5 in Oregon, 20 in Washington, 4546 in the nation."""
    assert published_pacific_share(engine.facts) == pytest.approx((137 + 5 + 20) / 4546)
    rows = rows_of(calibration, PACIFIC)
    assert rows["model"].between(0.01, 0.15).all()
    assert rows["reason"].str.len().gt(0).all()


def test_whatever_differs_says_why(calibration: Calibration) -> None:
    differing = calibration.differing
    assert not differing.empty
    unexplained = differing[differing["reason"] == ""]
    assert unexplained.empty


def test_every_published_figure_has_a_source(calibration: Calibration, engine: Engine) -> None:
    known = set(engine.facts.sources["source_id"])
    rows = calibration.identities
    for ids in rows.loc[rows["identity"] != RECOVERY, "source_id"]:
        assert set(ids.split("|")) <= known


@pytest.mark.parametrize(
    ("model", "limit", "verdict"),
    [
        (0.5, 0.01, "agrees"),
        (0.511, 0.01, "differs"),
        (0.489, 0.01, "differs"),
        (0.9, np.nan, "for information"),
    ],
)
def test_the_verdict(model: float, limit: float, verdict: str) -> None:
    row = check("i", "q", published=0.5, modelled=model, limit=limit, evidence="same report")
    assert row["verdict"] == verdict
    assert row["difference"] == pytest.approx(model - 0.5)


# The comparison with US MD seniors' bands.


def test_the_bands_are_the_published_ones(calibration: Calibration, engine: Engine) -> None:
    bands = calibration.bands
    assert set(bands["figures"]) == {QUARTILES_2026, MEANS_2024}
    one = bands[(bands["specialty"] == "Anesthesiology") & (bands["figures"] == QUARTILES_2026)]
    row = one.set_index("score_band").loc["240-249"]
    # Witness: 1403 applicants, 89 percent matched.
    assert (row["applicants_count"], row["match_rate"]) == (1403, 0.89)
    assert 239.5 <= row["middle_score"] <= 249.5
    assert (bands["thin"] == (bands["applicants_count"] < THIN_BELOW)).all()


def test_ranges_hold_the_point_and_thin_bands_are_wide(calibration: Calibration) -> None:
    bands = calibration.bands
    for prefix in ("", "set_"):
        low, point, high = (bands[f"{prefix}{c}"] for c in ("low", "match_probability", "high"))
        assert ((low <= point) & (point <= high) & (low >= 0) & (high <= 1)).all()
    width = bands["high"] - bands["low"]
    uncertain = bands["match_probability"].between(0.2, 0.8)
    assert width[uncertain & bands["thin"]].mean() > 1.5 * width[uncertain & ~bands["thin"]].mean()


def test_setting_the_level_sets_it(calibration: Calibration) -> None:
    for _, group in calibration.bands.groupby(["specialty", "figures"]):
        weights = group["applicants_count"]
        published = np.average(group["match_rate"], weights=weights)
        assert np.average(group["set_match_probability"], weights=weights) == pytest.approx(
            published, abs=1e-6
        )


def test_figures_of_the_bands_own_years_are_nearer_to_them(calibration: Calibration) -> None:
    """The method itself is not at fault where the curve of 2026 misses: with 2024's means it comes nearer."""
    summary = calibration.band_summary
    both = summary[summary["specialty"].isin(summary.loc[summary["figures"] == MEANS_2024, "specialty"])]
    weighted = {
        name: np.average(group["set_difference"], weights=group["applicants_count"])
        for name, group in both.groupby("figures")
    }
    assert weighted[MEANS_2024] < weighted[QUARTILES_2026]
    assert weighted[MEANS_2024] < 0.02


def test_a_bent_line_can_hold_what_the_bands_say(calibration: Calibration) -> None:
    assert (calibration.band_summary["bent_difference"] < 0.025).all()


# The evidence as text, JSON and figures.


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
