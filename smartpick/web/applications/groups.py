"""The list in its three groups, program by program, and which places are firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.firmness import Firmness, list_firmness
from smartpick.plan.grounds import program_sources
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import (
    GROUP_NAMES,
    GROUP_RULE,
    GROUPS,
    application_fees,
    application_groups,
    group_sentence,
    group_summaries,
    optimality_sentence,
)
from smartpick.text.list_changes import (
    alike_sentence,
    alike_table,
    firmness_sentence,
    notices_shown,
    program_notices,
)
from smartpick.text.list_gain import signal_label, signal_name
from smartpick.text.numbers import dollars, fine_percent, worth_text
from smartpick.text.program_facts import program_labels
from smartpick.text.programs import ProgramRow, program_rows
from smartpick.web.applications.checklist import downloads
from smartpick.web.applications.parts import ALL, GROUP_KEY, WHOLE_KEY, section_heading
from smartpick.web.blocks import block, estimate_sources, fine, plain, sources_popover
from smartpick.web.controls import control, kept
from smartpick.web.loading import shared_pages
from smartpick.web.page import PageContext
from smartpick.web.session import sitting
from smartpick.web.templates import part

_FIRST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One application of the list in words, with its place from 1."""

    number: int
    row: ProgramRow
    group: str
    tags: tuple[str, ...]
    chance: str
    with_signal: str
    gain: str
    fee: str
    statements: str
    ask_about: str


def program_groups(assessment: Assessment, context: PageContext) -> None:
    """Draw the downloads, the groups with their meaning, then the programs of the one that is chosen."""
    plan = assessment.plan
    groups = application_groups(plan.interview_probability)
    summaries = group_summaries(plan.interview_probability, plan.candidates.pacific, groups)
    block(section_heading("groups"))
    downloads(assessment, context)
    cards = [(one.programs, GROUP_NAMES[one.group], group_sentence(one)) for one in summaries]
    block(part("applications.html", "group_cards", cards=cards), fine(GROUP_RULE))
    notices = program_notices(assessment.profile, plan, context.engine.facts.programs)
    block(fine(*notices_shown(notices, most=len(notices))))
    counts = {ALL: plan.size} | {summary.group: summary.programs for summary in summaries}
    names = {ALL: "All"} | GROUP_NAMES
    chosen = st.segmented_control(
        "Show",
        [ALL, *GROUPS],
        required=True,
        format_func=lambda group: f"{names[group]} ({counts[group]})",
        label_visibility="collapsed",
        **kept(GROUP_KEY, ALL).widget("default"),
    )
    lines = context.remembered("list_lines", assessment, lambda: _lines(assessment, context))
    in_group = [line for line in lines if chosen in (ALL, None, line.group)]
    every = kept(WHOLE_KEY, False)
    more = len(in_group) > _FIRST_SHOWN
    block(
        part(
            "applications.html",
            "group_table",
            lines=in_group,
            largest=max(line.row.invitation for line in in_group) or 1.0,
            first=len(in_group) if every.value else _FIRST_SHOWN,
            several_specialties=len(assessment.profile.specialties) > 1,
        )
        if in_group
        else fine("No program of this list is in this group.")
    )
    if more:
        st.toggle(f"Show all {len(in_group)}", **every.widget())
    block(fine(optimality_sentence(plan)))
    estimate_sources(
        assessment,
        context.engine,
        key="sources_groups",
        remark="Chances of an invitation come from published rates by specialty and place, adjusted for "
        "your profile. The three groups are our own.",
        also=program_sources(plan, context.engine),
    )


def _lines(assessment: Assessment, context: PageContext) -> list[_Line]:
    plan = assessment.plan
    rows = program_rows(plan, shared_pages())
    groups = application_groups(plan.interview_probability)
    firm = firmness_of(assessment, context).firm
    fees = application_fees([row.specialty for row in rows], context.engine.fee_schedules)
    return [
        _Line(
            number=place + 1,
            row=row,
            group=str(groups[place]),
            tags=(
                GROUP_NAMES[groups[place]],
                *(["firm"] if firm[place] else []),
                *([signal_name(row.signal)] if row.signal else []),
            ),
            chance=fine_percent(row.invitation),
            with_signal=signal_label(row.signal),
            gain=worth_text(float(plan.marginal_gain[place])),
            fee=_fee(fees[place]),
            statements="; ".join(statement.text for statement in row.statements) or "nothing known",
            ask_about=", ".join(row.unknown) or "—",
        )
        for place, row in enumerate(rows)
    ]


def _fee(fee_usd: float) -> str:
    if isnan(fee_usd):
        return "fee not known"
    return f"costs {dollars(fee_usd)}" if fee_usd else "no extra fee"


def firmness_of(assessment: Assessment, context: PageContext) -> Firmness:
    """Return how firm the places of the list are; worked out once for each list."""
    return context.remembered(
        "firmness",
        assessment,
        lambda: list_firmness(assessment.plan, assessment.profile, context.engine, context.assumed),
    )


def alike(assessment: Assessment, context: PageContext) -> None:
    """Draw the firm places in a sentence and each group that looks alike with its programs."""
    firmness = firmness_of(assessment, context)
    block(section_heading("alike"), plain(firmness_sentence(firmness)))
    programs = context.engine.facts.programs
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
        _rather(assessment.profile, others, program_labels(programs, [*others, *assessment.profile.pinned]))
    sources_popover(
        context.engine.facts.sources,
        ("program_rate_model", "aamc_residency_explorer_interview_rates_2024"),
        key="sources_alike",
        remark="Standard errors of the effects of public facts, and how closely a place's mean rate of "
        "one season is repeated in the next.",
        parameters=("season_reliability", "state_concentration_max"),
    )


def _rather(profile: ApplicantProfile, others: Sequence[str], names: dict[str, str]) -> None:
    pinned = [i for i in profile.pinned if i in names]

    def take(chosen: list[str]) -> None:
        elsewhere = [i for i in sitting().profile.pinned if i not in names]
        sitting().answer(pinned=(*elsewhere, *chosen))

    st.multiselect(
        "Programs you would rather have",
        [*pinned, *(i for i in others if i not in pinned)],
        format_func=names.__getitem__,
        placeholder="Choose from those that are as good",
        help="They are pinned: they come onto your list, and the ones that add least leave it.",
        **control("alike_pins", pinned, take).widget("default"),
    )
