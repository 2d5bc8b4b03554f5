"""All programs of some specialties with everything about them that no profile changes.

What a program states in public: pages conflict and age, so one statement counts for each program and
requirement. The program's own word goes before its sponsor's, a stated rule before a preference, a newer
page before an older; that others disagree is kept and shown.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.estimate import Array
from smartpick.facts import Facts
from smartpick.odds.program_rates import NO_TRACES, TraceSlopes, program_rates
from smartpick.odds.rates import RateCell
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.programs.evidence import EvidenceWorth, Priors
from smartpick.programs.kinds import KindsOfPrograms, ProgramKinds
from smartpick.programs.traces import STATED_NO_J1, Traces, rate_term

REQUIREMENTS = (
    "visa_j1",
    "visa_h1b",
    "accepts_imgs",
    "max_years_since_graduation",
    "max_attempts",
    "min_step2",
    "usce_required",
    "usce_months",
)
_VISA_COLUMNS = {"visa_j1": "j1_share", "visa_h1b": "h1b_share"}
_STATEMENT_COLUMNS = [
    *("value", "value_number", "strength", "scope", "as_of_year"),
    *("confidence", "url", "conflicting", "source_id"),
]
# The setting of a program whose name fits no words.
OTHER = "other"


def leading_statements(requirements: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each program and requirement, indexed by (program_id, requirement).

    Adds `conflicting`: whether another statement of the same kind says something else.
    """
    rows = requirements.dropna(subset=["value"]).copy()
    rows["own_word"] = rows["scope"] == "program"
    rows["rule"] = rows["strength"] == "stated"
    rows["year"] = pd.to_numeric(rows["as_of_year"], errors="coerce").fillna(0)
    rows["sure"] = rows["confidence"] == "high"
    rows = rows.sort_values(["own_word", "rule", "year", "sure"], ascending=False, kind="stable")
    keys = ["program_id", "requirement"]
    leading = rows.drop_duplicates(keys).set_index(keys)
    answers = rows.groupby(keys)["value"].nunique()
    leading["conflicting"] = answers > 1
    return leading[_STATEMENT_COLUMNS].sort_index()


@dataclass(frozen=True)
class Answers:
    """What each of some programs states on one requirement; NaN or empty where it is not stated."""

    value: NDArray[np.str_]  # The answer as a word (yes, no, limited, none, ...)
    number: NDArray[np.float64]  # The answer as a number
    rule: NDArray[np.bool_]  # Whether it is the program's own, stated and uncontradicted rule
    scope: NDArray[np.str_]  # program or institution

    @cached_property
    def yes(self) -> NDArray[np.bool_]:
        """Whether the answer is yes."""
        return np.asarray(self.value == "yes")

    @cached_property
    def no(self) -> NDArray[np.bool_]:
        """Whether the answer is no."""
        return np.asarray(self.value == "no")

    @cached_property
    def unlimited(self) -> NDArray[np.bool_]:
        """Whether the answer is that there is no limit."""
        return np.asarray(self.value == "none")


def answers_of(statements: pd.DataFrame, requirement: str, program_ids: NDArray[np.str_]) -> Answers:
    """Line the leading statements on one requirement up with `program_ids`."""
    kinds = statements.index.get_level_values("requirement")
    rows = statements[kinds == requirement].droplevel("requirement").reindex(program_ids)
    rule = (
        (rows["strength"] == "stated")
        & (rows["scope"] == "program")
        & (rows["conflicting"].astype(str) == "False")
    )
    return Answers(
        rows["value"].fillna("").to_numpy(str),
        pd.to_numeric(rows["value_number"], errors="coerce").to_numpy(float, na_value=np.nan),
        rule.to_numpy(bool),
        rows["scope"].fillna("").to_numpy(str),
    )


def settings(words: pd.DataFrame, names: pd.Series, stated: Answers) -> NDArray[np.str_]:
    """Return what kind of hospital each program is: as stated, else the first row of `words` to fit its name.

    It moves no odds: university programs train fewer IMGs but invite them nearly as often, and what a
    sponsor's medical school is worth is in `program_rate_model` with the other public traces.
    """
    kinds = np.full(len(names), OTHER, dtype=object)
    open_ = np.ones(len(names), dtype=bool)
    parts = names.str.partition("/")
    text_of = {"anywhere": names, "before_slash": parts[0], "after_slash": parts[2]}
    for row in words.sort_values("priority").itertuples():
        pattern = r"\b(?:" + "|".join(re.escape(w) for w in str(row.words).split("|")) + r")\b"
        fits = open_ & text_of[str(row.part_of_name)].str.contains(pattern, regex=True).to_numpy(bool)
        kinds[fits] = row.setting
        open_ &= ~fits
    return np.where(stated.value != "", stated.value, kinds.astype(str))


@dataclass(frozen=True, kw_only=True)
class Published:
    """What is published about programs, whoever applies; every array has one entry for each program."""

    programs: pd.DataFrame  # Rows of `facts.programs` that are not of low confidence, 0-based index
    program_ids: NDArray[np.str_]  # Their ids
    state: NDArray[np.str_]  # The state it lies in, two letters
    pacific: NDArray[np.bool_]  # Whether it lies in a West Coast state (California, Oregon, Washington)
    refusal: Array  # What a stated refusal of J-1 adds to its index; 0 where none is stated
    # Chance that it sponsors the visa: by its statement, else its cell's share (2021); a filing of its
    # institution counts like the institution's yes
    j1_share: Array
    h1b_share: Array
    # How often a program that once said (yes, no) to the visa sponsors it
    j1_kept: tuple[float, float]
    h1b_kept: tuple[float, float]
    answers: dict[str, Answers]  # Its statements by requirement
    kinds: KindsOfPrograms  # Which are not open to every applicant

    def of(self, rows: NDArray[np.intp]) -> dict[str, Any]:
        """Return the fields of the programs at `rows`, in that order."""
        arrays = ("program_ids", "state", "pacific", "refusal", "j1_share", "h1b_share")
        return {
            "programs": self.programs.iloc[rows].reset_index(drop=True),
            **{name: getattr(self, name)[rows] for name in arrays},
            "j1_kept": self.j1_kept,
            "h1b_kept": self.h1b_kept,
            "answers": {requirement: _taken(said, rows) for requirement, said in self.answers.items()},
            "kinds": _taken(self.kinds, rows),
        }


def _taken(of_arrays: Any, rows: NDArray[np.intp]) -> Any:
    return type(of_arrays)(*(getattr(of_arrays, each.name)[rows] for each in fields(of_arrays)))


@dataclass(frozen=True, kw_only=True)
class ProgramPool(Published):
    """Programs of some specialties, and what is expected of them for one applicant type."""

    rank: NDArray[np.intp]  # Its place among the programs of all specialties
    specialty_index: NDArray[np.intp]  # Which of the specialties asked for it belongs to
    cells: tuple[RateCell, ...]  # The published cell its prior comes from
    near_zero: Array  # Chance that it invites fewer than 1 in 200, its public traces known
    mean_rest: Array  # Mean interview rate if it does not
    relative_sd: Array  # SD over mean of that
    odds: Array  # Odds of an invitation that these make at multiplier 1, at equally likely rates, (n, rates)
    centred: Array  # Its index of public traces less the mean over its cell
    # What one unit of the index moves: log odds of near zero, log rate of the rest
    slope_zero: Array
    slope_rest: Array
    worth: tuple[EvidenceWorth, ...]  # What the applicant's own evidence is worth in each specialty
    # Chance of sponsoring and priors without own figures, by visa need and whether Step 3 is passed
    expected: dict[tuple[str, bool], tuple[Array, Priors]] = field(default_factory=dict)
    # Rows that were asked for, by number: making one takes as long as looking up hundreds
    _records: dict[int, dict[Hashable, Any]] = field(default_factory=dict)

    @cached_property
    def state_number(self) -> NDArray[np.intp]:
        """A number for the state each lies in: numbers are sorted ten times as fast as names."""
        return np.unique(self.state, return_inverse=True)[1]

    def record(self, row: int) -> dict[Hashable, Any]:
        """Return a row of `programs` by column; it is shared, so do not change it."""
        if row not in self._records:
            self._records[row] = self.programs.iloc[row : row + 1].to_dict("records")[0]
        return self._records[row]


def read_published(facts: Facts, statements: pd.DataFrame, kinds: ProgramKinds, traces: Traces) -> Published:
    """Read what is published about every program of the directory.

    Programs of which more is known come first, then the larger ones: where the figures cannot tell two
    programs apart, that is the order in which they are recommended.
    """
    rows = facts.programs[facts.programs["row_confidence"] != "low"]
    rows = rows.assign(stating=rows["program_id"].isin(statements.index.get_level_values("program_id")))
    rows = rows.sort_values(["stating", "positions_pgy1"], ascending=False, kind="stable")
    rows = rows.drop(columns="stating").reset_index(drop=True)
    ids = rows["program_id"].to_numpy(str)
    answers = {r: answers_of(statements, r, ids) for r in REQUIREMENTS}
    stated = {v: _stated_share(facts, v, answers[v]) for v in ("visa_j1", "visa_h1b")}
    sponsors = {v: _cell_share(facts.resident_mix, rows, c) for v, c in _VISA_COLUMNS.items()}
    # An institution that filed for a resident has said yes by what it did.
    filed = np.isin(ids, facts.program_h1b_filings["program_id"].to_numpy(str))
    by_filing = np.where(filed, _kept(facts, "visa_h1b", "institution")[0], 0.0)
    sponsors["visa_h1b"] = np.maximum(sponsors["visa_h1b"], by_filing)
    return Published(
        programs=rows,
        program_ids=ids,
        state=rows["state"].to_numpy(str),
        pacific=rows["pacific_coast"].fillna(False).to_numpy(bool),
        refusal=traces.parts[STATED_NO_J1].reindex(ids).fillna(0.0).to_numpy(float),
        j1_share=np.where(np.isnan(stated["visa_j1"]), sponsors["visa_j1"], stated["visa_j1"]),
        h1b_share=np.where(np.isnan(stated["visa_h1b"]), sponsors["visa_h1b"], stated["visa_h1b"]),
        j1_kept=_kept(facts, "visa_j1"),
        h1b_kept=_kept(facts, "visa_h1b"),
        answers=answers,
        kinds=kinds.at(ids),
    )


def gather_pool(
    facts: Facts, published: Published, model: SpecialtyModel, traces: Traces, worth: EvidenceWorth
) -> ProgramPool:
    """Collect the programs of the model's specialty; `worth` is that of `evidence_worth` there."""
    rank = np.flatnonzero((published.programs["specialty"] == model.specialty).to_numpy(bool))
    of_program = published.of(rank)
    rows = of_program["programs"]
    slopes = trace_slopes(facts, model.specialty, model.applicant_type)
    rates = program_rates(
        model.rates,
        rows["state"].astype(str).tolist(),
        rows["census_division"].astype(str).tolist(),
        traces.index(of_program["program_ids"]),
        slopes,
        model.near_zero_rate,
    )
    return ProgramPool(
        **of_program,
        rank=rank,
        specialty_index=np.zeros(len(rank), dtype=np.intp),
        cells=rates.cells,
        near_zero=rates.near_zero,
        mean_rest=rates.mean_rest,
        relative_sd=rates.relative_sd,
        odds=model.invitation.odds(rates.mean_rest, rates.relative_sd),
        centred=rates.centred,
        slope_zero=np.full(len(rank), slopes.zero),
        slope_rest=np.full(len(rank), slopes.rest),
        worth=(worth,),
    )


def joined_pool(published: Published, pools: Sequence[ProgramPool]) -> ProgramPool:
    """Return one pool of the programs of several, each of another specialty, for the same applicant type."""
    order = np.argsort(np.concatenate([pool.rank for pool in pools]))
    cells = [cell for pool in pools for cell in pool.cells]
    arrays = ("rank", "near_zero", "mean_rest", "relative_sd", "odds", "centred", "slope_zero", "slope_rest")
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(pool, name) for pool in pools])[order] for name in arrays
    }
    return ProgramPool(
        **published.of(joined["rank"]),
        **joined,
        specialty_index=np.repeat(np.arange(len(pools)), [len(pool.rank) for pool in pools])[order],
        cells=tuple(cells[place] for place in order),
        worth=tuple(worth for pool in pools for worth in pool.worth),
    )


def trace_slopes(facts: Facts, specialty: str, applicant_type: str) -> TraceSlopes:
    """Return what the index of public traces is worth for an applicant type.

    It was measured on the invitations of non-US IMGs. For US IMGs it counts in part
    (`trace_worth_us_img`, assumed), for graduates of US schools not at all.
    """
    if applicant_type not in ("non_us_img", "us_img"):
        return NO_TRACES
    table = facts.program_rate_model
    zero = rate_term(table, "slope", "near_zero", "index_centred", specialty) or 0.0
    rest = rate_term(table, "slope", "rest", "index_centred", specialty) or 0.0
    if applicant_type == "us_img":
        parameters = facts.model_parameters.set_index("parameter")["value"].astype(float)
        share = float(parameters["trace_worth_us_img"])
        return TraceSlopes(share * zero, share * rest, None)
    log_sd = rate_term(table, "spread", "rest", "residual_sd", specialty)
    return TraceSlopes(zero, rest, None if log_sd is None else float(np.sqrt(np.expm1(log_sd**2))))


def _cell_share(mix: pd.DataFrame, rows: pd.DataFrame, column: str) -> Array:
    """Return the published share of the smallest place that reports, kept off 0 and 1."""
    mix = mix[(mix["setting"] == "all") & mix[column].notna()]
    national = mix[mix["geography_level"] == "nation"]
    weights = national["visa_reporting_count"].to_numpy(float)
    overall = float(np.average(national[column].to_numpy(float), weights=weights))
    shares = mix.set_index(["specialty", "geography"])[column].astype(float).to_dict()

    def share(specialty: str, state: str, division: str) -> float:
        places = ((specialty, place) for place in (state, division, "United States"))
        return next((shares[p] for p in places if p in shares), overall)

    keys = zip(rows["specialty"], rows["state"], rows["census_division"], strict=True)
    return np.clip(np.array([share(*map(str, k)) for k in keys]), 0.02, 0.98)


def _kept(facts: Facts, requirement: str, scope: str = "program") -> tuple[float, float]:
    """Return how often programs sponsor the visa that state (yes, no), themselves or their institution."""
    rows = facts.requirement_reliability
    rows = rows[(rows["requirement"] == requirement) & (rows["scope"] == scope)]
    share = rows.set_index("value_as_stated")["sponsoring_share"].astype(float)
    return float(share["yes"]), float(share["no"])


def _stated_share(facts: Facts, requirement: str, answers: Answers) -> Array:
    """Return how often programs with each statement sponsor (2021 reports); NaN where nothing is said."""
    known = {
        (str(r["scope"]), str(r["value_as_stated"])): float(r["sponsoring_share"])
        for r in facts.requirement_reliability.to_dict("records")
        if r["requirement"] == requirement
    }

    def share(value: str, scope: str) -> float:
        return np.nan if not value else known.get((scope, value), known.get((scope, "yes"), np.nan))

    return np.array([share(str(v), str(s)) for v, s in zip(answers.value, answers.scope, strict=True)])
