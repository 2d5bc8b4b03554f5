"""All checks in one call, and the tables that are shipped of them."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from smartpick.engine import Engine
from smartpick.estimate import RANGE_LEVEL
from smartpick.odds.effects import OwnSlope, PooledSlopes, score_importance
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.odds.specialty_inputs import NoPublishedOutcomes, published_pair
from smartpick.odds.specialty_model import SpecialtyModel, fit_specialty
from smartpick.validation.bands import BANDS_LEVEL, band_checks, compare_bands, summarise_bands
from smartpick.validation.identities import (
    LIST_AND_CURVE,
    Row,
    applicant_type_levels,
    check,
    curve_level,
    curve_points,
    implied_applications,
    list_and_curve,
    pacific_share,
)
from smartpick.validation.published import golden_ranks, median_applicants, published_places, ranks
from smartpick.validation.recovery import INSIDE, recovery

# The types whose scores are printed; the others borrow their shape.
SHAPE_TYPES = ("non_us_img", "us_md_senior")
_DECIMALS = 5
_STRAIGHT = 1  # degree of the straight fit


def fit_score_slopes(engine: Engine) -> pd.DataFrame:
    """Return the table `score_slopes`: the slopes of all specialties, own and pooled.

    One row for each specialty and type with outcomes: own_slope and own_error (missing where the specialty
    prints no scores), own_clear, importance, hidden_share (the chance that the published slope hides the
    tie), slope, low, high, source_ids. Slopes are log odds multipliers for a point of score.
    """
    importance = score_importance(engine.facts)
    survey = engine.facts.director_survey
    survey_ids = survey.loc[survey["factor"] == "USMLE Step 2 CK score", "source_id"].astype(str)
    survey_id = str(survey_ids[survey_ids.str.endswith("2020")].iloc[0])
    rows = []
    for applicant_type in SHAPE_TYPES:
        own_slopes: dict[str, tuple[OwnSlope | None, bool, str]] = {}
        for specialty in engine.facts.specialties["specialty"].astype(str):
            pair = published_pair(engine.facts, specialty, applicant_type, "step2_ck_score")
            try:
                model = fit_specialty(
                    engine.facts, specialty, applicant_type, engine.published_ranks, pooled=False
                )
            except NoPublishedOutcomes:
                continue
            own = None if pair is None else own_slope(model, importance.get(specialty, 1.0))
            enough = pair is not None and min(pair[0].n, pair[1].n) >= CHARTED_FROM
            own_slopes[specialty] = own, enough, "|".join([*model.inputs.sources, survey_id])
        pool = PooledSlopes([own for own, enough, _ in own_slopes.values() if own is not None and enough])
        for specialty, (own, enough, source_ids) in own_slopes.items():
            slope, hidden = pool.of(own, importance.get(specialty, 1.0))
            rows.append(
                {
                    "applicant_type": applicant_type,
                    "specialty": specialty,
                    "own_slope": np.nan if own is None else own.slope,
                    "own_error": np.nan if own is None else own.error,
                    "own_clear": own is not None and enough and own.clear,
                    "importance": importance.get(specialty, 1.0),
                    "hidden_share": hidden,
                    "slope": slope.point,
                    "low": slope.low,
                    "high": slope.high,
                    "source_ids": source_ids,
                }
            )
    table = pd.DataFrame(rows)
    numbers = table.select_dtypes("float").columns
    table[numbers] = table[numbers].round(_DECIMALS)
    return table


def own_slope(model: SpecialtyModel, importance: float) -> OwnSlope:
    """Return the slope of invitations that the specialty's own score curve asks for.

    The slope of the straight fit on the logit of a match, times how much the log multiplier has to change
    for a change of that logit at the level of the published match rate.
    """
    curve = model.score_curve
    fit = curve.fits[_STRAIGHT]
    slope = fit.coefficients[_STRAIGHT] / curve.scale
    error = np.sqrt(fit.covariance[_STRAIGHT, _STRAIGHT]) / curve.scale
    logit = np.log(curve.match_rate / (1 - curve.match_rate)) + np.array([-0.25, 0.25])
    levels = model.typical.level_for(
        1 / (1 + np.exp(-logit))[None], model.rank_curve.probability[None], model.invitation_weights[None]
    )[0]
    stretch = float(np.diff(levels)[0] / np.diff(logit)[0])
    # The multiplier follows no slope steeper than the steepest published one; where nearly all match, the
    # list cannot tell how many more invitations a higher chance would take.
    stretch = min(stretch, model.steepest / max(abs(float(slope)), 1e-9))
    return OwnSlope(float(slope) * stretch, float(error) * stretch, importance)


RECOVERY = "simulation with known truth: coverage of the 80 % range"
_COVERAGE_LIMIT = 0.08
REPETITIONS = 30


@dataclass(frozen=True, eq=False)
class Calibration:
    """What agrees and what does not."""

    identities: pd.DataFrame  # One row for each comparison, columns as `identities.check` returns them
    curves: pd.DataFrame  # Score curve and typical list by score, see `curve_points`
    bands: pd.DataFrame  # US MD seniors by score band, see `compare_bands`
    band_summary: pd.DataFrame  # The bands by specialty, see `summarise_bands`
    recovery: pd.DataFrame  # The simulation, see `recovery`
    score_slopes: pd.DataFrame  # What a point of score is worth for an invitation, see `fit_score_slopes`

    @property
    def differing(self) -> pd.DataFrame:
        """The comparisons that do not agree."""
        return self.identities[self.identities["verdict"] == "differs"]


def calibrate(engine: Engine) -> Calibration:
    """Fit the slopes on the score, and compare the model with everything published that it should agree with.

    Where the engine's slopes are not those that its figures give, the new ones are used.
    """
    slopes = fit_score_slopes(engine)
    if not slopes.equals(engine.facts.score_slopes[list(slopes)].astype(slopes.dtypes)):
        engine = Engine(replace(engine.facts, score_slopes=slopes))
    bands = compare_bands(engine)
    summary = summarise_bands(bands)
    simulated = recovery(REPETITIONS)
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
        *median_applicants(engine),
    ]
    return Calibration(pd.DataFrame(rows), curve_points(engine), bands, summary, simulated, slopes)


def _recovery_checks(simulated: pd.DataFrame) -> list[Row]:
    rows = []
    for (count, part), group in simulated.groupby(["applicants_count", "part"], sort=False):
        coverage = group["coverage"].to_numpy(float)
        hardest = int(coverage.argmin())
        rows.append(
            check(
                RECOVERY,
                f"{count} applicants, {part}, mean over the truths",
                published=RANGE_LEVEL,
                modelled=float(coverage.mean()),
                limit=_COVERAGE_LIMIT if part == INSIDE else np.nan,
                evidence="not seen by the fit",
                reason=f"lowest {coverage[hardest]:.0%}, truth: {group['truth'].iloc[hardest]}",
            )
        )
    return rows


# The calibration as tables to ship, so that the app shows it without the half minute it takes to work out.
#
# `make calibrate` writes them into `data/calibration/`; a slow test works them out again and compares, so
# that they cannot fall behind the model or the figures.

# What stands for a source where nothing published is compared: reports that we made up.
SIMULATED = "smartpick_simulated_reports"


def shipped_tables(calibration: Calibration) -> dict[str, pd.DataFrame]:
    """Return the tables of `data/calibration/` by name; every row names its sources."""
    checks = calibration.identities.rename(columns={"source_id": "source_ids"})
    checks["source_ids"] = checks["source_ids"].replace("", SIMULATED)
    tables = {
        "calibration_checks": checks,
        "calibration_curves": _with_sources(calibration.curves, checks, LIST_AND_CURVE),
        "calibration_bands": _with_sources(calibration.bands, checks, BANDS_LEVEL),
        "calibration_recovery": calibration.recovery.assign(source_id=SIMULATED),
        "score_slopes": calibration.score_slopes,
    }
    return {name: _rounded(table) for name, table in tables.items()}


def write_shipped(calibration: Calibration, folder: Path) -> None:
    """Write each of `shipped_tables` as a CSV file; the folder is made where there is none.

    Raises:
        OSError: if a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in shipped_tables(calibration).items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    numbers = table.select_dtypes("float")
    # Adding nothing turns a negative zero into a plain one.
    return table.assign(**{str(name): numbers[name].round(_DECIMALS) + 0.0 for name in numbers})


def _with_sources(table: pd.DataFrame, checks: pd.DataFrame, identity: str) -> pd.DataFrame:
    """Add the sources that the identity's rows name for each specialty."""
    rows = checks[checks["identity"] == identity].drop_duplicates("specialty")
    by_specialty = rows.set_index("specialty")["source_ids"]
    return table.assign(source_ids=table["specialty"].map(by_specialty).to_numpy())
