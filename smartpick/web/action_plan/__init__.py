"""The page of the self-assessment and the action plan, from top to bottom."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.action_plan import TimelineBar, TimelineTrack, timeline_figure
from smartpick.charts.frame import CONFIG
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.prose import day_text
from smartpick.text import action_plan as plan_words
from smartpick.text import self_assessment as self_words
from smartpick.text.sources import GUIDE, citation
from smartpick.web.action_plan.choices import (
    OPENING,
    OPENING_KEY,
    PAGE,
    SECTIONS,
    PlanResults,
    actions,
    enter_opening,
    exams,
    plan_choices,
    plan_results,
    section_heading,
    stages,
)
from smartpick.web.address import open_choices, write_choices
from smartpick.web.blocks import (
    block,
    contents,
    fine,
    notice,
    plain,
    sources_popover,
    subheading,
    terms_popover,
)
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.controls import control
from smartpick.web.downloads import file_button, report_popover
from smartpick.web.entered import LAST_DAY
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import sitting
from smartpick.web.sidebar import control_panel
from smartpick.web.templates import part
from smartpick.web.theme import page_palette, page_style
from smartpick.whatif.action_plan import TRACKS, Action, Stretch, timeline
from smartpick.whatif.exams import Decision
from smartpick.whatif.self_assessment import (
    COLUMNS,
    LABELS,
    Label,
    Line,
    relabelled,
    self_assessment,
    weak_points,
)

_TERMS = ("IMG", "USCE", "LOR", "ECFMG", "ERAS", "Step 2 CK", "Step 3", "J-1", "H-1B", "range")


@safely
def action_plan() -> None:
    """Draw the page and, in the sidebar, the controls."""
    page_style("action_plan")
    st.html(part("action_plan.html", "intro"))
    notice(open_choices(PAGE, plan_choices()))
    context = page_context()
    contents(SECTIONS)
    terms_popover(*_TERMS, key="plan_terms")
    # What must be read first needs the assessment, so its place is kept while the table is drawn.
    first = st.container()
    _where_you_stand(context)
    try:
        with st.spinner("Working out what each change would bring ..."):
            results = plan_results(context)
    except NoPublishedOutcomes:
        no_figures(context)
        control_panel()
        return
    with first:
        warnings(results.assessment)
    in_order = actions(results, context)
    opening = _opening_day()
    stretches = _timing(in_order, opening, context)
    decision = exams(results, opening, context)
    stages(results, context)
    _wording_aids(results.assessment)
    write_choices(PAGE, plan_choices())
    _take_along(in_order, stretches, opening, decision, results, context=context)
    control_panel()


# Section 1: what low means here, the four columns with their labels, and the summary.

# What the person adds here, labels and short answers, is in the session and nowhere else.
_LABEL, _ANSWER = "self_label_", "self_answer_"
_MOST_CHARACTERS = 200


def _where_you_stand(context: PageContext) -> None:
    facts = context.engine.facts
    ruled = self_assessment(context.profile, context.engine)
    lines = relabelled(ruled, sitting().own_labels, sitting().own_answers)
    summary, *more = self_words.summary_sentences(weak_points(lines))
    block(
        section_heading("where-you-stand"),
        part("action_plan.html", "summary", sentence=summary),
        fine(*more),
        plain(" ".join(self_words.low_score_sentences(context.profile, facts))),
    )
    with st.container(key="self_assessment"):
        for column in COLUMNS:
            of_column = [line for line in lines if line.column == column]
            if of_column:
                with st.container(border=True, key=f"self_{column}"):
                    card = part(
                        "action_plan.html",
                        "self_assessment",
                        title=self_words.COLUMN_NAMES[column],
                        lines=of_column,
                        names=self_words.LABEL_NAMES,
                        signs=self_words.LABEL_SIGNS,
                    )
                    st.html(card)
                    with st.expander("Change labels, fill in", key=f"self_edit_{column}"):
                        _editors(of_column, ruled)
    # What is low in a specialty and region is the guide's.
    sources = dict.fromkeys((GUIDE, *(line.source_id for line in lines)))
    with st.container(horizontal=True):
        sources_popover(
            facts.sources,
            sources,
            key="sources_self",
            remark="The table and its columns are the guide's. Labels come from rules that name a place "
            "in the guide; where it gives no number, the rule says how we read it.",
        )
        chart_tools(
            None,
            key="self_table",
            shown=lambda: self_words.self_table(lines),
            sources=tuple(sources),
            title="Self-assessment in four columns",
        )
        if sitting().own_labels or sitting().own_answers:
            st.button("Go back to the labels from the rules", on_click=_forget_own_words, type="tertiary")


def _editors(lines: Sequence[Line], ruled: Sequence[Line]) -> None:
    st.caption(f"Labels and words stay in this browser tab. At most {_MOST_CHARACTERS} characters each.")
    by_rule = {line.item: line for line in ruled}
    for line in lines:
        rule = by_rule[line.item]
        if line.editable:
            answer = sitting().own_answers.get(line.item, "")
            st.text_input(
                line.title,
                max_chars=_MOST_CHARACTERS,
                placeholder=rule.answer or "in a few words",
                **control(_ANSWER + line.item, answer, partial(_take_answer, line.item)).widget(),
            )
        take_label = partial(_take_label, line.item, rule.label)
        st.selectbox(
            f"Label of: {line.title}",
            LABELS,
            format_func=self_words.LABEL_NAMES.__getitem__,
            help=None if line.editable else f"The rule's reason: {rule.reason}",
            **control(_LABEL + line.item, line.label, take_label).one_of(list(LABELS)),
        )


def _forget_own_words() -> None:
    sitting().own_labels.clear()
    sitting().own_answers.clear()


def _take_label(item: str, by_rule: str, label: Label) -> None:
    if label == by_rule:
        sitting().own_labels.pop(item, None)
    else:
        sitting().own_labels[item] = label


def _take_answer(item: str, words: str) -> None:
    answer = " ".join(words.split())[:_MOST_CHARACTERS]
    if answer:
        sitting().own_answers[item] = answer
    else:
        sitting().own_answers.pop(item, None)


# Section 3: the actions on a line of weeks up to the day on which applications open. The day is not in the
# data, so the person enters it; other pages share it.

_KEY = "plan_timeline"


def _opening_day() -> date | None:
    block(
        section_heading("when"),
        fine(
            "Different kinds of work can be done at the same time. Each bar ends where the next one of "
            "its kind begins."
        ),
    )
    opening, today = control(OPENING_KEY, sitting().own_dates.get(OPENING.key), enter_opening), date.today()
    day: date | None = st.date_input(
        "Day on which applications open",
        min_value=min(today, opening.value or today),
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        help="ERAS, the application service, opens for submission on one day a year. The day is not in our "
        "data: take it from the official calendar.",
        width=320,
        **opening.widget(),
    )
    st.caption(f"Not known here. Official calendar: [{OPENING.publisher}]({OPENING.address})")
    return day


def _timing(in_order: Sequence[Action], opening: date | None, context: PageContext) -> list[Stretch]:
    """Draw the timeline and return it."""
    weeks_left = None if opening is None else plan_words.weeks_until(opening, date.today())
    stretches = timeline(in_order, weeks_left)
    notice(" ".join(plan_words.misfit_sentences(stretches)), strong=True)
    tracks = _tracks(stretches, opening)
    if not tracks:
        block(fine("There is no time left for anything before that day."))
        return stretches
    longest = max(weeks_left or 0.0, 8.0, *(bar.start for track in tracks for bar in track.bars))
    figure = timeline_figure(
        tracks,
        page_palette(),
        plan_words.axis_ticks(longest, opening),
        "Weeks before applications open" if opening is None else "Last day to begin, before the opening",
        today=weeks_left,
    )
    alternative = plan_words.timeline_alternative_text([s for s in stretches if s.fits], opening)
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_KEY, alt=alternative)
    if weeks_left is not None:
        block(fine("The dashed line is today. Work whose bar begins near it should begin now."))
    sources = tuple(dict.fromkeys(s.action.source_id for s in stretches))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: plan_words.timeline_table(stretches, opening),
            sources=sources,
            title="Timeline to the opening of applications",
        )
        sources_popover(
            context.engine.facts.sources,
            sources,
            key="sources_timeline",
            remark="Weeks are our estimate, counted back from the opening day. What to do comes from these.",
        )
    lines = [(s.action.title, plan_words.stretch_text(s, opening)) for s in stretches]
    with st.expander("The timeline as a list", key="timeline_list"):
        st.html(part("action_plan.html", "dates", lines=lines))
    sentence = "" if opening is None else f"Applications open on {day_text(opening)}."
    st.html(part("action_plan.html", "dates", lines=lines, opening=sentence, on_paper=True))
    return stretches


def _tracks(stretches: Sequence[Stretch], opening: date | None) -> list[TimelineTrack]:
    """Return the kinds of work with what fits into them; kinds without any are left out."""
    bars = {
        track: tuple(
            TimelineBar(s.action.title, s.start, s.end, bool(s.within), plan_words.stretch_text(s, opening))
            for s in stretches
            if s.action.track == track and s.fits
        )
        for track in TRACKS
    }
    return [
        TimelineTrack(plan_words.TRACK_NAMES[track], of_track) for track, of_track in bars.items() if of_track
    ]


# Section 6: texts to start from, with a button to copy each.


def _wording_aids(assessment: Assessment) -> None:
    """Draw the section. Nothing is stored: the texts are made from the profile and copied by hand."""
    profile = assessment.profile
    with st.container(key="plan_words"):
        block(
            section_heading("words"),
            fine(
                "Starting points in plain words. Replace every [bracket] with what is true; keep your voice."
            ),
            subheading("Asking for a strong letter"),
        )
        for place, template in enumerate(self_words.letter_templates(profile)):
            _template(template, f"letter_{place}")
        failures = self_words.failure_templates(profile, assessment.tier.below_passing)
        if failures:
            block(subheading("Explaining a failed exam"))
            for place, template in enumerate(failures):
                _template(template, f"failure_{place}")
        if profile.pacific_weight > 0:
            block(
                subheading("Why the West Coast"),
                fine("Answer these first. Put only what you can show into the paragraph."),
                part("action_plan.html", "prompts", prompts=self_words.regional_prompts(profile)),
            )
            _template(self_words.regional_template(profile), "regional")


def _template(template: self_words.Template, key: str) -> None:
    with st.expander(template.title, key=f"words_{key}"):
        st.caption(template.when)
        st.code(template.text, language=None, wrap_lines=True)


# Section 7: the table and the plan as a Markdown file, and on paper.

_TITLE = "Self-assessment and action plan"


def _take_along(
    in_order: Sequence[Action],
    stretches: Sequence[Stretch],
    opening: date | None,
    decision: Decision,
    results: PlanResults,
    *,
    context: PageContext,
) -> None:
    """Draw the download. The file is made when asked for, with the labels and words as they are then."""
    # The file is made outside of the session's run, which has no sitting of its own.
    facts, own = context.engine.facts, sitting()

    def document() -> bytes:
        ruled = self_assessment(context.profile, context.engine)
        lines = relabelled(ruled, own.own_labels, own.own_answers)
        sources = [*(line.source_id for line in lines), *(action.source_id for action in in_order)]
        sources += [*decision.source_ids, *results.assessment.sources]
        return self_words.plan_markdown(
            intro=[
                *self_words.summary_sentences(weak_points(lines)),
                *self_words.low_score_sentences(context.profile, facts),
            ],
            lines=lines,
            actions=in_order,
            stretches=stretches,
            opening=opening,
            decision=decision,
            staged=results.staged,
            credit=citation(facts.sources, sources, _TITLE, facts.data_hash, date.today()),
            today=date.today(),
        ).encode()

    with st.container(key="plan_downloads"):
        block(
            section_heading("take-along"),
            fine(
                "The file holds the table with your labels and words, the plan and the chances. To print, "
                "use your browser's print command: it leaves the controls out."
            ),
        )
        with st.container(horizontal=True):
            file_button(
                "Table and plan (Markdown)",
                document,
                f"smartpick-plan-{date.today().isoformat()}.md",
                key="download_plan",
                icon="description",
            )
            # Without assumed effects the report's gains are others than those that this page weighs.
            own_levers = results.levers if context.assumed else None
            report_popover(results.assessment, context, key="plan_report", found=own_levers)
