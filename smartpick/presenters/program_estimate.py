"""Our estimate for one program in words, before and after what the applicant knows of it."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.explore.invitation_estimates import InvitationEstimates
from smartpick.odds.estimate import Estimate
from smartpick.plan.evidence import ProgramEvidence
from smartpick.presenters.wording import NARROW_SPACE, fine_percent, percent


@dataclass(frozen=True)
class EstimateStep:
    """What is expected of a program from one state of knowledge. All shares 0-1."""

    title: str
    invitation: Estimate
    near_zero: float
    mean_rest: float


def estimate_step(title: str, estimates: InvitationEstimates, entry: int) -> EstimateStep:
    """Return what is expected of the program at `entry`."""
    c = estimates.candidates
    assert c is not None
    return EstimateStep(
        title, estimates.estimate(entry), float(c.near_zero[entry]), float(c.mean_rest[entry])
    )


def fine_range(estimate: Estimate) -> str:
    """Return an estimate's range with decimals where it is small: "0.1 % to 6.2 %"."""
    return f"{fine_percent(estimate.low)} to {fine_percent(estimate.high)}"


def place_sentence(estimates: InvitationEstimates, entry: int, place: str) -> str:
    """Say from whose figures the estimate starts."""
    c = estimates.candidates
    assert c is not None
    cell = c.cells[entry]
    return (
        f"It starts from the {cell.programs} programs of the specialty that report in {place}: "
        f"{percent(cell.near_zero_share)} of them invite almost nobody of your applicant type, and on "
        f"average they invite {fine_percent(cell.mean)}. What its pages say, your visa need, your score and "
        "your other answers move that."
    )


def evidence_sentence(known: ProgramEvidence | None) -> str:
    """Say what the applicant has entered on the program; empty if nothing."""
    if known is None:
        return ""
    said = []
    if known.interview_rate is not None:
        seasons = "one season" if known.seasons == 1 else f"{known.seasons} seasons"
        said.append(f"it invited {_told(known.interview_rate)} of your applicant type ({seasons})")
    if known.img_share is not None:
        said.append(f"{_told(known.img_share)} of its residents are IMGs")
    if known.non_us_img_share is not None:
        said.append(f"{_told(known.non_us_img_share)} of its residents are non-US IMGs")
    for name, answer in (("J-1", known.takes_j1), ("H-1B", known.takes_h1b)):
        if answer is not None:
            said.append(f"it {'takes' if answer else 'does not take'} {name}")
    origin = f" Origin: {known.origin}." if known.origin else ""
    return f"You know that {'; '.join(said)}.{origin}" if said else ""


def _told(share: float) -> str:
    """Return a share as the applicant gave it; a told zero is zero."""
    return f"{round(100 * share, 1):g}{NARROW_SPACE}%"
