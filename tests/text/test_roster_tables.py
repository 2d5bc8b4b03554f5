"""An applicant of a roster in the files and in the table at a glance: each number under its own name."""

import pytest

from smartpick.assessment import assess
from smartpick.cohort import Roster, read_roster
from smartpick.cohort.assessing import AssessedApplicant, assess_applicant
from smartpick.cohort.results import ResultTable, our_cells
from smartpick.engine import Engine
from smartpick.text.advising import cohort_table
from smartpick.text.numbers import range_of, short_tier
from smartpick.whatif.levers import levers

CONTENT = b"code,CK,visa,US letters,years since graduation\nM01,221,j1,2,8\nM02,high,j1,2,8\n"


@pytest.fixture(scope="module")
def roster() -> Roster:
    return read_roster(CONTENT)


@pytest.fixture(scope="module")
def found(roster: Roster, engine: Engine) -> list[AssessedApplicant]:
    return [assess_applicant(each, engine, best_lever=True) for each in roster.applicants()]


def test_the_files_have_each_number_under_its_name(
    roster: Roster, found: list[AssessedApplicant], engine: Engine
) -> None:
    table = ResultTable(roster, with_lever=True)
    first, second = (
        dict(zip(table.header, table.row(each.applicant.code, each.applicant.cells, cells), strict=True))
        for each in found
        if (cells := our_cells(each, with_lever=True))
    )
    assert first["code"] == "M01" and first["CK"] == "221"
    profile = found[0].applicant.profile
    assert profile is not None
    own = assess(profile, engine)
    outcome, chance = found[0].outcome, own.match_probability
    assert outcome is not None and outcome.lever is not None
    expected = {
        "match_probability": chance.point,
        "match_probability_low": chance.low,
        "match_probability_high": chance.high,
        "match_probability_pacific": own.match_probability_pacific.point,
        "expected_interviews": own.expected_interviews.point,
        "p_no_interview": own.p_no_interview.point,
        "applications": own.plan.size,
        "cost_usd": own.plan.cost.known_usd,
        "best_lever_gain": outcome.lever.gain.point,
    }
    assert {name: first[name] for name in expected} == pytest.approx(expected, abs=0.005)
    assert "8 years since graduation" in str(first["main_liability"])
    assert first["warnings"] == (" ".join(own.warnings) or None)
    assert (first["tier"], first["fault"]) == (own.tier.tier, None)
    assert first["best_lever"] == outcome.lever.title in [lever.title for lever in levers(own, engine)]
    assert second["CK"] == "high" and "'high'" in str(second["fault"])
    assert not any(second[name] for name in expected)


def test_the_table_at_a_glance_has_them_too(found: list[AssessedApplicant]) -> None:
    (row,) = cohort_table(found).to_dict("records")
    outcome = found[0].outcome
    assert outcome is not None and outcome.lever is not None
    assert (row["Code"], row["Name"], row["Tier"]) == ("M01", "", short_tier(outcome.tier))
    assert row["Chance"] == pytest.approx(100 * outcome.match.point)
    assert row["Range"] == range_of(outcome.match)
    assert row["West Coast"] == pytest.approx(100 * outcome.match_pacific) != row["Chance"]
    assert row["Main liability"].startswith("8 years since graduation")
    assert row["Best lever"] == outcome.lever.title
    assert float(row["Gain"].strip("+≈<").split()[0]) == pytest.approx(
        100 * outcome.lever.gain.point, abs=0.51
    )
    assert row["List cost"] == outcome.cost_usd > 0
    assert "Step 3" in row["Data gaps"] and "letters" not in row["Data gaps"]
    number = found[0].applicant.number
    named = cohort_table(found, {number: "Ann Roe"}, pending=[number])
    assert named["Name"].tolist() == ["Ann Roe"]
