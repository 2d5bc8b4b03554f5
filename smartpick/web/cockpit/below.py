"""What stands below: tier, levers, season, certainty, what to look up, warnings."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.facts import TYPE_WORDS
from smartpick.plan.season import out_parameter
from smartpick.text.application_list import NOTHING_TO_LOOK_UP, Question, first_questions, worth_sentence
from smartpick.text.levers import (
    MOST_SHOWN,
    lever_gain,
    lever_terms,
    nothing_moves_sentence,
    passing_first_sentence,
    telling_levers,
)
from smartpick.text.numbers import passed_over_sentence, percent, reason_rows
from smartpick.text.season import (
    LATER_LEVERS,
    list_is_out,
    season_choice_notes,
    season_choice_table,
    season_sentences,
)
from smartpick.text.sources import GUIDE, RANGE_MEANING, warning_sources
from smartpick.web.address import write_link
from smartpick.web.blocks import (
    block,
    estimate_sources,
    fine,
    heading,
    note,
    note_html,
    notes_in_place,
    sources_popover,
)
from smartpick.web.controls import control
from smartpick.web.loading import shared_engine
from smartpick.web.page import PageContext
from smartpick.web.session import sitting
from smartpick.web.templates import part
from smartpick.whatif.levers import Lever, exam_is_closed, levers
from smartpick.whatif.scenarios import next_season_choices, season_fees

# What to know before reading the numbers.


def warnings(assessment: Assessment, with_sources: bool = True) -> None:
    """Show the warnings, a score below passing first and strong; nothing takes room when all is well.

    Args:
        assessment: Whose warnings.
        with_sources: False where what follows right after names their sources too (`warning_sources`).
    """
    notes = warning_notes(assessment, assessment.warnings)
    # Kept even when all is well, so that what follows stays where it is.
    with st.container():
        notes_in_place(*notes)
        if notes and with_sources:
            sources = shared_engine().facts.sources
            sources_popover(sources, warning_sources(assessment), key="sources_warnings")


def warning_notes(assessment: Assessment, texts: Sequence[str]) -> list[Markup]:
    """Return some of the warnings as notes; what the page says elsewhere is left out."""
    tier = assessment.tier
    return [
        note_html(text, strong=text == tier.below_passing_note)
        for text in texts
        if text != tier.score_missing_note
    ]


# What is shown where no source publishes outcomes of the applicant type in a chosen specialty.


def no_figures(here: PageContext) -> None:
    """Name the specialties without figures and offer to leave them out."""
    profile = here.profile
    without = [
        name for name in profile.specialties if not here.engine.has_figures(name, profile.applicant_type)
    ]
    kind = TYPE_WORDS[profile.applicant_type]
    note(
        f"No source publishes outcomes of {kind} in {' or '.join(without)}, so we cannot work out a "
        "chance. Your other answers are kept.",
        strong=True,
    )
    kept = tuple(name for name in profile.specialties if name not in without)
    change = kept or ("Internal Medicine",)
    st.button(
        f"Continue with {' and '.join(change)}",
        on_click=sitting().answer,
        kwargs={"specialties": change},
        key="go_on_without",
    )


# The tier with its reasons and the way upward.


def tier(anchor: Assessment, here: PageContext) -> None:
    """Draw why the tier is what it is, and what would move it up."""
    decision = anchor.tier
    if decision.silence:
        block(heading("No tier", "tier"), fine(decision.silence))
    else:
        block(
            heading(decision.label, "tier"),
            part("cockpit.html", "reasons", rows=reason_rows(decision), upward=decision.next_tier_note),
            fine(decision.neighbours_note or "", passed_over_sentence(anchor.tiers)),
        )
    sources_popover(
        here.engine.facts.sources,
        (GUIDE, anchor.passing.source_id),
        key="sources_tier",
        remark="The tiers are those of the guide for non-US IMGs. They sum up a profile and are not a "
        "verdict: programs do not know them.",
    )


# The three changes that would help most.


def found_levers(assessment: Assessment, here: PageContext) -> list[Lever]:
    """Work out what each change would bring."""
    return here.remembered("levers", assessment, lambda: levers(assessment, here.engine))


def best_levers(found: Sequence[Lever], assessment: Assessment, here: PageContext) -> None:
    """Draw the levers with the greatest gain."""
    engine = here.engine
    if list_is_out(assessment.profile):
        block(fine(LATER_LEVERS))
    best = telling_levers(found)[:MOST_SHOWN]
    if not best:
        said = nothing_moves_sentence(found, exam_is_closed(assessment, engine))
        block(heading("What would help most", "helps"), fine(said))
        return
    rows = [(lever.title, lever_gain(lever), lever_terms(lever)) for lever in best]
    block(
        heading("What would help most", "helps"),
        fine(passing_first_sentence(found)),
        part("cockpit.html", "levers", rows=rows),
    )
    estimate_sources(
        assessment,
        engine,
        key="sources_levers",
        remark="Each gain is the chance with this one change minus the chance without it. Changes that "
        "would not move the chance as shown are left out. Costs and times come from the first "
        "sources.",
        also=[lever.source_id for lever in best],
        parameters=[field for lever in best for field in lever.changes],
    )


# What the place in the season makes of the chance, and the ways on after one without a match.

_BUSY = "Working out other ways into the next season ..."


def season_notes(anchor: Assessment, engine: Engine) -> list[Markup]:
    """Return what the place in the season makes of the chance; nothing before applying."""
    out_share = None
    if anchor.profile.season_stage == "waiting":
        out_share = engine.parameter_range(out_parameter(anchor.profile))
    first, *others = season_sentences(anchor, out_share) or [""]
    return [note_html(first, strong=True), fine(*others)] if first else []


def after_a_season(anchor: Assessment, here: PageContext) -> None:
    """Draw the ways on after a season without a match."""
    block(heading("Another season?"))
    with st.spinner(_BUSY):
        choices = here.remembered("next_season", anchor, lambda: next_season_choices(anchor, here.engine))
    st.dataframe(
        season_choice_table(choices),
        hide_index=True,
        key="next_season",
        alt="What another application would bring: as it is, changed, and in other specialties.",
    )
    block(*(fine(sentence) for sentence in season_choice_notes(choices)))
    _, fee_sources = season_fees(here.engine.facts.fees)
    estimate_sources(
        anchor,
        here.engine,
        key="sources_next_season",
        remark="Each chance is worked out as the one above, with the answers changed as the row says.",
        also=fee_sources,
        parameters=("earlier_unmatched_seasons",),
    )


# How sure the numbers are, and the switch that leaves assumed effects out.

_KEY = "leave_out_assumed"


def certainty(assessment: Assessment, engine: Engine) -> None:
    """Say how much rests on assumptions, and let the person leave them out."""
    block(heading("How sure is this?", "certainty"), fine(*_sentences(assessment)))
    left_out = control(_KEY, not sitting().assumed, _leave_out)
    st.toggle(
        "Leave out assumed effects",
        value=left_out.value,
        key=left_out.key,
        on_change=left_out.on_change,
        disabled=sitting().follows,
    )
    sources_popover(
        engine.facts.sources,
        [effect.source_id for effect in assessment.effects],
        key="sources_certainty",
        remark="The effects of your answers rest on these.",
        parameters=[effect.factor for effect in assessment.effects],
    )


def _sentences(assessment: Assessment) -> list[str]:
    if not sitting().assumed:
        return ["Effects whose size is assumed are left out of every number here."]
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "None"
    return [
        f"{share} of the effect of your profile rests on assumptions: effects with a known direction and "
        "no published size.",
        RANGE_MEANING,
    ]


def _leave_out(left_out: bool) -> None:
    sitting().assumed = not left_out
    write_link()


# The next hour of work: what is worth looking up first, and what has been learnt already.


def found_questions(anchor: Assessment, here: PageContext) -> list[Question]:
    """Work out which questions are worth most."""
    return here.remembered("look_up_first", anchor, lambda: first_questions(anchor, here.engine))


def look_up_first(found: Sequence[Question], anchor: Assessment, here: PageContext) -> None:
    """Draw the questions worth most."""
    known = len(sitting().evidence)
    learnt = [f"What you have found out already counts for {known} of the programs."] if known else []
    if not found:
        block(heading("Look these up first", "look-up"), fine(NOTHING_TO_LOOK_UP, *learnt))
    else:
        rows = [(question.title, worth_sentence(question)) for question in found]
        block(
            heading("Look these up first", "look-up"),
            part("cockpit.html", "questions", rows=rows),
            fine(*learnt),
        )
    estimate_sources(
        anchor,
        here.engine,
        key="sources_look_up",
        remark="The worth of an answer is our estimate: the worth of the best list after it, minus that "
        "of the list now.",
    )
    st.page_link("pages/applications.py", label="Answer these questions")
    st.page_link("pages/programs.py", label="Bring your own figures")
