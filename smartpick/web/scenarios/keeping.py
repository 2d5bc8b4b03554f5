"""Kept scenarios: in the session and in the link, kept, named and put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan import RangeMark, RangeRow, ranges_figure
from smartpick.charts.frame import CONFIG
from smartpick.estimate import Estimate
from smartpick.profile import ApplicantProfile, ProfileFaults
from smartpick.profile.following import following_answers
from smartpick.text.numbers import percent, percent_range
from smartpick.text.scenarios import (
    COLUMNS,
    FIRST_NAME,
    Cell,
    Row,
    comparison_in_words,
    comparison_rows,
    comparison_table,
    profile_line,
    suggested_name,
    unknown_score_note,
)
from smartpick.text.sources import GUIDE
from smartpick.web.address import LinkedChoice, open_choices, write_choices
from smartpick.web.blocks import block, chart_keys, estimate_sources, fine, heading, note_html, notice
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.page import cockpit
from smartpick.web.controls import control
from smartpick.web.links import link_parameters, read_link
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting
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

# The kept scenarios: in the session and nowhere else, because names are free text about a person.

_SAID = "scenarios_said"


def kept() -> Scenarios:
    """Return the kept scenarios, the first is what the others are compared with."""
    return sitting().scenarios


def keep(scenarios: Scenarios) -> None:
    """Put other scenarios in place of the kept ones."""
    sitting().scenarios = scenarios


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


# The kept scenarios in the link: their answers, not their names, which are a person's own words.
#
# Whoever opens the link sees them under the names that are made of what differs from the first.

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


# A table of figures that becomes a card for each row on a phone.


def row_html(name: str, small_html: str, columns: Sequence[str], cells: Sequence[Cell]) -> str:
    """Return a row.

    Args:
        name: Of the row, plain text.
        small_html: What stands under the name, made by the functions of this package.
        columns: Names of the columns, repeated in each card on a phone.
        cells: One for each column.
    """
    body = "".join(_cell(column, cell) for column, cell in zip(columns, cells, strict=True))
    return f'<tr><th scope="row"><b>{escape(name)}</b>{small_html}</th>{body}</tr>'


def small_line(text: str) -> str:
    """Return a line of small plain text for under the name."""
    return f'<span class="sp-differs">{escape(text)}</span>'


def table_html(caption: str, first_column: str, columns: Sequence[str], rows: Iterable[str]) -> str:
    """Return the table; `rows` come from `row_html`."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (first_column, *columns))
    return (
        f'<table class="sp-scenarios"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(column: str, cell: Cell) -> str:
    apart = f'<span class="sp-apart">{escape(cell.against_first)}</span>' if cell.against_first else ""
    span = f"<small>{escape(cell.span)}</small>" if cell.span else ""
    return (
        f'<td><span class="sp-name" aria-hidden="true">{escape(column)}</span>'
        f"<b>{escape(cell.figure)}</b>{apart}{span}</td>"
    )


# The kept scenarios side by side, with differences against the first.

_KEY = "scenarios_compared"
# A longer name would be cut off beside the chart on a phone.
_LONGEST_LABEL = 44
_KEYS = (
    ("dot", "chance of matching anywhere"),
    ("dot sp-key-pacific", "on the Pacific Coast"),
    ("band", "80 % range"),
)
_REMARK = (
    "Chances are our estimates from these figures. All scenarios are drawn with the same random numbers, so "
    "a difference is surer than the ranges beside each other suggest."
)


def comparison(here: PageContext) -> None:
    """Draw the kept scenarios, or what to do where none is kept."""
    scenarios = kept()
    if not scenarios:
        block(
            heading("Nothing kept yet"),
            note_html(
                "Keep your profile as it stands: it becomes the first scenario. Then try a change below, "
                f"or answer differently on “Your chances” and keep that too. Up to {MOST_SCENARIOS} fit."
            ),
        )
        return
    with st.spinner("Working out the scenarios …"):
        assessments = [here.assessment_of(scenario.profile) for scenario in scenarios]
        differences = [_difference(assessments[0], other, here) for other in assessments]
    differences[0] = None
    rows = comparison_rows(scenarios, assessments, differences, here.profile)
    block(heading("Side by side"), _table(rows), fine(unknown_score_note(scenarios)))
    if len(scenarios) > 1:
        _chart(scenarios, assessments, differences, rows)
    others = [source for other in assessments[1:] for source in (*other.sources, other.passing.source_id)]
    estimate_sources(
        assessments[0],
        here.engine,
        key="sources_scenarios",
        remark=_REMARK,
        also=(GUIDE, assessments[0].passing.source_id, *others),
        parameters=[effect.factor for other in assessments[1:] for effect in other.effects],
    )


def _difference(first: Assessment, other: Assessment, here: PageContext) -> Difference | None:
    if first is other:
        return None
    return remembered("scenario_difference", (first, other), lambda: difference(first, other))


def _table(rows: Sequence[Row]) -> str:
    return table_html(
        "Differences are against the first scenario, in percentage points with their 80 % range.",
        "Scenario",
        COLUMNS,
        [_row(row, first=place == 0) for place, row in enumerate(rows)],
    )


def _row(row: Row, first: bool) -> str:
    now = '<span class="sp-now">your profile now</span>' if row.now else ""
    differs = row.differs or (("the first; the others are compared with it",) if first else ("as the first",))
    return row_html(row.name, now + "".join(map(small_line, differs)), COLUMNS, row.cells)


def _chart(
    scenarios: Scenarios,
    assessments: Sequence[Assessment],
    differences: Sequence[Difference | None],
    rows: Sequence[Row],
) -> None:
    marks = [
        RangeRow(
            escape(_short(scenario.name)),
            (
                _mark(scenario.name, shown.match_probability, pacific=False),
                _mark(scenario.name, shown.match_probability_pacific, pacific=True),
            ),
        )
        for scenario, shown in zip(scenarios, assessments, strict=True)
    ]
    figure = ranges_figure(marks, page_palette(), "Chance of matching", from_zero=True)
    block(chart_keys(_KEYS))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=comparison_in_words(rows))
    sources = list(dict.fromkeys(source for shown in assessments for source in shown.sources))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: comparison_table(scenarios, assessments, differences),
            full=None,
            sources=sources,
            title="Chance of matching by scenario",
            caption="Dots: anywhere, and on the Pacific Coast. Bands: 80 % range.",
        )
    block(
        fine(
            "Scenarios stay in this session. To keep them, download the table or copy the link, which holds "
            "their answers and not their names."
        )
    )


def _mark(name: str, estimate: Estimate, pacific: bool) -> RangeMark:
    where = "on the Pacific Coast" if pacific else "anywhere"
    return RangeMark(
        100 * estimate.point,
        100 * estimate.low,
        100 * estimate.high,
        pacific,
        f"{escape(name)}<br>{where}: {percent(estimate.point)}, "
        f"range {percent_range(estimate.low, estimate.high)}",
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


# Keeping the profile as it stands, and what can be done with a kept scenario.

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
