"""The line of a room on a page, who may change what there, and what a page does with what its tab kept."""

from typing import Any

import pytest
from page_parts import control_named
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web import room_controls, room_part
from smartpick.web.room_part import SWITCH
from smartpick.web.rooms import Rooms
from smartpick.web.session import Sitting


@pytest.fixture(autouse=True)
def _own_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Rooms()
    for module in (room_part, room_controls):
        monkeypatch.setattr(module, "ROOMS", own)


def page() -> None:
    """What `dashboard.py` does around a page, with the controls for its content."""
    from types import SimpleNamespace

    from smartpick.web.address import open_link, write_link
    from smartpick.web.room_controls import enter_room, room_line
    from smartpick.web.sidebar import control_panel
    from smartpick.web.tab_storage import keep_in_tab, tab_notice

    open_link()
    here = SimpleNamespace(url_path="")
    keep_in_tab(before=lambda: None)
    enter_room(here, [here])
    room_line()
    tab_notice()
    control_panel()
    write_link()


def opened(sitting: Sitting | None = None, **parameters: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=120)
    app.session_state["sitting"] = sitting or Sitting()
    for name, value in parameters.items():
        app.query_params[name] = value
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def code_of(app: AppTest) -> str:
    (link,) = [each.value for each in app.code]
    return str(link).partition("room=")[2]


def words(app: AppTest) -> str:
    html = [str(each.proto.body) for each in app.get("html")]
    return " ".join([*(each.value for each in app.markdown), *html])


def kept(app: AppTest) -> dict[str, Any]:
    """What the tab is given to keep."""
    import json

    (component,) = [
        each for each in app.get("bidi_component") if each.proto.component_name == "smartpick.tab_storage"
    ]
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def test_a_room_from_opening_to_closing() -> None:
    mentor = opened(Sitting(profile=ApplicantProfile(us_letters=4)))
    mentor.button(key="follow_along_open").click()
    run(mentor)
    assert "Your room is open." in words(mentor) and "Nobody follows your screen" in words(mentor)
    code = code_of(mentor)
    own = Sitting(profile=ApplicantProfile(us_letters=1))
    own.notes["1"] = "mine"
    mentee = opened(own, room=code)
    assert "You are following your mentor's screen." in words(mentee)
    letters = control_named(mentee.number_input, "answer_us_letters")
    assert letters.value == 4 and letters.disabled
    assert (mentee.query_params["room"], mentee.query_params["us_letters"]) == (code, "1"), "its own"
    assert not [each for each in mentee.button if each.key in ("reset", "replace_sitting")]
    assert "mine" in kept(mentee)["text"], "the tab keeps the person's own"
    control_named(mentor.number_input, "answer_us_letters").set_value(3)
    run(mentor)
    run(mentee)
    assert control_named(mentee.number_input, "answer_us_letters").value == 3
    stranger = opened(room=f"{code[:-3]}abc")
    assert "There is no room with this code" in words(stranger)
    assert control_named(stranger.number_input, "answer_us_letters").value == ApplicantProfile().us_letters
    assert "room" not in stranger.query_params
    mentee.button(key="room_stop").click()
    run(mentee)
    letters = control_named(mentee.number_input, "answer_us_letters")
    assert letters.value == 1 and not letters.disabled and "room" not in mentee.query_params
    mentor.button(key="room_close").click()
    run(mentor)
    assert "Your room is open." not in words(mentor) and len(room_part.ROOMS) == 0


def test_a_code_can_be_typed_and_the_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    mentor = opened()
    mentor.button(key="follow_along_open").click()
    run(mentor)
    mentee = opened()
    mentee.text_input(key="follow_along_code").set_value(f"http://host/?room={code_of(mentor)}")
    next(each for each in mentee.button if each.label == "Follow").click()
    run(mentee)
    assert "You are following" in words(mentee)
    mentor.button(key="follow_along_close").click()
    run(mentor)
    run(mentee)
    assert "The room has ended. These are your own answers again." in words(mentee)
    monkeypatch.setenv(SWITCH, "off")
    assert "follow_along_open" not in {each.key for each in opened().button}


def test_what_the_tab_is_given_follows_what_was_brought_and_clearing_takes_it_away() -> None:
    sitting = Sitting(profile=ApplicantProfile(us_letters=4))
    app = opened(sitting)
    nothing = kept(app)
    assert (nothing["number"], nothing["text"]) == (0, "")
    control_named(app.number_input, "answer_us_letters").set_value(3)
    assert kept(run(app)) == nothing, "an answer is in the address"
    own = app.session_state["sitting"]
    own.own_evidence.add([ProgramEvidence("1", takes_j1=True)], "non_us_img")
    first = kept(run(app))
    assert first["number"] == 1 and '"1"' in first["text"] and first["session"] == nothing["session"]
    own.notes["1"] = "asked"
    assert kept(run(app))["number"] == 2
    assert kept(run(app))["number"] == 2, "the same again is no change"
    own.own_evidence.add(
        [ProgramEvidence(str(n), origin="x" * 80, takes_j1=True) for n in range(15_000)], "us_img"
    )
    large = kept(run(app))
    assert large["text"] == "" and "more than a browser tab can keep" in app.warning[0].value
    app.button(key="clear_brought_now").click()
    run(app)
    assert kept(app)["text"] == "" and not app.warning
    after = app.session_state["sitting"]
    assert not after.evidence and not after.notes and after.profile.us_letters == 3


def test_an_entry_of_the_roster_is_shown_only_when_the_mentor_says_so() -> None:
    own = Sitting(profile=ApplicantProfile(us_letters=4))
    mentor = opened(own)
    mentor.button(key="follow_along_open").click()
    run(mentor)
    mentee = opened(room=code_of(mentor))
    for code, letters in (("7", 0), ("8", 1)):
        own.show_entry(code, ApplicantProfile(us_letters=letters))
        run(mentor)
        assert "Your room is paused." in words(mentor)
        run(mentee)
        assert "looking at something else" in words(mentee)
        assert control_named(mentee.number_input, "answer_us_letters").value == 4, "what was shown last"
        mentor.button(key="room_show").click()
        run(mentor)
        run(mentee)
        assert control_named(mentee.number_input, "answer_us_letters").value == letters
        own.close_entry()
        run(mentor)
        run(mentee)
        assert control_named(mentee.number_input, "answer_us_letters").value == 4
    # Opened while an entry is open, a room shows the mentor's own answers.
    mentor.button(key="room_close").click()
    own.show_entry("9", ApplicantProfile(us_letters=0))
    run(mentor)
    mentor.button(key="follow_along_open").click()
    run(mentor)
    late = opened(room=code_of(mentor))
    assert control_named(late.number_input, "answer_us_letters").value == 4
    standing = room_part.ROOMS.standing(mentor.session_state["room_part"].key)
    assert standing is not None and standing.still


def test_the_question_and_what_is_beside_it_are_followed_and_not_what_was_beside_an_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = ApplicantProfile(us_letters=4)
    own = Sitting(profile=mine)
    mentor = opened(own)
    mentor.session_state["advising_question"] = 2
    mentor.button(key="follow_along_open").click()
    run(mentor)
    part, code = mentor.session_state["room_part"], code_of(mentor)
    part.beside = (mine, mine.changed(step2_ck_score=250))
    run(mentor)
    mentee = opened(room=code)
    following = mentee.session_state["room_part"]
    assert (following.shown.question, following.shown.beside.step2_ck_score) == (2, 250)
    assert following.news("question", 2) and not following.news("question", 2), "taken over once"
    theirs = ApplicantProfile(us_letters=0)
    own.show_entry("7", theirs)
    part.beside = (theirs, theirs.changed(step2_ck_score=260))
    run(mentor)
    own.close_entry()
    run(mentor)
    run(mentee)
    shown = mentee.session_state["room_part"].shown
    assert not shown.still and shown.profile.us_letters == 4 and shown.beside is None
    # The roster itself is shown to nobody.
    monkeypatch.setattr(room_part, "ADVISING", "")
    mentor.session_state["advising_view"] = "roster"
    run(mentor)
    assert "The roster is not shown there." in words(mentor)
    assert "looking at something else" in words(run(mentee))
