"""The score slider with tier and chances, and where the applicant stands while it is dragged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.estimate import EstimateCurve
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import (
    about_people,
    interviews,
    percent,
    percent_range,
    possible_tiers_note,
    short_tier,
)
from smartpick.text.sources import GUIDE, warning_sources
from smartpick.tiers import decide_tier
from smartpick.web.address import write_link
from smartpick.web.blocks import estimate_sources, note
from smartpick.web.page import PageContext
from smartpick.web.score_slider import SliderAnswers, SliderState, score_slider
from smartpick.web.session import remembered, sitting
from smartpick.web.theme import pinned_container

# Where the applicant stands while the score is still being dragged.
#
# The parts of the page that show the score are fragments: a move of the thumb draws these anew and leaves the
# rest of the page alone.

WARNINGS, PLACE, MARK, TIER, LIST = "live_warnings", "live_place", "live_mark", "live_tier", "live_list"


def live_parts(anchor: Assessment) -> list[str]:
    """Return the keys of the parts that are on the page; with too few applicants there is no curve."""
    on_curve = [PLACE, MARK] if anchor.score_curve.charted else []
    return [WARNINGS, *on_curve, TIER, LIST]


def shown_now(anchor: Assessment, here: PageContext) -> Assessment:
    """Return what the page shows: the assessment of the score under the thumb.

    Args:
        anchor: The assessment when the thumb was last let go.
        here: The page's context.
    """
    profile = sitting().profile
    if profile == anchor.profile:
        return anchor
    return remembered("followed", (anchor, profile), lambda: _followed(anchor, profile, here))


def _followed(anchor: Assessment, profile: ApplicantProfile, here: PageContext) -> Assessment:
    """Return the assessment at a score under the thumb: list and tier anew, chances as worked out ahead.

    The chances are those of `anchor` at the new score, the same as the slider shows; they are worked out
    for the new list when the thumb is let go.
    """
    plan = plan_list(profile, here.engine, assumed=here.assumed, evidence=sitting().evidence, thorough=False)
    tier = decide_tier(
        profile,
        here.engine.tier_rules,
        anchor.passing,
        here.engine.guide_group(profile.specialties[0]),
    )
    about_score = {anchor.tier.below_passing_note, anchor.tier.score_missing_note}
    steady = tuple(text for text in anchor.warnings if text not in about_score)
    notes = (tier.below_passing_note, *steady) if tier.below_passing_note else steady
    return replace(anchor, profile=profile, plan=plan, tier=tier, warnings=notes)


# The score slider with tier, chance and chance on the Pacific Coast: in sight while the page scrolls.

SLIDER_KEY = "score"


def headline(anchor: Assessment) -> None:
    """Draw the slider and take the score under its thumb into the profile.

    Args:
        anchor: Where the applicant stood when the thumb was last let go. The slider shows this at every
            score while it is dragged; on release the page is drawn once more from the new score.
    """
    here = sitting()
    unknown = here.profile.step2_ck_score is None
    # Always in its place, so that the slider stays in its own when the first score is given.
    above = st.container(key="without_score")
    if unknown:
        with above:
            _without_score(anchor)
    placed = _place_of_thumb(anchor)

    def follow(state: SliderState) -> None:
        _follow_thumb(state, live_parts(anchor))

    with pinned_container():
        answers = remembered("slider", anchor, lambda: slider_answers(anchor))
        state = score_slider(answers, value=placed, key=SLIDER_KEY, on_move=follow)
    # A connection that was lost tells where the thumb is only now, after the slider has been drawn.
    if state.score != placed:
        here.follow_score(state.score, state.settled)
        if unknown:
            # A control in the sidebar says "no score yet", and it stands outside of what is redrawn.
            st.rerun()
    if anchor.profile != here.settled:
        write_link()
        _draw_again()


def _follow_thumb(state: SliderState, parts: list[str]) -> None:
    """Take the thumb's score; while it is dragged only these parts of the page are drawn anew."""
    here = sitting()
    no_score_yet = here.profile.step2_ck_score is None
    here.follow_score(state.score, state.settled)
    if no_score_yet:
        # A control in the sidebar says so.
        st.rerun()
    if state.settled:
        write_link()
    else:
        st.rerun(parts)


def headline_sources(shown: Assessment, engine: Engine) -> None:
    """Show what tier, chances and the notes under them rest on."""
    estimate_sources(
        shown,
        engine,
        key="sources_headline",
        remark="The tier is the guide's, with the passing score of the exam date. The chances are our "
        "estimates from these figures.",
        also=(GUIDE, shown.passing.source_id, *warning_sources(shown)),
    )


def slider_answers(anchor: Assessment) -> SliderAnswers:
    """Return what the slider shows at every score for the profile as it stands."""
    odds = anchor.odds
    chance, pacific = _within_one(odds.match), _within_one(odds.match_pacific)
    return SliderAnswers(
        scores=SCORE_AXIS.astype(int).tolist(),
        tier=[short_tier(name) for name in anchor.tiers],
        tier_note=possible_tiers_note(anchor.tiers, anchor.passing.standard_error),
        chance=chance[0],
        chance_low=chance[1],
        chance_high=chance[2],
        pacific=pacific[0],
        pacific_low=pacific[1],
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


def _within_one(curve: EstimateCurve) -> tuple[list[float], list[float], list[float]]:
    # Where there is no point, none is shown; a bar of no length stands at nothing.
    point = np.clip(np.nan_to_num(curve.point), 0, 1)
    low, high = np.clip(curve.low, 0, point), np.clip(curve.high, point, 1)
    if np.isnan(curve.point).any():
        high = point
    return point.tolist(), low.tolist(), high.tolist()


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
        f"Without a score: {said}"
        f"The slider stands at {place}, the middle of all applicants in {anchor.plan.models[0].specialty}. "
        "Move it to see what the exam would change.",
        strong=True,
    )


def _draw_again() -> None:
    """Run again from the settled score, so that everything shown is worked out for it."""
    try:
        st.rerun(scope="fragment")
    except st.errors.StreamlitAPIException:
        # The whole page is running, not the fragment alone.
        st.rerun()
