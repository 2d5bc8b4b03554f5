"""Published against shown for the median applicant with a list of the usual length."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.validation.published import SPECIALTIES, TYPES, chance_shown, chance_usual


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
    """Before, a tenth of all applications was taken to carry a signal, whatever the specialty."""
    model = engine.model(specialty, applicant_type)
    rate = model.score_curve.match_rate
    assert abs(before - rate) > 0.19
    assert chance_shown(engine, model) == pytest.approx(rate, abs=0.12)


def test_the_usual_list_gives_the_published_rate(engine: Engine) -> None:
    models = [engine.model(specialty, kind) for specialty in SPECIALTIES for kind in TYPES]
    apart = [abs(chance_usual(model) - model.score_curve.match_rate) for model in models]
    assert len(apart) == 48
    assert np.mean(apart) <= 0.05
    assert max(apart) <= 0.12
