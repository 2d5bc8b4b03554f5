"""Choices of a page in its link: they come back as they were, and nothing unknown comes in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.web.address import (
    LinkedChoice,
    one_of,
    open_choices,
    parameters_of,
    some_of,
    take,
    whole_number,
    write_choices,
    yes_or_no,
)
from smartpick.web.links import PAGE_PARAMETERS, Unused

STATES = {"California": "CA", "Oregon": "OR", "the coast": "Coast"}
VIEWS = {"List": "list", "Map": "map", "in secret": "secret"}


def choices() -> tuple[LinkedChoice, ...]:
    codes = {view: code for view, code in VIEWS.items() if code != "secret"}
    return (
        one_of("t_view", "view", "view", codes, "List"),
        some_of("t_states", "states", "states", STATES, ["Oregon"], none="all"),
        whole_number("t_miles", "miles", "miles", 5, 3000, 100),
        yes_or_no("t_doubtful", "doubtful", "doubtful"),
    )


@given(
    st.fixed_dictionaries(
        {
            "view": st.sampled_from(["List", "Map"]),
            "states": st.lists(st.sampled_from(sorted(STATES)), unique=True),
            "miles": st.integers(5, 3000),
            "doubtful": st.booleans(),
        }
    )
)
def test_what_was_chosen_comes_back(chosen: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("smartpick.web.address.st.session_state", dict(chosen))
        said = parameters_of(choices())
        opened: dict[str, Any] = {}
        patch.setattr("smartpick.web.address.st.session_state", opened)
        assert take(choices(), said) == []
    assert opened == chosen


@given(st.dictionaries(st.sampled_from(["t_view", "t_states", "t_miles", "t_doubtful"]), st.text(max_size=9)))
def test_no_text_in_a_link_breaks_a_page_or_comes_in(parameters: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        opened: dict[str, Any] = {}
        patch.setattr("smartpick.web.address.st.session_state", opened)
        take(choices(), parameters)
    assert opened["view"] in VIEWS and set(opened["states"]) <= STATES.keys()
    assert 5 <= opened["miles"] <= 3000 and opened["doubtful"] in (True, False)


def test_only_what_differs_is_written_and_nothing_without_a_code(session: Any) -> None:
    state, address = session
    address["us_letters"] = "3"
    write_choices("t", choices())
    assert address == {"us_letters": "3"}
    state |= {"view": "in secret", "states": [], "miles": 250, "doubtful": False}
    write_choices("t", choices())
    assert address == {"us_letters": "3", "t_states": "all", "t_miles": "250"}


def test_a_link_sets_all_choices_and_names_what_it_could_not_use(session: Any) -> None:
    state, address = session
    state |= {"miles": 999, "view": "Map"}
    address |= {"t_states": "CA|Coast", "t_view": "sideways", "other": "x"}
    notice = open_choices("t", choices())
    assert notice == "Not everything in the link was used: view “sideways” (List is used instead)."
    assert open_choices("t", choices()) == notice, "it stays while nothing is changed"
    chosen = {name: state[name] for name in ("view", "states", "miles", "doubtful")}
    assert chosen == {"view": "List", "states": ["California", "the coast"], "miles": 100, "doubtful": False}


def test_what_the_page_wrote_itself_is_no_link_and_without_parameters_nothing_changes(session: Any) -> None:
    state, address = session
    state["view"] = "Map"
    write_choices("t", choices())
    state["miles"] = 300
    assert open_choices("t", choices()) == ""
    address.clear()
    assert open_choices("t", choices()) == ""
    assert (state["view"], state["miles"]) == ("Map", 300)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("5", 5), ("3000", 3000), ("4", 100), ("3001", 100), ("-5", 100), ("٣٠", 100), ("30000000000", 100)],
)
def test_a_number_beyond_its_bounds_is_not_used(session: Any, text: str, taken: int) -> None:
    state, _ = session
    unused = take(choices(), {"t_miles": text})
    assert state["miles"] == taken
    assert unused == ([] if text == str(taken) else [Unused("miles", text, "100")])


def test_a_state_that_is_not_known_makes_the_whole_list_unknown(session: Any) -> None:
    state, _ = session
    assert take(choices(), {"t_states": "CA|XX"}) == [Unused("states", "CA|XX", "Oregon")]
    assert state["states"] == ["Oregon"]


def test_the_parameters_of_every_page_are_kept_in_the_address() -> None:
    for prefix, count in (("programs_", 13), ("list_", 3), ("scenarios_", 1), ("curves_", 8)):
        assert sum(name.startswith(prefix) for name in PAGE_PARAMETERS) == count
