"""The sentences of each stage of the season; of its days only those that are known, from today on."""

from datetime import date

import pandas as pd
import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.plan.season import out_parameter
from smartpick.profile import ApplicantProfile
from smartpick.text.season import OPEN_DATES, known_dates, season_sentences

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("season", "expected"),
    [
        ({"season_stage": "before_applying"}, []),
        (
            {"season_stage": "waiting", "season_month": "october"},
            ["With no interview in hand in October", "are out in October", "SOAP", "in place of the one"],
        ),
        (
            {"season_stage": "waiting", "interviews_in_hand": 1},
            ["With 1 interview in hand by now", "are out by now", "in place of the one you sent"],
        ),
        ({"season_stage": "ranking"}, ["Without a ranked program"]),
        (
            {"season_stage": "ranking", "programs_ranked": 2, "specialties": ("Pediatrics", "Neurology")},
            ["With 2 programs ranked in Pediatrics", "no longer changes", "not counted here"],
        ),
        (
            {"season_stage": "unmatched"},
            ["with the next application", "non-US IMGs: 3,392 matched, 3,600 did not", "count"],
        ),
    ],
)  # fmt: skip
def test_each_stage_of_the_season_has_its_sentences(
    engine: Engine, season: dict[str, object], expected: list[str]
) -> None:
    assessment = assess(ApplicantProfile(step2_ck_score=225, **season), engine, thorough=False)
    waiting = season["season_stage"] == "waiting"
    share = engine.parameter_range(out_parameter(assessment.profile)) if waiting else None
    sentences = season_sentences(assessment, share)
    assert len(sentences) == len(expected)
    for sentence, part in zip(sentences, expected, strict=True):
        assert part in sentence and "{" not in sentence


def test_nothing_is_made_up(facts: Facts) -> None:
    assert known_dates(ApplicantProfile(), facts.usmle_rules, {}, TODAY) == []


def test_a_planned_exam_and_the_applicants_own_days_come_in_order(facts: Facts) -> None:
    profile = ApplicantProfile(step2_ck_date=date(2027, 1, 15))
    own = {"match_day": date(2027, 3, 19), "rank_lists": date(2026, 1, 1), "unknown": date(2027, 1, 1)}
    found = known_dates(profile, facts.usmle_rules, own, TODAY)
    assert [(one.day, one.title) for one in found] == [
        (date(2027, 1, 15), "Step 2 CK exam"),
        (date(2027, 3, 19), "NRMP: Match Day"),
    ]
    assert "Entered by you" in found[1].note


def test_a_coming_passing_score_counts_with_its_source() -> None:
    rules = pd.DataFrame(
        {
            "exam": ["Step 2 CK", "Step 2 CK"],
            "rule": ["passing score", "standard error of measurement"],
            "value": [220.0, 6.0],
            "effective_from": pd.to_datetime(["2027-07-01", "2027-07-01"]),
            "source_id": ["a", "b"],
        }
    )
    (found,) = known_dates(ApplicantProfile(), rules, {}, TODAY)
    assert (found.title, found.source_id) == ("Step 2 CK: the passing score becomes 220", "a")


def test_every_open_day_names_an_official_calendar() -> None:
    assert len({event.key for event in OPEN_DATES}) == len(OPEN_DATES)
    assert all(event.address.startswith("https://") and event.publisher for event in OPEN_DATES)
