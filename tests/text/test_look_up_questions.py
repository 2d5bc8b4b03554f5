"""Questions are grouped by fact, the one worth most first, with names and addresses."""

import pandas as pd
import pytest

from smartpick.plan.look_up import RATE, VISA, LookUp
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import questions
from smartpick.text.numbers import worth_text

PROGRAMS = pd.DataFrame(
    {
        "program_id": ["1", "2", "3"],
        "name": ["North", "South", "West"],
        "city": ["Fresno", None, "Salem"],
        "state": ["CA", "TX", "OR"],
        "website": ["https://north.example", "javascript:alert(1)", None],
    }
)
FOUND = [
    LookUp("1", VISA, 0.0004, True, 0.4),
    LookUp("2", RATE, 0.0003, False, 0.7),
    LookUp("3", VISA, 0.0002, False, 0.5),
]


@pytest.mark.parametrize(
    ("visa", "named", "field"),
    [("j1", "J-1", "takes_j1"), ("h1b", "H-1B", "takes_h1b"), ("either", "J-1", "takes_j1")],
)
def test_the_visa_asked_about_is_the_one_needed(visa: str, named: str, field: str) -> None:
    first, second = questions(FOUND, ApplicantProfile(visa_need=visa), PROGRAMS)
    assert first.title == f"Ask these 2 programs whether they sponsor {named}"
    assert first.field == field
    assert second.field == "interview_rate"
    assert first.value == pytest.approx(0.0006)


def test_names_places_and_safe_addresses() -> None:
    first, second = questions(FOUND, ApplicantProfile(), PROGRAMS)
    assert [one.name for one in first.asked] == ["North (Fresno, CA)", "West (Salem, OR)"]
    assert first.asked[0].website == "https://north.example"
    assert second.asked[0].name == "South (TX)"
    assert second.asked[0].website is None


def test_no_question_is_an_empty_list() -> None:
    assert questions([], ApplicantProfile(), PROGRAMS) == []


def test_worth() -> None:
    assert worth_text(0.0004) == "0.04 points"
    assert worth_text(0.00001) == "under 0.01 points"
