"""Under twenty matched or not matched: JSON, text and roster have counts and no point."""

import json

import pytest

from smartpick.assessment import assess
from smartpick.cohort import assess_cohort, read_roster
from smartpick.cohort.results import ResultTable, our_cells
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ListStatus
from smartpick.text.levers import lever_gain, nothing_moves_sentence, passing_first_sentence, telling_levers
from smartpick.text.numbers import NO_ESTIMATE
from smartpick.text.records import (
    assessment_record,
    distance_sentence,
    own_list_figures,
    plan_record,
    plan_text,
)
from smartpick.text.season import season_sentences
from smartpick.whatif.levers import levers
from smartpick.whatif.own_list import assess_own_list

FEW = ApplicantProfile(specialties=("Dermatology",), step2_ck_score=250, max_applications=30)
SENTENCE = "5 of 30 non-US IMGs matched in Dermatology; too few for an estimate."


def test_the_point_is_null_and_the_list_is_still_given(engine: Engine) -> None:
    record = json.loads(json.dumps(plan_record(assess(FEW, engine), engine), allow_nan=False))
    for name in ("match_probability", "match_probability_pacific", "match_probability_if_interviewed"):
        assert record[name]["point"] is None
        assert 0 <= record[name]["low"] <= record[name]["high"] <= 1
    assert record["expected_interviews"]["point"] > 0
    assert len(record["programs"]) == 30
    assert SENTENCE in record["warnings"]


def test_without_a_score_too(engine: Engine) -> None:
    record = assessment_record(assess(FEW.changed(step2_ck_score=None), engine))
    assert record["match_probability"]["point"] is None
    assert record["match_probability"]["low"] is not None


def test_the_text_says_the_counts(engine: Engine) -> None:
    text = plan_text(assess(FEW, engine))
    assert SENTENCE in text
    assert "in 20" not in text.split("No interview at all")[0]


def test_a_roster_row_is_empty_where_there_is_no_point(engine: Engine) -> None:
    roster = read_roster(b"specialties,step2_ck_score\nDermatology,250\n", "roster.csv")
    [assessed] = assess_cohort(roster, engine, best_lever=False)
    table = ResultTable(roster)
    cells = table.row(assessed.applicant.code, assessed.applicant.cells, our_cells(assessed))
    row = dict(zip(table.header, cells, strict=True))
    assert row["match_probability"] is None and row["fault"] is None
    assert SENTENCE in str(row["warnings"])


def test_what_helps_is_named_without_a_number(engine: Engine) -> None:
    """A chance that has no number cannot read "no estimate → no estimate" or stay at one."""
    found = levers(assess(FEW, engine), engine)
    telling = telling_levers(found)
    assert telling
    assert {lever_gain(lever) for lever in telling} == {NO_ESTIMATE}
    assert "stays" not in nothing_moves_sentence(found, "")
    failed = levers(assess(FEW.changed(step2_ck_score=205), engine), engine)
    assert lever_gain(failed[0]) == f"no match without it; with it {NO_ESTIMATE}"
    assert passing_first_sentence(failed).endswith("count from the day of a pass.")


@pytest.mark.parametrize(
    "season",
    [
        {"season_stage": "waiting", "interviews_in_hand": 2},
        {"season_stage": "ranking", "programs_ranked": 3},
        {"season_stage": "unmatched"},
    ],
)
def test_the_season_has_the_counts_and_no_point(engine: Engine, season: dict[str, object]) -> None:
    """Interviews in hand gave such a group a point that its list does not have."""
    shown = assess(FEW.changed(**season), engine)
    assert not shown.match_probability.known
    assert not shown.match_probability_pacific.known
    first = season_sentences(shown)[0]
    assert SENTENCE in first
    assert NO_ESTIMATE not in first and "%" not in first


def test_an_own_list_has_the_counts_and_no_range(engine: Engine) -> None:
    plan = assess(FEW, engine, thorough=False).plan
    listed: dict[str, ListStatus] = {str(program): "planned" for program in plan.candidates.program_ids[:5]}
    result = assess_own_list(listed, FEW, engine)
    name, figure, small = own_list_figures(result)[0]
    assert (name, figure, small) == ("Chance of matching", "5 of 30", "matched; too few for an estimate")
    assert NO_ESTIMATE not in distance_sentence(result)


def test_enough_applicants_have_a_point(engine: Engine) -> None:
    result = assess(FEW.changed(specialties=("Internal Medicine",)), engine)
    assert result.too_few == ""
    assert result.match_probability.known


def test_where_the_answer_starts_is_the_parameter(engine: Engine) -> None:
    start = ApplicantProfile.model_fields["second_choice_value"].default
    assert engine.parameters["second_choice_value"] == start


def test_a_first_choice_stays_on_a_mixed_list(engine: Engine) -> None:
    """At 0.8 all that is left of it are the programs that have a signal."""
    profile = ApplicantProfile(
        specialties=("Internal Medicine", "Family Medicine"),
        step2_ck_score=222,
        visa_need="j1",
        pacific_weight=0.3,
        max_applications=120,
    )
    counts = []
    for worth in (0.8, profile.second_choice_value, 0.2):
        changed = profile.changed(second_choice_value=worth)
        plan = assess(changed, engine, thorough=False).plan
        counts.append(int((plan.candidates.specialty_index == 0).sum()))
    assert counts == sorted(counts)
    signals = engine.signal_rules("Internal Medicine", profile.applicant_type).allowance
    assert counts[0] <= sum(signals.values()) < counts[1] < counts[2]
