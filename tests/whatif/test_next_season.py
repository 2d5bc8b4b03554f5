"""After an unmatched season: the ways on, worked out as the answers say and priced from published fees."""

from __future__ import annotations

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.season import season_choice_notes, season_choice_table
from smartpick.whatif.scenarios import SeasonChoice, next_season_choices, season_fees

PROFILE = ApplicantProfile(step2_ck_score=222, max_applications=30, season_stage="unmatched")


@pytest.fixture(scope="module")
def choices(engine: Engine) -> tuple[SeasonChoice, ...]:
    return next_season_choices(assess(PROFILE, engine), engine)


def by_name(choices: tuple[SeasonChoice, ...], name: str) -> list[SeasonChoice]:
    return [one for one in choices if one.name == name]


def test_the_same_application_comes_first_with_the_fees_of_a_season(
    engine: Engine, choices: tuple[SeasonChoice, ...]
) -> None:
    first = choices[0]
    again = assess(PROFILE, engine)
    assert (first.name, first.match) == ("as_you_are", again.match_probability)
    # 30 applications at 11 dollars, 75 for the Match and 80 for the transcript, as published.
    assert first.cost_usd == 30 * 11 + 75 + 80
    assert season_fees(engine.facts.fees) == (155.0, ("nrmp_match_fees_2017", "aamc_eras_fees_2024"))


def test_changes_help_and_a_year_of_waiting_costs_some_of_it(choices: tuple[SeasonChoice, ...]) -> None:
    same, (changed,), (later,) = choices[0], by_name(choices, "changed"), by_name(choices, "a_year_later")
    assert 1 <= len(changed.steps) <= 3 and later.steps == changed.steps
    assert changed.match.point > same.match.point
    assert later.match.point < changed.match.point


def test_other_specialties_are_the_likeliest_of_those_with_published_ranks(
    engine: Engine, choices: tuple[SeasonChoice, ...]
) -> None:
    others = by_name(choices, "other_specialty")
    names = [one.specialties[0] for one in others]
    assert len(names) == 3 and "Internal Medicine" not in names
    assert {*names} <= {*engine.published_ranks}
    assert [one.match.point for one in others] == sorted((one.match.point for one in others), reverse=True)
    (both,) = by_name(choices, "second_specialty")
    assert both.specialties == ("Internal Medicine", names[0])


def test_the_words_hold_every_way_and_stay_respectful(choices: tuple[SeasonChoice, ...]) -> None:
    table = season_choice_table(choices)
    assert len(table) == len(choices) and table.notna().all(axis=None)
    said = " ".join(season_choice_notes(choices))
    assert "assumed" in said and "Not applying again, or not yet, can be a good decision too." in said
    assert not any(word in said.lower() for word in ("fail", "give up", "hopeless", "unfortunately"))
