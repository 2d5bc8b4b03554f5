"""Reach, target and safer: three groups of one list, by who carries its interviews.

The rule: order the list by the chance of an invitation and split the interviews to expect into three equal
parts. The programs that carry the first third are called safer, those of the second third target, those of
the last third reach. Programs shown with the same chance stay together, in the third in which the middle of
them falls; so an even list is all target. The names compare a list with itself: where every program seldom
invites, a safer one does so less seldom, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.presenters.wording import fine_percent, percent

SAFER, TARGET, REACH = "safer", "target", "reach"
GROUPS = (SAFER, TARGET, REACH)
GROUP_NAMES = {SAFER: "Safer", TARGET: "Target", REACH: "Reach"}
# Chances are shown to a tenth of a percent: what looks the same is treated the same.
_SHOWN_DECIMALS = 3
_RULE = (
    "Each group carries about a third of the interviews you can expect. Safer programs are the likeliest of "
    "this list to invite you, reach programs the least likely. The names compare your list with itself: no "
    "single program is safe."
)


@dataclass(frozen=True)
class GroupSummary:
    """One group of a list.

    Attributes:
        group: `safer`, `target` or `reach`.
        programs: Number of programs.
        pacific: How many of them lie on the Pacific Coast.
        interviews_share: Share (0-1) of the list's expected invitations that they carry.
        lowest, highest: Chance of an invitation (0-1) of the least and the most likely; NaN in an empty
            group.
    """

    group: str
    programs: int
    pacific: int
    interviews_share: float
    lowest: float
    highest: float


def application_groups(invitation: Array) -> NDArray[np.str_]:
    """Return the group of each program.

    Args:
        invitation: P(invitation) of each program, 0-1, (n,).
    """
    if not len(invitation):
        return np.empty(0, dtype=str)
    shown, place = np.unique(-np.round(invitation, _SHOWN_DECIMALS), return_inverse=True)
    carried = np.bincount(np.ravel(place), weights=invitation, minlength=len(shown))
    whole = carried.sum()
    if whole <= 0:
        return np.full(len(invitation), TARGET)
    middle = (np.cumsum(carried) - carried / 2) / whole
    third = np.minimum(np.floor(3 * middle), 2).astype(int)
    return np.array(GROUPS)[third][np.ravel(place)]


def group_summaries(
    invitation: Array, pacific: NDArray[np.bool_], groups: NDArray[np.str_]
) -> list[GroupSummary]:
    """Return the three groups in the order safer, target, reach; empty ones too."""
    whole = max(float(invitation.sum()), 1e-12)
    found = []
    for name in GROUPS:
        own = groups == name
        chances = invitation[own]
        found.append(
            GroupSummary(
                name,
                int(own.sum()),
                int((own & pacific).sum()),
                float(chances.sum()) / whole,
                float(chances.min()) if own.any() else float("nan"),
                float(chances.max()) if own.any() else float("nan"),
            )
        )
    return found


def group_rule() -> str:
    """Return the rule in words."""
    return _RULE


def group_sentence(summary: GroupSummary) -> str:
    """Say what a group holds, in one sentence."""
    if not summary.programs:
        return "No program of this list."
    low, high = fine_percent(summary.lowest), fine_percent(summary.highest)
    chance = low if low == high else f"{low} to {high}"
    return (
        f"{percent(summary.interviews_share)} of your interviews; each invites with a chance of {chance}; "
        f"{summary.pacific} on the Pacific Coast."
    )
