"""What a decision tells besides the tier: reasons, neighbours, the way upward, the passing score."""

from datetime import date

import pandas as pd
import pytest

from smartpick.paths import data_folder
from smartpick.tiers import TierRules, decide_tier, passing_standard, score_standings
from smartpick.tiers.deciding import least_score_for_better_tier
from smartpick.tiers.passing import MissingRuleError


@pytest.mark.parametrize(
    ("score", "neighbours"),
    [
        (198, ()),
        (199, ("B",)),
        (205, ("C",)),
        (210, ("A", "C")),
        (211, ("A",)),
        (215, ("B",)),
        (220, ("B",)),
        (221, ()),
        (224, ()),
        (225, ("above",)),
        (236, ("A",)),
        (237, ()),
        (1, ()),
        (300, ()),
        (None, ()),
    ],
)
def test_neighbours_within_one_standard_error(score, neighbours, strong_profile, rules, standard):
    decision = decide_tier(strong_profile.changed(step2_ck_score=score), rules, standard)
    assert decision.neighbours == neighbours
    assert (decision.neighbours_note is None) == (neighbours == ())


def test_reasons_name_every_liability_with_its_number(strong_profile, rules, standard):
    profile = strong_profile.changed(years_since_graduation=6, us_letters=0, step2_ck_failures=1)
    decision = decide_tier(profile, rules, standard)
    texts = {reason.rule_id: reason.text for reason in decision.reasons if reason.kind == "liability"}
    assert set(texts) == {"failed_attempt", "older_graduate", "no_us_letter", "many_liabilities"}
    assert "6 years" in texts["older_graduate"]
    assert "5 years or more" in texts["older_graduate"]
    assert all(reason.clause for reason in decision.reasons)


def test_a_missing_score_is_said_and_the_rest_decides(strong_profile, rules, standard):
    decision = decide_tier(strong_profile.changed(step2_ck_score=None), rules, standard)
    assert decision.tier == "A"
    assert decision.score_missing
    assert "no Step 2 CK score yet" in decision.score_missing_note
    assert not decision.below_passing
    weaker = decide_tier(strong_profile.changed(step2_ck_score=None, us_letters=1), rules, standard)
    assert weaker.tier == "B"


def test_the_score_is_changed_only_where_nothing_else_suffices(strong_profile, rules, standard):
    by_score = decide_tier(strong_profile.changed(step2_ck_score=210), rules, standard)
    assert [(c.field, c.from_value, c.to_value) for c in by_score.next_tier.changes] == [
        ("step2_ck_score", 210, 215)
    ]
    assert "cannot be taken again" in by_score.next_tier_note
    by_rest = decide_tier(strong_profile.changed(us_letters=2, english="adequate"), rules, standard)
    assert {change.field for change in by_rest.next_tier.changes} == {"us_letters", "english"}
    assert least_score_for_better_tier(strong_profile, "A", TierRules.from_table(rules)) == 231


def test_at_the_top_and_after_several_failures_no_change_is_proposed(strong_profile, rules, standard):
    top = decide_tier(strong_profile.changed(step2_ck_score=245), rules, standard)
    assert top.next_tier is None
    assert "no higher tier" in top.next_tier_note
    years = decide_tier(strong_profile.changed(step2_ck_score=245, years_since_graduation=6), rules, standard)
    assert (years.tier, years.next_tier) == ("A", None)
    assert "years since graduation cannot be undone" in years.next_tier_note
    several = decide_tier(strong_profile.changed(step2_ck_failures=3), rules, standard)
    assert several.next_tier is None
    assert "still move your chance" in several.next_tier_note


@pytest.mark.parametrize(
    ("exam_date", "score", "following"),
    [
        (date(2010, 1, 1), 196, 203),
        (date(2013, 6, 30), 196, 203),
        (date(2013, 7, 1), 203, 209),
        (date(2022, 6, 30), 209, 214),
        (date(2025, 6, 30), 214, 218),
        (date(2025, 7, 1), 218, None),
        (date(2030, 1, 1), 218, None),
        (None, 218, None),
    ],
)
def test_passing_standard_in_force_on_the_exam_date(exam_date, score, following, usmle_rules):
    standard = passing_standard(exam_date, usmle_rules)
    assert standard.score == score
    assert (standard.next.score if standard.next else None) == following
    assert standard.standard_error == 6


def test_a_table_without_the_exam_is_an_error_with_words(usmle_rules):
    with pytest.raises(MissingRuleError, match="no Step 2 CK row"):
        passing_standard(None, usmle_rules[usmle_rules["exam"] == "Step 3"])


def test_a_score_below_the_standard_is_said_with_the_date_that_would_settle_it(
    strong_profile, rules, usmle_rules
):
    def decided(score, exam_date):
        profile = strong_profile.changed(step2_ck_score=score, step2_ck_date=exam_date)
        return decide_tier(profile, rules, passing_standard(exam_date, usmle_rules))

    undated = decided(217, None)
    assert undated.below_passing
    assert "passing score of 218 in force since 1 July 2025" in undated.below_passing_note
    assert "An exam taken before 1 July 2025 is a pass" in undated.below_passing_note
    assert "An exam taken before 1 July 2022 is a pass" in decided(213, None).below_passing_note
    assert "is a pass" not in decided(195, None).below_passing_note
    assert "is a pass" not in decided(217, date(2026, 1, 5)).below_passing_note
    assert decided(217, date(2025, 6, 30)).below_passing_note is None
    assert not decided(218, None).below_passing


def test_what_low_means_depends_on_group_and_region():
    groups = pd.read_csv(data_folder() / "rules" / "score_groups.csv")
    positions = {
        standing.region: standing.position for standing in score_standings(212, "less_competitive", groups)
    }
    assert positions == {"pacific": "under", "img_friendly_community": "over"}
    edges = [
        score_standings(score, "moderately_competitive", groups)[0].position for score in (219, 220, 225, 226)
    ]
    assert edges == ["under", "within", "within", "over"]
    assert score_standings(240, "highly_competitive", groups)[0].position == "no_number"
    assert score_standings(240, "unheard_of", groups) == []
