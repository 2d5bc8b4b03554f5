"""The list of kept scenarios, and how one differs from the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.whatif.scenarios import (
    LONGEST_NAME,
    MOST_SCENARIOS,
    Scenarios,
    difference,
    duplicated,
    free_name,
    made_first,
    renamed,
    scenario_named,
    with_scenario,
    without_scenario,
)

NOW = ApplicantProfile()
LETTERS = NOW.changed(us_letters=3)


def three() -> Scenarios:
    kept: Scenarios = ()
    for name, profile in (("now", NOW), ("letters", LETTERS), ("step 3", NOW.changed(step3="pass"))):
        kept = with_scenario(kept, name, profile)
    return kept


def names(kept: Scenarios) -> list[str]:
    return [scenario.name for scenario in kept]


def test_what_is_kept_comes_last_and_names_stay_apart() -> None:
    assert names(three()) == ["now", "letters", "step 3"]
    assert names(with_scenario(three(), "now", LETTERS)) == ["now", "letters", "step 3", "now (2)"]
    assert names(duplicated(three(), "letters"))[-1] == "letters (2)"
    assert duplicated(three(), "letters")[-1].profile == LETTERS


def test_no_more_than_six_are_kept() -> None:
    kept = three()
    for _ in range(10):
        kept = duplicated(kept, "now")
    assert len(kept) == MOST_SCENARIOS
    assert len(set(names(kept))) == MOST_SCENARIOS


def test_the_first_is_chosen_and_removed_by_name() -> None:
    assert names(made_first(three(), "step 3")) == ["step 3", "now", "letters"]
    assert names(without_scenario(three(), "now")) == ["letters", "step 3"]
    with pytest.raises(KeyError):
        scenario_named(three(), "gone")


def test_renaming_keeps_place_and_profile() -> None:
    kept = renamed(three(), "letters", " more\nletters ")
    assert names(kept) == ["now", "more letters", "step 3"]
    assert kept[1].profile == LETTERS
    assert renamed(three(), "letters", "  ") == three()
    assert names(renamed(three(), "letters", "now"))[1] == "now (2)"
    assert renamed(three(), "letters", "letters") == three(), "its own name is free to it"


@given(st.text(max_size=200), st.lists(st.text(max_size=LONGEST_NAME), max_size=6))
def test_a_free_name_is_short_in_one_line_and_new(wanted: str, taken: list[str]) -> None:
    name = free_name(wanted, taken)
    assert 0 < len(name) <= LONGEST_NAME
    assert "\n" not in name
    assert name not in taken


def test_the_difference_is_that_of_the_two_assessments_and_surer_than_each(engine: Engine) -> None:
    first, other = assess(NOW, engine), assess(LETTERS, engine)
    found = difference(first, other)
    gain = other.match_probability.point - first.match_probability.point
    assert found.match.point == pytest.approx(gain)
    assert found.match.low <= gain <= found.match.high
    # Three letters help in nearly every draw; the lists differ, so a hair may be lost in the least of them.
    assert found.match.low > -0.003
    own = other.match_probability.high - other.match_probability.low
    assert found.match.high - found.match.low < own


def test_an_empty_list_is_a_loss_of_everything(engine: Engine) -> None:
    first, nothing = assess(NOW, engine), assess(NOW.changed(budget_usd=0), engine)
    found = difference(first, nothing)
    assert found.match.point == pytest.approx(-first.match_probability.point)
    assert found.match.high < 0


def test_an_unknown_score_makes_the_range_span_the_scores_of_all_applicants(engine: Engine) -> None:
    first, unknown = assess(NOW, engine), assess(NOW.changed(step2_ck_score=None), engine)
    found = difference(first, unknown)
    gain = unknown.match_probability.point - first.match_probability.point
    assert found.match.point == pytest.approx(gain)
    # A low and a high score of all applicants, each against the score known, lie within the range.
    curve = unknown.odds.match.point
    for place in (0.2, 0.8):
        score = round(unknown.score_curve.applicant_quantile(place))
        apart = curve[score - 190] - first.match_probability.point
        assert found.match.low < apart < found.match.high
    back = difference(unknown, first)
    assert (back.match.low, back.match.high) == pytest.approx((-found.match.high, -found.match.low))


def test_one_applicant_without_a_score_differs_only_by_what_is_changed(engine: Engine) -> None:
    unscored = NOW.changed(step2_ck_score=None)
    first, other = assess(unscored, engine), assess(unscored.changed(max_applications=140), engine)
    found = difference(first, other)
    assert found.match.low > 0, "40 more applications help at every score"
    assert found.match.low <= found.match.point <= found.match.high
    own = other.match_probability.high - other.match_probability.low
    assert found.match.high - found.match.low < own / 2
