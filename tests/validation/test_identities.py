"""What must hold between the model and the published figures, and what is known not to."""

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.validation import Calibration
from smartpick.validation.calibrating import RECOVERY
from smartpick.validation.checks import check
from smartpick.validation.identities import (
    APPLICATIONS,
    CURVE_LEVEL,
    LIST_AND_CURVE,
    PACIFIC,
    published_pacific_share,
)
from smartpick.validation.ranks import GOLDEN, NO_INTERVIEW, RANKS_MEAN, SHAPES_THAT_FIT


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
