"""Kept scenarios: in the session and in the link, kept, named and put side by side."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan import RangeMark, RangeRow, range_mark, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.profile.applicant import following_answers
from smartpick.text import scenarios as words
from smartpick.text.numbers import in_words, percent, range_of
from smartpick.text.sources import GUIDE
from smartpick.web.address import LinkedChoice, open_choices, write_choices
from smartpick.web.blocks import block, chart_keys, estimate_sources, fine, heading, note_html, notice
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.page import cockpit
from smartpick.web.controls import kept
from smartpick.web.links import link_parameters, read_link
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
from smartpick.web.templates import part
from smartpick.web.theme import page_palette
from smartpick.whatif.scenarios import (
    LONGEST_NAME,
    MOST_SCENARIOS,
    Difference,
    Scenarios,
    difference,
    duplicated,
    made_first,
    renamed,
    scenario_named,
    with_scenario,
    without_scenario,
)

# In the session and nowhere else, because names are free text about a person.

_SENTENCE = "scenarios_said"


def keep_scenarios(scenarios: Scenarios) -> None:
    """Put other scenarios in place of the kept ones."""
    sitting().scenarios = scenarios


def _say(sentence: str) -> None:
    """Leave a sentence for the next time the page is drawn."""
    st.session_state[_SENTENCE] = sentence


def _keep_profile(name: str, profile: ApplicantProfile) -> None:
    """Keep a profile under a name, or under one made of what differs from the first."""
    before = sitting().scenarios
    after = with_scenario(before, name.strip() or _suggested(before, profile), profile)
    keep_scenarios(after)
    if after == before:
        _say(f"{MOST_SCENARIOS} scenarios are kept, the most that can be compared. Remove one to make room.")
    else:
        _say(f"“{after[-1].name}” is kept.")


def _suggested(scenarios: Scenarios, profile: ApplicantProfile) -> str:
    return words.suggested_name(scenarios[0].profile if scenarios else None, profile)


def try_changes(title: str, changes: dict[str, object]) -> None:
    """Keep what the profile would be with these changes; what it is now is kept first if nothing is.

    Args:
        title: What the person would do; names the scenario.
        changes: New answers by field name.
    """
    profile = sitting().profile
    following, _ = following_answers(profile, changes)
    try:
        changed = profile.changed(**{**following, **changes})
    except ProfileFaults:
        _say("This change is not possible with your other answers.")
        return
    if not sitting().scenarios:
        _keep_profile(words.FIRST_NAME, profile)
    same = next((scenario.name for scenario in sitting().scenarios if scenario.profile == changed), None)
    if same:
        _say(f"“{same}” is this scenario; it is already kept.")
    else:
        _keep_profile(title, changed)


# In the link: the answers of each scenario, not its name, which is a person's own words. Whoever opens the
# link sees them under the names that are made of what differs from the first.

_PAGE = "kept_scenarios"
_BETWEEN, _WITHIN = "~", ";"
_STARTING_VALUES = "start"


def open_scenarios() -> str:
    """Take the scenarios of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, [_CHOICE])


def write_scenarios() -> None:
    """Put the kept scenarios into the address."""
    write_choices(_PAGE, [_CHOICE])


def _text_of(scenarios: Scenarios) -> str:
    """Return the answers of each scenario that differ from the starting values."""

    def answers(profile: ApplicantProfile) -> str:
        parameters = remembered("scenario_link", profile, lambda: link_parameters(profile))
        pairs = [
            f"{name}:{text}" for name, text in parameters.items() if name in ApplicantProfile.model_fields
        ]
        return _WITHIN.join(pairs) or _STARTING_VALUES

    return _BETWEEN.join(answers(scenario.profile) for scenario in scenarios)


def _scenarios_of(text: str) -> Scenarios:
    """Return the scenarios of a text made by `_text_of`.

    Raises:
        ValueError: if there are too many, or an answer cannot be used.
    """
    parts = text.split(_BETWEEN)
    if len(parts) > MOST_SCENARIOS:
        raise ValueError(f"more than {MOST_SCENARIOS} scenarios")
    scenarios: Scenarios = ()
    for one in parts:
        answers = {} if one == _STARTING_VALUES else dict(map(_answer, one.split(_WITHIN)))
        reading = read_link(answers)
        if reading.notice:
            raise ValueError(reading.notice)
        scenarios = with_scenario(scenarios, _suggested(scenarios, reading.profile), reading.profile)
    return scenarios


def _answer(text: str) -> tuple[str, str]:
    name, sign, answer = text.partition(":")
    if not sign or name not in ApplicantProfile.model_fields:
        raise ValueError(text)
    return name, answer


_CHOICE = LinkedChoice(
    name="scenarios",
    title="kept scenarios",
    start=(),
    read=_scenarios_of,
    write=_text_of,
    get=lambda: sitting().scenarios,
    put=keep_scenarios,
)


# Keeping the profile as it is now.

_NAME = "scenario_name"


def keep_current(context: PageContext) -> None:
    """Draw the name and the button that keep the profile as it is now."""
    notice(st.session_state.pop(_SENTENCE, ""))
    block(fine(f"Your profile now: {words.profile_line(context.profile)}. Change it on “Your chances”."))
    scenarios = sitting().scenarios
    is_kept = any(scenario.profile == context.profile for scenario in scenarios)
    # A container even when nothing is asked, so that what follows stays where it is.
    with st.container():
        if is_kept or len(scenarios) >= MOST_SCENARIOS:
            return
        with (
            st.form("keep_scenario", clear_on_submit=True, border=False),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            st.text_input(
                "Name of the scenario",
                key=_NAME,
                placeholder=_suggested(scenarios, context.profile),
                max_chars=LONGEST_NAME,
                help="Leave it empty to use the name shown. Names stay in this tab; no link holds them.",
            )
            st.form_submit_button("Keep my profile as a scenario", type="primary", on_click=_keep_now)


def _keep_now() -> None:
    _keep_profile(str(st.session_state.get(_NAME, "")), sitting().profile)


# The kept scenarios side by side, with differences against the first.

_KEY = "scenarios_compared"
# A longer name would be cut off beside the chart on a phone.
_LONGEST_LABEL = 44


def comparison(context: PageContext) -> None:
    """Draw the kept scenarios, or what to do where none is kept."""
    scenarios, engine = sitting().scenarios, context.engine
    if not scenarios:
        block(
            heading("Nothing kept yet"),
            note_html(
                "Keep your profile as it is now: it becomes the first scenario. Then try a change below, "
                f"or answer differently on “Your chances” and keep that too. You can keep {MOST_SCENARIOS}."
            ),
        )
        return
    with st.spinner("Working out the scenarios …"):
        assessments = [context.assessment_of(scenario.profile) for scenario in scenarios]
        first = assessments[0]
        differences = [None, *(_difference(first, other) for other in assessments[1:])]
    rows = words.comparison_rows(scenarios, assessments, differences, context.profile)
    same = ["the first; the others are compared with it", *["same as the first"] * (len(rows) - 1)]
    table = part(
        "scenarios.html",
        "figures",
        caption="Differences are measured from the first scenario, in percentage points with their 80 % "
        "range.",
        first_column="Scenario",
        columns=words.COLUMNS,
        rows=[
            (row.name, row.now, row.differs or [alike], row.cells)
            for row, alike in zip(rows, same, strict=True)
        ],
    )
    block(heading("Side by side"), table, fine(words.unknown_score_note(scenarios)))
    if len(scenarios) > 1:
        _chart(scenarios, assessments, differences, rows)
    others = [source for other in assessments[1:] for source in (*other.sources, other.passing.source_id)]
    estimate_sources(
        first,
        engine,
        key="sources_scenarios",
        remark="Chances are our estimates from these figures. All scenarios use the same random numbers, "
        "so a difference is more certain than the two ranges suggest.",
        also=(GUIDE, first.passing.source_id, *others),
        parameters=[effect.factor for other in assessments[1:] for effect in other.effects],
    )


def _difference(first: Assessment, other: Assessment) -> Difference | None:
    if first is other:
        return None
    return remembered("scenario_difference", (first, other), lambda: difference(first, other))


def _chart(
    scenarios: Scenarios,
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
    rows: Sequence[words.Row],
) -> None:
    marks = [
        RangeRow(
            escape(_short(scenario.name)),
            (
                _mark(scenario.name, "anywhere", assessment.match_probability),
                _mark(scenario.name, "on the West Coast", assessment.match_probability_pacific),
            ),
        )
        for scenario, assessment in zip(scenarios, assessments, strict=True)
    ]
    keys = [
        ("dot", "chance of matching anywhere"),
        ("dot sp-key-pacific", "on the West Coast"),
        ("band", "80 % range"),
    ]
    figure = ranges_figure(marks, page_palette(), "Chance of matching", from_zero=True)
    block(chart_keys(keys))
    chances = [(row.name, f"{row.cells[1].figure}, {row.cells[1].span}") for row in rows]
    alternative = in_words("Chance of matching with its 80 % range", chances)
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=alternative)
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: words.comparison_table(scenarios, assessments, differences),
            sources=list(dict.fromkeys(source for one in assessments for source in one.sources)),
            title="Chance of matching by scenario",
            caption="Dots: anywhere, and on the West Coast. Bands: 80 % range.",
        )
    block(
        fine(
            "Scenarios stay in this browser tab. To keep them, download the table or copy the link, which "
            "holds their answers and not their names."
        )
    )


def _mark(name: str, where: str, chance: Estimate) -> RangeMark:
    # Plotly reads tags in a label.
    hover = f"{escape(name)}<br>{where}: {percent(chance.point)}, range {range_of(chance)}"
    return range_mark(chance, hover, pacific=where != "anywhere")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


# What can be done with one of the kept scenarios.

_CHOSEN, _NEW_NAME = "scenario_chosen", "scenario_new_name"


def manage() -> None:
    """Draw the choice of a scenario and what can be done with it."""
    scenarios = sitting().scenarios
    if not scenarios:
        return
    names = [scenario.name for scenario in scenarios]
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state[_CHOSEN] = names[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("One of them", names, width=320, **kept(_CHOSEN, names[0]).one_of(names))
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
            help="The first page, with your profile as it is now.",
        )
        st.button(
            "Compare with it",
            on_click=lambda: keep_scenarios(made_first(sitting().scenarios, chosen)),
            key="scenario_first",
            help="It becomes the first; differences are then measured from it.",
            disabled=chosen == names[0],
        )
        st.button(
            "Duplicate",
            on_click=lambda: keep_scenarios(duplicated(sitting().scenarios, chosen)),
            key="scenario_duplicate",
            disabled=len(scenarios) >= MOST_SCENARIOS,
        )
        with st.popover("Rename", key="scenario_rename"), st.form("rename_scenario", clear_on_submit=True):
            st.text_input("New name", key=_NEW_NAME, placeholder=chosen, max_chars=LONGEST_NAME)
            st.form_submit_button("Rename", on_click=_rename, args=(chosen,))
        st.button("Remove", on_click=_remove, args=(chosen,), key="scenario_remove")


def _apply(name: str) -> None:
    sitting().replace(scenario_named(sitting().scenarios, name).profile, ("Taken from a kept scenario.",))
    _say(f"All pages now show “{name}”.")


def _rename(name: str) -> None:
    keep_scenarios(renamed(sitting().scenarios, name, str(st.session_state.get(_NEW_NAME, ""))))


def _remove(name: str) -> None:
    keep_scenarios(without_scenario(sitting().scenarios, name))
    _say(f"“{name}” is removed.")
