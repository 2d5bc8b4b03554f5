"""The kept scenarios: in the session and nowhere else, because names are free text about a person."""

from __future__ import annotations

import streamlit as st

from smartpick.explore.scenarios import MOST_SCENARIOS, Scenarios, with_scenario
from smartpick.presenters.scenarios import FIRST_NAME, suggested_name
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.ui.following import following_answers
from smartpick.ui.state import sitting

_KEPT, _SAID = "scenarios_kept", "scenarios_said"


def kept() -> Scenarios:
    """Return the kept scenarios, the first is what the others are compared with."""
    found: Scenarios = st.session_state.get(_KEPT, ())
    return found


def keep(scenarios: Scenarios) -> None:
    """Put other scenarios in place of the kept ones."""
    st.session_state[_KEPT] = scenarios


def say(sentence: str) -> None:
    """Leave a sentence for the next time the page is drawn."""
    st.session_state[_SAID] = sentence


def last_said() -> str:
    """Return that sentence once; empty without one."""
    return str(st.session_state.pop(_SAID, ""))


def keep_profile(name: str, profile: ApplicantProfile) -> None:
    """Keep a profile under a name, or under one made of what differs from the first."""
    before = kept()
    wanted = name.strip() or suggested_name(before[0].profile if before else None, profile)
    after = with_scenario(before, wanted, profile)
    keep(after)
    say(_FULL if after == before else f"“{after[-1].name}” is kept.")


def try_changes(title: str, changes: dict[str, object]) -> None:
    """Keep what the profile would be with these changes; what it is now is kept first if nothing is.

    Args:
        title: What the person would do; names the scenario.
        changes: New answers by field name.
    """
    profile = sitting().profile
    follow, _ = following_answers(profile, changes)
    try:
        changed = profile.changed(**{**follow, **changes})
    except ProfileFaults:
        say("This change does not go together with your other answers.")
        return
    if not kept():
        keep_profile(FIRST_NAME, profile)
    same = next((s.name for s in kept() if s.profile == changed), None)
    if same:
        say(f"“{same}” is this scenario; it is kept already.")
        return
    keep_profile(title, changed)


_FULL = f"{MOST_SCENARIOS} scenarios are kept, the most that are compared. Remove one to make room."
