"""Scenarios, levers and the exchange in words."""

from dataclasses import replace

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import ListCost
from smartpick.text.levers import (
    contours_table,
    difference_words,
    exchange_sentence,
    place_note,
    retake_note,
)
from smartpick.text.scenarios import (
    COLUMNS,
    FIRST_NAME,
    comparison_rows,
    comparison_table,
    differing_answers,
    lever_cells,
    lever_terms_line,
    levers_table,
    suggested_name,
    unknown_score_note,
)
from smartpick.whatif.levers import Lever
from smartpick.whatif.list_size import Contours, Exchange
from smartpick.whatif.scenarios import Scenario, difference

NOW = ApplicantProfile()


@pytest.fixture(scope="module")
def shown(engine: Engine) -> Assessment:
    return assess(NOW, engine, thorough=False)


def test_a_name_says_what_differs() -> None:
    assert suggested_name(None, NOW) == FIRST_NAME
    assert suggested_name(NOW, NOW) == "Same as the first"
    assert suggested_name(NOW, NOW.changed(us_letters=3, step3="pass")) == "Step 3: pass, 3 US letters"
    assert suggested_name(NOW, NOW.changed(visa_need="none")) == "Visa need: none"
    assert suggested_name(NOW, NOW.changed(max_applications=10, pacific_min=10)) == "10 applications"
    many = NOW.changed(us_letters=3, step3="pass", step2_ck_score=240, publications=4, english="adequate")
    assert suggested_name(NOW, many) == "Step 2 CK 240, Step 3: pass, 3 US letters, 2 more"


def test_every_differing_answer_is_listed_with_both_values() -> None:
    changed = NOW.changed(visa_need="h1b", step3="pass", us_letters=3)
    assert differing_answers(NOW, NOW) == []
    assert "Visa need: J-1 → H-1B" in differing_answers(NOW, NOW.changed(visa_need="h1b"))
    unscored = NOW.changed(step2_ck_score=None)
    assert differing_answers(NOW, unscored) == ["Step 2 CK score: 225 → not set"]
    assert len(differing_answers(NOW, changed)) == 3


@pytest.mark.parametrize(
    ("gain", "span", "said"),
    [
        (0.031, Estimate(0.031, 0.008, 0.067), "+3 points (+0.8 to +7)"),
        (0.01, None, "+1 point"),
        (-0.05, None, "-5 points"),
        (0.0, Estimate(0.0, 0.0, 0.0), "about the same"),
    ],
)
def test_differences_have_a_sign_and_a_word(gain: float, span: Estimate | None, said: str) -> None:
    assert difference_words(gain, span) == said


def test_rows_compare_with_the_first(engine: Engine, shown: Assessment) -> None:
    other = assess(NOW.changed(us_letters=3, max_applications=130), engine, thorough=False)
    scenarios = [Scenario("now", NOW), Scenario("more", other.profile)]
    differences = [None, difference(shown, other)]
    first, second = comparison_rows(scenarios, [shown, other], differences, NOW)
    assert first.now and not second.now
    assert first.differs == ()
    assert [cell.against_first for cell in first.cells] == [""] * len(COLUMNS)
    tier, chance, _, interviews, none, fees = second.cells
    assert (tier.figure, tier.against_first) == ("A", "up from B")
    assert chance.against_first.startswith("+")
    assert interviews.against_first.startswith("+")
    assert none.against_first.startswith("-")
    assert fees.against_first == "+$900", "30 applications beyond the thirtieth at $30"
    table = comparison_table(scenarios, [shown, other], differences)
    assert table["match_probability_above_first"].isna().tolist() == [True, False]
    assert "match_rate" not in " ".join(table.columns)


def test_a_scenario_without_a_score_is_named() -> None:
    unscored = NOW.changed(step2_ck_score=None)
    assert unknown_score_note([Scenario("now", NOW)]) == ""
    one = unknown_score_note([Scenario("now", NOW), Scenario("later", unscored)])
    assert one.startswith("“later” has no Step 2 CK score: the chance is averaged")
    names = [Scenario(name, unscored) for name in ("a", "b", "c")]
    assert unknown_score_note(names).startswith("“a”, “b” and “c” have no")


def test_an_unknown_fee_is_not_zero(shown: Assessment) -> None:
    nothing_known = ListCost(0.0, {}, {"Internal Medicine": shown.plan.size})
    unpriced = replace(shown, plan=replace(shown.plan, cost=nothing_known))
    row = comparison_rows([Scenario("now", NOW)], [unpriced], [None], NOW)[0]
    assert row.cells[-1].figure == "not known"


def lever(cost: float | None, basis: str = "assumed") -> Lever:
    gain = Estimate(0.02, -0.005, 0.05)
    return Lever(
        name="step3",
        title="Pass Step 3",
        changes={"step3": "pass"},
        gain=gain,
        gain_pacific=gain,
        cost_usd=cost,
        time="three months.",
        basis=basis,
        note="",
        source_id="s",
        before=0.1,
    )


def test_a_lever_says_cost_time_and_what_its_size_rests_on() -> None:
    assert lever_terms_line(lever(935)) == "$935, three months"
    assert lever_terms_line(lever(None)) == "cost not known, three months"
    assert lever_terms_line(lever(0)) == "no fee, three months"
    anywhere, _, cost, basis = lever_cells(lever(None))
    assert (anywhere.figure, anywhere.span) == ("+2", "range -0.5 to +5")
    assert (cost.figure, basis.figure) == ("not known", "assumed")
    assert levers_table([lever(None)])["cost_usd"].isna().all()


def place(exchange: Exchange | None, score: float = 225) -> Contours:
    scores, sizes = np.array([220.0, 225.0, 230.0]), np.array([50, 100])
    return Contours(scores, sizes, np.array([[0.1, 0.2, 0.3], [0.2, 0.3, 0.4]]), score, 100, exchange)


@pytest.mark.parametrize(
    ("exchange", "said"),
    [
        (
            Exchange(30, 0.03, 4.2, 2.1, 6.4),
            "30 more applications are worth about as much as 4 points of Step 2 CK (range 2 to 6): "
            "either adds 3 points to the chance.",
        ),
        (Exchange(30, 0.03, 1.0, 0.8, None), "as 1 point of Step 2 CK (range 1 or more)"),
        (Exchange(30, 0.03, None, None, None), "score hardly matters"),
        (Exchange(30, 0.03, 55.0, 20.0, None), "it would take about 55 points"),
        (Exchange(30, 0.0001, 0.1, 0.0, 1.0), "would add almost nothing"),
        (None, "the list cannot grow"),
    ],
)
def test_the_exchange_in_words(exchange: Exchange | None, said: str) -> None:
    assert said in exchange_sentence(place(exchange))


def test_a_passed_exam_is_not_offered_again(engine: Engine, shown: Assessment) -> None:
    assert "cannot be taken again" in retake_note(shown)
    below = assess(NOW.changed(step2_ck_score=205), engine, thorough=False)
    assert "can be taken again" in retake_note(below)
    assert "You have no score yet" in retake_note(
        assess(NOW.changed(step2_ck_score=None), engine, thorough=False)
    )


def test_a_score_outside_the_published_ones_is_said(engine: Engine, shown: Assessment) -> None:
    assert place_note(shown, place(None)) == ""
    outside = assess(NOW.changed(step2_ck_score=195), engine, thorough=False)
    assert "Nobody with 195" in place_note(outside, place(None, 220))


def test_the_table_of_contours_has_a_row_for_each_place() -> None:
    table = contours_table(place(None))
    assert len(table) == 6
    assert table.loc[5].tolist() == [100, 230, 0.4]
