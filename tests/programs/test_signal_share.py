"""What no signal costs follows from how many the average applicant gives."""

import numpy as np
import pytest

from smartpick.engine import Engine


def test_the_average_application_is_neither_helped_nor_hurt_by_signals(engine: Engine) -> None:
    """Dermatology, US MD seniors: 28 signals (3 gold, 25 silver) on 35 applications."""
    rules = engine.signal_rules("Dermatology", "us_md_senior")
    assert rules.allowance == {"gold": 3, "silver": 25}
    odds = [n * np.exp(rules.log_odds_ratio[t]) for t, n in rules.allowance.items()]
    average = (sum(odds) + 35 - 28) / 35 * np.exp(rules.unsignalled)
    assert average == pytest.approx(1.0)
    # A tenth of the applications, as it was for every specialty, made no signal cost hardly anything.
    assert rules.unsignalled < -1


def test_few_signals_on_a_long_list_cost_little(engine: Engine) -> None:
    assert -0.2 < engine.signal_rules("Family Medicine", "non_us_img").unsignalled < 0
