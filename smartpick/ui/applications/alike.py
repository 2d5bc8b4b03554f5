"""Which places are firm, and the programs that could take the others."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.plan.firmness import Firmness, list_firmness
from smartpick.presenters.firmness_words import (
    alike_sentence,
    alike_table,
    firmness_sentence,
    program_labels,
)
from smartpick.ui.applications.sections import section_heading
from smartpick.ui.blocks import block, fine, plain
from smartpick.ui.in_force import control
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import sources_popover
from smartpick.ui.state import sitting


def firmness_of(shown: Assessment, here: PageContext) -> Firmness:
    """Return how firm the places of the list are; worked out once for each list."""
    plan, profile = shown.plan, shown.profile
    firm = remembered(
        "firmness", id(shown), lambda: (shown, list_firmness(plan, profile, here.engine, here.assumed))
    )
    return firm[1]


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
