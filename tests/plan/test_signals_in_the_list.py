"""Programs and signals are chosen together: nothing is left to gain by an exchange, and the bound holds."""

import numpy as np
import pytest
from test_planning import worth_of

from smartpick.engine import Engine
from smartpick.odds.counts import CountSums
from smartpick.odds.list_odds import interview_counts
from smartpick.plan.objective import Conditions, Objective, Ways
from smartpick.plan.planning import plan_list
from smartpick.plan.with_signals import choose_with_signals
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import SignalRules

TIERS = {"gold": 4.0, "silver": 2.0}
ONE_KIND = {"signal": 3.0}


def case(seed: int, ratios: dict[str, float]) -> tuple[Objective, Ways, np.ndarray, Conditions]:
    """A small choice of one specialty: 7 programs, 4 applications, 2 signals: of one kind, or one of each."""
    random = np.random.default_rng(seed)
    chance, effect = random.uniform(0.02, 0.35, (7, 1)), np.array([0.3, 1.0, 2.0])
    pacific = random.random(7) < 0.5

    def invited(odds_ratio: float) -> np.ndarray:
        odds = chance / (1 - chance) * effect * odds_ratio
        return odds / (1 + odds)

    curve = (1 - 0.75 ** np.arange(61))[None]
    value = np.where(pacific, 1.0, 0.6)
    plain = Objective.from_values(invited(1), value, np.zeros(7, dtype=int), curve, np.array([0.4, 0.4, 0.2]))
    rules = SignalRules(dict.fromkeys(ratios, 2 // len(ratios)), {}, 0.0, "published", None, ())
    ways = Ways.of(plain, {kind: invited(ratio) for kind, ratio in ratios.items()}, [rules])
    return plain, ways, pacific, Conditions(4, 0, 4, [np.zeros(5)])


@pytest.mark.parametrize("ratios", [TIERS, ONE_KIND], ids=["tiers", "one kind"])
@pytest.mark.parametrize("seed", range(12))
def test_no_other_list_with_signals_is_worth_more(seed: int, ratios: dict[str, float]) -> None:
    """Every list of 4 programs with every placing of the signals, from the definition of the worth."""
    from itertools import combinations, permutations

    plain, ways, pacific, conditions = case(seed, ratios)
    nobody = np.zeros(7, dtype=bool)
    found = choose_with_signals(ways, plain, pacific, nobody, conditions)
    way = {(int(p), int(t)): i for i, (p, t) in enumerate(zip(ways.program, ways.tier, strict=True))}
    best = max(
        worth_of(ways.objective, tuple(way[p, (p == one) + len(ratios) * (p == other)] for p in chosen))
        for chosen in combinations(range(7), 4)
        for one, other in permutations(chosen, 2)
    )
    assert len(set(ways.program[found.chosen])) == 4
    given = ways.signals(found.chosen)
    assert all(given.count(kind) <= 2 // len(ratios) for kind in ratios)
    assert found.value == pytest.approx(worth_of(ways.objective, tuple(found.chosen.tolist())), abs=1e-9)
    assert found.value == pytest.approx(best, abs=1e-9)
    assert found.optimality.upper_bound >= best - 1e-9
    assert found.added.sum() == pytest.approx(found.value, abs=1e-9)


def test_a_program_taken_off_leaves_the_interviews_as_they_were() -> None:
    """Also where an invitation is as likely as not; and it is what is counted program by program."""
    random = np.random.default_rng(1)
    invited = random.uniform(0, 0.6, (71, 5))
    invited[-1] = 0.5
    counts = CountSums(len(invited))
    before = counts.factors(invited[:-1]).prod(axis=0)
    assert counts.distribution(before) == pytest.approx(interview_counts(invited[:-1]), abs=1e-12)
    again = before * counts.factors(invited[-1]) / counts.factors(invited[-1])
    assert counts.distribution(again) == pytest.approx(counts.distribution(before), abs=1e-12)
    worth = 1 - 0.9 ** np.arange(61)
    assert counts.of(before, counts.sums(worth)) == pytest.approx(interview_counts(invited[:-1]) @ worth)


def test_one_point_more_does_not_cost_chance_by_dealing_signals_anew(engine: Engine) -> None:
    """Internal Medicine at 269 and 270 fell from 0.628 to 0.624 when signals were given after the choice."""
    from smartpick.assessment import assess

    profile = ApplicantProfile(
        step2_ck_score=269, english="adequate", publications=2, presentations=2, pacific_weight=0.3
    )
    chances = [
        assess(profile.changed(step2_ck_score=score), engine).match_probability.point
        for score in (268, 269, 270, 271)
    ]
    assert chances == sorted(chances)


def test_the_value_is_that_of_the_list_with_its_signals(engine: Engine) -> None:
    profile = ApplicantProfile(step2_ck_score=240, max_applications=60)
    plan = plan_list(profile, engine)
    assert any(plan.signal)
    own = plan_list(
        profile.changed(
            signals={str(p): s for p, s in zip(plan.candidates.program_ids, plan.signal, strict=True) if s}
        ),
        engine,
    )
    assert plan.value == pytest.approx(own.value, rel=2e-4)
    assert plan.optimality.upper_bound >= max(plan.value, own.value) - 1e-9
    assert plan.value > plan_list(profile.changed(signals={"none": "gold"}), engine).value + 0.01
