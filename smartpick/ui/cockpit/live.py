"""Where the applicant stands while the score is still being dragged."""

from __future__ import annotations

from dataclasses import replace

from smartpick.assessment import Assessment
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.tiers import decide_tier
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting


def follow(anchor: Assessment, profile: ApplicantProfile, here: PageContext) -> Assessment:
    """Return the assessment at a score under the thumb: list and tier anew, chances as worked out ahead.

    The chances are those of `anchor` at the new score, the same as the slider shows; they are worked out
    for the new list when the thumb is let go.

    Args:
        anchor: The assessment when the thumb was last let go.
        profile: The same applicant at another score.
        here: The page's context.
    """
    plan = plan_list(profile, here.engine, assumed=here.assumed, evidence=sitting().evidence, thorough=False)
    tier = decide_tier(profile, here.engine.tier_rules, anchor.passing)
    about_score = {anchor.tier.below_passing_note, anchor.tier.score_missing_note}
    steady = tuple(text for text in anchor.warnings if text not in about_score)
    notes = (tier.below_passing_note, *steady) if tier.below_passing_note else steady
    return replace(anchor, profile=profile, plan=plan, tier=tier, warnings=notes)
