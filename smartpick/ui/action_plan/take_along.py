"""Section 7: the table and the plan as a Markdown file, and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from smartpick.guidance.action_plan import Action
from smartpick.guidance.exam_decision import Decision
from smartpick.guidance.self_assessment import self_assessment
from smartpick.guidance.timeline import Stretch
from smartpick.guidance.weak_points import weak_points
from smartpick.presenters.action_plan_markdown import PlanDocument, plan_markdown
from smartpick.presenters.action_plan_self import low_score_sentences, summary_sentences
from smartpick.presenters.citation import citation
from smartpick.ui.action_plan.own_words import own_words
from smartpick.ui.action_plan.results import PlanResults
from smartpick.ui.action_plan.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.page import PageContext

_TITLE = "Self-assessment and action plan"


def take_along(
    shown: Sequence[Action],
    stretches: Sequence[Stretch],
    opening: date | None,
    decision: Decision,
    results: PlanResults,
    here: PageContext,
) -> None:
    """Draw the download. The file is made when asked for, with the labels and words as they are then."""
    facts, own = here.engine.facts, own_words()

    def document() -> bytes:
        today, lines = date.today(), own.on(self_assessment(here.profile, facts))
        sources = [*(line.source_id for line in lines), *(a.source_id for a in shown)]
        sources += [*decision.source_ids, *results.assessment.sources]
        return plan_markdown(
            PlanDocument(
                intro=[*summary_sentences(weak_points(lines)), *low_score_sentences(here.profile, facts)],
                lines=lines,
                actions=shown,
                stretches=stretches,
                opening=opening,
                decision=decision,
                staged=results.staged,
                credit=citation(facts.sources, sources, _TITLE, facts.data_hash, today),
                today=today,
            )
        ).encode()

    with st.container(key="plan_downloads"):
        block(
            section_heading("take-along"),
            fine(
                "The file holds the table with your labels and words, the plan and the chances. To print, "
                "use your browser's print command: it leaves the controls out."
            ),
        )
        st.download_button(
            "Table and plan (Markdown)",
            document,
            f"smartpick-plan-{date.today().isoformat()}.md",
            "text/markdown",
            key="download_plan",
            on_click="ignore",
            icon=":material/description:",
        )
