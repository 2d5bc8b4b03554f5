"""Section 1: what low means here, the four columns with their labels, and the summary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from smartpick.guidance.self_assessment import COLUMNS, LABELS, Label, Line, self_assessment
from smartpick.guidance.weak_points import weak_points
from smartpick.presenters.action_plan_self import (
    COLUMN_NAMES,
    LABEL_NAMES,
    LABEL_SIGNS,
    low_score_sentences,
    self_table,
    summary_sentences,
)
from smartpick.presenters.figures_behind import GUIDE
from smartpick.ui.action_plan.own_words import MOST_CHARACTERS, forget_own_words, own_words
from smartpick.ui.action_plan.sections import section_heading, subheading
from smartpick.ui.blocks import block, fine, plain
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.in_force import control
from smartpick.ui.page import PageContext
from smartpick.ui.sources import sources_popover

_LABEL, _ANSWER = "self_label_", "self_answer_"
_REMARK = (
    "The table and its columns are the guide's. Labels come from rules that name a place in the guide; where "
    "it names no number, the rule says how we read it."
)


def where_you_stand(here: PageContext) -> None:
    """Draw the section, with the person's own labels."""
    ruled = self_assessment(here.profile, here.engine.facts)
    own = own_words()
    lines = own.on(ruled)
    summary = summary_sentences(weak_points(lines))
    block(
        section_heading("where-you-stand"),
        f'<p class="sp-upward">{escape(summary[0])}</p>',
        fine(*summary[1:]),
        plain(" ".join(low_score_sentences(here.profile, here.engine.facts))),
    )
    with st.container(key="self_assessment"):
        for column in COLUMNS:
            own_lines = [line for line in lines if line.column == column]
            if own_lines:
                with st.container(border=True, key=f"self_{column}"):
                    st.html(_card(COLUMN_NAMES[column], own_lines))
                    with st.expander("Change labels, fill in", key=f"self_edit_{column}"):
                        _editors(own_lines, ruled)
    # What is low in a specialty and region is the guide's.
    sources = dict.fromkeys((GUIDE, *(line.source_id for line in lines)))
    with st.container(horizontal=True):
        sources_popover(here.engine.facts.sources, sources, key="sources_self", remark=_REMARK)
        chart_tools(
            None,
            key="self_table",
            shown=lambda: self_table(lines),
            full=None,
            sources=tuple(sources),
            title="Self-assessment in four columns",
        )
        if own.labels or own.answers:
            st.button("Back to the labels of the rules", on_click=forget_own_words, type="tertiary")


def _card(title: str, lines: Sequence[Line]) -> str:
    items = "".join(_item(line) for line in lines)
    return f'{subheading(title)}<ul class="sp-self">{items}</ul>'


def _item(line: Line) -> str:
    answer = line.answer or ("yours to add" if line.editable else "not known")
    label = LABEL_NAMES[line.label] + (" (yours)" if line.own else "")
    reason = "" if line.own or line.editable else f'<span class="sp-fine">{escape(line.reason)}</span>'
    return (
        f'<li class="sp-self-{line.label.replace("_", "-")}">'
        f'<span class="sp-sign" aria-hidden="true">{LABEL_SIGNS[line.label]}</span>'
        f"<span><b>{escape(line.title)}</b>: {escape(answer)}</span>"
        f'<span class="sp-self-label">{escape(label)}</span>{reason}</li>'
    )


def _editors(lines: Sequence[Line], ruled: Sequence[Line]) -> None:
    st.caption(f"Labels and words stay in this browser tab. At most {MOST_CHARACTERS} characters each.")
    by_rule = {line.item: line for line in ruled}
    for line in lines:
        if line.editable:
            answer = own_words().answers.get(line.item, "")
            words = control(_ANSWER + line.item, answer, partial(_take_answer, line.item))
            st.text_input(
                line.title,
                value=words.value,
                key=words.key,
                max_chars=MOST_CHARACTERS,
                placeholder=by_rule[line.item].answer or "in a few words",
                on_change=words.on_change,
            )
        rule = by_rule[line.item]
        label = control(_LABEL + line.item, line.label, partial(_take_label, line.item, rule.label))
        st.selectbox(
            f"Label of: {line.title}",
            LABELS,
            index=LABELS.index(label.value),
            format_func=lambda label: LABEL_NAMES[label],
            key=label.key,
            help=None if line.editable else f"The rule's reason: {rule.reason}",
            on_change=label.on_change,
        )


def _take_label(item: str, by_rule: str, label: Label) -> None:
    if label == by_rule:
        own_words().labels.pop(item, None)
    else:
        own_words().labels[item] = label


def _take_answer(item: str, words: str) -> None:
    answer = " ".join(words.split())[:MOST_CHARACTERS]
    if answer:
        own_words().answers[item] = answer
    else:
        own_words().answers.pop(item, None)
