"""Why a program is on the list and what is not known about it, in words."""

from __future__ import annotations

import numpy as np

from smartpick.plan.eligibility import MET, UNKNOWN, UNMET
from smartpick.plan.planning import Plan

_MET_WORDS = {
    "visa_j1": "states that it takes J-1",
    "visa_h1b": "states that it sponsors H-1B",
    "accepts_imgs": "states that it takes IMGs",
    "max_years_since_graduation": "graduation limit met",
    "max_attempts": "attempt limit met",
    "min_step2": "score minimum met",
    "usce_required": "US experience rule met",
    "usce_months": "US experience length met",
}
_UNMET_WORDS = {
    "visa_j1": "its sponsor's pages say no J-1",
    "visa_h1b": "its sponsor's pages say no H-1B",
    "accepts_imgs": "pages say it takes no IMGs",
    "max_years_since_graduation": "prefers more recent graduates",
    "max_attempts": "prefers fewer attempts",
    "min_step2": "prefers a higher Step 2 CK",
    "usce_required": "prefers US experience",
    "usce_months": "prefers more US experience",
}
_ASK_WORDS = {
    "visa_j1": "J-1",
    "visa_h1b": "H-1B",
    "max_years_since_graduation": "graduation limit",
    "max_attempts": "attempt limit",
    "min_step2": "score minimum",
    "usce_required": "US experience",
}


def program_reasons(plan: Plan) -> list[list[str]]:
    """Return, for each program of the list, short reasons in its favour and against."""
    c = plan.candidates
    pacific, cells = c.pacific, c.cells
    reasons: list[list[str]] = []
    for i in range(plan.size):
        said = [_MET_WORDS[r] for r, v in c.eligibility.answers.items() if v[i] == MET]
        said += [_UNMET_WORDS[r] for r, v in c.eligibility.answers.items() if v[i] == UNMET]
        place = "the nation" if cells[i].level == "nation" else cells[i].place
        said.append(f"{1 - c.near_zero[i]:.0%} likely to invite applicants like you at all (from {place})")
        if pacific[i]:
            said.append("on the Pacific Coast, where you want to be")
        reasons.append(said)
    return reasons


def unknown_facts(plan: Plan) -> list[str]:
    """Return, for each program of the list, which requirements nobody has stated, in a few words."""
    answers = {r: v for r, v in plan.candidates.eligibility.answers.items() if r in _ASK_WORDS}
    unknown = {r: v == UNKNOWN for r, v in answers.items()}
    return [", ".join(_ASK_WORDS[r] for r in unknown if unknown[r][i]) for i in range(plan.size)]


def known_share(plan: Plan) -> float:
    """Return the share of the list's programs of which at least one requirement is known."""
    if not plan.size:
        return 0.0
    answers = np.array(list(plan.candidates.eligibility.answers.values()))
    return float((answers != UNKNOWN).any(axis=0).mean())
