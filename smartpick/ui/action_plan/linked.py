"""The page's part of the link: the order of the actions, the score to reach, the day applications open."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from smartpick.guidance.action_plan import ORDERS
from smartpick.presenters.season_dates import OPEN_DATES
from smartpick.ui.linked_choices import LinkedChoice, one_of, open_choices, whole_number, write_choices

FIRST_ORDER = ORDERS[0]
ORDER_KEY, REACHED_KEY = "plan_order", "plan_reached_score"
# The application list asks for the same day under this name.
OPENING = next(event for event in OPEN_DATES if event.key == "eras_submit")
OPENING_KEY = f"own_date_{OPENING.key}"
_PAGE = "plan"
_LONGEST_AHEAD = timedelta(days=3 * 366)
# Wide of every published score; the section keeps it within what can be reached.
_LEAST_SCORE, _MOST_SCORE = 190, 300


def open_plan_choices() -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, _choices())


def write_plan_choices() -> None:
    """Put the choices into the address."""
    write_choices(_PAGE, _choices())


def _choices() -> tuple[LinkedChoice, ...]:
    return (
        one_of("plan_order", "order of the actions", ORDER_KEY, {name: name for name in ORDERS}, FIRST_ORDER),
        whole_number("plan_score", "score to reach", REACHED_KEY, _LEAST_SCORE, _MOST_SCORE, None),
        LinkedChoice(
            "plan_opening",
            "day on which applications open",
            None,
            _coming_day,
            date.isoformat,
            lambda: st.session_state.get(OPENING_KEY),
            _put_opening,
        ),
    )


def _coming_day(text: str) -> date:
    """Return the day; raises ValueError for one that is over or years away."""
    day = date.fromisoformat(text)
    if not date.today() <= day <= date.today() + _LONGEST_AHEAD:
        raise ValueError(text)
    return day


def _put_opening(day: date | None) -> None:
    st.session_state[OPENING_KEY] = day
