"""What holds for every profile: no cliff in the wrong direction, and changes that do what they promise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile, parse_profile
from smartpick.tiers import decide_tier, tier_rank, tiers_by_score
from smartpick.tiers.rules import TierRules, outcome_of, quantities_of

ALL_SCORES = np.arange(1, 301)

profiles = st.fixed_dictionaries(
    {
        "step1": st.sampled_from(["pass", "pass", "fail_then_pass", "fail", "not_taken"]),
        "step2_ck_score": st.none() | st.integers(195, 250),
        "step2_ck_failures": st.sampled_from([0, 0, 0, 1, 2]),
        "years_since_graduation": st.sampled_from([0, 3, 3.5, 5, 12]),
        "usce_hands_on_weeks": st.sampled_from([0, 3, 4, 8]),
        "usce_observer_weeks": st.sampled_from([0, 1, 4]),
        "us_letters": st.integers(0, 4),
        "publications": st.integers(0, 1),
        "presentations": st.integers(0, 1),
        "us_research_months": st.sampled_from([0, 0.5, 1, 12]),
        "english": st.sampled_from(["strong", "adequate", "limited"]),
        "unexplained_gap": st.booleans(),
    }
).map(parse_profile)

WORSE_ANSWERS = [
    {"us_letters": 0},
    {"unexplained_gap": True},
    {"english": "adequate"},
    {"english": "limited"},
    {"years_since_graduation": 20},
    {"usce_hands_on_weeks": 0, "usce_observer_weeks": 0},
    {"publications": 0, "presentations": 0, "us_research_months": 0},
    {"step1": "fail_then_pass", "step1_failures": 1},
    {"step2_ck_failures": 1},
    {"step2_ck_failures": 5},
    {"step3": "fail"},
]


def rank_of(profile: ApplicantProfile, rules: TierRules) -> int:
    return tier_rank(outcome_of(quantities_of(profile, profile.step2_ck_score), rules).tier)


def is_worse(profile: ApplicantProfile, answers: dict) -> bool:
    """Tell whether the answers are at least as bad as the profile's own."""
    if "english" in answers:
        return not (answers["english"] == "adequate" and profile.english == "limited")
    if "step1" in answers:
        return profile.step1 == "pass"
    if "step2_ck_failures" in answers:
        return profile.step2_ck_failures <= answers["step2_ck_failures"]
    if "step3" in answers:
        return profile.step1 in ("pass", "fail_then_pass") and profile.step2_ck_score is not None
    return True


@pytest.fixture(scope="module")
def read_rules(rules) -> TierRules:
    return TierRules.from_table(rules)


@given(profile=profiles)
def test_a_higher_score_never_gives_a_worse_tier(profile, read_rules):
    ranks = [tier_rank(tier) for tier in tiers_by_score(profile, ALL_SCORES, read_rules)]
    assert all(later <= earlier for earlier, later in pairwise(ranks))


@given(profile=profiles, answers=st.sampled_from(WORSE_ANSWERS))
@settings(max_examples=300)
def test_adding_a_liability_never_gives_a_better_tier(profile, answers, read_rules):
    if is_worse(profile, answers):
        assert rank_of(profile.changed(**answers), read_rules) >= rank_of(profile, read_rules)


@given(profile=profiles)
@settings(max_examples=30)  # each is decided at every score
def test_the_slider_agrees_with_the_decision_at_each_score(profile, read_rules):
    by_score = tiers_by_score(profile, ALL_SCORES, read_rules)
    one_by_one = [outcome_of(quantities_of(profile, score), read_rules).tier for score in ALL_SCORES]
    assert by_score == one_by_one


@given(profile=profiles)
@settings(max_examples=60, deadline=None)
def test_the_proposed_changes_lead_where_they_say_and_none_is_superfluous(
    profile, rules, read_rules, standard
):
    decision = decide_tier(profile, rules, standard)
    upward = decision.next_tier
    if upward is None:
        # Nothing is proposed only at the top, or where what cannot be taken back holds the tier down.
        failures = profile.step1_failures + profile.step2_ck_failures
        assert decision.tier == "above" or failures > 0 or profile.years_since_graduation >= 5
        return
    changes = {change.field: change.to_value for change in upward.changes}
    assert tier_rank(upward.tier) < tier_rank(decision.tier)
    assert rank_of(profile.changed(**changes), read_rules) == tier_rank(upward.tier)
    for left_out in changes:
        others = {field: value for field, value in changes.items() if field != left_out}
        assert rank_of(profile.changed(**others), read_rules) >= tier_rank(decision.tier)


def test_tiers_fall_step_by_step_as_liabilities_are_added(strong_profile, rules, standard):
    profile = strong_profile.changed(step2_ck_score=245)
    tiers = [decide_tier(profile, rules, standard).tier]
    for liability in ({"unexplained_gap": True}, {"years_since_graduation": 9}, {"us_letters": 0}):
        profile = profile.changed(**liability)
        tiers.append(decide_tier(profile, rules, standard).tier)
    assert tiers == ["above", "A", "B", "C"]


def test_tiers_by_score_keeps_the_order_of_the_scores(strong_profile, rules):
    assert tiers_by_score(strong_profile, np.array([245, 200, 222, 210]), rules) == ["above", "C", "A", "B"]
