"""The advising page: each question of the presenter view, and a roster from its file to an open entry."""

from typing import Any

import page_parts
import pytest
from page_parts import Part, control_named, press, read, run, words
from streamlit.testing.v1 import AppTest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.advising import QUESTIONS
from smartpick.text.levers import lever_gain, telling_levers
from smartpick.text.numbers import percent
from smartpick.web.advising import roster
from smartpick.web.entered import RosterFile
from smartpick.web.session import Sitting
from smartpick.whatif.levers import levers
from smartpick.whatif.scenarios import Scenario

PROFILE = ApplicantProfile(step2_ck_score=231, us_letters=2)


def opened(parameters: dict[str, str], sitting: Sitting) -> AppTest:
    """Open the page with what the dashboard draws above every page."""
    app = AppTest.from_file(str(page_parts.PAGES.parent / "dashboard.py"), default_timeout=240)
    app.session_state["sitting"] = sitting
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page("pages/advising.py")
    return run(app)


def presented(question: int, profile: ApplicantProfile = PROFILE, **sitting: Any) -> AppTest:
    return opened({"advising_question": str(question)}, Sitting(profile=profile, **sitting))


def with_sources(app: AppTest) -> list[Part]:
    """Every part with a figure has its Sources button."""
    parts = read(app)
    for part in parts:
        assert not part.figures([]) or any(part.buttons), part.heading
    return parts


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_question_at_a_time(question: int) -> None:
    app = presented(question)
    said = words(app)
    assert said.count("<h1") == 1 and QUESTIONS[question] in said
    with_sources(app)
    others = [text for number, text in QUESTIONS.items() if number != question]
    assert not any(text in said for text in others)
    # The slider is there whatever the question.
    assert any("Chance of matching" in part.proto.json for part in app.get("bidi_component"))


def test_what_helps_most_is_what_the_cockpit_says(engine: Engine) -> None:
    said = words(presented(2))
    best = telling_levers(levers(assess(PROFILE, engine), engine))[:3]
    assert len(best) == 3
    for lever in best:
        assert lever.title in said and lever_gain(lever) in said


def test_before_and_after_of_a_quick_change_and_of_a_kept_scenario(engine: Engine) -> None:
    other = PROFILE.changed(us_letters=4, step3="pass")
    app = presented(2, scenarios=(Scenario("Later", other), Scenario("The same", PROFILE)))
    choice = control_named(app.selectbox, "advising_pair")
    assert [*choice.options] == [
        "The changes that help most",
        "Step 2 CK 241, 10 points more",
        "Step 3 passed",
        "4 US letters, 2 more",
        "Scenario: Later",
    ]
    now = assess(PROFILE, engine).match_probability.point
    for name, changed in (
        ("Step 2 CK 241, 10 points more", PROFILE.changed(step2_ck_score=241)),
        ("Scenario: Later", other),
    ):
        control_named(app.selectbox, "advising_pair").select(name)
        said = words(run(app))
        then = assess(changed, engine).match_probability.point
        assert f"<b>{percent(now)}</b>" in said and f"<b>{percent(then)}</b>" in said
        assert f"+{round(100 * (then - now))} point" in said
        assert f'<th scope="col">{name}</th>' in said
        assert ("cannot be taken again" in said) == ("points" in name)
        with_sources(app)


def test_quick_changes_are_only_those_that_the_answers_allow() -> None:
    app = presented(2, ApplicantProfile(step2_ck_score=None, us_letters=5, step3="not_taken"))
    assert not any("Step 2 CK" in option for option in control_named(app.selectbox, "advising_pair").options)


def test_the_list_in_short_adds_up(engine: Engine) -> None:
    plan = assess(PROFILE, engine).plan
    said = words(presented(3))
    counts = [
        int(said.split(f"<b>{name}: ")[1].split("<")[0])
        for name in ("Safer", "Target", "Reach")
        if f"<b>{name}: " in said
    ]
    assert sum(counts) == plan.size
    assert f"for {plan.size} applications, {plan.pacific_count} of them on the West Coast" in said


def test_next_steps_stay_in_the_sitting_and_go_into_the_report(engine: Engine) -> None:
    app = presented(4)
    control_named(app.text_area, "next_steps").input("Ask for a letter\n\n  by   May ")
    app = run(app)
    own: Sitting = app.session_state["sitting"]
    assert own.next_steps == ("Ask for a letter", "by May")
    app = press(app, "take_next_steps")
    assert own.next_steps[:2] == ("Ask for a letter", "by May") and len(own.next_steps) > 3
    assert '"Ask for a letter"' in own.saved()
    assert app.button(key="take_next_steps").disabled
    labels = [button.label for button in app.get("download_button")]
    assert {"PDF for A4 paper", "PDF for US Letter paper", "HTML, to read on any screen"} <= {*labels}


def test_no_figures_and_an_empty_list_are_said() -> None:
    said = words(presented(2, ApplicantProfile(specialties=("Emergency Medicine/Anesthesiology",))))
    assert "No source publishes" in said
    assert "no application to recommend" in words(presented(3, ApplicantProfile(budget_usd=0)))


ROSTER = (
    b"code,full name,step 2 ck,visa,US letters,specialties\n"
    b"M01,Ann Roe,228,j1,3,Internal Medicine\n"
    b"M02,Ben Roe,banana,j1,1,Pediatrics\n"
    b"M03,Cai Roe,211,none,2,Pediatrics\n"
)


def with_roster(content: bytes = ROSTER, **sitting: Any) -> AppTest:
    given = {"profile": PROFILE, "roster": RosterFile("call.csv", content)} | sitting
    app = opened({"advising_view": "roster"}, Sitting(**given))
    # A fragment asks again by itself in a browser.
    while app.get("progress"):
        run(app)
    return app


def table(app: AppTest) -> Any:
    return app.dataframe[-1].value


def test_a_roster_keeps_its_good_rows_and_shows_codes(engine: Engine) -> None:
    app = with_roster()
    shown = table(app)
    assert [*shown["Code"]] == ["M01", "M03"]
    expected = assess(ApplicantProfile(step2_ck_score=228, visa_need="j1", us_letters=3), engine)
    assert shown["Chance"][0] == pytest.approx(100 * expected.match_probability.point)
    assert "Step 3" in shown["Data gaps"][0] and "letters" not in shown["Data gaps"][0].split("Step 3")[0]
    faults = app.dataframe[0].value
    assert [*faults["Code"]] == ["M02"] and "banana" in faults.iloc[0, 2]
    said = words(app)
    assert "Roe" not in said and not shown["Name"].any()
    assert "2 applicants." in said and "Everybody in one picture" in said
    control_named(app.toggle, "roster_names").set_value(True)
    assert [*table(run(app))["Name"]] == ["Ann Roe", "Cai Roe"]
    control_named(app.selectbox, "roster_specialty").select("Pediatrics")
    assert [*table(run(app))["Code"]] == ["M03"]


def test_an_entry_is_opened_and_the_mentor_comes_back_to_the_own_profile() -> None:
    app = with_roster(next_steps=("the mentor's own",))
    own: Sitting = app.session_state["sitting"]
    control_named(app.selectbox, "roster_chosen").select("M03")
    app = press(run(app), "present_entry")
    assert (own.entry, own.profile.step2_ck_score, own.next_steps) == ("M03", 211, ())
    said = words(app)
    assert "roster entry M03" in said and "Where do you stand?" in said
    own.answer(us_letters=4)
    app = press(app, "back_to_roster")
    assert (own.entry, own.profile, own.next_steps) == ("", PROFILE, ("the mentor's own",))
    assert "Advising" in words(app) and "roster entry" not in words(app)
    # What was changed for the entry is kept, and can be given up.
    assert own.others["M03"].profile.us_letters == 4
    app = press(app, "forget_entry")
    assert "M03" not in own.others


def test_columns_that_are_not_clear_are_asked_about() -> None:
    app = with_roster(b"code,CK,letters,YOG\nM01,228,3,2024\n")
    assert "Nothing is worked out until they are" in words(app)
    assert not app.dataframe
    next(box for box in app.selectbox if "letters" in box.label).select("us_letters")
    app = run(app)
    next(box for box in app.number_input if "YOG" in box.label).set_value(2027)
    run(app)
    while app.get("progress"):
        run(app)
    assert [*table(app)["Code"]] == ["M01"]
    own: Sitting = app.session_state["sitting"]
    assert (
        own.roster is not None and own.roster.match_year == 2027 and own.roster.meanings == {2: "us_letters"}
    )


def test_a_long_roster_is_cut_with_a_sentence_and_a_bad_file_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roster, "MOST_ROWS", 1)
    app = with_roster()
    assert [*table(app)["Code"]] == ["M01"]
    assert "the first 1 are shown" in words(app) and "smartpick cohort" in words(app)
    app = with_roster(b"\x00\x01")
    assert "call.csv" in words(app)
    app = press(app, "forget_roster")
    assert app.session_state["sitting"].roster is None
