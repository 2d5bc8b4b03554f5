"""Whose tier it is: named in one place, shown where the guide speaks, and nowhere read as a promise."""

import csv
import json
from itertools import groupby
from pathlib import Path

import pytest

from smartpick import cli
from smartpick.assessment import SCORE_AXIS, Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import passed_over_sentence, possible_tiers_note
from smartpick.text.records import assessment_record, assessment_text
from smartpick.text.scenarios import comparison_rows
from smartpick.tiers import SHORT_TIER_NAMES, TIER_LABELS, TIER_NAMES, TIERS_BEST_FIRST, decide_tier
from smartpick.web.cockpit.headline import slider_answers
from smartpick.web.score_slider import slider_payload
from smartpick.whatif.scenarios import Scenario

START = ApplicantProfile(step2_ck_score=228, max_applications=20)
PROMISING = ("above", "competitive", "safe", "likely", "strong candidate", "good")


def assessed(engine: Engine, **changes: object) -> Assessment:
    return assess(START.changed(**changes), engine, thorough=False)


def test_the_names_promise_nothing_and_the_labels_say_whose_they_are() -> None:
    assert tuple(TIER_NAMES) == tuple(SHORT_TIER_NAMES) == tuple(TIER_LABELS) == TIERS_BEST_FIRST
    for tier, label in TIER_LABELS.items():
        assert "the guide's, for non-US IMGs" in label
        assert not any(word in TIER_NAMES[tier].lower() for word in PROMISING)


@pytest.mark.parametrize("kind", ["us_img", "us_do_senior", "us_md_senior"])
def test_the_guide_does_not_speak_of_other_applicants(engine: Engine, kind: str) -> None:
    shown = assessed(engine, applicant_type=kind, visa_need="none", step2_ck_score=245)
    record = json.loads(json.dumps(assessment_record(shown)))
    assert (record["tier"], record["tier_label"], record["next_tier"]) == (None, None, None)
    assert record["tier_reasons"] == record["tier_neighbours"] == []
    assert record["tier_note"].startswith("The guide's tiers are for non-US IMGs")
    text = assessment_text(shown)
    assert text.splitlines()[0] == record["tier_note"]
    assert "Tier A" not in text
    payload = slider_payload(slider_answers(shown))
    assert payload["tiers"] == []
    row = comparison_rows([Scenario("now", shown.profile)], [shown], [None], shown.profile)[0]
    assert (row.cells[0].figure, row.cells[0].span) == ("none", "for non-US IMGs only")
    # A failed exam is said to everybody.
    failed = assessed(engine, applicant_type=kind, visa_need="none", step2_ck_score=205)
    assert failed.tier.below_passing_note in failed.warnings


def test_in_highly_competitive_specialties_the_tier_is_not_shown(engine: Engine) -> None:
    shown = assessed(engine, specialties=("Dermatology",), step2_ck_score=240)
    assert shown.tier.shown is None
    assert "extraordinary research or connections" in shown.tier.silence
    assert slider_payload(slider_answers(shown))["tiers"] == []
    # Other programs read the same value as before.
    assert assessment_record(shown)["tier"] == "above"
    assert assessed(engine, specialties=("Diagnostic Radiology",)).tier.silence == ""


def test_the_machine_readable_values_stay(engine: Engine) -> None:
    strong = {"usce_hands_on_weeks": 8, "us_letters": 3, "years_since_graduation": 1}
    values = [
        assessment_record(assessed(engine, step2_ck_score=score, **strong))["tier"]
        for score in (200, 210, 222, 240)
    ]
    assert values == ["C", "B", "A", "above"]
    assert assessment_record(assessed(engine))["tier_note"] is None


def test_a_roster_leaves_the_tier_of_others_empty(shared_database: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "roster.csv", tmp_path / "assessed.csv"
    source.write_text(
        "applicant_type,step2_ck_score,visa_need,max_applications,pacific_min\n"
        "non_us_img,228,j1,5,0\n"
        "us_md_senior,245,none,5,0\n",
        encoding="utf-8",
    )
    assert cli.main(["cohort", str(source), "-o", str(target)]) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["tier"] for row in csv.DictReader(file)] == ["B", ""]


@pytest.mark.parametrize(
    "changes",
    [{}, {"us_letters": 3}, {"step2_ck_failures": 1}, {"years_since_graduation": 8}, {"us_letters": 0}],
)
def test_the_strip_shows_every_tier_that_occurs_in_order(engine: Engine, changes: dict[str, object]) -> None:
    shown = assessed(engine, **changes)
    payload = slider_payload(slider_answers(shown))
    rules = engine.tier_rules
    one_by_one = [
        decide_tier(shown.profile.changed(step2_ck_score=int(score)), rules, shown.passing).tier
        for score in SCORE_AXIS
    ]
    assert [label for label, _, _ in payload["tiers"]] == [
        SHORT_TIER_NAMES[tier] for tier, _ in groupby(one_by_one)
    ]
    ranks = [TIERS_BEST_FIRST.index(tier) for tier, _ in groupby(one_by_one)]
    assert ranks == sorted(ranks, reverse=True)
    assert payload["tiers"][0][1] == SCORE_AXIS[0]
    assert payload["tiers"][-1][2] == SCORE_AXIS[-1]
    # A tier that no score brings is named, with why.
    said = passed_over_sentence(shown.tiers)
    over = [t for t in TIERS_BEST_FIRST[min(ranks) : max(ranks)] if t not in one_by_one]
    assert bool(said) == bool(over)
    assert all(TIER_NAMES[tier] in said for tier in over)


def test_the_note_within_the_exams_error_is_short_and_names_no_range(engine: Engine) -> None:
    notes = possible_tiers_note(assessed(engine, us_letters=3).tiers, 6)
    assert set(notes) == {
        "",
        "could also be B",
        "could also be A or C",
        "could also be C",
        "could also be A",
        "could also be not low",
    }
    assert max(map(len, notes)) <= 30
