"""The page of the self-assessment and the action plan, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan import timeline_figure
from smartpick.charts.frame import CONFIG
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.text.action_plan import (
    axis_ticks,
    day_text,
    misfit_sentences,
    stretch_text,
    timeline_alternative_text,
    timeline_table,
    weeks_until,
)
from smartpick.text.self_assessment import (
    COLUMN_NAMES,
    LABEL_NAMES,
    LABEL_SIGNS,
    Template,
    failure_templates,
    letter_templates,
    low_score_sentences,
    plan_markdown,
    regional_prompts,
    regional_template,
    self_table,
    summary_sentences,
)
from smartpick.text.sources import GUIDE, citation
from smartpick.web.action_plan.choices import actions, exams, stages
from smartpick.web.action_plan.parts import (
    MOST_CHARACTERS,
    SECTIONS,
    PlanResults,
    forget_own_words,
    open_plan_choices,
    opening_day,
    own_words,
    section_heading,
    style_action_plan,
    subheading,
    timeline_tracks,
    worked_out,
    write_plan_choices,
)
from smartpick.web.blocks import block, contents, fine, notice, plain, sources_popover, terms_popover
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.controls import control
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.sidebar import control_panel
from smartpick.web.theme import page_palette
from smartpick.whatif.action_plan import Action, Stretch, timeline
from smartpick.whatif.exams import Decision
from smartpick.whatif.self_assessment import COLUMNS, LABELS, Label, Line, self_assessment, weak_points

# Section 1: what low means here, the four columns with their labels, and the summary.

_LABEL, _ANSWER = "self_label_", "self_answer_"
_REMARK = (
    "The table and its columns are the guide's. Labels come from rules that name a place in the guide; where "
    "it names no number, the rule says how we read it."
)


def where_you_stand(here: PageContext) -> None:
    """Draw the section, with the person's own labels."""
    ruled = self_assessment(here.profile, here.engine)
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


# Section 3: the actions on a line of weeks up to the opening day.

_KEY = "plan_timeline"
_TIMING_REMARK = "Weeks are our estimate, worked backwards from the opening day. What to do comes from these."


def timing(shown: Sequence[Action], opening: date | None, here: PageContext) -> list[Stretch]:
    """Draw the timeline and return it."""
    weeks_left = None if opening is None else weeks_until(opening, date.today())
    stretches = timeline(shown, weeks_left)
    late = misfit_sentences(stretches)
    notice(" ".join(late), strong=True)
    tracks = timeline_tracks(stretches, opening)
    if not tracks:
        block(fine("Nothing fits before that day any more."))
        return stretches
    longest = max(weeks_left or 0.0, 8.0, *(bar.start for track in tracks for bar in track.bars))
    figure = timeline_figure(
        tracks,
        page_palette(),
        axis_ticks(longest, opening),
        "Weeks before applications open" if opening is None else "Last day to begin, up to the opening",
        today=weeks_left,
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=_KEY,
        alt=timeline_alternative_text([s for s in stretches if s.fits], opening),
    )
    if weeks_left is not None:
        block(fine("The dashed line is today. A bar that begins near it should begin now."))
    sources = tuple(dict.fromkeys(s.action.source_id for s in stretches))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: timeline_table(stretches, opening),
            full=None,
            sources=sources,
            title="Timeline to the opening of applications",
        )
        sources_popover(here.engine.facts.sources, sources, key="sources_timeline", remark=_TIMING_REMARK)
    opened = "" if opening is None else fine(f"Applications open on {day_text(opening)}.")
    with st.expander("The timeline as a list", key="timeline_list"):
        items = "".join(
            f"<li><b>{escape(s.action.title)}</b>: {escape(stretch_text(s, opening))}</li>" for s in stretches
        )
        st.html(f'<ul class="sp-dates">{items}</ul>')
    # On paper there is no chart and no expander.
    st.html(f'<div class="sp-on-paper-only">{opened}<ul class="sp-dates">{items}</ul></div>')
    return stretches


# Section 6: texts to start from, with a button to copy each.


def wording_aids(assessment: Assessment) -> None:
    """Draw the section. Nothing is stored: the texts are made from the profile and copied by hand."""
    profile = assessment.profile
    with st.container(key="plan_words"):
        block(
            section_heading("words"),
            fine(
                "Starting points in plain words. Put what is true for every [bracket], and keep your voice."
            ),
            subheading("Asking for a strong letter"),
        )
        for place, template in enumerate(letter_templates(profile)):
            _template(template, f"letter_{place}")
        failures = failure_templates(profile, assessment.tier.below_passing)
        if failures:
            st.html(subheading("Framing a failed exam"))
            for place, template in enumerate(failures):
                _template(template, f"failure_{place}")
        if profile.pacific_weight > 0:
            prompts = "".join(f"<li>{escape(prompt)}</li>" for prompt in regional_prompts(profile))
            block(
                subheading("Why the Pacific Coast"),
                fine("Answer these first. Only what you can show belongs into the paragraph."),
                f'<ul class="sp-prompts">{prompts}</ul>',
            )
            _template(regional_template(profile), "regional")


def _template(template: Template, key: str) -> None:
    with st.expander(template.title, key=f"words_{key}"):
        st.caption(template.when)
        st.code(template.text, language=None, wrap_lines=True)


# Section 7: the table and the plan as a Markdown file, and on paper.

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
        today, lines = date.today(), own.on(self_assessment(here.profile, here.engine))
        sources = [*(line.source_id for line in lines), *(a.source_id for a in shown)]
        sources += [*decision.source_ids, *results.assessment.sources]
        return plan_markdown(
            intro=[*summary_sentences(weak_points(lines)), *low_score_sentences(here.profile, facts)],
            lines=lines,
            actions=shown,
            stretches=stretches,
            opening=opening,
            decision=decision,
            staged=results.staged,
            credit=citation(facts.sources, sources, _TITLE, facts.data_hash, today),
            today=today,
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


# The page from top to bottom.

_TERMS = ("IMG", "USCE", "LOR", "ECFMG", "ERAS", "Step 2 CK", "Step 3", "J-1", "H-1B", "range")


@safely
def action_plan() -> None:
    """Draw the page and, in the sidebar, the controls."""
    style_action_plan()
    st.html(
        '<h1 class="sp-title">Self-assessment and action plan</h1>'
        '<p class="sp-fine">Where your application stands, what would help most for the effort, and in which '
        "order. Your score is set on the first page, the other answers "
        '<span class="sp-on-desk">at the side</span>'
        '<span class="sp-on-phone">behind » at the top left</span>.</p>'
    )
    notice(open_plan_choices())
    here = page_context()
    contents(SECTIONS)
    terms_popover(*_TERMS, key="plan_terms")
    # What must be read first needs the assessment, so its place is kept while the table is drawn.
    first = st.container()
    where_you_stand(here)
    try:
        with st.spinner("Working out what each change would bring ..."):
            results = worked_out(here)
    except NoPublishedOutcomes:
        no_figures(here)
        control_panel()
        return
    with first:
        warnings(results.assessment)
    shown = actions(results, here)
    day = opening_day()
    stretches = timing(shown, day, here)
    decision = exams(results, day, here)
    stages(results, here)
    wording_aids(results.assessment)
    write_plan_choices()
    take_along(shown, stretches, day, decision, results, here)
    control_panel()
