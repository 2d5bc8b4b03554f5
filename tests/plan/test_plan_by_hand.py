"""Functions of the plan that join two rules, against sums done by hand."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from test_signals_in_the_list import TIERS, case

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.estimate import Z80, fixed_draws
from smartpick.odds.effects import AppliedEffect
from smartpick.odds.rates import RateCell
from smartpick.plan.candidates import (
    Candidates,
    coast_interview_worth,
    effects_of,
    gather_candidates,
    near_zero_by_visa,
    own_multiplier,
    score_multiplier,
    standing_of,
)
from smartpick.plan.firmness import _place_error
from smartpick.plan.look_up import _Pricing
from smartpick.plan.objective import Conditions, Objective, Ways
from smartpick.plan.planning import plan_list
from smartpick.plan.selection import Selection, with_room_for_pins
from smartpick.plan.with_signals import own_signals, relisted
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.programs.season import SignalRules

IM, NEURO = "Internal Medicine", "Neurology"
PROFILE = ApplicantProfile(specialties=(IM,), step2_ck_score=240, visa_need="j1", max_applications=30)


def gathered(engine: Engine, profile: ApplicantProfile, *effects: AppliedEffect, **known: Any) -> Candidates:
    models = [engine.model(name, profile.applicant_type) for name in profile.specialties]
    return gather_candidates(models, profile, engine, effects, known)


def pacific_effect(odds_ratio: float) -> AppliedEffect:
    log_value = float(np.log(odds_ratio))
    return AppliedEffect(
        factor="pacific_ties",
        level="yes",
        log_value=log_value,
        log_low=log_value,
        log_high=log_value,
        scope="pacific",
        basis="assumed",
        source_id="",
    )


# What a program is worth and how far it lies from the average.


def test_a_place_is_worth_its_specialty_times_its_coast(engine: Engine) -> None:
    profile = PROFILE.changed(specialties=(IM, NEURO), second_choice_value=0.6, pacific_weight=0.3)
    found = gathered(engine, profile)
    for specialty, pacific, value in ((0, True, 1.0), (0, False, 0.7), (1, True, 0.6), (1, False, 0.42)):
        rows = (found.specialty_index == specialty) & (found.pacific == pacific)
        assert rows.any()
        assert found.value[rows] == pytest.approx(value)


def test_ties_preferences_and_an_h1b_without_step_3_add_up_in_log_odds(engine: Engine) -> None:
    profile = PROFILE.changed(visa_need="h1b", step3="not_taken", years_since_graduation=12)
    found = gathered(engine, profile, pacific_effect(1.5))
    unmet, h1b = (
        engine.parameters[name] for name in ("unmet_preference_odds_ratio", "h1b_without_step3_odds_ratio")
    )
    misses = found.eligibility.soft_misses
    assert {0, 1} <= set(misses.tolist())
    expected = np.log(h1b) + misses * np.log(unmet) + found.pacific * np.log(1.5)
    assert found.log_shift == pytest.approx(expected)


def test_an_interview_counts_for_less_on_the_west_coast_for_non_us_imgs_only(engine: Engine) -> None:
    worth = coast_interview_worth("non_us_img", engine)
    assert worth is not None and worth.low < worth.point < worth.high < 1.5
    found = gathered(engine, PROFILE)
    assert found.worth[found.pacific] == pytest.approx(worth.point)
    assert found.worth[~found.pacific] == pytest.approx(1.0)
    for other in ("us_img", "us_do_senior", "us_md_senior"):
        assert coast_interview_worth(other, engine) is None
        elsewhere = gathered(engine, PROFILE.changed(applicant_type=other, visa_need="none"))
        assert (elsewhere.worth == 1).all()


def test_the_range_of_that_worth_is_in_the_draws_beside_the_effects(engine: Engine) -> None:
    effect = pacific_effect(1.5)
    worth = coast_interview_worth("non_us_img", engine)
    assert worth is not None
    z = fixed_draws().parameter
    scale = np.where(z > 0, np.log(worth.high / worth.point), np.log(worth.point / worth.low)) / Z80
    # The effect has no range of its own, so what is left is that of the worth.
    assert standing_of([effect], engine, "non_us_img").pacific_error == pytest.approx(z * scale)
    assert standing_of([effect], engine, "us_img").pacific_error == pytest.approx(0 * z)
    assert standing_of([effect], engine, "us_img").shift == 0


def test_the_multiplier_is_the_score_s_of_the_specialty_and_the_profile_s(engine: Engine) -> None:
    profile = PROFILE.changed(specialties=(IM, NEURO), us_letters=4)
    effects = effects_of(profile, engine)
    models = [engine.model(name, "non_us_img") for name in (IM, NEURO)]
    found = gathered(engine, profile)
    everywhere = sum(e.log_value for e in effects if e.scope == "everywhere")
    multiplier = own_multiplier(models, profile, effects, found)
    for i, model in enumerate(models):
        expected = score_multiplier(model, profile) + everywhere
        assert multiplier[found.specialty_index == i] == pytest.approx(expected)


def test_either_visa_opens_the_door_that_a_j1_leaves_closed(engine: Engine) -> None:
    """P(a visa) = 1 - (1 - j1)(1 - h1b), and where the J-1 is refused the H-1B does what the J-1 would."""
    pool = engine.pool((IM,), "non_us_img")
    passed = gathered(engine, PROFILE.changed(visa_need="either", step3="pass"))
    j1, h1b = pool.j1_share, pool.h1b_share
    assert passed.visa_share == pytest.approx(1 - (1 - j1) * (1 - h1b))
    with_j1, without = near_zero_by_visa(pool, pool.near_zero)
    assert passed.near_zero == pytest.approx(pool.near_zero - (1 - j1) * h1b * (without - with_j1))
    waiting = gathered(engine, PROFILE.changed(visa_need="either", step3="not_taken"))
    ready = engine.parameters["h1b_without_step3_odds_ratio"]
    assert waiting.visa_share == pytest.approx(1 - (1 - j1) * (1 - ready * h1b))


# Signals: the allowance, the applicant's own, and those of a shorter list.

GOLD_SILVER = SignalRules(
    allowance={"gold": 1, "silver": 1},
    log_odds_ratio={"gold": 1.5, "silver": 0.5},
    unsignalled=-0.2,
    basis="published",
    season=2026,
    source_ids=(),
)


def test_own_signals_count_as_far_as_the_allowance_goes_the_first_named_first(engine: Engine) -> None:
    listed = gathered(engine, PROFILE).take(np.arange(4))
    a, b, c, d = (str(one) for one in listed.program_ids)
    given = {c: "gold", a: "gold", d: "silver", b: "bronze", "nowhere": "gold"}
    signal, lift = own_signals(listed, [GOLD_SILVER], given, np.full(4, -0.2))
    assert signal.tolist() == ["", "", "gold", "silver"]
    assert lift == pytest.approx([-0.2, -0.2, 1.3, 0.3])


def test_a_fixed_list_gets_the_best_placing_of_its_signals(engine: Engine) -> None:
    """Every way to give the signals of a specialty to five programs of a list, each worked out in full."""
    choice = plan_list(PROFILE.changed(max_applications=12, pacific_min=0), engine, thorough=False).choice
    rule = replace(choice.rules[0], allowance={"gold": 1, "silver": 1},
                   log_odds_ratio={"gold": 1.5, "silver": 0.5}, unsignalled=-0.2)  # fmt: skip
    choice = replace(choice, rules=(rule,), unsignalled=np.full(len(choice.unsignalled), -0.2))
    order = choice.order[:5]
    found = relisted(choice, order, {})
    assert sorted(one for one in found.signal if one) == ["gold", "silver"]
    assert found.lift == pytest.approx([{"gold": 1.3, "silver": 0.3, "": -0.2}[one] for one in found.signal])

    def worth(signal: tuple[str, ...]) -> float:
        own = {str(i): s for i, s in zip(choice.candidates.program_ids[order], signal, strict=True) if s}
        return value_of(relisted(choice, order, own))

    placings = set(permutations(("gold", "silver", "", "", "")))
    assert value_of(found) == pytest.approx(max(worth(one) for one in placings), abs=1e-12)


def value_of(choice: Any) -> float:
    """What a list with its signals is worth, program by program."""
    from smartpick.plan.candidates import invitations

    listed = choice.listed
    multiplier = choice.multiplier[choice.order] + listed.log_shift + choice.lift
    invited = invitations(choice.models, listed, multiplier) * listed.worth[:, None]
    objective = replace(choice.objective.take(choice.order), invitation=invited)
    return Selection(objective, len(choice.order), range(len(choice.order))).value()


def test_the_whole_list_keeps_its_signals_in_its_parts(engine: Engine) -> None:
    plan = plan_list(PROFILE, engine)
    signalled = [bool(one) for one in plan.signal]
    assert sum(signalled) == sum(plan.choice.rules[0].allowance.values())
    ratio = plan.choice.rules[0].log_odds_ratio
    expected = [plan.choice.rules[0].unsignalled + ratio.get(one, 0.0) for one in plan.signal]
    assert plan.choice.lift == pytest.approx(expected)
    assert sum(part.size for part in plan.parts) == plan.size


def test_ways_hold_a_program_without_a_signal_and_with_each_of_its_specialty() -> None:
    plain, ways, _, _ = case(0, TIERS)
    assert len(ways.program) == 3 * 7
    assert ways.signals([0, 7, 14]) == ("", "gold", "silver")
    assert ways.of_program[3].tolist() == [3, 10, 17]
    none = SignalRules({}, {}, 0.0, "published", None, ())
    assert len(Ways.of(plain, {}, [none]).program) == 7


def test_what_a_signal_was_not_counted_for_is_told_apart(engine: Engine) -> None:
    plan = plan_list(PROFILE, engine)
    listed = plan.candidates.program_ids.tolist()
    outside = next(one for one in plan.choice.candidates.program_ids.tolist() if one not in listed)
    allowance = plan.choice.rules[0].allowance
    tier, most = next(iter(allowance.items()))
    unknown = next(one for one in ("gold", "silver", "signal") if one not in allowance)
    signals = dict.fromkeys(listed[: most + 1], tier) | {listed[most + 2]: unknown, outside: tier}
    said = [w for w in assess(PROFILE.changed(signals=signals), engine).warnings if "ignal" in w]
    assert f"Signals of a kind that the specialty does not give are not counted: {listed[most + 2]}." in said
    assert any(w.startswith(f"Signaled, but not on the list: {outside}") for w in said)


# Limits, prices and errors.


def test_pins_lift_the_caps_that_are_too_low_for_them() -> None:
    pacific = np.array([True, True, True, False])
    pinned = np.array([True, True, False, True])
    tight = Conditions(2, 0, 1, [np.zeros(3)])
    assert with_room_for_pins(tight, pacific, pinned) == replace(tight, size=3, pacific_max=2)
    wide = Conditions(4, 0, 3, [np.zeros(5)])
    assert with_room_for_pins(wide, pacific, pinned) == wide


def test_a_look_up_is_worth_what_one_may_change_by_it() -> None:
    """On the list (0.10) against the best outside (0.08): a no makes room for it."""
    pricing = _Pricing.__new__(_Pricing)
    pricing.exchange = np.array([0.08, np.inf, 0.10])
    yes, no = (np.full(3, 0.5), np.array([0.16, 0.2, 0.12])), (np.full(3, 0.5), np.array([0.04, 0.0, 0.04]))
    # 0.5 x 0.16 + 0.5 x 0.08 less 0.10; nothing to exchange; 0.5 x 0.12 + 0.5 x 0.10 less 0.10.
    assert pricing.value_of([yes, no]) == pytest.approx([0.02, 0.0, 0.01])


def test_a_place_of_few_programs_is_less_sure_to_come_again(engine: Engine) -> None:
    lasting = engine.parameters["season_reliability"]
    cell = RateCell(mean=0.1, near_zero_share=0.2, relative_sd=0.5, level="state", place="X", programs=10,
                    source_id="")  # fmt: skip
    # Squared variation of one program's rate: (1 + 0.25) / 0.8 - 1; a mean of ten has a tenth of it.
    assert _place_error(cell, engine) == pytest.approx(np.sqrt(np.log1p((1 - lasting) * 0.5625 / 10)))
    assert _place_error(replace(cell, programs=1), engine) == _place_error(replace(cell, programs=3), engine)


def test_the_worth_of_levels_is_the_sum_of_their_steps() -> None:
    """Values 1 and 0.4: P(first level) x 0.6 + P(either) x 0.4, the nodes weighed 1 : 3."""
    objective = Objective.from_values(
        np.array([[0.2, 0.4], [0.5, 0.1]]),
        np.array([0.4, 1.0]),
        np.zeros(2, dtype=int),
        np.array([[0.0, 0.5, 0.7]]),
        np.array([0.25, 0.75]),
    )
    assert objective.level.tolist() == [1, 0]
    assert objective.steps == pytest.approx([0.6, 0.4])
    missed = [np.array([0.5, 0.9]), np.array([0.4, 0.6])]
    assert objective.worth(missed) == pytest.approx(0.6 * (0.125 + 0.075) + 0.4 * (0.15 + 0.3))


def test_an_own_rate_and_a_visa_answer_of_one_program_move_that_program_alone(engine: Engine) -> None:
    program = str(gathered(engine, PROFILE).program_ids[10])
    known = {program: ProgramEvidence(program, interview_rate=0.4, takes_j1=False, visa_this_season=True)}
    before, after = gathered(engine, PROFILE), gathered(engine, PROFILE, **known)
    others = np.arange(len(before.rows)) != 10
    assert after.near_zero[others] == pytest.approx(before.near_zero[others])
    assert after.mean_rest[10] > before.mean_rest[10]
    assert after.visa_share[10] == pytest.approx(0.02)
