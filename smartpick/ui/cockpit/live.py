"""Where the applicant stands while the score is still being dragged.

The parts of the page that show the score are fragments: a move of the thumb draws these anew and leaves the
rest of the page alone.
"""

from __future__ import annotations

from dataclasses import replace

from smartpick.assessment import Assessment
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.tiers import decide_tier
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting

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
    # Kept with its anchor, so that the anchor's id stays its own.
    key = (id(anchor), profile)
    return remembered("followed", key, lambda: (_followed(anchor, profile, here), anchor))[0]


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
