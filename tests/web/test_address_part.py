"""A link that a person opens is taken; an address from before our last change undoes nothing."""

import pytest

from smartpick.web import address as address_part
from smartpick.web.address import ECHO_SECONDS, AddressPart

OURS = AddressPart("test", {"letters", "view"}.__contains__)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(address_part, "monotonic", found)
    return found


def test_a_link_is_taken_once_and_others_parameters_stay(address: dict[str, str]) -> None:
    address |= {"letters": "3", "other": "x"}
    assert OURS.opened({}) == {"letters": "3"}
    # The run may have been cut short before anything was written.
    assert OURS.opened({}) is None
    OURS.write({"letters": "4"})
    assert address == {"letters": "4", "other": "x"}
    assert OURS.opened({"letters": "4"}) is None


def test_the_address_from_before_a_change_is_no_link(address: dict[str, str], clock: Clock) -> None:
    OURS.write({"letters": "3"})
    OURS.write({"letters": "4"})
    OURS.write({"letters": "5"})
    for late in ("3", "4"):
        address["letters"] = late
        assert OURS.opened({"letters": "5"}) is None


def test_while_something_changes_the_address_is_not_read(address: dict[str, str], clock: Clock) -> None:
    OURS.write({"letters": "3"})
    clock.now += 2 * ECHO_SECONDS
    address["letters"] = "2"
    assert OURS.opened({"letters": "4"}) is None


def test_going_back_in_the_browser_brings_back_what_stood_there(
    address: dict[str, str], clock: Clock
) -> None:
    OURS.write({"letters": "3"})
    OURS.write({"letters": "4"})
    clock.now += 1.1 * ECHO_SECONDS
    address["letters"] = "3"
    assert OURS.opened({"letters": "4"}) == {"letters": "3"}


def test_going_back_to_where_nothing_stood_leads_to_the_start(
    address: dict[str, str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And at once: an address that the browser's Back leads to is no echo of our own."""
    OURS.write({})
    OURS.write({"letters": "4"})
    OURS.write({"letters": "5"})
    monkeypatch.setattr(address_part, "_gone_back", lambda: True)
    assert OURS.opened({"letters": "5"}) is None, "it leads to what is shown"
    address["letters"] = "4"
    assert OURS.opened({"letters": "5"}) == {"letters": "4"}
    address.clear()
    assert OURS.opened({"letters": "4"}) == {}
    assert OURS.opened({}) is None


def test_another_link_is_taken_at_once(address: dict[str, str], clock: Clock) -> None:
    OURS.write({"letters": "3"})
    address |= {"letters": "1", "view": "map"}
    assert OURS.opened({"letters": "3"}) == {"letters": "1", "view": "map"}


def test_without_a_parameter_nothing_is_opened(address: dict[str, str], clock: Clock) -> None:
    OURS.write({"letters": "3"})
    address.clear()
    assert OURS.opened({"letters": "3"}) is None
