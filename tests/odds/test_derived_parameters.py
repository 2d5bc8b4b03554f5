"""Parameters that are called derived follow from the published figures they name."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_MULTIPLIERS
from smartpick.odds.specialty_inputs import published_pair
from smartpick.plan.candidates import near_zero_by_visa


def odds(p: float) -> float:
    return p / (1 - p)


def effect(engine: Engine, factor: str, level: str) -> float:
    rows = engine.facts.effects.set_index(["factor", "level"])["odds_ratio"]
    return float(rows[(factor, level)])


def test_signal_odds_ratio_is_the_middle_of_the_specialties_with_one_tier(engine: Engine) -> None:
    rates = engine.facts.interview_rates
    national = rates[rates["geography_level"] == "nation"].set_index(["specialty", "applicant_group"])["mean"]
    ratios = [
        odds(national[(s, "signal")]) / odds(national[(s, "no_signal")])
        for s in ("Child Neurology", "Family Medicine", "Pediatrics", "Pathology")
    ]
    assert min(ratios) == pytest.approx(2.2, abs=0.05)
    assert max(ratios) == pytest.approx(5.4, abs=0.05)
    assert engine.parameters["signal_odds_ratio"] == pytest.approx(np.exp(np.mean(np.log(ratios))), abs=0.1)


def test_gold_over_silver_follows_from_anesthesiology(engine: Engine) -> None:
    assert engine.parameters["gold_over_silver_odds_ratio"] == pytest.approx(
        odds(0.57) / odds(0.31), abs=0.02
    )


def test_a_visa_need_costs_as_much_as_the_published_match_rates_say(engine: Engine) -> None:
    """54.4 against 67.9 percent of foreign-born IMGs (2026): odds ratio 1.77 on the conditional curve."""
    model = engine.model("Internal Medicine", "non_us_img")
    pool = engine.pool(("Internal Medicine",), "non_us_img")
    with_visa, without = near_zero_by_visa(pool, pool.near_zero)
    # Whoever needs no visa loses nothing at programs that do not sponsor one.
    lost = 1 - np.mean(1 - pool.near_zero) / np.mean(1 - with_visa)
    assert (without > with_visa).all()
    table = model.typical.conditional_match(
        model.rank_curve.probability[None], model.invitation_weights[None]
    )[0]
    need = np.interp(np.log(effect(engine, "visa_need", "j1") * (1 - lost)), LOG_MULTIPLIERS, table)
    free = np.interp(np.log(effect(engine, "visa_need", "none")), LOG_MULTIPLIERS, table)
    assert odds(free) / odds(need) == pytest.approx(odds(0.679) / odds(0.544), abs=0.2)
    # Those who need a visa are most of the group, so both together stay at its average.
    share = (0.679 - 0.564) / (0.679 - 0.544)
    level = share * effect(engine, "visa_need", "j1") * (1 - lost) + (1 - share) * effect(
        engine, "visa_need", "none"
    )
    assert level == pytest.approx(1.0, abs=0.07)


def test_publications_move_the_odds_no_more_than_the_published_difference(engine: Engine) -> None:
    pair = published_pair(engine.facts, "Internal Medicine", "non_us_img", "publications")
    assert pair is not None
    matched, not_matched, _ = pair
    logs = [[np.log1p(v) for v in (d.q1, d.median, d.q3)] for d in (matched, not_matched)]
    gap = float(np.mean(np.subtract(logs[0], logs[1])))
    sd = (logs[1][2] - logs[1][0]) / 1.349
    slope = gap / sd**2
    ours = np.log(effect(engine, "publications", "5")) / (np.log(6) - np.log(3))
    assert 0.5 * slope <= ours <= slope
