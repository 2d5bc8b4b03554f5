"""Why a program stands where it stands: its published place, what is public about it, what you know, you."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartpick.explore.invitation_estimates import InvitationEstimates
from smartpick.plan.candidates import Candidates
from smartpick.plan.traces import Traces

# How each public trace reads in a sentence about one program.
_TRACES = {
    "kaiser": "it belongs to Kaiser",
    "county_or_city_hospital": "it is a county or city hospital",
    "osteopathic": "it is of osteopathic origin",
    "rural": "it is a rural program",
    "federal": "it belongs to the federal government",
    "sponsor_is_medical_school": "its sponsor runs a medical school",
    "sponsor_is_medical_school_surgery": "its sponsor runs a medical school (counted apart in surgery)",
    "competitive_siblings": "its sponsor also trains in the most competitive specialties",
    "size": "its number of first-year positions",
    "state_non_us_share": "the share of non-US IMGs among those who match in its state",
    "new_york_outer_borough": "it lies in Brooklyn, the Bronx, Queens or Staten Island",
    "states_no_j1": "a page says that it takes no J-1",
    "states_accepts_imgs": "a page says that it accepts IMGs",
    "programs_near_family": "how many programs lie around it",
    "new_code_psychiatry": "it was accredited about 2013 or later",
    "reported_non_us": "applicants reported invitations of non-US IMGs",
    "reports_without_img": "applicants reported invitations, and none of an IMG",
    "has_reports": "applicants reported invitations at all",
    "sibling_reported_non_us": "non-US IMGs reported invitations by other programs of its sponsor",
    "sibling_reports_without_img": "other programs of its sponsor were reported, without an IMG",
}
# A trace that moves the rate by less than this part is not worth a line.
_WORTH_SAYING = 0.03
_MOST_TRACES = 6


@dataclass(frozen=True)
class WhyStep:
    """One step from the published figure to the estimate; `rate` is a share 0-1."""

    title: str
    rate: float


def average_rate(c: Candidates, entry: int, near_zero_rate: float) -> float:
    """Return the rate that a program is expected to invite the average applicant of the type at."""
    zero = float(c.near_zero[entry])
    return zero * near_zero_rate + (1 - zero) * float(c.mean_rest[entry])


def why_steps(
    now: InvitationEstimates, before: InvitationEstimates, entry: int, place: str, known: bool
) -> list[WhyStep]:
    """Return the steps: place, public traces, own figures, and the applicant.

    Args:
        now: With what the applicant knows.
        before: Without it.
        entry: The program.
        place: Name of the place whose published figure it starts from.
        known: Whether the applicant knows anything of the program.
    """
    assert now.candidates is not None and before.candidates is not None
    rate = now.models[int(now.candidates.specialty_index[entry])].near_zero_rate
    cell = now.candidates.cells[entry]
    steps = [
        WhyStep(f"All its specialty's programs in {place}, published", cell.mean),
        WhyStep("This program, by what is public about it", average_rate(before.candidates, entry, rate)),
    ]
    if known:
        steps.append(WhyStep("With what you know of it", average_rate(now.candidates, entry, rate)))
    return [*steps, WhyStep("For you, by your profile", float(now.invitation[entry]))]


def trace_sentences(traces: Traces, c: Candidates, entry: int) -> list[str]:
    """Return what is public about a program and moves it against the others of its place, the largest first.

    Args:
        traces: The public traces of all programs.
        c: The candidates.
        entry: The program.
    """
    pool, row = c.pool, int(c.rows[entry])
    steep = float(pool.slope_rest[row] - pool.slope_zero[row] * pool.near_zero[row])
    cell = pool.cells[row]
    same = [
        i
        for i, other in enumerate(pool.cells)
        if other == cell and pool.specialty_index[i] == pool.specialty_index[row]
    ]
    parts = traces.parts.reindex(pool.program_ids[same])
    own = parts.loc[str(pool.program_ids[row])] - parts.mean()
    told = traces.features.loc[str(pool.program_ids[row])]
    moved = np.expm1(own * steep)
    names = sorted(own.index, key=lambda name: -abs(float(moved[name])))
    said = []
    for name in names:
        if abs(float(moved[name])) < _WORTH_SAYING or not float(told[name]):
            continue
        word = "raises" if moved[name] > 0 else "lowers"
        said.append(f"{_TRACES[name]} ({word} it by about {abs(100 * float(moved[name])):.0f} %)")
    return said[:_MOST_TRACES]
