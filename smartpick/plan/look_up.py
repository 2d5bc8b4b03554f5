"""What to look up next: which unknown facts about which programs would improve the list most.

The value of a fact is what the best list is worth on average once it is known, less what it is worth now
(value of information). Learning something about one program changes the list by at most that program:
it comes in, stays or goes. With the worth of an interview at each value of the shared effect held at the
present list's, a program's contribution is linear in its chances, and the exchange is against the least
contribution on the list; a signal that it sets free is not counted. So every unknown fact is priced by one
comparison per possible answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.odds.rates import positive_rates
from smartpick.plan.candidates import Candidates, invitations, near_zero_by_visa, odds_of
from smartpick.plan.plan import Choice
from smartpick.plan.selection import Selection
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import EvidenceStrength, Priors, column, with_rate

VISA, RATE = "visa", "interview_rate"
# Below this share of the value of the best outcome a look-up is not worth anyone's time.
_WORTH_ASKING = 1e-6


@dataclass(frozen=True)
class LookUp:
    """One question worth asking.

    Attributes:
        program_id: The program.
        fact: `visa` (does it sponsor the visa needed) or `interview_rate`.
        value: Expected gain in the value of the best outcome, 0-1.
        on_list: Whether the program is on the list now.
        likely: Chance that the answer is favourable.
    """

    program_id: str
    fact: str
    value: float
    on_list: bool
    likely: float


def look_up_next(
    choice: Choice, profile: ApplicantProfile, parameters: dict[str, float], most: int = 20
) -> list[LookUp]:
    """Return the questions worth most, the best first, `most` at the most.

    `parameters` are the values of `data/parameters/model_parameters.csv` by name.
    """
    pricing = _Pricing(choice)
    questions = _rate_questions(choice, parameters, pricing)
    if profile.applicant_type == "non_us_img" and profile.visa_need != "none":
        questions = [*_visa_questions(choice, profile, pricing), *questions]
    return sorted(questions, key=lambda question: (-question.value, question.program_id))[:most]


class _Pricing:
    """What each candidate contributes, and the contribution it is exchanged against."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        c, o = choice.candidates, choice.objective
        self._lift = choice.unsignalled.copy()
        self._lift[choice.order] = choice.lift
        self._worth = Selection(o, len(choice.order), choice.order).prices()[c.specialty_index, o.level]
        self.now = self.contribution(c)
        self.listed = np.zeros(len(self.now), dtype=bool)
        self.listed[choice.order] = True
        self.exchange = np.zeros(len(self.now))
        # The cap and floor on West Coast applications keep exchanges within it and within the rest.
        for part in (c.pacific, ~c.pacific):
            best_outside = max(self.now[part & ~self.listed], default=0.0)
            worst_inside = min(self.now[part & self.listed], default=np.inf)
            # One on the list gives way to the best outside; one outside replaces the worst inside.
            self.exchange[part] = np.where(self.listed[part], best_outside, worst_inside)

    def contribution(self, candidates: Candidates) -> Array:
        """Return what each candidate would contribute with other priors."""
        shift = self._choice.multiplier + candidates.log_shift + self._lift
        invited = invitations(self._choice.models, candidates, shift) * candidates.worth[:, None]
        return np.asarray((invited * self._worth).sum(axis=1))

    def value_of(self, outcomes: Sequence[tuple[Array, Array]]) -> Array:
        """Return the value of information from (probability, contribution) of each possible answer."""
        against = np.where(np.isfinite(self.exchange), self.exchange, 0.0)
        informed = sum(p * np.maximum(v, against) for p, v in outcomes)
        # What is expected now follows from the same answers, so that only the option to act counts.
        expected = sum(p * v for p, v in outcomes)
        # With no application of the kind on the list there is nothing to exchange.
        return np.where(np.isfinite(self.exchange), informed - np.maximum(expected, against), 0.0)


def _visa_questions(choice: Choice, profile: ApplicantProfile, pricing: _Pricing) -> list[LookUp]:
    c = choice.candidates
    field = "takes_h1b" if profile.visa_need == "h1b" else "takes_j1"
    known = ~np.isnan(column(choice.evidence, c.program_ids, field))
    with_visa, without = (chance[c.rows] for chance in near_zero_by_visa(c.pool, c.pool.near_zero))
    yes = pricing.contribution(replace(c, near_zero=np.minimum(with_visa, c.near_zero)))
    p = c.visa_share
    # A no from the program itself for this season leaves no chance, unless the other visa would do.
    either = profile.visa_need == "either"
    closed = np.maximum(without, c.near_zero) if either else np.ones(len(p))
    no = pricing.contribution(replace(c, near_zero=closed))
    value = pricing.value_of([(p, yes), (1 - p, no)])
    return _questions(c, VISA, np.where(known, 0.0, value), p, pricing.listed)


def _rate_questions(choice: Choice, parameters: dict[str, float], pricing: _Pricing) -> list[LookUp]:
    """Price a look at last season's interview rate: it shows about zero, or one of a few usual rates."""
    c = choice.candidates
    strength = EvidenceStrength.of(parameters)
    known = ~np.isnan(column(choice.evidence, c.program_ids, "interview_rate"))
    priors = Priors(c.near_zero, c.mean_rest, c.relative_sd)
    pairs, inverse = np.unique(
        np.column_stack([c.mean_rest, c.mean_rest * c.relative_sd]).round(9), axis=0, return_inverse=True
    )
    usual = positive_rates(*np.transpose(pairs))[np.ravel(inverse)]
    seasons = np.ones(len(c.rows))

    def after(rate: Array) -> Array:
        p = with_rate(priors, rate, seasons, strength)
        return pricing.contribution(
            replace(
                c,
                near_zero=p.near_zero,
                mean_rest=p.mean_rest,
                relative_sd=p.relative_sd,
                odds=odds_of(choice.models, c.specialty_index, p),
            )
        )

    zero = (c.near_zero, after(np.zeros(len(c.rows))))
    rest = [((1 - c.near_zero) / usual.shape[1], after(usual[:, j])) for j in range(usual.shape[1])]
    value = pricing.value_of([zero, *rest])
    return _questions(c, RATE, np.where(known, 0.0, value), 1 - c.near_zero, pricing.listed)


def _questions(
    c: Candidates, fact: str, value: Array, likely: Array, listed: NDArray[np.bool_]
) -> list[LookUp]:
    return [
        LookUp(str(c.program_ids[i]), fact, float(value[i]), bool(listed[i]), float(likely[i]))
        for i in np.flatnonzero(value > _WORTH_ASKING)
    ]
