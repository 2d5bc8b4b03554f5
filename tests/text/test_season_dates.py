"""Only days that are known stand there, and only from today on."""

from datetime import date

import pandas as pd

from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.text.season import OPEN_DATES, known_dates

TODAY = date(2026, 11, 22)


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
