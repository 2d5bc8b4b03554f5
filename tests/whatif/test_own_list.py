"""A person's list goes through the same model as the recommended one, and is set beside the best."""

from __future__ import annotations

import numpy as np
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.plan.selection import Selection
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ListStatus
from smartpick.whatif.own_list import OwnListResult, assess_own_list, worth_of_members

PROFILE = ApplicantProfile(step2_ck_score=222, max_applications=40)


def programs(engine: Engine, specialty: str) -> list[str]:
    rows = engine.facts.programs
    keep = (rows["specialty"] == specialty) & (rows["row_confidence"] != "low")
    return rows.loc[keep, "program_id"].astype(str).tolist()


def listed(ids: list[str], status: ListStatus = "planned") -> dict[str, ListStatus]:
    return dict.fromkeys(ids, status)


@pytest.fixture(scope="module")
def scattered(engine: Engine) -> OwnListResult:
    return assess_own_list(listed(programs(engine, "Internal Medicine")[::14]), PROFILE, engine)


def test_the_recommended_list_brought_back_gives_what_it_gave(engine: Engine) -> None:
    recommended = assess(PROFILE, engine)
    result = assess_own_list(listed(recommended.plan.candidates.program_ids.tolist()), PROFILE, engine)
    ours = result.assessment
    assert ours.match_probability.point == pytest.approx(recommended.match_probability.point, abs=1e-9)
    assert ours.match_probability.low == pytest.approx(recommended.match_probability.low, abs=1e-9)
    assert ours.plan.value == pytest.approx(recommended.plan.value)
    assert result.cost == recommended.plan.cost
    assert result.share_of_best == pytest.approx(1.0)
    assert result.also_in_best == recommended.plan.size and result.now is None


def test_another_list_is_worth_less_and_every_program_is_accounted_for(scattered: OwnListResult) -> None:
    counted = {one.program_id for one in scattered.members}
    left = {one.program_id for one in scattered.left_out}
    assert counted | left == {*scattered.listed} and not counted & left
    assert counted == set(scattered.assessment.plan.candidates.program_ids.tolist())
    assert 0 < scattered.share_of_best < 1
    assert scattered.best.plan.size == len(scattered.members) + len(
        [one for one in scattered.left_out if "directory" not in one.reason]
    )
    # Whoever is left out was still paid for.
    assert scattered.cost.total_usd >= scattered.assessment.plan.cost.total_usd


def test_limits_and_pins_of_the_profile_leave_the_list_alone(engine: Engine) -> None:
    ids = programs(engine, "Internal Medicine")[:60:6]
    plain = assess_own_list(listed(ids), PROFILE, engine)
    tight = PROFILE.changed(
        max_applications=3, pacific_min=3, pacific_max=3, budget_usd=20.0, pinned=[ids[0]], excluded=[ids[1]]
    )
    limited = assess_own_list(listed(ids), tight, engine)
    assert limited.assessment.match_probability == plain.assessment.match_probability
    assert [one.program_id for one in limited.members] == [one.program_id for one in plain.members]
    assert limited.best.plan.value >= limited.assessment.plan.value - 1e-12


def test_members_are_worth_what_the_list_loses_without_each(scattered: OwnListResult) -> None:
    plan = scattered.assessment.plan
    objective, chosen = plan.choice.objective, plan.choice.order.tolist()

    def value(rows: list[int]) -> float:
        selection = Selection(objective, len(rows))
        for row in rows:
            selection.add(row)
        return selection.value()

    whole = value(chosen)
    plain = [whole - value(chosen[:i] + chosen[i + 1 :]) for i in range(len(chosen))]
    assert worth_of_members(objective, chosen) == pytest.approx(plain, abs=1e-12)
    worth = [one.worth for one in scattered.members]
    assert worth == sorted(worth) and worth[0] == pytest.approx(min(plain), abs=1e-12)


def test_the_best_addition_is_the_one_that_raises_the_list_most(
    engine: Engine, scattered: OwnListResult
) -> None:
    best = scattered.additions[0]
    gains = [one.worth for one in scattered.additions]
    assert gains == sorted(gains, reverse=True) and len(gains) == 10
    longer = assess_own_list(
        {**{one.program_id: one.status for one in scattered.members}, best.program_id: "planned"},
        PROFILE,
        engine,
    )
    raised = longer.assessment.plan.value - scattered.assessment.plan.value
    # Additions are priced before signals; with the one it may be given a program adds more.
    assert raised >= best.worth - 1e-9


def test_a_specialty_that_the_profile_does_not_name_counts_too(engine: Engine) -> None:
    medicine, family = programs(engine, "Internal Medicine")[:20], programs(engine, "Family Medicine")[:10]
    alone = assess_own_list(listed(medicine), PROFILE, engine)
    both = assess_own_list(listed(medicine + family), PROFILE, engine)
    names = [model.specialty for model in both.assessment.plan.models]
    assert names == ["Internal Medicine", "Family Medicine"]
    assert both.assessment.match_probability.point > alone.assessment.match_probability.point


def test_a_program_whose_rule_is_not_met_counts_for_nothing_unless_it_invited(engine: Engine) -> None:
    late = PROFILE.changed(years_since_graduation=25)
    ids = programs(engine, "Internal Medicine")[::6]
    result = assess_own_list(listed(ids), late, engine)
    barred = [one.program_id for one in result.left_out if "states a rule" in one.reason]
    assert barred
    invited = assess_own_list({**listed(ids, "applied"), barred[0]: "invited"}, late, engine)
    assert barred[0] in {one.program_id for one in invited.members}
    assert invited.now is not None and invited.now.p_no_interview.point == 0.0


def test_statuses_change_the_chance(engine: Engine) -> None:
    ids = programs(engine, "Internal Medicine")[::14]
    sent = assess_own_list(listed(ids), PROFILE, engine)
    counted = [one.program_id for one in sent.members]
    chances = [sent.assessment.match_probability.point]
    for invited in (1, 2, 4):
        statuses = listed(counted, "applied") | listed(counted[-invited:], "invited")
        result = assess_own_list(statuses, PROFILE, engine)
        assert result.now is not None and result.now.profile.interviews_in_hand == invited
        assert result.assessment.match_probability.point == pytest.approx(chances[0])
        chances.append(result.now.match_probability.point)
    assert np.diff(chances).min() > 0
    ranked = assess_own_list(listed(counted, "applied") | listed(counted[-4:], "ranked"), PROFILE, engine)
    assert ranked.now is not None
    curve = ranked.now.plan.models[0].rank_curve.probability
    assert ranked.now.match_probability.point == pytest.approx(curve[4])


def test_the_profile_alone_may_say_that_the_list_is_out(engine: Engine) -> None:
    waiting = PROFILE.changed(season_stage="waiting", interviews_in_hand=3, season_month="december")
    ids = programs(engine, "Internal Medicine")[::14]
    result = assess_own_list(listed(ids), waiting, engine)
    assert result.now is not None and result.now.profile.season_stage == "waiting"
    assert result.assessment.profile.season_stage == "before_applying"
    assert result.now.match_probability.point > result.assessment.match_probability.point


def test_a_list_that_cannot_be_counted_is_refused_in_words(engine: Engine) -> None:
    with pytest.raises(LookupError, match="No program of your list can be counted"):
        assess_own_list({"0000000000": "planned"}, PROFILE, engine)


def test_a_program_that_takes_nobody_like_the_applicant_is_named_with_its_reason(engine: Engine) -> None:
    kinds = engine.facts.program_kinds
    military = set(kinds.loc[kinds["kind"] == "military", "program_id"].astype(str))
    ids = programs(engine, "Internal Medicine")
    barred = next(one for one in ids if one in military)
    result = assess_own_list(listed([*ids[:60:6], barred]), PROFILE, engine)
    reasons = {one.program_id: one.reason for one in result.left_out}
    assert "service members" in reasons[barred] and "No chance is counted." in reasons[barred]
    assert barred not in {one.program_id for one in result.members}
    # The application would be paid for all the same.
    assert result.cost.total_usd == 11 * 11
