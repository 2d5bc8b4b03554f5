"""The ranges are as wide as what they missed asks for."""

import pytest

from smartpick.engine import Engine
from smartpick.validation.bands import coverage, fit_method_error, halves, misses


def test_errors_fitted_to_one_half_hold_on_the_other(engine: Engine) -> None:
    first, second = halves(misses(engine))
    assert coverage(first + second, 0, 0) < 0.55
    for fitted, unseen in ((first, second), (second, first)):
        assert coverage(unseen, *fit_method_error(fitted)) == pytest.approx(0.8, abs=0.1)


def test_the_parameters_are_those_fitted_to_all_bands(engine: Engine) -> None:
    level, slope = fit_method_error(misses(engine))
    assert engine.parameters["score_curve_level_error"] == pytest.approx(level, abs=0.01)
    assert engine.parameters["score_curve_slope_error"] == pytest.approx(slope, abs=0.01)
    for name in ("level", "slope"):
        value, low, high = engine.parameter_range(f"score_curve_{name}_error")
        assert low <= value <= high
