"""What the applicant knows of single programs, and how far it moves what we expect of them.

A program's rate in one season tells roughly how it usually invites. So an observed rate is taken with the
credibility that the correlation of two seasons gives it (Buehlmann), more with more seasons (Spearman and
Brown), and the rest stays with what was expected. Shares of residents are compared with the distribution of
their own kind, and a visa answer is a probability, for programs change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc, expit, logit

from smartpick.estimate import Array

# Reports give rates to a hundredth: below this a program shows as zero.
SHOWS_AS_ZERO = 0.005
# A visa answer for this season from the program itself is taken as good as certain.
_CERTAIN = 0.98
HIGHEST_RATE = 0.9
VISA_ANSWERS = ("takes_j1", "takes_h1b")
# How `program_rate_model` names the rows for all specialties, and for those without rows of their own.
EVERYWHERE, ELSEWHERE = "All specialties", "Other specialties"


@dataclass(frozen=True)
class ProgramEvidence:
    """What is known of one program beyond what we publish; None where nothing is.

    Attributes:
        program_id: The program.
        interview_rate: Share (0-1) of applicants of this type that it invited, mean of `seasons`.
        seasons: Over how many seasons.
        non_us_img_share: Share (0-1) of its residents who are non-US IMGs.
        img_share: Share (0-1) of its residents who are IMGs of both kinds.
        takes_j1: Whether it takes J-1.
        takes_h1b: Whether it sponsors H-1B.
        visa_this_season: Whether the visa answers are the program's own for this season. Others may be years
            old, and count as a probability.
        origin: Where the applicant has it from, in their words or the file's name.
    """

    program_id: str
    _: KW_ONLY
    interview_rate: float | None = None
    seasons: int = 1
    non_us_img_share: float | None = None
    img_share: float | None = None
    takes_j1: bool | None = None
    takes_h1b: bool | None = None
    visa_this_season: bool = False
    origin: str = ""


Evidence = Mapping[str, ProgramEvidence]
NO_EVIDENCE: Evidence = {}


@dataclass(frozen=True)
class Priors:
    """What is expected of programs; arrays of one length (see `Candidates`)."""

    near_zero: Array
    mean_rest: Array
    relative_sd: Array


@dataclass(frozen=True)
class EvidenceStrength:
    """How far evidence is trusted (rows of `data/parameters/model_parameters.csv`)."""

    season_reliability: float  # Correlation of a program's rates in two seasons
    near_zero_persistence: float  # Chance that a near-zero program shows as zero in a season

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> EvidenceStrength:
        """Take the strength from parameters by name; other parameters are passed over."""
        return cls(**{field.name: parameters[field.name] for field in fields(cls)})


def with_rate(priors: Priors, rate: Array, seasons: Array, strength: EvidenceStrength) -> Priors:
    """Return what is expected of next season's rate, observed rates known.

    The near-zero chance follows from Bayes' rule: near-zero programs show as zero with
    `near_zero_persistence` and otherwise a little above it, others as their beta distribution says.

    Args:
        priors: What was expected, (n,).
        rate: Observed rate 0-1, the mean of `seasons`; NaN where nothing was observed, (n,).
        seasons: Number of seasons behind each, (n,).
        strength: How far a season is trusted.
    """
    observed = ~np.isnan(rate)
    y, k = np.where(observed, rate, 0.0), np.where(observed, np.maximum(seasons, 1), 1)
    one = strength.season_reliability
    credibility = k * one / (1 + (k - 1) * one)
    m = np.clip(priors.mean_rest, 1e-5, 0.97)
    variance = np.minimum((m * priors.relative_sd) ** 2, 0.8 * m * (1 - m))
    size = m * (1 - m) / variance - 1
    shows_zero = y < SHOWS_AS_ZERO

    def share_below(value: float | Array) -> Array:
        return np.asarray(betainc(m * size, (1 - m) * size, np.clip(value, 0.0, 1.0)))

    # The share of near-zero programs seen at a rate falls off tenfold for each hundredth above zero.
    strayed = (1 - strength.near_zero_persistence) * 10.0 ** -np.maximum((y - 0.01) / 0.01, 0.0)
    at_y = np.clip(share_below(y + 0.005) - share_below(y - 0.005), 1e-9, 1)
    at_zero = strength.near_zero_persistence / share_below(SHOWS_AS_ZERO)
    odds = np.where(shows_zero, at_zero, strayed / at_y) ** k
    zero = np.clip(priors.near_zero, 1e-6, 1 - 1e-6)
    near_zero = expit(logit(zero) + np.log(np.clip(odds, 1e-9, 1e9)))
    mean = (1 - credibility) * m + credibility * np.maximum(y, SHOWS_AS_ZERO / 2)
    left = np.sqrt(variance * (1 - one * credibility)) / mean
    return Priors(
        np.where(observed, near_zero, priors.near_zero),
        np.where(observed, mean, priors.mean_rest),
        np.where(observed, left, priors.relative_sd),
    )


@dataclass(frozen=True)
class EvidenceWorth:
    """What the applicant's own figures are worth in one specialty (rows of `program_rate_model`)."""

    # Mean over the specialty's programs of the square root of a share of residents, by kind (`share_non_us`,
    # `share_us_img`, `share_img`): a share is compared with its own kind
    means: Mapping[str, float]
    # Coefficients by (block, part, term); part is `near_zero` or `rest`
    terms: Mapping[tuple[str, str, str], float]

    def term(self, block: str, part: str, term: str, otherwise: float = 0.0) -> float:
        """Return a coefficient, or `otherwise` where none was measured."""
        return self.terms.get((block, part, term), otherwise)


def evidence_worth(rows: pd.DataFrame, specialty: str) -> EvidenceWorth:
    """Read the worth of evidence in a specialty; where it has no row of its own, that of the others.

    `rows` are those of the table `program_rate_model`.
    """
    rows = rows[rows["block"].astype(str).str.startswith("evidence_")]
    terms: dict[tuple[str, str, str], float] = {}
    # From the general to the particular: a specialty's own row replaces the common one.
    for name in (EVERYWHERE, ELSEWHERE, specialty):
        for row in rows[rows["specialty"] == name].to_dict("records"):
            terms[str(row["block"]), str(row["part"]), str(row["term"])] = float(row["coefficient"])
    if specialty not in set(rows.loc[rows["block"] == "evidence_mean", "specialty"]):
        # Shares of the specialty are not published: they are compared with the middle of all specialties.
        means = rows[rows["block"] == "evidence_mean"].groupby("term")["coefficient"].mean().astype(float)
        return EvidenceWorth({str(k): float(v) for k, v in means.items()}, terms)
    return EvidenceWorth({t: v for (block, _, t), v in terms.items() if block == "evidence_mean"}, terms)


@dataclass(frozen=True)
class TraceMoves:
    """Where the public traces put programs of one specialty: what own figures then partly replace."""

    zero: Array  # What the index adds to the log odds of near zero, (n,)
    rest: Array  # What it adds to the log rate of the others, (n,)


def with_resident_shares(
    priors: Priors,
    non_us: Array,
    img: Array,
    moves: TraceMoves,
    worth: EvidenceWorth,
    part: float = 1.0,
) -> Priors:
    """Return what is expected of programs of one specialty, their shares of IMG residents known.

    Each kind of share is compared with the distribution of that kind over the specialty's programs. Once it
    is known the public traces count for less, as measured.

    Args:
        priors: What was expected, (n,).
        non_us: Share 0-1 of residents who are non-US IMGs, NaN where unknown, (n,).
        img: Share 0-1 of residents who are IMGs of both kinds, NaN where unknown, (n,).
        moves: What the public traces have moved already.
        worth: What shares are worth in the specialty.
        part: How far they count for this applicant type, 0-1.
    """
    us = np.clip(img - non_us, 0.0, 1.0)
    both = ~np.isnan(us)
    alone, mixed = ~both & ~np.isnan(non_us), ~both & ~np.isnan(img)
    shift = {"near_zero": np.zeros(len(img)), "rest": np.zeros(len(img))}
    for block, rows, shares in (
        ("evidence_share_split", both, {"share_non_us": non_us, "share_us_img": us}),
        ("evidence_share_non_us", alone, {"share_non_us": non_us}),
        ("evidence_share_img", mixed, {"share_img": img}),
    ):
        for side, moved in (("near_zero", moves.zero), ("rest", moves.rest)):
            change = (worth.term(block, side, "index_multiplier", 1.0) - 1) * moved
            for kind, share in shares.items():
                change = change + worth.term(block, side, kind) * (np.sqrt(share) - worth.means[kind])
            shift[side][rows] = part * change[rows]
    zero = expit(logit(np.clip(priors.near_zero, 1e-6, 1 - 1e-6)) + shift["near_zero"])
    known = both | alone | mixed
    return Priors(
        np.where(known, zero, priors.near_zero),
        np.where(known, np.minimum(priors.mean_rest * np.exp(shift["rest"]), HIGHEST_RATE), priors.mean_rest),
        priors.relative_sd,
    )


def split_by_sponsor(near_zero: Array, sponsors: Array, log_odds_ratio: Array) -> tuple[Array, Array]:
    """Return (near zero if it sponsors a visa, near zero if not): their mixture is `near_zero`.

    Args:
        near_zero: Chance over both, (n,).
        sponsors: Chance that the program sponsors, 0-1, (n,).
        log_odds_ratio: Log odds of near zero of those that do not sponsor less that of those that do, (n,).
    """
    target, ratio = np.clip(near_zero, 1e-6, 1 - 1e-6), np.exp(log_odds_ratio)
    # With odds x of those that sponsor, s x / (1 + x) + (1 - s) r x / (1 + r x) = t is a quadratic in x.
    square, linear = ratio * (1 - target), sponsors + (1 - sponsors) * ratio - target * (1 + ratio)
    root = np.sqrt(linear**2 + 4 * square * target)
    # Of the two ways to write the positive root, each time the one that subtracts nothing.
    odds = np.where(linear > 0, 2 * target / (root + np.abs(linear)), (root - linear) / (2 * square))
    return odds / (1 + odds), ratio * odds / (1 + ratio * odds)


def column(evidence: Evidence, ids: NDArray[np.str_], field: str) -> Array:
    """Return one field of the evidence for each program, NaN where nothing is known (True is 1)."""
    values = np.full(len(ids), np.nan)
    if evidence:
        places = {str(program): i for i, program in enumerate(ids)}
        for program, known in evidence.items():
            value = getattr(known, field)
            if value is not None and program in places:
                values[places[program]] = float(value)
    return values


def visa_chance(
    evidence: Evidence, ids: NDArray[np.str_], field: str, otherwise: Array, kept: tuple[float, float]
) -> Array:
    """Return the chance of sponsoring a visa: by the applicant's answer where there is one, else `otherwise`.

    `field` is `takes_j1` or `takes_h1b`; `kept` is how often a program that said (yes, no) some years ago
    sponsors. An answer of this season from the program itself is as good as certain.
    """
    answer, fresh = column(evidence, ids, field), column(evidence, ids, "visa_this_season") > 0
    yes, no = np.where(fresh, _CERTAIN, kept[0]), np.where(fresh, 1 - _CERTAIN, kept[1])
    return np.where(np.isnan(answer), otherwise, np.where(answer > 0, yes, no))


# How far an applicant is with a program of a list of their own, and how long such a list may be.

ListStatus = Literal["planned", "applied", "invited", "ranked"]
# From the least to the most that has happened.
STATUSES: tuple[ListStatus, ...] = get_args(ListStatus)
MOST_PROGRAMS = 700
