"""Keeping the profile as it stands, and what can be done with a kept scenario."""

from __future__ import annotations

import streamlit as st

from smartpick.explore.scenarios import (
    LONGEST_NAME,
    MOST_SCENARIOS,
    duplicated,
    made_first,
    renamed,
    scenario_named,
    without_scenario,
)
from smartpick.presenters.profile_line import profile_line
from smartpick.presenters.scenarios import suggested_name
from smartpick.ui.blocks import block, fine, notice
from smartpick.ui.cockpit import cockpit
from smartpick.ui.in_force import control
from smartpick.ui.page import PageContext
from smartpick.ui.scenarios.shelf import keep, keep_profile, kept, last_said, say
from smartpick.ui.state import sitting

_NAME, _CHOSEN, _NEW_NAME = "scenario_name", "scenario_chosen", "scenario_new_name"


def keep_current(here: PageContext) -> None:
    """Draw the name and the button that keep the profile as it stands."""
    notice(last_said())
    block(fine(f"Your profile now: {profile_line(here.profile)}. Change it on “Your chances”."))
    # Kept even when nothing is asked, so that what follows stays where it is.
    with st.container():
        _ask_to_keep(here)


def _ask_to_keep(here: PageContext) -> None:
    scenarios = kept()
    if any(scenario.profile == here.profile for scenario in scenarios) or len(scenarios) >= MOST_SCENARIOS:
        return
    with (
        st.form("keep_scenario", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            "Name of the scenario",
            key=_NAME,
            placeholder=suggested_name(scenarios[0].profile if scenarios else None, here.profile),
            max_chars=LONGEST_NAME,
            help="Leave it empty to take the name shown. Names stay in this session; no link holds them.",
        )
        st.form_submit_button("Keep my profile as a scenario", type="primary", on_click=_keep_now)


def manage() -> None:
    """Draw what can be done with one of the kept scenarios."""
    scenarios = kept()
    if not scenarios:
        return
    names = [scenario.name for scenario in scenarios]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = control(_CHOSEN, _chosen(names), _choose)
        chosen = st.selectbox(
            "One of them",
            names,
            index=names.index(one.value),
            key=one.key,
            width=320,
            on_change=one.on_change,
        )
        st.button(
            "Make it my profile",
            on_click=_apply,
            args=(chosen,),
            key="scenario_apply",
            help="The whole app then shows this scenario.",
            disabled=scenario_named(scenarios, chosen).profile == sitting().profile,
        )
        st.page_link(
            st.Page(cockpit, title="Your chances", default=True),
            label="Your chances",
            icon=":material/tune:",
            help="The first page, with your profile as it stands now.",
        )
        st.button(
            "Compare with it",
            on_click=lambda: keep(made_first(kept(), chosen)),
            key="scenario_first",
            help="It becomes the first; differences are then against it.",
            disabled=chosen == names[0],
        )
        st.button(
            "Duplicate",
            on_click=lambda: keep(duplicated(kept(), chosen)),
            key="scenario_duplicate",
            disabled=len(scenarios) >= MOST_SCENARIOS,
        )
        with st.popover("Rename", key="scenario_rename"), st.form("rename_scenario", clear_on_submit=True):
            st.text_input("New name", key=_NEW_NAME, placeholder=chosen, max_chars=LONGEST_NAME)
            st.form_submit_button("Rename", on_click=_rename, args=(chosen,))
        st.button("Remove", on_click=_remove, args=(chosen,), key="scenario_remove")


def _chosen(names: list[str]) -> str:
    """Return the scenario chosen last, or the first if that one is gone."""
    chosen = str(st.session_state.get(_CHOSEN, ""))
    return chosen if chosen in names else names[0]


def _choose(name: str) -> None:
    st.session_state[_CHOSEN] = name


def _keep_now() -> None:
    keep_profile(str(st.session_state.get(_NAME, "")), sitting().profile)


def _apply(name: str) -> None:
    sitting().replace(scenario_named(kept(), name).profile, ("Taken from a kept scenario.",))
    say(f"All pages now show “{name}”.")


def _rename(name: str) -> None:
    keep(renamed(kept(), name, str(st.session_state.get(_NEW_NAME, ""))))


def _remove(name: str) -> None:
    keep(without_scenario(kept(), name))
    say(f"“{name}” is removed.")
