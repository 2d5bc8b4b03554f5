"""The page of sources and method: each view says what it must, and a link opens one source."""

from html import unescape

import page_parts
import pytest
from page_parts import words
from streamlit.testing.v1 import AppTest

from smartpick.facts import Facts
from smartpick.text.method import model_steps
from smartpick.web.method.views import VIEW_NAMES


def opened(**parameters: str) -> AppTest:
    return page_parts.opened("method", parameters)


def test_the_model_is_told_step_by_step_with_formulas(facts: Facts) -> None:
    app, steps = opened(), model_steps(facts)
    said = unescape(words(app))
    assert len(app.latex) == sum(len(step.formulas) for step in steps) >= len(steps)
    for step in steps:
        assert f"{step.title}</h3>" in said
    assert "West Coast interview worth: 0.73 (0.53 to 1; share), derived" in said


def test_agreement_shows_counts_reasons_figures_and_table() -> None:
    app = opened(method_view="agreement")
    said = unescape(words(app))
    assert "figures that the fit has not seen" in said
    assert said.index("What differs, and why") < said.index("How hard each test is")
    assert said.index("What differs, and why") < said.index("Published shares beside the model's")
    assert "<details" in said and "odds x" in said
    charts = app.get("plotly_chart")
    assert len(charts) > 10
    assert all(chart.proto.alt for chart in charts)
    by_specialty, by_place, table = (shown.value for shown in app.dataframe)
    assert by_specialty["Differ"].iloc[0] > 0 and by_place["Differ"].iloc[0] > 0
    assert table["Verdict"].iloc[0] == "differs"


def test_another_specialty_draws_its_own_curve() -> None:
    app = opened(method_view="agreement")
    before = app.get("plotly_chart")[1].proto.spec
    app.selectbox[0].set_value("Pediatrics").run()
    assert app.get("plotly_chart")[1].proto.spec != before
    assert "Pediatrics" in app.get("plotly_chart")[1].proto.alt


def test_the_limits_name_their_figures() -> None:
    said = words(opened(method_view="limits"))
    for part in ("Every interview is taken as a rank", "Association is not cause", "3.6", "6.7"):
        assert part in said


def test_parameters_are_filtered_by_basis(facts: Facts) -> None:
    app = opened(method_view="parameters")
    assert len(app.dataframe[0].value) == len(facts.effects)
    assert len(app.dataframe[1].value) == len(facts.model_parameters)
    app.button_group[1].set_value(["derived"]).run()
    assert set(app.dataframe[0].value["Basis"]) == {"derived"}
    assert set(app.dataframe[1].value["Basis"]) == {"derived"}


def test_every_source_is_listed(facts: Facts) -> None:
    said = words(opened(method_view="sources"))
    assert f"All {len(facts.sources)} sources" in said
    for source_id in facts.sources["source_id"]:
        assert f'"method?source={source_id}"' in said


def test_the_search_finds_and_says_when_nothing_is_found(facts: Facts) -> None:
    app = opened(method_view="sources")
    app.text_input[0].set_value("geonames").run()
    assert f"1 of {len(facts.sources)} sources" in words(app)
    app.text_input[0].set_value("no such words anywhere").run()
    assert "Try fewer" in words(app)


def test_a_link_opens_one_source_and_it_can_be_closed() -> None:
    app = opened(source="nrmp_match_results_by_state_2021")
    said = words(app)
    assert "The source you opened" in said
    next(button for button in app.button if button.label == "Close this source").click().run()
    assert "The source you opened" not in words(app)
    assert "source" not in app.query_params


@pytest.mark.parametrize("asked", ["no_such_source", "<b>", "x" * 500])
def test_an_unknown_source_opens_the_list(asked: str) -> None:
    app = opened(source=asked)
    assert "The source you opened" not in words(app)
    assert "<b>" not in app.query_params.get("source", "")


def test_the_view_chosen_goes_into_the_address() -> None:
    app = opened()
    app.button_group[0].set_value("limits").run()
    assert app.query_params["method_view"] in ("limits", ["limits"])
    assert VIEW_NAMES["limits"] in words(app)


@pytest.mark.parametrize("name", ["us_letters", "pacific_interview_worth"])
def test_a_link_opens_one_parameter_and_it_can_be_closed(name: str) -> None:
    app = opened(parameter=name)
    said = words(app)
    assert "The parameter you opened" in said
    assert "What an answer does to the odds of an invitation" in said
    next(button for button in app.button if button.label == "Close this parameter").click().run()
    assert "The parameter you opened" not in words(app)
    assert "parameter" not in app.query_params


@pytest.mark.parametrize("asked", ["no_such_parameter", "<b>", "x" * 500])
def test_an_unknown_parameter_opens_the_tables(asked: str) -> None:
    app = opened(parameter=asked)
    assert "The parameter you opened" not in words(app)
    assert len(app.dataframe) == 2
