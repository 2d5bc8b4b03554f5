"""What a person sets is followed, or it is said why not."""

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.plan.candidates import gather_candidates
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.text.list_changes import program_notices

PROFILE = ApplicantProfile(step2_ck_score=228, max_applications=20)


def said(engine: Engine, **changes: object) -> str:
    return " ".join(assess(PROFILE.changed(**changes), engine).warnings)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pinned": ["nowhere-1"]}, "Pinned, but no program here has this id: nowhere-1"),
        ({"excluded": ["nowhere-2"]}, "Excluded, but no program here has this id: nowhere-2"),
        ({"signals": {"nowhere-3": "gold"}}, "Signaled, but no program here has this id: nowhere-3"),
        (
            {"pacific_min": 15},
            "15 of the 20 programs are in the West Coast states because you asked for at least 15",
        ),
        (
            {"pacific_min": 15, "max_applications": 100, "budget_usd": 100},
            "Of the 9 programs on the list, 9 are there",
        ),
        ({"applicant_type": "us_img", "visa_need": "h1b"}, "a US citizen needs no visa"),
        ({"applicant_type": "us_md_senior", "visa_need": "j1"}, "The visa need is not counted"),
    ],
)
def test_what_is_not_simply_followed_is_named(engine: Engine, changes: dict[str, object], words: str) -> None:
    assert words in said(engine, **changes)
    assert words not in said(engine, visa_need="none")


def test_a_pinned_program_that_states_a_rule_against_is_named(engine: Engine) -> None:
    chosen_from = plan_list(PROFILE, engine).choice
    everyone = chosen_from.candidates.pool
    state = gather_candidates(chosen_from.models, PROFILE, engine, []).eligibility.state
    failing = next(i for i, one in enumerate(state) if one == Eligibility.FAILS)
    shown = assess(PROFILE.changed(pinned=[str(everyone.program_ids[failing])]), engine)
    name = str(everyone.programs["name"].iloc[failing])
    notices = program_notices(shown.profile, shown.plan, engine.facts.programs)
    assert [name in notice.sentence for notice in notices if notice.kind == "pinned_against_rule"] == [True]
    # It is said once, and the warnings are another place.
    assert not any(name in warning for warning in shown.warnings)


def test_a_minimum_nobody_asked_for_is_a_share_of_what_the_list_has_room_for(engine: Engine) -> None:
    """15 of 20 and 9 of 9 were kept before, at two thirds of the chance."""
    assert PROFILE.pacific_min == 3
    free = PROFILE.changed(pacific_weight=0.0)
    assert plan_list(free, engine).pacific_count == 3
    poor = free.changed(max_applications=100, budget_usd=100)
    assert (plan_list(poor, engine).size, plan_list(poor, engine).pacific_count) == (9, 1)


@pytest.mark.parametrize("applicant_type", ["us_img", "us_do_senior", "us_md_senior"])
def test_a_visa_need_never_costs_those_whose_visas_no_figure_tells_apart(
    engine: Engine, applicant_type: str
) -> None:
    without = PROFILE.changed(applicant_type=applicant_type, visa_need="none")
    chances = {
        assess(without.changed(visa_need=visa), engine).match_probability.point
        for visa in ("none", "j1", "h1b", "either")
    }
    assert len(chances) == 1


def test_a_step_3_passed_at_the_second_attempt_is_an_answer(engine: Engine) -> None:
    """It opens an H-1B as a pass does, stays a failed attempt for the tier, and lies between in the odds."""
    chances = [
        assess(PROFILE.changed(step3=answer, visa_need="h1b"), engine).match_probability.point
        for answer in ("fail", "fail_then_pass", "pass")
    ]
    assert chances == sorted(chances) and chances[1] > 1.5 * chances[0]
    again = assess(PROFILE.changed(step3="fail_then_pass", visa_need="h1b"), engine)
    assert not any("H-1B petition needs" in warning for warning in again.warnings)
    assert again.tier.tier == assess(PROFILE.changed(step3="fail", visa_need="h1b"), engine).tier.tier
