"""All programs of some specialties with everything about them that no profile changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.facts import Facts
from smartpick.odds.rates import RateCell
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.kinds import KindsOfPrograms, ProgramKinds
from smartpick.plan.settings import img_shift, settings
from smartpick.plan.statements import Answers, answers_of

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


@dataclass(frozen=True)
class ProgramPool:
    """Programs and what is published about them; every array has one entry for each program.

    Attributes:
        programs: Rows of `facts.programs` that are not of low confidence, 0-based index.
        program_ids: Their ids.
        specialty_index: Which of the models a program belongs to.
        pacific: Whether it lies in California, Oregon or Washington.
        cells: The cell its prior comes from.
        near_zero: The cell's share of programs that invite fewer than 1 in 200.
        mean_rest: Mean interview rate of the cell's other programs.
        relative_sd: SD over mean of those.
        j1_share, h1b_share: Share of the cell's programs that sponsor the visa (2021).
        j1_stated, h1b_stated: How often a program with this one's statement sponsors; NaN if silent.
        img_share_mean, img_share_sd: Share of residents who are IMGs over the specialty's programs (2021).
        answers: Its statements by requirement.
        kinds: Which are not open to every applicant.
        setting: military, university, university_affiliated or other, see `settings`.
        img_shift: Log odds ratio for IMGs from setting and large center, averaging to no shift.
    """

    programs: pd.DataFrame
    program_ids: NDArray[np.str_]
    specialty_index: NDArray[np.intp]
    pacific: NDArray[np.bool_]
    cells: tuple[RateCell, ...]
    near_zero: Array
    mean_rest: Array
    relative_sd: Array
    j1_share: Array
    h1b_share: Array
    j1_stated: Array
    h1b_stated: Array
    img_share_mean: Array
    img_share_sd: Array
    answers: dict[str, Answers]
    kinds: KindsOfPrograms
    setting: NDArray[np.str_]
    img_shift: Array


def gather_pool(
    facts: Facts, statements: pd.DataFrame, models: list[SpecialtyModel], kinds: ProgramKinds
) -> ProgramPool:
    """Collect the programs of the models' specialties.

    Programs of which more is known come first, then the larger ones: where the figures cannot tell two
    programs apart, that is the order in which they are recommended.
    """
    names = [m.specialty for m in models]
    rows = facts.programs
    rows = rows[rows["specialty"].isin(names) & (rows["row_confidence"] != "low")]
    said = rows["program_id"].isin(statements.index.get_level_values("program_id"))
    rows = rows.assign(said=said).sort_values(["said", "positions_pgy1"], ascending=False, kind="stable")
    rows = rows.drop(columns="said").reset_index(drop=True)
    ids = rows["program_id"].to_numpy(str)
    specialty = np.array([names.index(s) for s in rows["specialty"]], dtype=np.intp)
    places = zip(specialty, rows["state"].astype(str), rows["census_division"].astype(str), strict=True)
    cells = tuple(models[s].rates.cell(state, division) for s, state, division in places)
    answers = {r: answers_of(statements, r, ids) for r in REQUIREMENTS}
    setting = settings(facts.setting_words, rows["name"].astype(str), answers_of(statements, "setting", ids))
    return ProgramPool(
        rows,
        ids,
        specialty,
        rows["pacific_coast"].fillna(False).to_numpy(bool),
        cells,
        np.array([c.near_zero_share for c in cells]),
        np.array([c.mean / max(1 - c.near_zero_share, 1e-6) for c in cells]),
        np.array([c.relative_sd for c in cells]),
        _cell_share(facts.resident_mix, rows, "j1_share"),
        _cell_share(facts.resident_mix, rows, "h1b_share"),
        _stated_share(facts, "visa_j1", answers["visa_j1"]),
        _stated_share(facts, "visa_h1b", answers["visa_h1b"]),
        *_img_shares(facts.resident_mix, rows),
        answers,
        kinds.at(ids),
        setting,
        img_shift(facts, rows, setting),
    )


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


def _img_shares(mix: pd.DataFrame, rows: pd.DataFrame) -> tuple[Array, Array]:
    """Return mean and SD over the nation's programs of the share of residents who are IMGs."""
    national = mix[
        (mix["geography_level"] == "nation") & (mix["setting"] == "all") & (mix["sd_img_share"] > 0)
    ]
    by_name = national.set_index("specialty")[["mean_img_share", "sd_img_share"]].astype(float)
    found = by_name.reindex(rows["specialty"].astype(str)).fillna(by_name.mean())
    return found["mean_img_share"].to_numpy(), found["sd_img_share"].to_numpy()
