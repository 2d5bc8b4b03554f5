"""Where in the season an applicant is, and what that does to the chances of the list that is out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from smartpick.engine import Engine
from smartpick.estimate import Array, Estimate
from smartpick.odds.list_odds import LOG_GRID, ListOdds, Standing
from smartpick.odds.season_odds import InHand, SeasonPart, ranking_odds, waiting_odds
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile

# Stages in which the applications are out and something is known of them.
UNDER_WAY = ("waiting", "ranking")
# How much of the season's invitations is out, by month.
_OUT = {
    "october": "invitations_out_october",
    "november": "invitations_out_november",
    "december": "invitations_out_december",
    "january": "invitations_out_january",
    None: "invitations_out_unknown",
}


def out_parameter(profile: ApplicantProfile) -> str:
    """Return the parameter that says how much of the season's invitations is out."""
    return _OUT[profile.season_month]


def season_odds(
    plan: Plan,
    profile: ApplicantProfile,
    engine: Engine,
    scores: Array,
    *,
    standing: Standing,
    invited: Collection[str] = (),
) -> ListOdds:
    """Return the chances of a list that is out, given what is known by now, at each of the rising scores.

    The profile is one of the stages that are `UNDER_WAY`. `invited` are ids of programs known to have invited
    (when ranking: that are ranked); interviews in hand beyond these may be at any other program of the list.
    As in `list_odds`, chances of a match have no points where too few people are behind them.
    """
    parts = season_parts(plan, invited)
    named = [int(part.invited.sum()) for part in parts]
    if profile.season_stage == "ranking":
        # With names each specialty counts its own; without, the ranks are those of the preferred one.
        ranked = named if invited else [profile.programs_ranked, *[0] * (len(parts) - 1)]
        everything_out = Estimate(1.0, 1.0, 1.0)
        known = InHand(max(sum(ranked) - sum(named), 0), everything_out)
        odds = ranking_odds(plan.models, ranked, waiting_odds(parts, scores, standing, known), scores)
    else:
        out = Estimate(*engine.parameter_range(out_parameter(profile)))
        known = InHand(max(profile.interviews_in_hand - sum(named), 0), out)
        odds = waiting_odds(parts, scores, standing, known)
    if not plan.models[0].too_few:
        return odds
    return replace(
        odds,
        match=odds.match.without_point(),
        match_pacific=odds.match_pacific.without_point(),
        match_if_interviewed=odds.match_if_interviewed.without_point(),
    )


def season_parts(plan: Plan, invited: Collection[str] = ()) -> tuple[SeasonPart, ...]:
    """Return a list program by program, a part for each specialty, with the same signals as in its odds."""
    chosen = plan.candidates
    shift = chosen.log_shift + plan.choice.lift
    known = np.isin(chosen.program_ids, list(invited))
    parts = []
    for index, whole in enumerate(plan.parts):
        rows: NDArray[np.bool_] = chosen.specialty_index == index
        invitation = whole.model.invitation.probability(
            chosen.mean_rest[rows],
            chosen.near_zero[rows],
            chosen.relative_sd[rows],
            LOG_GRID + shift[rows][:, None],
        )
        parts.append(
            SeasonPart(
                model=whole.model,
                invitation=invitation,
                worth=chosen.worth[rows],
                pacific=chosen.pacific[rows],
                invited=known[rows],
                spread=whole.spread,
                signal_share=whole.signal_share,
            )
        )
    return tuple(parts)
