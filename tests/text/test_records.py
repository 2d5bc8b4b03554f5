"""Results as JSON and as text: plain values, no number without its range, and the same everywhere."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import optimality_sentence
from smartpick.text.numbers import percent
from smartpick.text.programs import program_reasons
from smartpick.text.records import (
    assessment_record,
    assessment_text,
    curve_record,
    curve_text,
    plan_record,
    plan_text,
)

PROFILES = {
    "usual": {"step2_ck_score": 228},
    "no score yet": {"step2_ck_score": None},
    "below passing": {"step2_ck_score": 205},
    "outside the data": {"step2_ck_score": 195},
    "top": {"step2_ck_score": 270, "visa_need": "none"},
    "no budget": {"step2_ck_score": 228, "budget_usd": 0},
    "two specialties": {"step2_ck_score": 228, "specialties": ["IM", "FM"], "max_applications": 40},
    "few applicants": {"step2_ck_score": 245, "specialties": ["Dermatology"]},
    "US senior": {"step2_ck_score": 245, "applicant_type": "us_md_senior", "visa_need": "none"},
}


@pytest.fixture(scope="module", params=PROFILES)
def result(request: pytest.FixtureRequest, engine: Engine) -> Assessment:
    return assess(ApplicantProfile.from_answers(PROFILES[request.param]), engine)


def test_a_record_is_plain_json_without_gaps(result: Assessment, engine: Engine) -> None:
    text = json.dumps(plan_record(result, engine), allow_nan=False)
    assert json.loads(text).keys() >= assessment_record(result).keys()


def test_every_chance_in_a_record_has_its_range(result: Assessment) -> None:
    record = assessment_record(result)
    chances = {k: v for k, v in record.items() if isinstance(v, dict) and "point" in v}
    assert len(chances) >= 5
    for name, chance in chances.items():
        if result.too_few and name.startswith("match_probability"):
            assert chance["point"] is None and 0 <= chance["low"] <= chance["high"] <= 1, name
        else:
            assert chance["low"] <= chance["point"] <= chance["high"], name
    assert record["range_level"] == 0.8


def test_every_named_source_exists(result: Assessment, engine: Engine) -> None:
    known = set(engine.facts.sources["source_id"])
    assert result.sources
    assert set(result.sources) <= known


def test_the_text_says_the_same_as_the_record(result: Assessment) -> None:
    text = assessment_text(result)
    said = f"Chance of matching with this list: {percent(result.match_probability.point)}"
    assert (f"Chance of matching: {result.too_few}" if result.too_few else said) in text
    assert all(warning in text for warning in result.warnings)
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", text)


def test_the_printed_list_has_a_line_for_each_program(result: Assessment) -> None:
    lines = plan_text(result).splitlines()
    assert sum(bool(re.match(r"\s*\d+  [A-Z]{2}  ", line)) for line in lines) == result.plan.size


def test_each_program_has_reasons(result: Assessment) -> None:
    reasons = program_reasons(result.plan)
    assert len(reasons) == result.plan.size
    assert all(reasons)


def test_warnings_come_where_they_must(engine: Engine) -> None:
    def warnings(case: str) -> str:
        return " ".join(assess(ApplicantProfile.from_answers(PROFILES[case]), engine).warnings)

    assert "218" in warnings("below passing")
    assert "run from 209 to 284" in warnings("outside the data")
    assert "5 of 30 non-US IMGs matched in Dermatology; too few" in warnings("few applicants")
    assert "No application fits" in warnings("no budget")
    assert "nobody with" not in warnings("usual")


def test_a_curve_record_holds_only_published_scores(engine: Engine) -> None:
    curve = engine.score_curve("Internal Medicine", "non_us_img")
    record = curve_record(curve, "Internal Medicine", "non_us_img")
    assert [p["score"] for p in record["points"]] == list(range(209, 285))
    assert record["match_rate"] == pytest.approx(curve.match_rate, abs=1e-5)
    assert "match_probability" not in record
    rows = curve_text(record).splitlines()[1:]
    assert [int(row.split()[0]) for row in rows] == list(range(210, 285, 5))
    assert np.isfinite([p["low"] for p in record["points"]]).all()


def test_a_bound_that_was_not_worked_out_is_said_and_is_null_in_json(engine: Engine) -> None:
    """`thorough=False`, as while the score is dragged, leaves the bound of a long list open."""
    profile = ApplicantProfile(specialties=["Internal Medicine", "Pediatrics"], max_applications=40)
    quick = plan_list(profile, engine, thorough=False)
    assert optimality_sentence(quick).endswith(
        "A better one may exist: we stopped the search before its end."
    )
    assessed = replace(assess(profile, engine), plan=quick)
    record = plan_record(assessed, engine)
    assert record["optimality"]["upper_bound"] is None and not record["optimality"]["proven"]
    json.dumps(record, allow_nan=False)
