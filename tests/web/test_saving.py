"""All that a person entered is saved whole and comes back; a faulty file changes nothing and says why."""

import json
import math
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.entered import OwnListText, RosterFile
from smartpick.web.session import Sitting
from smartpick.whatif.scenarios import Scenario

# What is of the moment and not the person's: nobody misses it in a file.
OF_THE_MOMENT = {"before", "aside", "notices", "unused", "faults", "_begun"}


def a_full_sitting() -> Sitting:
    sitting = Sitting(assumed=False)
    sitting.answer(us_letters=4, languages=("Urdu",), pinned=("1400511046",), excluded=("1403921352",))
    sitting.own_evidence.add(
        [ProgramEvidence("1", interview_rate=0.125, seasons=3, takes_j1=True, origin="a; b")], "us_img"
    )
    sitting.learn("2", "interview_rate", 0.04)
    sitting.learn("2", "takes_h1b", False)
    sitting.notes["2"] = "asked “them”\nin May"
    sitting.scenarios = (Scenario("As I am", sitting.profile), Scenario("Later", ApplicantProfile()))
    sitting.own_list = OwnListText(file=("list.csv", b"\xef\xbb\xbf\x00\xff"), decisions={"3": "1", "4": ""})
    sitting.enter_date("match_day", date(2027, 3, 19))
    sitting.own_labels["gaps"] = "neutral"
    sitting.own_answers["gaps"] = "cared for my mother"
    sitting.agree("Ask for a letter\n\n Step 3   by May ")
    return sitting


def with_an_entry_open() -> Sitting:
    sitting = a_full_sitting()
    sitting.roster = RosterFile("r.csv", b"\xff\x00code", match_year=2027, meanings={2: "us_letters", 3: ""})
    sitting.show_entry("M03", ApplicantProfile(step2_ck_score=211))
    sitting.answer(us_letters=1)
    sitting.agree("M03's own step")
    sitting.show_entry("M07", ApplicantProfile(step2_ck_score=240))
    return sitting


def held(sitting: Sitting) -> dict[str, Any]:
    """What the sitting holds of a person; the version of the evidence only counts changes."""
    values = {each.name: getattr(sitting, each.name) for each in fields(sitting)}
    evidence = values.pop("own_evidence")
    values |= {"known": evidence.known, "rates": evidence.rates}
    return {name: value for name, value in values.items() if name not in OF_THE_MOMENT}


@pytest.mark.parametrize("form", ["text", "bytes", "bytes with a mark"])
def test_all_that_was_entered_comes_back_in_place_of_what_is_there(form: str) -> None:
    before, after = a_full_sitting(), Sitting()
    after.own_evidence.add([ProgramEvidence("9", takes_j1=True)], "non_us_img")
    after.notes["9"] = "another"
    version = after.evidence_version
    text = before.saved()
    mark = b"\xef\xbb\xbf" if form == "bytes with a mark" else b""
    assert after.bring_back(text if form == "text" else mark + text.encode()) == []
    assert held(after) == held(before)
    assert after.profile.model_fields_set == before.profile.model_fields_set
    assert after.evidence_version > version, "what was worked out with other evidence must not be shown"
    assert after.notices


def test_an_open_entry_of_a_roster_comes_back_with_everybody_set_aside() -> None:
    before, after = with_an_entry_open(), Sitting()
    assert after.bring_back(before.saved()) == []
    assert held(after) == held(before)
    assert (after.entry, after.others.keys()) == ("M07", {"", "M03"})
    after.close_entry()
    own, expected = held(after), held(a_full_sitting())
    for name in ("profile", "scenarios", "own_list", "own_labels", "own_answers", "next_steps"):
        assert own[name] == expected[name], name
    assert after.next_steps == ("Ask for a letter", "Step 3 by May")
    after.show_entry("M03", ApplicantProfile())
    assert (after.profile.us_letters, after.profile.step2_ck_score) == (1, 211)
    assert (after.next_steps, after.scenarios) == (("M03's own step",), ())
    after.forget_roster()
    assert (after.entry, after.others, after.roster) == ("", {}, None)
    assert after.profile == a_full_sitting().profile


def test_a_link_to_somebody_set_aside_shows_that_person() -> None:
    """Going back in the browser from an entry leads to the address of the person before."""
    sitting = a_full_sitting()
    own = sitting.profile
    sitting.show_entry("M03", ApplicantProfile(step2_ck_score=211))
    # A link has no languages: they are free text.
    sitting.open_link(own.model_copy(update={"languages": ()}), assumed=True, unused="")
    assert (sitting.entry, sitting.profile) == ("", own)
    assert sitting.others["M03"].profile.step2_ck_score == 211
    sitting.open_link(ApplicantProfile(step2_ck_score=250), assumed=True, unused="")
    assert (sitting.entry, sitting.profile.step2_ck_score) == ("", 250)


def test_a_file_from_before_there_were_rosters_can_be_brought_back() -> None:
    document = json.loads(a_full_sitting().saved())
    for name in ("next_steps", "roster", "entry", "others"):
        del document[name]
    sitting = with_an_entry_open()
    assert sitting.bring_back(json.dumps(document)) == []
    assert (sitting.next_steps, sitting.roster, sitting.entry, sitting.others) == ((), None, "", {})


def test_every_field_of_a_sitting_is_saved_or_of_the_moment() -> None:
    saved = set(json.loads(Sitting().saved())) - {"smartpick_sitting"}
    assert saved | OF_THE_MOMENT == {each.name for each in fields(Sitting)}


def test_checklist_answers_survive_a_figure_another_type_and_a_file() -> None:
    sitting = Sitting()
    sitting.learn("1", "interview_rate", 0.04)
    sitting.learn("1", "takes_j1", True)
    sitting.own_evidence.add(
        [ProgramEvidence("2", interview_rate=0.2, origin="entered by hand")], "non_us_img"
    )
    evidence, answers = dict(sitting.evidence), sitting.answered()
    assert (len(evidence), len(answers)) == (2, 2)
    sitting.answer(applicant_type="us_img")
    assert sitting.evidence == {
        "1": ProgramEvidence("1", takes_j1=True, visa_this_season=True, origin=LOOK_UP)
    }
    again = Sitting()
    assert again.bring_back(sitting.saved()) == []
    for one in (sitting, again):
        one.answer(applicant_type="non_us_img")
        assert one.evidence == evidence
        assert one.answered() == answers
        one.take_back(answers[0])
        assert one.evidence["1"].interview_rate is None and one.evidence["1"].takes_j1


def test_the_same_rate_of_another_type_is_not_an_answer_of_this_one() -> None:
    sitting = Sitting()
    sitting.learn("1", "interview_rate", 0.04)
    sitting.answer(applicant_type="us_img")
    sitting.own_evidence.add([ProgramEvidence("1", interview_rate=0.04, origin="a file")], "us_img")
    assert sitting.answered() == [], "to take it back would drop a figure of the file"
    sitting.answer(applicant_type="non_us_img")
    (answer,) = sitting.answered()
    sitting.take_back(answer)
    assert sitting.evidence == {} and sitting.evidence_of("us_img")["1"].interview_rate == 0.04


def test_a_reload_brings_back_what_was_brought_and_leaves_the_answers_to_the_address() -> None:
    before, after = a_full_sitting(), Sitting()
    before.scenarios = (*before.scenarios, Scenario("Third", ApplicantProfile(us_letters=1)))
    after.answer(us_letters=1)
    # What a link to the scenarios brought: their answers, under names of its own.
    after.scenarios = (Scenario("Scenario", ApplicantProfile(us_letters=1)),)
    assert after.bring_in(before.brought()) == []
    ours, theirs = held(after), held(before)
    assert ours.pop("profile") == ApplicantProfile(us_letters=1, languages=("Urdu",))
    assert ours.pop("assumed") and not theirs.pop("assumed")
    assert [each.name for each in ours.pop("scenarios")] == ["Third", "As I am", "Later"]
    del theirs["profile"], theirs["scenarios"]
    assert ours == theirs
    assert '"us_letters"' not in Sitting(profile=before.profile).brought(), "answers are in the address"


def test_what_is_kept_is_nothing_without_anything_brought_and_after_clearing() -> None:
    sitting = Sitting()
    sitting.answer(us_letters=3)
    assert sitting.brought() == ""
    for change in (
        lambda one: one.learn("2", "interview_rate", 0.04),
        lambda one: one.notes.update({"2": "asked"}),
        lambda one: one.answer(languages=("Urdu",)),
        lambda one: one.enter_date("match_day", date(2027, 3, 19)),
        lambda one: one.own_labels.update(gaps="neutral"),
    ):
        stamp = sitting.brought_stamp()
        change(sitting)
        assert sitting.brought() and sitting.brought_stamp() != stamp
    full = a_full_sitting()
    full.clear()
    assert full.brought() == "" and full.profile.us_letters == 4 and not full.assumed
    assert full.before is None and full.notices
    sitting.own_evidence.forget(["2"], "non_us_img")
    assert not sitting.own_evidence.rates


def test_what_a_tab_kept_goes_through_the_checks_of_a_file() -> None:
    sitting = a_full_sitting()
    before = held(sitting)
    for text in ("", "{", change("smartpick_sitting", value=9), change("notes", "2", value="x" * 1001)):
        assert sitting.bring_in(text)
        assert held(sitting) == before


def test_scenarios_that_found_no_room_are_named() -> None:
    stored, here = Sitting(), Sitting()
    stored.scenarios = tuple(Scenario(f"s{n}", ApplicantProfile(us_letters=n)) for n in range(5))
    here.scenarios = tuple(Scenario(f"l{n}", ApplicantProfile(step2_ck_score=240 + n)) for n in range(3))
    assert here.bring_in(stored.brought()) == []
    assert [each.name for each in here.scenarios] == ["l0", "l1", "l2", "s0", "s1", "s2"]
    assert ["s3" in here.notices[0], "s4" in here.notices[1]] == [True, True]


LOOK_UP = "your own look-up"


def change(*path: str | int, value: Any) -> str:
    document = json.loads(a_full_sitting().saved())
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("profile", "us_letters"), 99, "profile: US letters of recommendation is 99."),
        (("profile", "hair"), "red", "profile: There is no field 'hair'."),
        (("own_evidence", "known", "1", "colour"), 1, "colour: this version of SmartPick does not know"),
        (("own_evidence", "known", "1", "takes_j1"), "perhaps", "own_evidence → known → 1 → takes_j1: "),
        (("own_evidence", "known", "1", "img_share"), 1.5, "1: a share must be from 0 to 1."),
        (("own_evidence", "known", "1", "program_id"), "7", "1: it is kept under the id of another program."),
        (("own_evidence", "known", "1", "non_us_img_share"), -0.1, "1: a share must be from 0 to 1."),
        (("own_evidence", "known", "1", "interview_rate"), 0.1, "1: a rate belongs under the applicant type"),
        (("own_evidence", "rates", "us_img", "1", "rate"), -0.1, "a rate must be from 0 to 1"),
        (("own_evidence", "rates", "us_img", "1", "rate"), 1.1, "a rate must be from 0 to 1"),
        (("own_evidence", "rates", "us_img", "1", "rate"), math.nan, "1 → rate: "),
        (("own_evidence", "rates", "us_img", "1", "seasons"), 0, "1: a rate must be from 0 to 1, over at le"),
        (("checklist", 0, "field"), "colour", "checklist → 0: colour: the checklist does not ask for this."),
        (("checklist", 0, "before", "interview_rate"), 5.0, "checklist → 0: 2: a rate must be from 0 to 1"),
        (("checklist", 0, "before", "program_id"), "7", "2: what was known before is of another program."),
        (
            ("own_evidence", "rates", "us_img", "8"),
            {"rate": 0.1, "seasons": 1},
            "8: it has a rate but is not",
        ),
        (("own_evidence", "rates", "martian"), {}, "martian"),
        (("notes", "2"), "x" * 1001, "notes → 2: "),
        (("scenarios", 1, "name"), "As I am", "scenarios: two of them have the same name."),
        (("scenarios", 0, "profile", "step2_ck_score"), "high", "Step 2 CK score is 'high'."),
        (("scenarios",), [{"name": f"{n}", "profile": {}} for n in range(7)], "scenarios: "),
        (("own_dates", "match_day"), "soon", "own_dates → match_day: "),
        (("own_dates", "match_day"), "9999-12-31", "own_dates → match_day: "),
        (("entry",), "M03", "the entry that is shown and those set aside do not go together"),
        (("next_steps",), ["x" * 1001], "next_steps → 0: "),
        (("extra",), 1, "extra: this version of SmartPick does not know this name."),
        (("smartpick_sitting",), 2, "not saved by SmartPick, or by another version"),
    ],
)
def test_a_fault_is_said_and_nothing_changes(path: tuple[str, ...], value: Any, sentence: str) -> None:
    sitting = a_full_sitting()
    before, profile = held(sitting), sitting.profile
    (fault,) = sitting.bring_back(change(*path, value=value))
    assert sentence in fault
    assert held(sitting) == before and sitting.profile is profile


def test_all_faults_are_said_at_once() -> None:
    document = json.loads(a_full_sitting().saved())
    document["notes"], document["assumed"] = 3, "maybe"
    del document["checklist"]
    assert {fault.split(":")[0] for fault in Sitting().bring_back(json.dumps(document))} == {
        "notes",
        "assumed",
        "checklist",
    }


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"us_letters": 3}', b"\xff\xfe\x00", b"PK\x03\x04"])
def test_another_file_is_not_taken_for_a_saved_one(text: str | bytes) -> None:
    sitting = a_full_sitting()
    before = held(sitting)
    assert sitting.bring_back(text) == ["This file was not saved by SmartPick, or by another version of it."]
    assert held(sitting) == before
