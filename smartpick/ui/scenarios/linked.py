"""The kept scenarios in the link: their answers, not their names, which are a person's own words.

Whoever opens the link sees them under the names that are made of what differs from the first.
"""

from __future__ import annotations

from smartpick.explore.scenarios import MOST_SCENARIOS, Scenarios, with_scenario
from smartpick.presenters.scenarios import suggested_name
from smartpick.profile import ApplicantProfile
from smartpick.ui.link import link_parameters, read_link
from smartpick.ui.linked_choices import LinkedChoice, open_choices, write_choices
from smartpick.ui.memory import remembered
from smartpick.ui.scenarios.shelf import keep, kept

_PAGE = "kept_scenarios"
_BETWEEN, _WITHIN = "~", ";"
_STARTING_VALUES = "start"


def open_scenarios() -> str:
    """Take the scenarios of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, [_choice()])


def write_scenarios() -> None:
    """Put the kept scenarios into the address."""
    write_choices(_PAGE, [_choice()])


def _choice() -> LinkedChoice:
    return LinkedChoice("scenarios", "kept scenarios", (), scenarios_of, text_of, kept, keep)


def text_of(scenarios: Scenarios) -> str:
    """Return the answers of each scenario that differ from the starting values."""
    return _BETWEEN.join(_answers(scenario.profile) for scenario in scenarios)


def scenarios_of(text: str) -> Scenarios:
    """Return the scenarios of a text made by `text_of`.

    Raises:
        ValueError: if there are too many, or an answer cannot be used.
    """
    parts = text.split(_BETWEEN)
    if len(parts) > MOST_SCENARIOS:
        raise ValueError(f"more than {MOST_SCENARIOS} scenarios")
    found: Scenarios = ()
    for part in parts:
        answers = {} if part == _STARTING_VALUES else dict(_pair(pair) for pair in part.split(_WITHIN))
        reading = read_link(answers)
        if reading.notice:
            raise ValueError(reading.notice)
        first = found[0].profile if found else None
        found = with_scenario(found, suggested_name(first, reading.profile), reading.profile)
    return found


def _answers(profile: ApplicantProfile) -> str:
    said = remembered("scenario_link", profile, lambda: link_parameters(profile))
    pairs = [f"{name}:{text}" for name, text in said.items() if name in ApplicantProfile.model_fields]
    return _WITHIN.join(pairs) or _STARTING_VALUES


def _pair(text: str) -> tuple[str, str]:
    name, sign, answer = text.partition(":")
    if not sign or name not in ApplicantProfile.model_fields:
        raise ValueError(text)
    return name, answer
