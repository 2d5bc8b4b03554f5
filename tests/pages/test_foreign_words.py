"""Words that a person, a file or a link brings are shown as words: no HTML and no picture of another host.

Streamlit reads labels, helps, captions and notices as Markdown, in which a picture is fetched from its host.
So every free text, cell, heading, sheet and file name here holds a picture and a tag of another host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import page_parts
import pytest
from page_parts import run
from streamlit.testing.v1 import AppTest
from workbooks import ods, ods_rows

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.season import OPEN_DATES
from smartpick.web.blocks import as_plain_text
from smartpick.web.entered import LAST_DAY, OwnListText, RosterFile
from smartpick.web.links import PAGE_PARAMETERS
from smartpick.web.session import Sitting
from smartpick.whatif.scenarios import Scenario

HOST = "a.invalid"
# No longer than a language may be.
BAD = f"![x](//{HOST})<img src=//{HOST}>"
# In letters that a reader of column names passes over, so that the column is known all the same.
BAD_NAME = "![ж](//ж.рф)"
KERN = "1400511046"
# What Streamlit shows as Markdown, by the names of its fields.
MARKDOWN = {"label", "help", "body", "text", "content", "caption", "title"}
PICTURE, TAG = re.compile(r"(?<!\\)!\["), re.compile(rf"<(?:img|a)\b[^>]*{HOST}")


def texts(app: AppTest) -> Iterator[tuple[str, str, str]]:
    """Give every text that the page was sent: what it belongs to, the field, and the text."""

    def within(message: Any, owner: str) -> Iterator[tuple[str, str, str]]:
        for field, value in message.ListFields():
            many = value if field.is_repeated else [value]
            for one in many:
                if field.type == field.TYPE_STRING:
                    yield owner, field.name, one
                elif field.type == field.TYPE_MESSAGE and hasattr(one, "ListFields"):
                    yield from within(one, type(one).__name__)

    def below(node: Any) -> Iterator[tuple[str, str, str]]:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield from within(proto, type(proto).__name__)
        for child in getattr(node, "children", {}).values():
            yield from below(child)

    yield from below(app._tree)


def harmless(app: AppTest) -> str:
    """Make sure that nothing foreign is formatted on the page; return all that it shows."""
    shown = list(texts(app))
    for owner, field, text in shown:
        if owner == "Html" or owner == "PlotlyChart":
            assert not TAG.search(text), (owner, field, text[:300])
        elif (field in MARKDOWN and owner not in ("TextInput", "TextArea")) or field == "help":
            assert not PICTURE.search(text), (owner, field, text[:300])
    return " ".join(text for _, _, text in shown)


def a_sitting() -> Sitting:
    sitting = Sitting(profile=ApplicantProfile(languages=(BAD,), max_applications=30))
    sitting.own_evidence.add([ProgramEvidence(KERN, interview_rate=0.1, origin=BAD)], "non_us_img")
    sitting.learn(KERN, "takes_j1", True)
    sitting.notes[KERN] = BAD
    sitting.scenarios = tuple(
        Scenario(f"{number} {BAD}"[:60], ApplicantProfile(us_letters=number)) for number in (1, 3)
    )
    sitting.own_answers = dict.fromkeys(("gaps", "languages", "english"), BAD)
    sitting.next_steps = (BAD,)
    # The last that can be entered, for which Streamlit's own limits would leave no room.
    sitting.own_dates = dict.fromkeys((event.key for event in OPEN_DATES), LAST_DAY)
    sitting.own_list = OwnListText(f"{BAD}\nSaint Mary {BAD} CA\n{KERN} {BAD}\nMedical Center, CA {BAD}")
    sitting.notices = (f"There was no space left for the scenario “{BAD}”.",)
    sitting.faults = dict.fromkeys(ApplicantProfile.model_fields, BAD)
    return sitting


@pytest.mark.slow
@pytest.mark.parametrize("page", ["plan", "applications", "scenarios", "programs"])
def test_own_words_and_words_of_a_link(page: str) -> None:
    app = AppTest.from_file(str(page_parts.PAGES.parent / "dashboard.py"), default_timeout=240)
    app.session_state["sitting"] = a_sitting()
    for name in [*sorted(PAGE_PARAMETERS - {"program"}), "x", BAD]:
        app.query_params[name] = BAD
    app.query_params["program"] = KERN if page == "programs" else BAD
    app.switch_page(f"pages/{page}.py")
    said = harmless(run(app))
    assert HOST in said


# Two sheets, called as no spreadsheet program would let them be called. Programs' names cannot be told from
# others, and the numbers may be shares or percentages.
NAMES = [BAD, "Program name", "State", "City", f"Non-US IMG interview rate {BAD}", f"US IMG {BAD_NAME}"]
ROWS = [
    [BAD, "Saint Mary", "CA", "San Francisco", 0.5, 3],
    [BAD, "Medical Center", "CA", "Los Angeles", 0.9, 4],
    [BAD, BAD, "CA", BAD, BAD, BAD],
]
WORKBOOK = ods({escape(f"{place} internal medicine {BAD}"): ods_rows([NAMES, *ROWS]) for place in ("1", "2")})
ROSTERS = (
    f"code,CK score {BAD},YOG {BAD_NAME},{BAD}\n{BAD},222,2020,{BAD}\n",
    f"code,step2_ck_score,{BAD}\n{BAD},222,{BAD}\n={BAD},high,\n",
)


@pytest.mark.slow
def test_files_of_every_kind() -> None:
    app = page_parts.opened("programs", sitting=Sitting())
    for name, content, asked in (
        (f"{BAD}.ods", WORKBOOK, ("Row 2: ", "Numbers in '", "What are the numbers in ")),
        (f"{BAD}.csv", f"{BAD},Program,{BAD}\n{BAD},x,1".encode(), ()),
    ):
        uploader = next(each for each in app.file_uploader if "saved" not in str(each.key))
        uploader.set_value((name, content, "text/csv"))
        said = harmless(run(app))
        # That the questions in which the words stand are there at all.
        assert HOST in said and all(question in said for question in asked)
    for roster, asked in zip(ROSTERS, (("What does “", "is a year"), ("could not be used",)), strict=True):
        sitting = Sitting(roster=RosterFile(f"{BAD}.csv", roster.encode()))
        said = harmless(page_parts.opened("advising", {"advising_view": "roster"}, sitting=sitting))
        assert HOST in said and all(question in said for question in asked)


def test_the_guard_itself() -> None:
    assert PICTURE.search(f"Row 1: {BAD}") and not PICTURE.search(f"Row 1: {as_plain_text(BAD)}")
    assert TAG.search(BAD) and not TAG.search("&lt;img src=//a.invalid&gt;")
    assert as_plain_text("a\n\n# b  &lt; c") == "a \\# b \\&lt; c"
    # Addresses, which would become links by themselves.
    address = as_plain_text("http://a.invalid www.a.invalid x@a.invalid")
    assert not re.search(r"://|www\.|@a", address.replace("\\", ""))
