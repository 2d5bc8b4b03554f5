"""All checks in one call."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smartpick.calibration.applicant_types import applicant_type_levels
from smartpick.calibration.bands import band_checks, compare_bands, summarise_bands
from smartpick.calibration.checks import check, check_table
from smartpick.calibration.curve_level import curve_level
from smartpick.calibration.list_and_curve import curve_points, implied_applications, list_and_curve
from smartpick.calibration.median_applicant import median_applicants
from smartpick.calibration.pacific import pacific_share
from smartpick.calibration.places import published_places
from smartpick.calibration.ranks import golden_ranks, ranks
from smartpick.calibration.recovery import INSIDE, recovery
from smartpick.calibration.score_slopes import fit_score_slopes
from smartpick.engine import Engine
from smartpick.odds.estimate import RANGE_LEVEL

RECOVERY = "simulation with known truth: coverage of the 80 % range"
_COVERAGE_LIMIT = 0.08
REPETITIONS = 30


@dataclass(frozen=True, eq=False)
class Calibration:
    """What agrees and what does not.

    Attributes:
        identities: One row for each comparison, columns `checks.COLUMNS`.
        curves: Score curve and typical list by score, see `curve_points`.
        bands: US MD seniors by score band, see `compare_bands`.
        band_summary: The bands by specialty, see `summarise_bands`.
        recovery: The simulation, see `recovery`.
        score_slopes: What a point of score is worth for an invitation, see `fit_score_slopes`.
    """

    identities: pd.DataFrame
    curves: pd.DataFrame
    bands: pd.DataFrame
    band_summary: pd.DataFrame
    recovery: pd.DataFrame
    score_slopes: pd.DataFrame

    @property
    def differing(self) -> pd.DataFrame:
        """The comparisons that do not agree."""
        return self.identities[self.identities["verdict"] == "differs"]


def calibrate(engine: Engine, repetitions: int = REPETITIONS, lists: bool = True) -> Calibration:
    """Fit the slopes on the score, and compare the model with everything published that it should agree with.

    Args:
        engine: The fitted data; where its slopes are not those that its figures give, the new ones are used.
        repetitions: Simulated reports for each truth, mix of scores and number of applicants.
        lists: False leaves out the median applicants, whose 48 recommended lists take a minute.
    """
    slopes = fit_score_slopes(engine)
    if not slopes.equals(engine.facts.score_slopes[list(slopes)].astype(slopes.dtypes)):
        engine = Engine(replace(engine.facts, score_slopes=slopes))
    bands = compare_bands(engine)
    summary = summarise_bands(bands)
    simulated = recovery(repetitions)
    rows = [
        *curve_level(engine),
        *list_and_curve(engine),
        *implied_applications(engine),
        *ranks(engine),
        *golden_ranks(engine),
        *band_checks(bands, summary, engine.facts),
        *_recovery_checks(simulated),
        *applicant_type_levels(engine),
        *published_places(engine),
        *pacific_share(engine),
        *(median_applicants(engine) if lists else ()),
    ]
    return Calibration(check_table(rows), curve_points(engine), bands, summary, simulated, slopes)


def _recovery_checks(simulated: pd.DataFrame) -> list[dict[str, object]]:
    rows = []
    for (count, part), group in simulated.groupby(["applicants_count", "part"], sort=False):
        coverage = group["coverage"].to_numpy(float)
        hardest = int(coverage.argmin())
        rows.append(
            check(
                RECOVERY,
                f"{count} applicants, {part}, mean over the truths",
                "All specialties",
                "non_us_img",
                RANGE_LEVEL,
                float(coverage.mean()),
                _COVERAGE_LIMIT if part == INSIDE else np.nan,
                evidence="not seen by the fit",
                source_id="",
                reason=f"lowest {coverage[hardest]:.0%}, truth: {group['truth'].iloc[hardest]}",
            )
        )
    return rows
