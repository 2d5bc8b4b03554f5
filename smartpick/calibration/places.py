"""The programs of every published place beside what is printed of it: mean rate and share near zero.

Both are kept by construction, whatever traces move single programs, so a difference is a mistake in the
program or two publications that contradict each other.
"""

from __future__ import annotations

import numpy as np

from smartpick.calibration.checks import check
from smartpick.engine import Engine

_PLACE_RATE = "mean invitation rate of a published place"
_PLACE_NEAR_ZERO = "share of programs near zero in a published place"
_FEWEST_REPORTING = 5
# A mean may be off by so much of itself, a share by so many points.
_RATE_LIMIT, _NEAR_ZERO_LIMIT = 0.05, 0.03
_COLUMNS = {"division": "census_division", "state": "state"}
_TYPES = ("non_us_img", "us_img")


def published_places(engine: Engine) -> list[dict[str, object]]:
    """Return two rows for each specialty, applicant type and place of which 5 or more programs report."""
    printed = engine.facts.interview_rates
    printed = printed[
        printed["applicant_group"].isin(_TYPES) & (printed["programs_reporting"] >= _FEWEST_REPORTING)
    ]
    floor = engine.parameters["near_zero_rate"]
    found: list[dict[str, object]] = []
    for (specialty, applicant_type), rows in printed.groupby(["specialty", "applicant_group"], sort=True):
        pool = engine.pool((str(specialty),), str(applicant_type))
        rates = pool.near_zero * floor + (1 - pool.near_zero) * pool.mean_rest
        for row in rows.to_dict("records"):
            level, place = str(row["geography_level"]), str(row["geography"])
            here = np.ones(len(rates), dtype=bool)
            if level in _COLUMNS:
                here = (pool.programs[_COLUMNS[level]] == place).to_numpy(bool)
            if not here.any():
                continue
            mean, near_zero = float(row["mean"]), float(row["near_zero_share"])
            # Where every program shows as zero, the rate of a near-zero program is left.
            limit = max(_RATE_LIMIT * mean, 1.2 * floor)
            for identity, published, model, may in (
                (_PLACE_RATE, mean, float(rates[here].mean()), limit),
                (_PLACE_NEAR_ZERO, near_zero, float(pool.near_zero[here].mean()), _NEAR_ZERO_LIMIT),
            ):
                differs = abs(model - published) > may
                found.append(
                    check(
                        identity,
                        f"{row['programs_reporting']} programs report, {int(here.sum())} in the directory",
                        str(specialty),
                        str(applicant_type),
                        published,
                        model,
                        may,
                        evidence="by construction",
                        source_id=str(row["source_id"]),
                        reason=_REASON if differs else "",
                        place=place,
                    )
                )
    return found


_REASON = (
    "few programs report here, and the printed figures of states, division and nation contradict each other; "
    "the gap is shared out"
)
