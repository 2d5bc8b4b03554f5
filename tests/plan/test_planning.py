"""The recommended list of a profile: what it must keep to, and in which direction it must move."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.exact import best_counts
from smartpick.plan.objective import Conditions, Objective
from smartpick.plan.order import order_by_marginal_gain
from smartpick.plan.plan import Plan
from smartpick.plan.planning import plan_list
from smartpick.plan.season import season_parts
from smartpick.plan.selection import select_by_gain
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import fee_schedules, list_cost

PROFILE = ApplicantProfile(step2_ck_score=228, max_applications=60, pacific_min=15, pacific_max=30)


def ids(plan: Plan) -> list[str]:
    return [str(i) for i in plan.candidates.program_ids]


def test_caps_and_floors_are_kept(engine: Engine) -> None:
    for weight in (0.0, 0.5, 0.95):
        plan = plan_list(PROFILE.changed(pacific_weight=weight), engine)
        assert plan.size == 60
        assert 15 <= plan.pacific_count <= 30
        assert len(set(ids(plan))) == 60


def test_a_stronger_wish_for_the_pacific_never_means_fewer_programs_there(engine: Engine) -> None:
    free = PROFILE.changed(pacific_min=None, pacific_max=None)
    counts = [
        plan_list(free.changed(pacific_weight=w), engine).pacific_count for w in (0.0, 0.3, 0.6, 0.9, 1.0)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_who_wants_only_the_pacific_is_sent_nowhere_else(engine: Engine) -> None:
    plan = plan_list(PROFILE.changed(pacific_weight=1.0, pacific_max=None), engine)
    assert plan.pacific_count == plan.size > 0


def test_a_list_for_the_pacific_alone_is_likelier_to_fail(engine: Engine) -> None:
    """DESIGN: Pacific programs invite fewer non-US IMGs, so the same number of applications is worth less."""
    national = assess(PROFILE.changed(pacific_weight=0.0, pacific_min=None, pacific_max=None), engine)
    pacific = assess(PROFILE.changed(pacific_weight=1.0, pacific_min=None, pacific_max=None), engine)
    assert pacific.match_probability.point < national.match_probability.point
    assert pacific.match_probability_pacific.point > national.match_probability_pacific.point


def test_pinned_programs_are_in_and_excluded_ones_out(engine: Engine) -> None:
    usual = plan_list(PROFILE, engine)
    everyone = engine.pool(PROFILE.specialties, PROFILE.applicant_type).program_ids
    pinned = next(str(i) for i in everyone[::-1] if str(i) not in ids(usual))
    excluded = ids(usual)[:5]
    plan = plan_list(PROFILE.changed(pinned=[pinned], excluded=excluded), engine)
    assert pinned in ids(plan)
    assert not set(excluded) & set(ids(plan))
    assert plan.size == 60


def test_no_program_on_the_list_fails_a_stated_rule_unless_it_is_pinned(engine: Engine) -> None:
    plan = plan_list(PROFILE.changed(max_applications=300, pacific_max=None), engine)
    assert plan.ruled_out_count > 0
    assert not (plan.candidates.eligibility.state == Eligibility.FAILS).any()


def test_the_budget_is_kept_and_more_of_it_never_hurts(engine: Engine) -> None:
    plans = [plan_list(PROFILE.changed(budget_usd=b), engine) for b in (0, 11, 200, 330, 500, 900, None)]
    for plan, budget in zip(plans, (0, 11, 200, 330, 500, 900, np.inf), strict=True):
        assert plan.cost.total_usd <= budget
    assert [p.value for p in plans] == sorted(p.value for p in plans)
    assert [p.size for p in plans[:5]] == [0, 1, 18, 30, 35]


def test_a_budget_of_nothing_is_an_answer_and_not_an_error(engine: Engine) -> None:
    result = assess(PROFILE.changed(budget_usd=0), engine)
    assert result.plan.size == 0
    assert (result.match_probability.point, result.p_no_interview.point) == (0, 1)
    assert any("No application fits" in w for w in result.warnings)


def test_gains_add_up_to_the_value(engine: Engine) -> None:
    plan = plan_list(PROFILE, engine)
    assert plan.marginal_gain.sum() == pytest.approx(plan.value, abs=1e-9)
    assert (plan.marginal_gain >= 0).all()
    assert plan.optimality.upper_bound >= plan.value - 1e-9


def test_the_list_does_not_depend_on_the_order_of_programs_in_the_data(engine: Engine) -> None:
    """Ties aside: what the list is worth stays the same when the rows are shuffled."""
    facts = engine.facts
    shuffled = Engine(
        type(facts)(**{**vars(facts), "programs": facts.programs.sample(frac=1, random_state=1)})
    )
    assert plan_list(PROFILE, shuffled).value == pytest.approx(plan_list(PROFILE, engine).value)


def test_two_specialties_share_one_list_and_each_is_priced_apart(engine: Engine) -> None:
    profile = PROFILE.changed(specialties=["Internal Medicine", "Family Medicine"], max_applications=80)
    plan = plan_list(profile, engine)
    counts = plan.candidates.programs["specialty"].value_counts().to_dict()
    assert sum(counts.values()) == plan.size == 80
    assert plan.cost == list_cost(counts, fee_schedules(engine.facts.fees, engine.services))
    assert set(plan.cost.by_specialty) == set(counts)
    both, one = (
        assess(p, engine).match_probability.point for p in (profile, PROFILE.changed(max_applications=80))
    )
    assert both > one - 0.02


# The search itself, on lists small enough to try every set.


def small_objective(
    random: np.random.Generator, programs: int, specialties: int
) -> tuple[Objective, np.ndarray]:
    pacific = random.random(programs) < 0.5
    specialty = random.integers(0, specialties, programs)
    value = 0.8**specialty * np.where(pacific, 1.0, 0.6)
    chance = random.uniform(0.01, 0.6, (programs, 1))
    effect = np.array([0.3, 1.0, 2.0])
    invited = chance * effect / (1 - chance + chance * effect)
    curve = 1 - 0.75 ** np.arange(61)
    ranks = np.array([curve, curve * 0.8])[:specialties]
    return Objective.from_values(invited, value, specialty, ranks, np.array([0.4, 0.4, 0.2])), pacific


def worth_of(objective: Objective, chosen: tuple[int, ...]) -> float:
    """Expected value of the best outcome, from the definition: sum over interviews, node by node."""
    worth = 0.0
    for node, weight in enumerate(objective.weights):
        for level, step in enumerate(objective.steps):
            missed = 1.0
            for s, curve in enumerate(objective.rank_curves):
                rows = [i for i in chosen if objective.specialty[i] == s and objective.level[i] <= level]
                pmf = np.array([1.0])
                for i in rows:
                    p = objective.invitation[i, node]
                    pmf = np.convolve(pmf, [1 - p, p])
                missed *= 1 - pmf @ curve[: len(pmf)]
            worth += weight * step * (1 - missed)
    return float(worth)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    programs=st.integers(1, 8),
    specialties=st.integers(1, 2),
    size=st.integers(0, 6),
    pacific_min=st.integers(0, 3),
    pacific_max=st.integers(0, 6),
    budget=st.integers(0, 12),
)
def test_the_search_finds_the_best_of_all_sets(
    seed: int, programs: int, specialties: int, size: int, pacific_min: int, pacific_max: int, budget: int
) -> None:
    objective, pacific = small_objective(np.random.default_rng(seed), programs, specialties)
    floor = min(pacific_min, pacific_max)
    # Fees that step: the first two of a specialty cost 1, the others 3.
    price = np.array([0.0, 1, 2, 5, 8, 11, 14, 17, 20])
    conditions = Conditions(size, floor, pacific_max, [price] * specialties, budget)

    def fits(chosen: tuple[int, ...]) -> bool:
        near = int(pacific[list(chosen)].sum())
        counts = np.bincount(objective.specialty[list(chosen)], minlength=specialties)
        owed = min(floor, int(pacific.sum()), len(chosen))
        return owed <= near <= pacific_max and sum(price[n] for n in counts) <= budget

    sets = [c for n in range(size + 1) for c in combinations(range(programs), n)]
    best = max((worth_of(objective, c) for c in sets if fits(c)), default=0.0)
    none = np.zeros(programs, dtype=bool)
    found = best_counts(objective, pacific, none, conditions)
    assert fits(tuple(found.chosen.tolist()))
    assert found.value == pytest.approx(worth_of(objective, tuple(found.chosen.tolist())))
    assert found.value == pytest.approx(best, abs=1e-9)
    assert found.optimality.proven
    greedy = select_by_gain(objective, pacific, none, conditions)
    if fits(tuple(greedy.chosen.tolist())):
        assert greedy.value <= best + 1e-9
        assert greedy.optimality.upper_bound >= best - 1e-9


def test_with_one_interview_enough_it_is_the_published_case() -> None:
    """M(k) = 1 for every interview and no shared effect: simultaneous search as in the papers."""
    success, value = np.array([0.2, 0.5, 0.1, 0.6, 0.1]), np.array([1.0, 4, 9, 1, 8])
    curve = np.append(0.0, np.ones(60))[None]
    objective = Objective.from_values(success[:, None], value / 9, np.zeros(5, dtype=int), curve, np.ones(1))
    none = np.zeros(5, dtype=bool)
    conditions = Conditions(5, 0, 5, [np.zeros(6)])
    found = select_by_gain(objective, none, none, conditions)
    order, values = order_by_marginal_gain(success, value / 9, 5)
    assert found.chosen.tolist() == order
    assert np.cumsum(found.added) == pytest.approx(values)


def test_once_the_season_is_under_way_each_specialty_has_its_own_programs(engine: Engine) -> None:
    profile = PROFILE.changed(specialties=("Internal Medicine", "Family Medicine"), pacific_min=5)
    plan = plan_list(profile, engine, thorough=False)
    last = str(plan.candidates.program_ids[-1])
    parts = season_parts(plan, [last])
    assert [part.model.specialty for part in parts] == ["Internal Medicine", "Family Medicine"]
    for index, part in enumerate(parts):
        own = plan.candidates.specialty_index == index
        assert 0 < own.sum() < plan.size
        assert part.invitation.shape[0] == len(part.invited) == own.sum()
        assert part.pacific.tolist() == plan.candidates.pacific[own].tolist()
        assert part.worth.tolist() == plan.candidates.worth[own].tolist()
        assert part.invited.tolist() == (plan.candidates.program_ids[own] == last).tolist()
