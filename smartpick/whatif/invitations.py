"""Our estimate that each program would invite this applicant, and what its statements mean for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from smartpick.engine import Engine
from smartpick.estimate import RANGE_LEVEL, Array, Estimate
from smartpick.explore.search import Directory
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.rates import RateCell
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates, effects_of, gather_candidates, invitations, own_multiplier
from smartpick.plan.eligibility import MET, UNMET, Eligibility, EligibilityTable
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, Evidence
from smartpick.programs.kinds import ProgramKind

_LEVELS = ("state", "division", "nation")


def mixed_cell(cells: Sequence[RateCell], weights: Sequence[float], level: str, place: str) -> RateCell:
    """Return the cell of a program of which only the odds are known that it is in one place or another.

    Near zero is the weighted share. The mean is the weighted mean, and the spread of the programs that are
    not near zero is that of a mixture: the mean of the variances within the places, plus the variance
    between their means. A place's programs count there by its weight less its share near zero.

    `weights` says how many programs each place has (ValueError if all are 0); `level` and `place` are what
    the cell is called. Its `programs` counts those reporting: the sum over the places, or those of the
    largest place where one of the cells is borrowed from it, because it holds the others.
    """
    share = np.asarray(weights, float)
    if not share.sum() > 0:
        raise ValueError("a mixture needs at least one place with programs")
    share = share / share.sum()
    near_zero = np.array([cell.near_zero_share for cell in cells])
    means = np.array([cell.mean for cell in cells])
    mean, zero = float(share @ means), float(share @ near_zero)
    rest = means / np.maximum(1 - near_zero, 1e-6)
    within = (rest * np.array([cell.relative_sd for cell in cells])) ** 2
    of_rest = share * (1 - near_zero) / max(1 - zero, 1e-6)
    mean_rest = float(of_rest @ rest)
    variance = float(of_rest @ (within + (rest - mean_rest) ** 2))
    counted = [cell for cell, part in zip(cells, share, strict=True) if part > 0]
    largest = max(_LEVELS.index(cell.level) for cell in counted)
    reporting = {(cell.level, cell.place): cell.programs for cell in counted}
    return RateCell(
        mean=mean,
        near_zero_share=zero,
        relative_sd=float(np.sqrt(variance)) / max(mean_rest, 1e-12),
        level=level,
        place=place,
        programs=sum(reporting.values()) if largest == 0 else max(reporting.values()),
        source_id="|".join(dict.fromkeys(cell.source_id for cell in counted)),
    )


@dataclass(frozen=True)
class ProgramStanding:
    """The answers for one program; requirements by their names in the data.

    Attributes:
        state: meets, unknown or fails.
        met: Requirements that pages state and the applicant meets.
        rules_unmet: Not met, and the program's own uncontradicted rule: each of them rules the program out.
        preferences_unmet: Not met, but a preference, a sponsor's word or contradicted: worth asking.
        unknown: Requirements that would apply and of which no page says anything usable.
        barring: What the program is that keeps it off the applicant's list (military, closed ...).
    """

    state: str
    met: tuple[str, ...]
    rules_unmet: tuple[str, ...]
    preferences_unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    barring: ProgramKind | None

    @property
    def ruled_out(self) -> bool:
        """Whether the program is left out of a list because of what it states or is."""
        return self.state == Eligibility.FAILS

    def answer(self, requirement: str) -> str:
        """Return met, not met (rule), not met (preference) or unknown; empty if it does not apply."""
        answers = {
            "met": self.met,
            "rule": self.rules_unmet,
            "preference": self.preferences_unmet,
            "unknown": self.unknown,
        }
        return next((answer for answer, names in answers.items() if requirement in names), "")


def standing_at(
    directory: Directory, profile: ApplicantProfile, table: EligibilityTable, row: int
) -> ProgramStanding:
    """Return what the statements of the program at `row` of the directory mean for the applicant.

    `table` is `directory.eligibility(profile)`.
    """
    by_answer: dict[str, list[str]] = {"met": [], "rule": [], "preference": [], "unknown": []}
    for requirement, verdicts in table.answers.items():
        answer = "met" if verdicts[row] == MET else "unknown"
        if verdicts[row] == UNMET:
            answer = "rule" if directory.answers[requirement].rule[row] else "preference"
        by_answer[answer].append(requirement)
    state = str(table.state[row])
    if state != Eligibility.FAILS:
        # Where either visa would do, one of them refused rules nothing out.
        by_answer["preference"] += by_answer["rule"]
        by_answer["rule"] = []
    barring = directory.kinds.barring(str(directory.program_ids[row]), profile)
    return ProgramStanding(
        state=state,
        met=tuple(by_answer["met"]),
        rules_unmet=tuple(by_answer["rule"]),
        preferences_unmet=tuple(by_answer["preference"]),
        unknown=tuple(by_answer["unknown"]),
        barring=barring,
    )


@dataclass(frozen=True)
class InvitationEstimates:
    """One entry for each program of the specialties with published figures, before signals.

    Attributes:
        candidates: The programs with what is expected of them.
        models: The models of their specialties.
        invitation: P(invitation) for this applicant, 0-1.
        log_multiplier: Log odds multiplier of each, everything but the shared effect.
        without_figures: Specialties of the profile for which no source publishes outcomes of the type.
    """

    candidates: Candidates | None
    models: tuple[SpecialtyModel, ...]
    invitation: Array
    log_multiplier: Array
    without_figures: tuple[str, ...]

    @property
    def program_ids(self) -> NDArray[np.str_]:
        """The programs' ids."""
        return np.array([], dtype=str) if self.candidates is None else self.candidates.program_ids

    def line_up(self, program_ids: NDArray[np.str_]) -> Array:
        """Return P(invitation) of the programs named, NaN where there is no estimate."""
        known = dict(zip(self.program_ids.tolist(), self.invitation.tolist(), strict=True))
        return np.array([known.get(name, np.nan) for name in program_ids.tolist()], dtype=float)

    def place_of(self, program_id: str) -> int | None:
        """Return the entry of a program, None where there is no estimate."""
        places = np.flatnonzero(self.program_ids == program_id)
        return int(places[0]) if places.size else None

    def _one(self, entry: int) -> Candidates:
        if self.candidates is None:
            raise IndexError(entry)
        return self.candidates.take(np.array([entry]))

    def with_signal(self, entry: int, log_odds_ratio: float) -> float:
        """Return P(invitation) of the program with a signal of this log odds ratio against none."""
        one = self._one(entry)
        invited = invitations(self.models, one, self.log_multiplier[[entry]] + log_odds_ratio)
        return float((invited @ self.models[0].invitation_weights)[0])

    def estimate(self, entry: int) -> Estimate:
        """Return P(invitation) with the middle 80 % of what programs of this kind would give.

        What a single program does is not published; its kind's rates are spread out (near-zero programs, and
        a beta distribution of the others), and that spread is the range.
        """
        c = self._one(entry)
        model = self.models[int(c.specialty_index[0])]
        zero, mean = float(c.near_zero[0]), float(np.clip(c.mean_rest[0], 1e-6, 0.98))
        variance = min((mean * float(c.relative_sd[0])) ** 2, 0.8 * mean * (1 - mean))
        tail = (1 - RANGE_LEVEL) / 2
        bounds = []
        for level in (tail, 1 - tail):
            near_zero = level <= zero
            rate = mean
            if not near_zero and variance > 1e-12:
                size = mean * (1 - mean) / variance - 1
                rate = float(betaincinv(mean * size, (1 - mean) * size, (level - zero) / (1 - zero)))
            chance = model.invitation.probability(
                np.array([max(rate, 1e-7)]),
                np.array([float(near_zero)]),
                np.zeros(1),
                np.array([self.log_multiplier[entry]])[:, None] + LOG_NODES,
            )
            bounds.append(float((chance @ model.invitation_weights)[0]))
        point = float(self.invitation[entry])
        return Estimate(point, min(bounds[0], point), max(bounds[1], point))


def estimate_invitations(
    profile: ApplicantProfile, engine: Engine, assumed: bool = True, evidence: Evidence = NO_EVIDENCE
) -> InvitationEstimates:
    """Work out P(invitation) of every program of the profile's specialties, before signals.

    These are the numbers that the recommended list is chosen by, also for programs that are ruled out or
    excluded. `assumed=False` leaves out the effects whose size is assumed.
    """
    names = tuple(s for s in profile.specialties if engine.has_figures(s, profile.applicant_type))
    without = tuple(s for s in profile.specialties if s not in names)
    if not names:
        return InvitationEstimates(None, (), np.zeros(0), np.zeros(0), without)
    models = tuple(engine.model(s, profile.applicant_type) for s in names)
    effects = effects_of(profile, engine, assumed)
    everyone = gather_candidates(models, profile, engine, effects, evidence)
    unsignalled = [engine.signal_rules(m.specialty, m.applicant_type).unsignalled for m in models]
    multiplier = own_multiplier(models, profile, effects, everyone) + everyone.log_shift
    multiplier = multiplier + np.array(unsignalled)[everyone.specialty_index]
    invited = invitations(models, everyone, multiplier) @ models[0].invitation_weights
    return InvitationEstimates(everyone, models, invited, multiplier, without)
