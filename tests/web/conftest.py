"""A session and an address of the test's own, in place of Streamlit's."""

from typing import Any

import pytest


class Address(dict[str, str]):
    """Query parameters as Streamlit hands them out."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, parameters: dict[str, str]) -> None:
        self.clear()
        self.update(parameters)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], Address]:
    """Return what the session holds and the address, both empty."""
    state: dict[str, Any] = {}
    address = Address()
    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setattr("streamlit.query_params", address)
    return state, address


@pytest.fixture
def address(session: tuple[dict[str, Any], Address]) -> Address:
    """Return the address of an empty session."""
    return session[1]
