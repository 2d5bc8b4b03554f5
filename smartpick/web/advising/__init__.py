"""The advising page: a view to present in a call, one question at a time, and the roster of a mentor."""

from pathlib import Path
from typing import Any

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.charts.advising import presented_curve
from smartpick.charts.frame import CONFIG
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.grounds import program_sources
from smartpick.text import action_plan as plan_words
from smartpick.text import scenarios as words
from smartpick.text.advising import QUESTIONS, first_programs, list_in_short, quick_changes
from smartpick.text.application_list import Question, empty_list_sentences, fees_figure, first_questions
from smartpick.text.curves import no_curve_sentence, own_in_words
from smartpick.text.levers import (
    MOST_SHOWN,
    lever_gain,
    nothing_moves_sentence,
    passing_first_sentence,
    retake_note,
    shown_changes,
    telling_levers,
)
from smartpick.text.numbers import plural
from smartpick.text.sources import GUIDE, warning_sources
from smartpick.web.address import LinkedChoice, one_of, open_choices, write_choices, write_link
from smartpick.web.advising.roster import roster_part
from smartpick.web.blocks import block, estimate_sources, note, notice
from smartpick.web.cockpit.below import found_levers, no_figures
from smartpick.web.cockpit.curve import AXIS, own_line
from smartpick.web.cockpit.headline import headline
from smartpick.web.cockpit.live import work_ahead_when_asked
from smartpick.web.controls import control, kept
from smartpick.web.downloads import report_popover
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.room_part import room_part
from smartpick.web.session import LONGEST_NOTE, PRESENT, QUESTION, ROSTER, VIEW, remembered, sitting
from smartpick.web.sidebar import copy_link, title_with_link
from smartpick.web.templates import part
from smartpick.web.theme import page_palette, page_style
from smartpick.whatif.action_plan import Action, action_plan
from smartpick.whatif.levers import exam_is_closed
from smartpick.whatif.scenarios import Scenario, difference

_PAGE = "advising"
_LINKED: tuple[LinkedChoice, ...] = (
    one_of("advising_view", "part of the page", VIEW, {PRESENT: PRESENT, ROSTER: ROSTER}, PRESENT),
    one_of("advising_question", "question", QUESTION, {number: str(number) for number in QUESTIONS}, 1),
)
_NAMES = {PRESENT: "Present", ROSTER: "Roster"}


@safely
def advising() -> None:
    """Draw the page."""
    page_style("advising")
    notice(open_choices(_PAGE, _LINKED))
    if st.session_state.get(VIEW, PRESENT) == ROSTER:
        title_with_link(
            "Advising",
            "Bring a roster, see everybody at once, and open one applicant to present or to work with.",
        )
        _choose_view()
        roster_part()
    else:
        _presenter()
    write_choices(_PAGE, _LINKED)


def _choose_view() -> None:
    st.segmented_control(
        "Part of the page",
        list(_NAMES),
        required=True,
        format_func=_NAMES.__getitem__,
        label_visibility="collapsed",
        **kept(VIEW, PRESENT).widget("default"),
    )


# The presenter view: one question of a call at a time, in large type, with keys to step through them.

_FILE = "advising.html"
_KEYS = "presenter_keys"
_mount_keys = st.components.v2.component(
    "smartpick.presenter_keys",
    js=(Path(__file__).parents[1] / "components" / "presenter_keys.js").read_text(encoding="utf-8"),
)


def _presenter() -> None:
    """Draw the question that is open."""
    here = room_part()
    if here.shown is not None and here.news("question", here.shown.question):
        st.session_state[QUESTION] = here.shown.question
    number = st.session_state.get(QUESTION, 1)
    with st.container(key="presenter_steps"):
        _mount_keys(
            key=_KEYS,
            data={
                "question": number,
                "last": len(QUESTIONS),
                "shown": f"{sitting().entry}: {number}",
            },
            on_question_change=_step_by_key,
        )
    with st.container(key="presenter"):
        with st.container(horizontal=True, vertical_alignment="center", key="presenter_bar"):
            with st.container(width="stretch"):
                block(part(_FILE, "question", number=number, text=QUESTIONS[number]))
            st.segmented_control(
                "Question (keys 1 to 4, or left and right)",
                list(QUESTIONS),
                required=True,
                label_visibility="collapsed",
                **kept(QUESTION, 1).widget("default"),
            )
            _choose_view()
        _answers(number)


def _step_by_key() -> None:
    state: Any = st.session_state.get(_KEYS)
    wanted = state.get("question") if hasattr(state, "get") else None
    if wanted in QUESTIONS:
        st.session_state[QUESTION] = wanted


@st.fragment
@safely
def _answers(number: int) -> None:
    """Draw what answers the question. A fragment, so that a new score draws nothing else anew."""
    context = page_context()
    try:
        with st.spinner("Working out the chances ..."):
            anchor = context.assessment
    except NoPublishedOutcomes:
        no_figures(context)
        return
    if number == 1:
        headline(anchor, context)
    with st.container(key="waits_for_release"):
        if anchor.tier.below_passing_note:
            note(anchor.tier.below_passing_note, strong=True)
        {1: _stand, 2: _helps, 3: _where, 4: _next}[number](anchor, context)
    if number != 1:
        headline(anchor, context)
    work_ahead_when_asked()
    copy_link("content")
    write_link()


def _stand(anchor: Assessment, context: PageContext) -> None:
    """Draw the curve with the place; tier and chances stand in the slider above."""
    if anchor.score_curve.charted:
        colours, score = page_palette(), anchor.profile.step2_ck_score
        figure = remembered(
            "presented_curve",
            (anchor, colours),
            lambda: presented_curve(own_line(anchor), score, AXIS, colours),
        )
        # The style sheet gives it the height that the screen has left.
        with st.container(key="presented"):
            st.plotly_chart(
                figure,
                height="stretch",
                theme=None,
                config=CONFIG,
                key="presented_curve",
                alt=own_in_words(anchor),
            )
    else:
        block(part(_FILE, "said", text=no_curve_sentence(anchor)))
    _sources(anchor, context, "The tier is the guide's. Chances are our estimates.", also=(GUIDE,))


# What helps most, or one change before and after.

_PAIR = "advising_pair"
_HELPS = "The changes that help most"
_BESIDE = "Your mentor’s scenario"
_ROWS = (0, 1, 2, 3)  # of `words.COLUMNS`: more is not read in a call


def _helps(anchor: Assessment, context: PageContext) -> None:
    others, here = _others(context), room_part()
    if here.shown is not None:
        beside = here.shown.beside
        if beside is not None and beside not in others.values():
            others[_BESIDE] = beside
        if here.news("beside", beside):
            named = {profile: name for name, profile in others.items()}
            st.session_state[_PAIR] = named.get(beside, _HELPS)
    offered = [_HELPS, *others]
    chosen = st.selectbox(
        "Show", offered, label_visibility="collapsed", width=560, **kept(_PAIR, _HELPS).one_of(offered)
    )
    other = others.get(chosen)
    here.set_beside(other)
    if other is None:
        _best_levers(anchor, context)
    else:
        _before_and_after(anchor, Scenario(str(chosen), other), context)


def _others(context: PageContext) -> dict[str, Any]:
    """Return what the profile can be set against, by name: quick changes, and the kept scenarios."""
    scenarios = {
        f"Scenario: {scenario.name}": scenario.profile
        for scenario in sitting().scenarios
        if scenario.profile != context.profile
    }
    return {**quick_changes(context.profile), **scenarios}


def _best_levers(anchor: Assessment, context: PageContext) -> None:
    found = found_levers(anchor, context)
    best = telling_levers(found)[:MOST_SHOWN]
    said = passing_first_sentence(found)
    if not best:
        said = nothing_moves_sentence(found, exam_is_closed(anchor, context.engine))
    rows = [(one.title, lever_gain(one), words.lever_terms_line(one)) for one in best]
    block(part(_FILE, "levers", first=said, rows=rows))
    _sources(
        anchor,
        context,
        "Each gain is the chance with this one change minus the chance without it.",
        also=[one.source_id for one in best],
        parameters=[field for one in best for field in one.changes],
    )


def _before_and_after(anchor: Assessment, other: Scenario, context: PageContext) -> None:
    try:
        after = context.assessment_of(other.profile)
    except NoPublishedOutcomes:
        note("No source publishes outcomes for this scenario, so there is nothing to compare with it.")
        return
    apart = remembered("scenario_difference", (anchor, after), lambda: difference(anchor, after))
    pair = (Scenario("Now", anchor.profile), other)
    old, new = words.comparison_rows(pair, (anchor, after), (None, apart), anchor.profile)
    rows = [(words.COLUMNS[place], old.cells[place], new.cells[place]) for place in _ROWS]
    block(part(_FILE, "before_and_after", before="Now", after=other.name, rows=rows))
    if other.profile.step2_ck_score != anchor.profile.step2_ck_score:
        block(part(_FILE, "said", text=retake_note(anchor)))
    _sources(
        anchor,
        context,
        "Both use the same random numbers, so the difference is more certain than the two ranges suggest.",
        also=(GUIDE, after.passing.source_id, *after.sources),
        parameters=[effect.factor for effect in after.effects],
    )


def _where(anchor: Assessment, context: PageContext) -> None:
    """Draw the list in short: cost, groups by state, the first programs."""
    plan = anchor.plan
    if not plan.size:
        block(part(_FILE, "said", text=" ".join(empty_list_sentences(anchor))))
    else:
        cost, rest = fees_figure(plan.cost)
        about = f"for {plural(plan.size, 'application')}, {plan.pacific_count} of them on the West Coast"
        block(
            part(
                _FILE,
                "list_in_short",
                cost=cost,
                about=f"{rest}, {about}" if rest else about,
                groups=list_in_short(plan),
                programs=first_programs(plan),
            )
        )
    st.page_link("pages/applications.py", label="The whole list", icon=":material/list_alt:")
    _sources(
        anchor,
        context,
        "Chances of an invitation come from published rates by specialty and place, adjusted for the "
        "profile.",
        also=program_sources(plan, context.engine),
    )


# What to find out, what to do, what was agreed, and the report.

_MOST_ACTIONS, _MOST_NAMED = 3, 2


def _next(anchor: Assessment, context: PageContext) -> None:
    questions = context.remembered("look_up_first", anchor, lambda: first_questions(anchor, context.engine))
    actions = context.remembered("advised_actions", anchor, lambda: _actions(anchor, context))
    columns = [
        ("Do", [(action.title, plan_words.weeks_text(action.weeks)) for action in actions]),
        ("Find out", [(question.title, _asked(question)) for question in questions]),
    ]
    block(part(_FILE, "next_steps", columns=[column for column in columns if column[1]]))
    own = sitting()
    st.text_area(
        "Next steps, one on each line",
        max_chars=LONGEST_NOTE,
        height=160,
        placeholder="Ask for a letter by September",
        help="They stay in this browser tab and go into the report and into a file that you save.",
        **control("next_steps", "\n".join(own.next_steps), own.agree).widget(),
    )
    above = [*(action.title for action in actions), *(question.title for question in questions)]
    both = "\n".join(dict.fromkeys([*own.next_steps, *above]))
    st.button(
        "Add the steps above",
        on_click=own.agree,
        args=(both,),
        icon=":material/playlist_add:",
        key="take_next_steps",
        disabled=set(above) <= set(own.next_steps) or len(both) > LONGEST_NOTE,
    )
    report_popover(anchor, context, key="report_presented", found=found_levers(anchor, context))
    _sources(
        anchor,
        context,
        "What to do is the guide's advice, with the gain that we estimate; weeks are our estimate.",
        also=[action.source_id for action in actions],
    )


def _asked(question: Question) -> str:
    names = [asked.name for asked in question.asked[:_MOST_NAMED]]
    more = len(question.asked) - len(names)
    return ", ".join([*names, *([f"{more} more"] if more else [])])


def _actions(anchor: Assessment, context: PageContext) -> list[Action]:
    every = action_plan(anchor, context.engine, found_levers(anchor, context))
    return shown_changes([action for action in every if action.gain is not None])[:_MOST_ACTIONS]


def _sources(anchor: Assessment, context: PageContext, remark: str, **more: Any) -> None:
    estimate_sources(
        anchor,
        context.engine,
        key="sources_presented",
        remark=remark,
        also=(*more.pop("also"), *warning_sources(anchor)),
        **more,
    )
