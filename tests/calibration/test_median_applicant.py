"""Published against shown for the median applicant with the usual list."""

import pytest

from smartpick.calibration.median_applicant import chance_shown, median_applicants
from smartpick.engine import Engine


@pytest.mark.parametrize(
    ("specialty", "applicant_type", "before"),
    [
        ("Dermatology", "us_md_senior", 0.91),
        ("Dermatology", "us_do_senior", 0.72),
        ("Orthopaedic Surgery", "us_do_senior", 0.73),
        ("Obstetrics and Gynecology", "us_do_senior", 0.88),
    ],
)
def test_what_signals_hid_is_near_the_published_rate(
    engine: Engine, specialty: str, applicant_type: str, before: float
) -> None:
    model = engine.model(specialty, applicant_type)
    rate = model.score_curve.match_rate
    assert abs(before - rate) > 0.19
    assert chance_shown(engine, model) == pytest.approx(rate, abs=0.06)


@pytest.mark.slow
def test_the_mean_difference_over_twelve_specialties_and_four_types(engine: Engine) -> None:
    *rows, mean = median_applicants(engine)
    assert len(rows) == 48
    assert mean["model"] <= 0.05
    assert all(row["reason"] for row in rows if row["verdict"] == "differs")
