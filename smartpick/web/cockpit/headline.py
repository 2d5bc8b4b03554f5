"""The score slider with tier, chance and chance in the West Coast states: in sight while the page scrolls."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.text.numbers import (
    about_people,
    interviews,
    percent,
    percent_range,
    possible_tiers_note,
    short_tier,
)
from smartpick.web.address import write_link
from smartpick.web.blocks import note
from smartpick.web.cockpit.ahead import SCORE, where_it_stands, within_one
from smartpick.web.cockpit.seen import is_shown, key_of
from smartpick.web.page import PageContext
from smartpick.web.score_slider import SliderAnswers, score_slider
from smartpick.web.session import remembered, sitting
from smartpick.web.theme import pinned_container

SLIDER_KEY = "score"


def headline(anchor: Assessment, context: PageContext, **follows: Any) -> None:
    """Draw the slider and take the score under its thumb into the profile.

    Args:
        anchor: Where the applicant stands. The slider shows this at every score while it is dragged; on
            release the page is drawn once more from the new score.
        context: The page's context.
        follows: What else of the page follows the score in the browser, as plain JSON values by name.
    """
    is_shown(context)
    here = sitting()
    unknown = here.profile.step2_ck_score is None
    # Always in its place, so that the slider stays in its own when the first score is given.
    above = st.container(key="without_score")
    if unknown:
        with above:
            _without_score(anchor)
    placed = _place_of_thumb(anchor)

    with pinned_container():
        now = remembered("slider", anchor, lambda: slider_answers(anchor))
        # All scores of one list: while only the score changes it stays the list that the page began with.
        answers = remembered("slider_table", context.key_but(SCORE), lambda: now)
        score = score_slider(
            answers,
            value=placed,
            key=SLIDER_KEY,
            on_move=_take,
            ahead={"shown": key_of(context), **where_it_stands(context), **follows},
            now=now,
            disabled=here.follows,
        )
    # A connection that was lost tells where the thumb is only now, after the slider has been drawn.
    if score != placed:
        here.follow_score(score)
        if unknown:
            # A control in the sidebar says "no score yet", and it stands outside of what is redrawn.
            st.rerun()
    if anchor.profile != here.profile:
        write_link()
        _draw_again()


def _take(score: int) -> None:
    """Take the score at which the thumb was let go."""
    here = sitting()
    no_score_yet = here.profile.step2_ck_score is None
    here.follow_score(score)
    write_link()
    if no_score_yet:
        # A control in the sidebar says so, and it stands outside of what is redrawn.
        st.rerun()


def slider_answers(anchor: Assessment) -> SliderAnswers:
    """Return what the slider shows at every score for the profile as it stands."""
    odds = anchor.odds
    chance, pacific = (
        [[*ends] for ends in zip(*map(within_one, curve.low, curve.point, curve.high), strict=True)]
        for curve in (odds.match, odds.match_pacific)
    )
    return SliderAnswers(
        scores=SCORE_AXIS.astype(int).tolist(),
        tier=[short_tier(name) for name in anchor.tiers],
        tier_note=possible_tiers_note(anchor.tiers, anchor.passing.standard_error),
        chance_low=chance[0],
        chance=chance[1],
        chance_high=chance[2],
        pacific_low=pacific[0],
        pacific=pacific[1],
        pacific_high=pacific[2],
        supported=anchor.score_curve.supported(SCORE_AXIS).tolist(),
        expected_interviews=odds.interviews.point.tolist(),
        p_no_interview=np.clip(odds.no_interview.point, 0, 1).tolist(),
        passing_score=anchor.passing.score,
        exam_error=round(anchor.passing.standard_error),
        marks=[],
        unsupported_note="Nobody with this score is in the published data.",
        counts=anchor.plan.models[0].counts if anchor.too_few else "",
    )


def _place_of_thumb(anchor: Assessment) -> int:
    score = sitting().profile.step2_ck_score
    if score is None:
        score = round(anchor.score_curve.median_applicant)
    return int(np.clip(score, SCORE_AXIS[0], SCORE_AXIS[-1]))


def _without_score(anchor: Assessment) -> None:
    """Say what holds without a score, above a slider that stands at the middle applicant's."""
    chance, expected = anchor.match_probability, anchor.expected_interviews
    place = _place_of_thumb(anchor)
    said = (
        f"{percent(chance.point)} chance of matching, {about_people(chance.point)} "
        f"(range {percent_range(chance.low, chance.high)}), and {interviews(expected.point)}. "
    )
    if anchor.too_few:
        said = f"{anchor.too_few} Expect {interviews(expected.point)}. "
    note(
        f"No score yet. Averaged over all scores: {said}"
        f"The slider starts at {place}, the middle of all applicants in {anchor.plan.models[0].specialty}. "
        "Move it to see what the exam would change.",
        strong=True,
    )


def _draw_again() -> None:
    """Run again from the score that was let go, so that everything shown is worked out for it."""
    try:
        st.rerun(scope="fragment")
    except st.errors.StreamlitAPIException:
        # The whole page is running, not the fragment alone.
        st.rerun()
