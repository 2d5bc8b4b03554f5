"""Does the model put about as many matches on the Pacific Coast as there are?"""

from __future__ import annotations

import numpy as np

from smartpick.arrays import Array
from smartpick.calibration.checks import check
from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.odds.specialty_model import SpecialtyModel

PACIFIC = "share of matches on the Pacific Coast"
_TYPE = "non_us_img"
_YEAR = 2021
_STATES = ("CA", "OR", "WA")
_LIMIT = 0.03


def pacific_share(engine: Engine) -> list[dict[str, object]]:
    """Return the Pacific share of invitations to a list over the nation's programs beside that of matches.

    Each specialty counts by its non-US IMGs matched. Programs weigh alike, as in a list of one application
    each, or by their positions, for a large program makes more matches than a small one.
    """
    counts = engine.facts.outcome_counts
    counts = counts[counts["matched_count"] > 0]
    matched = counts["matched_count"].to_numpy(float)
    models = [engine.model(str(s), _TYPE) for s in counts["specialty"]]
    shares = {
        "programs weighing alike": [_share(engine, m, by_positions=False) for m in models],
        "programs by their positions": [_share(engine, m, by_positions=True) for m in models],
        "the region's rates as printed, not pooled": [_share_as_printed(engine, m) for m in models],
    }
    rows = []
    for words, values in shares.items():
        known = np.isfinite(values)
        rows.append(
            check(
                PACIFIC,
                f"of invitations, {words}; published: of matches in {_YEAR}",
                "All specialties",
                _TYPE,
                published_pacific_share(engine.facts),
                float(np.average(np.array(values)[known], weights=matched[known])),
                _LIMIT,
                evidence="not seen by the fit",
                source_id=str(engine.facts.state_img_share["source_ids"].iloc[-1]),
                reason=_REASON,
            )
        )
    return rows


def published_pacific_share(facts: Facts) -> float:
    """Return the share of non-US IMG matches that were in California, Oregon or Washington in 2021."""
    rows = facts.state_img_share
    rows = rows[rows["match_year"] == _YEAR]
    matches = rows["non_us_img_matched_count"].astype(float)
    return float(matches[rows["state"].isin(_STATES)].sum() / matches.sum())


def _share(engine: Engine, model: SpecialtyModel, by_positions: bool) -> float:
    """Return the Pacific share of the expected invitations of all programs of a specialty."""
    pool = engine.pool((model.specialty,), _TYPE)
    weight: Array = np.ones(len(pool.pacific))
    if by_positions:
        weight = pool.programs["positions_pgy1"].astype(float).fillna(0.0).to_numpy()
    rates = weight * (1 - pool.near_zero) * pool.mean_rest
    return float(rates[pool.pacific].sum() / rates.sum()) if rates.sum() > 0 else np.nan


def _share_as_printed(engine: Engine, model: SpecialtyModel) -> float:
    """Return the same with the printed mean rate of the census division Pacific over that of the nation."""
    rates = engine.facts.interview_rates
    rates = rates[(rates["specialty"] == model.specialty) & (rates["applicant_group"] == _TYPE)]
    means = rates[rates["geography_level"] != "state"].set_index("geography")["mean"].astype(float)
    if "Pacific" not in means.index:
        return np.nan
    pool = engine.pool((model.specialty,), _TYPE)
    return float(pool.pacific.mean() * means["Pacific"] / means["United States"])


_REASON = (
    "Even as printed, the rates lead one to expect more matches there than were made. Fewer non-US IMGs may "
    "apply there, the years differ, or an interview there leads to a match less often; the model counts one "
    "for less (pacific_interview_worth), with a range that holds both readings."
)
