"""Fees in words: what is not known is said, and never shown as nothing to pay."""

import json

import pandas as pd
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import FeeSchedule, ListCost, list_cost
from smartpick.text.action_plan import decision_table, option_figures, route_terms, routes_table
from smartpick.text.application_list import fees_figure, fees_text, summary_figures
from smartpick.text.list_gain import list_size_hover, list_size_table
from smartpick.text.records import assessment_text, plan_record
from smartpick.whatif.action_plan import staged_pathway
from smartpick.whatif.exams import exam_decision
from smartpick.whatif.levers import levers
from smartpick.whatif.list_size import list_sizes

ERAS = FeeSchedule(((1, 11.0, False), (31, 30.0, False)), 2026, "aamc_eras_fees_2026")


@pytest.fixture(scope="module")
def unpriced(engine: Engine) -> Assessment:
    """Obstetrics and Gynecology applies through a service whose fees are not in the data."""
    profile = ApplicantProfile(
        specialties=("Obstetrics and Gynecology",), max_applications=12, pacific_min=None, pacific_max=None
    )
    return assess(profile, engine, thorough=False)


def test_a_list_of_known_fees_has_a_price() -> None:
    cost = list_cost({"Internal Medicine": 43}, {"Internal Medicine": ERAS})
    assert fees_text(cost) == "$720"
    assert cost.known_usd == 720
    assert fees_figure(ListCost(0.0, {}, {})) == ("$0", "")


def test_a_list_of_unknown_fees_has_none() -> None:
    cost = list_cost({"Obstetrics and Gynecology": 100}, {})
    assert fees_text(cost) == "not known"
    assert fees_figure(cost) == ("not known", "for all 100 of them")
    assert fees_figure(list_cost({"Surgery": 1}, {})) == ("not known", "for this application")
    assert cost.known_usd is None


def test_a_mixed_list_says_how_many_are_priced() -> None:
    cost = list_cost(
        {"Internal Medicine": 43, "X": 7, "Radiology": 7},
        dict.fromkeys(("Internal Medicine", "Radiology"), ERAS),
    )
    assert fees_text(cost) == "$797 for 50 of them; the fee for the other 7 is not known"


def test_no_face_shows_an_unknown_fee_as_zero(unpriced: Assessment, engine: Engine) -> None:
    fees = next(figure for figure in summary_figures(unpriced) if figure[0] == "Application fees")
    assert fees == ("Application fees", "not known", "for all 12 of them")
    assert "fees not known" in assessment_text(unpriced)
    record = plan_record(unpriced, engine)
    assert record["cost_usd"] is None
    assert record["cost_unknown_for"] == {"Obstetrics and Gynecology": 12}
    staged = staged_pathway(unpriced, engine)
    assert "fees not known." in route_terms(staged.pacific_with_list)
    assert routes_table(staged)["fees_usd"].isna().all()
    decision = exam_decision(unpriced, engine)
    assert dict(option_figures(decision.options[0]))["Application fees"] == "not known"
    assert decision_table(decision)["application_fees_usd"].isna().all()
    sizes = list_sizes(unpriced, engine)
    assert "12 applications, fees not known" in list_size_hover(sizes)[-1]
    assert pd.isna(list_size_table(sizes)["cost_usd"].iloc[-1])
    said = json.dumps([assessment_text(unpriced), list_size_hover(sizes), fees])
    assert "$0" not in said.replace("0 applications, fees $0", "")


def test_more_applications_of_unknown_price_have_no_known_cost(unpriced: Assessment, engine: Engine) -> None:
    more = next(lever for lever in levers(unpriced, engine) if lever.name == "more_applications")
    assert more.cost_usd is None
