"""Our estimate that each program of the profile's specialties would invite this applicant.

The same numbers that the recommended list is chosen by, worked out for every program: also for those that
are ruled out or excluded, and with or without what the applicant knows of single programs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from smartpick.arrays import Array
from smartpick.engine import Engine
from smartpick.odds.effects import total
from smartpick.odds.estimate import RANGE_LEVEL, Estimate
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import Candidates, gather_candidates
from smartpick.plan.evidence import NO_EVIDENCE, Evidence
from smartpick.plan.invitations import invitations
from smartpick.plan.standing import effects_of, score_multiplier
from smartpick.profile import ApplicantProfile


@dataclass(frozen=True)
class InvitationEstimates:
    """One entry for each program of the specialties with published figures, before signals.

    Attributes:
        candidates: The programs with what is expected of them.
        models: The models of their specialties.
        invitation: P(invitation) for this applicant, 0-1.
        log_multiplier: Log odds multiplier of each, everything but the shared effect.
        without_figures: Specialties of the profile for which no source prints outcomes of the type.
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
        found = np.flatnonzero(self.program_ids == program_id)
        return int(found[0]) if found.size else None

    def with_signal(self, entry: int, log_odds_ratio: float) -> float:
        """Return P(invitation) of the program with a signal of this log odds ratio against none."""
        if self.candidates is None:
            raise IndexError(entry)
        one = self.candidates.take(np.array([entry]))
        invited = invitations(self.models, one, self.log_multiplier[[entry]] + log_odds_ratio)
        return float((invited @ self.models[0].invitation_weights)[0])

    def estimate(self, entry: int) -> Estimate:
        """Return P(invitation) with the middle 80 % of what programs of this kind would give.

        What a single program does is not published; its kind's rates are spread out (near-zero programs, and
        a beta distribution of the others), and that spread is the range.
        """
        if self.candidates is None:
            raise IndexError(entry)
        c = self.candidates.take(np.array([entry]))
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
                rate = float(beta.ppf((level - zero) / (1 - zero), mean * size, (1 - mean) * size))
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

    Args:
        profile: The applicant.
        engine: The fitted data.
        assumed: False leaves out the effects whose size is assumed.
        evidence: What the applicant knows of single programs.
    """
    names = tuple(s for s in profile.specialties if engine.has_figures(s, profile.applicant_type))
    without = tuple(s for s in profile.specialties if s not in names)
    if not names:
        return InvitationEstimates(None, (), np.zeros(0), np.zeros(0), without)
    models = tuple(engine.model(s, profile.applicant_type) for s in names)
    effects = effects_of(profile, engine, assumed)
    pool = engine.pool(names, profile.applicant_type)
    everyone = gather_candidates(pool, profile, engine.parameters, total(effects, "pacific"), evidence)
    unsignalled = [engine.signal_rules(m.specialty, m.applicant_type).unsignalled for m in models]
    own = np.array([score_multiplier(m, profile) for m in models]) + unsignalled
    multiplier = own[everyone.specialty_index] + total(effects, "everywhere") + everyone.log_shift
    invited = invitations(models, everyone, multiplier) @ models[0].invitation_weights
    return InvitationEstimates(everyone, models, invited, multiplier, without)
