"""The form is made from the profile's fields; its file of everything is saved and brought back."""

from typing import Any

import pytest
from page_parts import control_named
from streamlit.testing.v1 import AppTest

from smartpick.profile import FORM, ApplicantProfile, question, questions_of
from smartpick.web.session import Sitting

ELSEWHERE = {"step2_ck_score", "signals", "pinned", "excluded"}
ASKED = [field for section in FORM for field in questions_of(section)]


def page() -> None:
    from smartpick.web.sidebar import control_panel

    control_panel()


def opened(**answers: Any) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    profile = ApplicantProfile.from_answers(answers)
    app.session_state["sitting"] = Sitting(profile=profile)
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> set[str]:
    kinds = (app.selectbox, app.multiselect, app.number_input, app.checkbox, app.date_input, app.slider)
    names = [str(each.key).rsplit("-", 2)[0] for kind in kinds for each in kind]
    return {name.removeprefix("answer_") for name in names if name.startswith("answer_")}


def test_every_field_is_asked_once_in_the_form_or_has_a_place_of_its_own() -> None:
    assert len(ASKED) == len(set(ASKED))
    assert set(ASKED) | ELSEWHERE == set(ApplicantProfile.model_fields)
    assert not set(ASKED) & ELSEWHERE
    for field in ASKED:
        assert question(field).help.endswith(".")
        assert question(field).label_for(vars(ApplicantProfile()))


def test_every_choice_has_words_for_each_of_its_answers() -> None:
    for field in ASKED:
        words = question(field).words
        for answer in words or ():
            alone = {field: answer}
            if field == "step1" and answer in ("fail", "fail_then_pass"):
                alone["step1_failures"] = 1
            assert getattr(ApplicantProfile.from_answers(alone), field) == answer
    annotation = ApplicantProfile.model_fields["visa_need"].annotation
    assert set(question("visa_need").words or ()) == set(annotation.__args__)


@pytest.mark.parametrize(
    ("answers", "more", "less"),
    [
        ({}, {"step1_score"}, {"step1_failures", "step3_score", "second_choice_value", "season_month"}),
        ({"step1": "fail_then_pass"}, {"step1_failures", "step1_score"}, set()),
        ({"step3": "pass"}, {"step3_score"}, set()),
        ({"specialties": ["Neurology", "Pediatrics"]}, {"second_choice_value"}, set()),
        ({"season_stage": "waiting"}, {"interviews_in_hand", "season_month"}, {"programs_ranked"}),
        ({"season_stage": "ranking"}, {"programs_ranked"}, {"interviews_in_hand"}),
    ],
)
def test_a_question_is_asked_when_it_applies(answers: dict[str, Any], more: set[str], less: set[str]) -> None:
    fields = shown(opened(**answers))
    assert more <= fields and not less & fields
    assert {"applicant_type", "languages", "budget_usd", "pacific_ties", "publications"} <= fields


@pytest.mark.parametrize(
    ("kind", "field", "value", "answer"),
    [
        ("selectbox", "ecfmg_certified", "no answer", None),
        ("selectbox", "visa_need", "h1b", "h1b"),
        ("multiselect", "languages", ["Spanish", "Twi"], ("Spanish", "Twi")),
        ("number_input", "budget_usd", 350, 350),
        ("number_input", "usce_hands_on_weeks", 12, 12),
        ("checkbox", "pacific_ties", True, True),
        ("slider", "pacific_weight", 35, 0.35),
    ],
)
def test_each_kind_of_control_takes_its_answer(kind: str, field: str, value: Any, answer: Any) -> None:
    app = opened(ecfmg_certified=True)
    control_named(getattr(app, kind), f"answer_{field}").set_value(value).run()
    assert not app.exception
    assert getattr(app.session_state["sitting"].profile, field) == answer


def test_a_saved_file_is_brought_back_and_a_faulty_one_says_why() -> None:
    saved = Sitting(notes={"1": "call them"})
    saved.answer(us_letters=3)
    app = opened(us_letters=1)
    app.file_uploader[0].set_value(("mine.json", b"{}", "application/json")).run()
    assert app.session_state["sitting"].profile.us_letters == 1, "nothing is replaced before it is said"
    app.button(key="replace_sitting").click().run()
    assert [each.value for each in app.warning] == [
        "This file was not saved by SmartPick, or by another version of it."
    ]
    assert app.session_state["sitting"].profile.us_letters == 1
    app.file_uploader[0].set_value(("mine.json", saved.saved().encode(), "application/json")).run()
    app.button(key="replace_sitting").click().run()
    assert not app.exception and not app.warning
    assert app.session_state["sitting"].profile.us_letters == 3
    assert app.session_state["sitting"].notes == {"1": "call them"}
    assert control_named(app.number_input, "answer_us_letters").value == 3
