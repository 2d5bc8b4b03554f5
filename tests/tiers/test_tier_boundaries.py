"""Each rule of the guide, just inside and just outside its threshold."""

import pytest

from smartpick.tiers import decide_tier

# clause, score, changes to the profile with all strengths, tier
BOUNDARIES = [
    ("over the range starts at 231", 231, {}, "above"),
    ("230 is still Tier A", 230, {}, "A"),
    ("215 is Tier A", 215, {}, "A"),
    ("214 is Tier B", 214, {}, "B"),
    ("205 is Tier B", 205, {}, "B"),
    ("204 is Tier C", 204, {}, "C"),
    ("the guide's examples", 200, {}, "C"),
    ("the guide's examples", 210, {}, "B"),
    ("the guide's examples", 222, {}, "A"),
    ("the guide's examples", 245, {}, "above"),
    ("A needs 4 hands-on weeks", 222, {"usce_hands_on_weeks": 4}, "A"),
    ("A needs 4 hands-on weeks", 222, {"usce_hands_on_weeks": 3.9}, "B"),
    (
        "observing does not stand for hands-on",
        222,
        {"usce_hands_on_weeks": 0, "usce_observer_weeks": 30},
        "B",
    ),
    ("A needs 3 US letters", 222, {"us_letters": 2}, "B"),
    ("A needs a graduate of 3 years or less", 222, {"years_since_graduation": 3}, "A"),
    ("A needs a graduate of 3 years or less", 222, {"years_since_graduation": 3.1}, "B"),
    ("... or US research", 222, {"years_since_graduation": 4, "us_research_months": 1}, "A"),
    ("... or US research", 222, {"years_since_graduation": 4, "us_research_months": 0.9}, "B"),
    ("A needs strong English", 222, {"english": "adequate"}, "B"),
    (
        "over the range the strengths are not asked for",
        231,
        {"us_letters": 2, "english": "adequate"},
        "above",
    ),
    ("5 years since graduation is a liability", 231, {"years_since_graduation": 4.9}, "above"),
    ("5 years since graduation is a liability", 231, {"years_since_graduation": 5}, "A"),
    ("no US letter is a liability", 231, {"us_letters": 1}, "above"),
    ("no US letter is a liability", 231, {"us_letters": 0}, "A"),
    ("an unexplained gap is a liability", 231, {"unexplained_gap": True}, "A"),
    ("limited English is a liability", 231, {"english": "limited"}, "A"),
    ("one liability leaves A to whoever holds it", 222, {"unexplained_gap": True}, "A"),
    ("two liabilities: not better than B", 245, {"unexplained_gap": True, "english": "limited"}, "B"),
    ("two liabilities: B stays B", 210, {"unexplained_gap": True, "english": "limited"}, "B"),
    (
        "three liabilities: C",
        245,
        {"unexplained_gap": True, "english": "limited", "years_since_graduation": 6},
        "C",
    ),
    ("one failure with a later pass: B at best", 245, {"step1": "fail_then_pass", "step1_failures": 1}, "B"),
    ("one failure with a later pass: B at best", 222, {"step2_ck_failures": 1}, "B"),
    (
        "a failure is one of three liabilities",
        245,
        {"step2_ck_failures": 1, "unexplained_gap": True, "english": "limited"},
        "C",
    ),
    ("more than one failed attempt: C", 245, {"step2_ck_failures": 2}, "C"),
    ("failures at different exams add up", 245, {"step1": "fail_then_pass", "step2_ck_failures": 1}, "C"),
    ("a failed Step 3 is a failure", 245, {"step3": "fail"}, "B"),
    ("a failed Step 1 not yet passed: C", 245, {"step1": "fail", "step1_failures": 1}, "C"),
    ("a failed Step 2 CK not yet passed: C", None, {"step2_ck_failures": 1}, "C"),
]

NO_RESEARCH = {"publications": 0, "presentations": 0, "us_research_months": 0}
LITTLE_EXPERIENCE = {"usce_hands_on_weeks": 2, "usce_observer_weeks": 1.9}


@pytest.mark.parametrize(("clause", "score", "changes", "tier"), BOUNDARIES)
def test_tier_at_each_boundary(clause, score, changes, tier, strong_profile, rules, standard):
    profile = strong_profile.changed(step2_ck_score=score, **changes)
    assert decide_tier(profile, rules, standard).tier == tier, clause


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({**NO_RESEARCH, **LITTLE_EXPERIENCE}, "A"),
        ({**NO_RESEARCH, **LITTLE_EXPERIENCE, "usce_observer_weeks": 2}, "above"),
        ({**NO_RESEARCH, **LITTLE_EXPERIENCE, "presentations": 1}, "above"),
        ({**NO_RESEARCH, **LITTLE_EXPERIENCE, "publications": 1}, "above"),
        ({**NO_RESEARCH, **LITTLE_EXPERIENCE, "us_research_months": 1}, "above"),
    ],
)
def test_little_us_experience_counts_against_only_without_research(
    changes, tier, strong_profile, rules, standard
):
    profile = strong_profile.changed(step2_ck_score=245, **changes)
    assert decide_tier(profile, rules, standard).tier == tier


def test_a_plain_profile_is_told_the_one_letter_that_holds_tier_a(strong_profile, rules, standard):
    plain = strong_profile.changed(usce_hands_on_weeks=4, us_letters=2, us_research_months=3)
    decision = decide_tier(plain, rules, standard)
    assert decision.tier == "B"
    assert decision.next_tier.tier == "A"
    assert [(change.field, change.to_value) for change in decision.next_tier.changes] == [("us_letters", 3)]
    assert any(
        reason.effect == "Still missing." and "US letters" in reason.text for reason in decision.reasons
    )
