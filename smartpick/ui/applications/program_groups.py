"""The list in its three groups, program by program."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.grounds import program_sources
from smartpick.presenters.application_groups import (
    GROUP_NAMES,
    GROUPS,
    GroupSummary,
    application_groups,
    group_rule,
    group_sentence,
    group_summaries,
)
from smartpick.presenters.application_table import application_fees
from smartpick.presenters.optimality_words import optimality_sentence
from smartpick.presenters.program_notices import notices_shown, program_notices
from smartpick.presenters.programs import program_rows
from smartpick.ui.applications.alike import firmness_of
from smartpick.ui.applications.downloads import downloads
from smartpick.ui.applications.group_table import Application, group_table
from smartpick.ui.applications.linked import ALL, GROUP_KEY, WHOLE_KEY
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.in_force import kept
from smartpick.ui.loading import shared_pages
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources

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
    lines = remembered("list_lines", id(shown), lambda: (shown, _lines(shown, here)))[1]
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
