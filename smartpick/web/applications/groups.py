"""The list in its three groups, program by program, and which places are firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isnan

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.firmness import Firmness, list_firmness
from smartpick.plan.grounds import program_sources
from smartpick.text.application_list import (
    GROUP_NAMES,
    GROUPS,
    GroupSummary,
    application_fees,
    application_groups,
    group_rule,
    group_sentence,
    group_summaries,
)
from smartpick.text.list_changes import (
    alike_sentence,
    alike_table,
    firmness_sentence,
    notices_shown,
    program_labels,
    program_notices,
)
from smartpick.text.list_gain import signal_label
from smartpick.text.look_up import worth_text
from smartpick.text.numbers import dollars, fine_percent, optimality_sentence
from smartpick.text.programs import ProgramRow, program_rows
from smartpick.web.applications.downloads import downloads
from smartpick.web.applications.parts import ALL, GROUP_KEY, WHOLE_KEY, section_heading
from smartpick.web.blocks import block, estimate_sources, fine, plain, sources_popover
from smartpick.web.controls import control, kept
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import remembered, sitting

# The programs of the list as an HTML table: a card for each program on a phone, all of them on paper.

_HEAD = ("#", "Program", "Invitation", "Adds, and costs", "Its pages say", "Ask about")


@dataclass(frozen=True)
class Application:
    """One application of the list.

    Attributes:
        number: Its place on the list, from 1.
        row: The program in words.
        group: `safer`, `target` or `reach`.
        gain: What it adds to the worth of the list, 0-1.
        fee_usd: What it costs in its place, NaN where that is not known.
        firm: Whether its place on the list is firm.
    """

    number: int
    row: ProgramRow
    group: str
    gain: float
    fee_usd: float
    firm: bool


def group_table(lines: Sequence[Application], most: int | None, several_specialties: bool) -> str:
    """Return the table's HTML.

    Args:
        lines: The applications to show.
        most: How many to show on screen, all by default; on paper all are shown.
        several_specialties: Whether each line names its specialty.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _HEAD)
    largest = max((line.row.invitation for line in lines), default=1.0) or 1.0
    body = "".join(
        _line(line, largest, several_specialties, most is not None and place >= most)
        for place, line in enumerate(lines)
    )
    return f'<table class="sp-list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(line: Application, largest: float, several_specialties: bool, later: bool) -> str:
    row = line.row
    place = row.place + (f" · {row.specialty}" if several_specialties else "")
    said = "; ".join(statement.text for statement in row.statements) or "nothing known"
    return (
        f'<tr{" class=sp-later" if later else ""}><td class="sp-rank">{line.number}</td>'
        f'<th scope="row">{_name(row)} {_tags(line)}'
        f'<span class="sp-place{" sp-pacific" if row.pacific else ""}">{escape(place)}</span></th>'
        f'<td class="sp-chance">{fine_percent(row.invitation)}'
        f'<small class="sp-with-signal">{escape(signal_label(row.signal))}</small>'
        f'<span class="sp-bar" style="width:{100 * row.invitation / largest:.0f}%" aria-hidden="true"></span>'
        "</td>"
        f'<td class="sp-number"><span class="sp-label">adds </span>{escape(worth_text(line.gain))} '
        f"<small>{escape(_fee(line.fee_usd))}</small></td>"
        f'<td class="sp-why"><span class="sp-label">Its pages say: </span>{escape(said)}</td>'
        f'<td class="sp-ask"><span class="sp-label">Ask about: </span>{escape(", ".join(row.unknown) or "—")}'
        "</td></tr>"
    )


def _fee(fee_usd: float) -> str:
    if isnan(fee_usd):
        return "fee not known"
    return f"costs {dollars(fee_usd)}" if fee_usd else "no extra fee"


def _name(row: ProgramRow) -> str:
    if row.website is None:
        return escape(row.name)
    return f'<a href="{escape(row.website)}" target="_blank" rel="noopener noreferrer">{escape(row.name)}</a>'


def _tags(line: Application) -> str:
    tags = [GROUP_NAMES[line.group], *(["firm"] if line.firm else [])]
    if line.row.signal:
        tags.append("signal" if line.row.signal == "signal" else f"{line.row.signal} signal")
    return " ".join(f'<span class="sp-signal">{escape(tag)}</span>' for tag in tags)


# Which places are firm, and the programs that could take the others.


def firmness_of(shown: Assessment, here: PageContext) -> Firmness:
    """Return how firm the places of the list are; worked out once for each list."""
    plan, profile = shown.plan, shown.profile
    return remembered("firmness", shown, lambda: list_firmness(plan, profile, here.engine, here.assumed))


def alike(shown: Assessment, here: PageContext) -> None:
    """Draw the firm places in a sentence and each group that looks alike with its programs."""
    firmness = firmness_of(shown, here)
    block(section_heading("alike"), plain(firmness_sentence(firmness)))
    programs = here.engine.facts.programs
    for number, group in enumerate(firmness.groups):
        block(fine(alike_sentence(group)))
        with st.expander(f"The {len(group.listed) + len(group.others)} programs", key=f"alike_{number}"):
            st.dataframe(
                alike_table(group, programs),
                hide_index=True,
                column_config={"Website": st.column_config.LinkColumn(display_text="open")},
            )
    others = [i for group in firmness.groups for i in group.others]
    if others:
        _rather(shown, others, program_labels(programs))
    sources_popover(
        here.engine.facts.sources,
        ("program_rate_model", "aamc_residency_explorer_interview_rates_2024"),
        key="sources_alike",
        remark="Standard errors of what public traces are worth, and how far a place's mean rate of one "
        "season comes again.",
        parameters=("season_reliability", "state_concentration_max"),
    )


def _rather(shown: Assessment, others: Sequence[str], names: dict[str, str]) -> None:
    pinned = [i for i in shown.profile.pinned if i in names]

    def take(chosen: list[str]) -> None:
        kept = [i for i in sitting().profile.pinned if i not in names]
        sitting().answer(pinned=(*kept, *chosen))

    rather = control("alike_pins", pinned, take)
    st.multiselect(
        "Programs you would rather have",
        [*pinned, *(i for i in others if i not in pinned)],
        default=rather.value,
        key=rather.key,
        on_change=rather.on_change,
        format_func=lambda i: names[i],
        placeholder="Choose from those that are as good",
        help="They are pinned: they come onto your list, and the ones that add least leave it.",
    )


# The list in its three groups, program by program.

_FIRST_SHOWN = 20


def program_groups(shown: Assessment, here: PageContext) -> None:
    """Draw the downloads, the groups with their meaning, then the programs of the one that is chosen."""
    plan = shown.plan
    groups = application_groups(plan.interview_probability)
    summaries = group_summaries(plan.interview_probability, plan.candidates.pacific, groups)
    block(section_heading("groups"))
    downloads(shown, here)
    block(_cards(summaries), fine(group_rule()))
    notices = program_notices(shown.profile, plan, here.engine.facts.programs)
    block(fine(*notices_shown(notices, most=len(notices))))
    counts = {ALL: plan.size} | {summary.group: summary.programs for summary in summaries}
    names = {ALL: "All"} | GROUP_NAMES
    group, every = kept(GROUP_KEY, ALL), kept(WHOLE_KEY, False)
    chosen = st.segmented_control(
        "Show",
        [ALL, *GROUPS],
        default=group.value,
        required=True,
        format_func=lambda group: f"{names[group]} ({counts[group]})",
        key=group.key,
        on_change=group.on_change,
        label_visibility="collapsed",
    )
    lines = remembered("list_lines", shown, lambda: _lines(shown, here))
    own = [line for line in lines if chosen in (ALL, None, line.group)]
    more = len(own) > _FIRST_SHOWN
    whole = not more or every.value
    block(
        group_table(
            own, None if whole else _FIRST_SHOWN, several_specialties=len(shown.profile.specialties) > 1
        )
        if own
        else fine("No program of this list is in this group.")
    )
    if more:
        st.toggle(f"Show all {len(own)}", value=every.value, key=every.key, on_change=every.on_change)
    block(fine(optimality_sentence(plan)))
    estimate_sources(
        shown,
        here.engine,
        key="sources_groups",
        remark="Chances of an invitation come from published rates by specialty and place, moved by your "
        "profile. The three groups are our own.",
        also=program_sources(plan, here.engine),
    )


def _cards(summaries: list[GroupSummary]) -> str:
    items = "".join(
        f'<li><span class="sp-count">{summary.programs}</span> <b>{escape(GROUP_NAMES[summary.group])}</b>'
        f"{fine(group_sentence(summary))}</li>"
        for summary in summaries
    )
    return f'<ul class="sp-groups">{items}</ul>'


def _lines(shown: Assessment, here: PageContext) -> list[Application]:
    plan = shown.plan
    rows = program_rows(plan, shared_pages())
    groups = application_groups(plan.interview_probability)
    firm = firmness_of(shown, here).firm
    fees = application_fees([row.specialty for row in rows], here.engine.fee_schedules)
    return [
        Application(
            number,
            row,
            str(groups[number - 1]),
            float(plan.marginal_gain[number - 1]),
            fees[number - 1],
            bool(firm[number - 1]),
        )
        for number, row in enumerate(rows, start=1)
    ]
