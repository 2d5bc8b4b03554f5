"""The curve method beside outcomes it has not seen, and by how much curves miss them."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq, minimize
from scipy.special import expit, logit, ndtri

from smartpick.engine import Engine
from smartpick.estimate import RANGE_LEVEL, Z80, Array
from smartpick.facts import Facts
from smartpick.odds.distribution import Distribution
from smartpick.odds.score_curve import CHARTED_FROM, ScoreCurve, fit_logistic, fit_score_curve
from smartpick.validation.identities import Row, charted_models, check

# US MD seniors by band of Step 2 CK, 2020 to 2024.
#
# Two curves are compared with the bands. One is the product's own, from the quartiles printed in 2026; it is
# of other years, and its not matched are known by their median alone. The other is fitted to the counts and
# means printed for 2024, inside the years of the bands. Level and shape are judged apart: once as it comes,
# once with the odds multiplied until the average over the bands is the published one.

BANDS_SHAPE = "bands not seen by the fit: difference with the level set"
BANDS_LEVEL = "bands not seen by the fit: difference as it comes"
BANDS_COVERAGE = "bands not seen by the fit: share inside the 80 % range"
THIN_BELOW = 20
QUARTILES_2026, MEANS_2024 = "2026 quartiles", "2024 means"
SUMMARY_KEYS = ["specialty", "figures"]

_TYPE = "us_md_senior"
_LIMIT = 0.03
_COVERAGE_LIMIT = 0.15
_TAILS = [(1 - RANGE_LEVEL) / 2, (1 + RANGE_LEVEL) / 2]
_Z = float(ndtri(_TAILS[1]))
PRINTED_TO = 0.005  # the bands' percentages are printed to a whole percent


@dataclass(frozen=True)
class Bands:
    """The bands of one specialty with the curve's applicants in each."""

    rows: pd.DataFrame
    counts: Array
    match_rate: Array
    scores: Array
    within: Array  # share of a band's applicants at each score, shape (bands, scores)

    @property
    def middle(self) -> Array:
        """Mean score of the applicants in each band, (bands,)."""
        return np.asarray(self.within @ self.scores)

    def average(self, values: Array) -> Array:
        """Average values at each score (..., scores) over the applicants of each band (..., bands)."""
        return np.asarray(values @ self.within.T)


def compare_bands(engine: Engine) -> pd.DataFrame:
    """Return one row for each specialty, set of figures and band with applicants in it.

    Columns: `specialty`, `figures`, `score_band`, `middle_score`, `applicants_count`, `thin`, `match_rate`
    (published), `match_probability`, `low`, `high`, `inside`, and the last four again as `set_...` with the
    level set to that of the bands. Ranges are the curve's 80 % range and the band's own binomial error.
    """
    tables = [
        _compare(specialty, figures, curve, engine.facts.score_bands)
        for specialty, figures, curve in banded_curves(engine)
    ]
    return pd.concat(tables, ignore_index=True)


def summarise_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each specialty and set of figures, everything weighted by applicants.

    Columns: `difference` and `set_difference` (mean absolute, 0-1), `inside` and `set_inside` (shares of the
    bands that are not thin), `odds_ratio_published` and `odds_ratio_model` (for 10 points, straight lines on
    the logit through the bands), `bent_difference` (what a bent line fitted to the bands themselves leaves).
    """
    rows = []
    for (specialty, figures), group in bands.groupby(SUMMARY_KEYS, sort=False):
        n, z = group["applicants_count"].to_numpy(float), (group["middle_score"].to_numpy(float) - 240) / 10
        seen, model = group["match_rate"].to_numpy(float), group["match_probability"].to_numpy(float)
        thick = group[~group["thin"]]
        lines = [fit_logistic(z, n * p, n * (1 - p), 1).coefficients[1] for p in (seen, model)]
        bent = expit(
            np.vander(z, 3, increasing=True) @ fit_logistic(z, n * seen, n * (1 - seen), 2).coefficients
        )
        rows.append(
            {
                "specialty": specialty,
                "figures": figures,
                "applicants_count": int(n.sum()),
                "match_rate": float(np.average(seen, weights=n)),
                "match_probability": float(np.average(model, weights=n)),
                "difference": float(np.average(np.abs(model - seen), weights=n)),
                "set_difference": float(np.average(np.abs(group["set_match_probability"] - seen), weights=n)),
                "inside": float(thick["inside"].mean()),
                "set_inside": float(thick["set_inside"].mean()),
                "odds_ratio_published": float(np.exp(lines[0])),
                "odds_ratio_model": float(np.exp(lines[1])),
                "bent_difference": float(np.average(np.abs(bent - seen), weights=n)),
            }
        )
    return pd.DataFrame(rows)


def band_checks(bands: pd.DataFrame, summary: pd.DataFrame, facts: Facts) -> list[Row]:
    """Return the summary as rows of the calibration table."""
    source = str(facts.score_bands["source_id"].iloc[0])
    rows = [
        check(
            identity,
            f"mean absolute difference, curve from {row['figures']}",
            specialty=str(row["specialty"]),
            applicant_type=_TYPE,
            published=0.0,
            modelled=float(row[column]),
            limit=_LIMIT,
            evidence="not seen by the fit",
            source_id=source,
            if_different=_why_bands_differ(row),
        )
        for row in summary.to_dict("records")
        for identity, column in ((BANDS_LEVEL, "difference"), (BANDS_SHAPE, "set_difference"))
    ]
    for figures, group in bands[~bands["thin"]].groupby("figures", sort=False):
        for words, column in (("as it comes", "inside"), ("with the level set", "set_inside")):
            rows.append(
                check(
                    BANDS_COVERAGE,
                    f"bands of {THIN_BELOW} or more, curve from {figures}, {words}",
                    applicant_type=_TYPE,
                    published=RANGE_LEVEL,
                    modelled=float(group[column].mean()),
                    limit=_COVERAGE_LIMIT,
                    evidence="not seen by the fit",
                    source_id=source,
                    reason="the errors of level and slope are those of all bands together; some specialties "
                    "changed more than others between the years",
                )
            )
    return rows


def _why_bands_differ(row: Mapping[Hashable, Any]) -> str:
    level = 100 * (row["match_probability"] - row["match_rate"])
    published, model = row["odds_ratio_published"], row["odds_ratio_model"]
    left = 100 * row["bent_difference"]
    return (
        f"level {level:+.1f} points; {'steeper' if model > published else 'flatter'}: odds x {model:.2f} for "
        f"10 points, bands x {published:.2f}; a bent line through the bands themselves leaves {left:.1f}"
    )


def banded_curves(engine: Engine) -> Iterator[tuple[str, str, ScoreCurve]]:
    """Yield (specialty, figures, curve) of every specialty that is published by band."""
    banded = set(engine.facts.score_bands["specialty"])
    means = engine.facts.us_senior_outcomes
    means = means[means["applicant_type"] == _TYPE]
    for model in charted_models(engine, _TYPE):
        if model.specialty not in banded:
            continue
        curve = model.score_curve
        yield model.specialty, QUARTILES_2026, curve
        again = _from_means(means[means["specialty"] == model.specialty], curve.matched)
        if again is not None:
            again = again.with_errors_of_the_method(curve.level_error, curve.slope_error)
            yield model.specialty, MEANS_2024, again


def _from_means(printed: pd.DataFrame, matched_2026: Distribution) -> ScoreCurve | None:
    """Fit a curve to the means of 2024; the spread is not printed and is that of the matched of 2026."""
    columns = ["matched_count", "not_matched_count", "step2_ck_mean_matched", "step2_ck_mean_not_matched"]
    rows = printed[columns].astype(float).dropna()
    if rows.empty or rows.iloc[0, :2].min() < CHARTED_FROM:
        return None
    n1, n0, mean1, mean0 = rows.iloc[0].to_numpy(float)
    matched = Distribution(n1, median=mean1, mean=mean1, sd=matched_2026.spread)
    return fit_score_curve(matched, Distribution(n0, median=mean0, mean=mean0))


def _compare(specialty: str, figures: str, curve: ScoreCurve, published: pd.DataFrame) -> pd.DataFrame:
    bands = bands_of(published[published["specialty"] == specialty], curve)
    point = logit(curve.probability(bands.scores))
    # With the level set to the published one, only the shape is left to be wrong.
    drawn = {
        "": curve.logit_draws(bands.scores),
        "set_": curve.with_errors_of_the_method(0.0, curve.slope_error).logit_draws(bands.scores),
    }
    shift = _level_shift(point, bands)
    table = pd.DataFrame(
        {
            "specialty": specialty,
            "figures": figures,
            "score_band": bands.rows["score_band"].to_numpy(),
            "middle_score": bands.middle,
            "applicants_count": bands.counts.astype(int),
            "thin": bands.counts < THIN_BELOW,
            "match_rate": bands.match_rate,
        }
    )
    for prefix, moved in (("", 0.0), ("set_", shift)):
        chance = bands.average(expit(point + moved))
        error = _Z * np.sqrt(chance * (1 - chance) / bands.counts)
        low, high = np.quantile(bands.average(expit(drawn[prefix] + moved)), _TAILS, axis=0)
        table[f"{prefix}match_probability"] = chance
        table[f"{prefix}low"] = np.maximum(chance - np.hypot(chance - np.minimum(low, chance), error), 0)
        table[f"{prefix}high"] = np.minimum(chance + np.hypot(np.maximum(high, chance) - chance, error), 1)
        table[f"{prefix}inside"] = (bands.match_rate >= table[f"{prefix}low"] - PRINTED_TO) & (
            bands.match_rate <= table[f"{prefix}high"] + PRINTED_TO
        )
    return table


def bands_of(rows: pd.DataFrame, curve: ScoreCurve) -> Bands:
    """Return the bands of one specialty (rows of `score_bands`) with the curve's applicants in each."""
    rows = rows[(rows["applicants_count"] > 0) & rows["matched_pct"].notna()]
    scores, share = curve.applicant_mix
    low = rows["score_from"].fillna(0).to_numpy(float)[:, None] - 0.5
    high = rows["score_to"].fillna(300).to_numpy(float)[:, None] + 0.5
    within = share * ((scores >= low) & (scores < high))
    # Nobody of the curve's applicants in a band: its nearest score stands for it.
    nearest = np.abs(scores - np.clip(scores, low, high)).argmin(axis=1)
    empty = within.sum(axis=1) == 0
    within[empty, nearest[empty]] = 1.0
    within /= within.sum(axis=1, keepdims=True)
    counts = rows["applicants_count"].to_numpy(float)
    return Bands(rows, counts, rows["matched_pct"].to_numpy(float) / 100, scores, within)


def _level_shift(point: Array, bands: Bands) -> float:
    """Return the log odds ratio that gives the curve the bands' average match rate."""
    published = float(np.average(bands.match_rate, weights=bands.counts))

    def gap(shift: float) -> float:
        return float(np.average(bands.average(expit(point + shift)), weights=bands.counts)) - published

    return float(brentq(gap, -10, 10))


# By how much score curves miss what they have not seen, beyond the errors of the reports behind them.
#
# Beside the bands that no fit has seen, curves are off in two ways: all bands of a specialty lie too high or
# too low together (the years differ, and who applies), and the curve is too steep or too flat. Both are taken
# as normal errors on the log odds. Their sizes are those that make the misses of all specialties most likely,
# with the sampling error of the bands, the error of their printing and the curve's own range counted in. To
# see that they hold, they are fitted to one half of the specialties and tried on the other.


@dataclass(frozen=True)
class Misses:
    """One specialty's bands beside its curve, on the log odds; arrays of one entry for each band."""

    specialty: str  # Which
    missed: Array  # Published less the curve's
    place: Array  # Distance of the band from the curve's centre, in SDs of score
    known: Array  # Covariance that sampling, printing and the curve's own range explain, (bands, bands)

    def covariance(self, level_error: float, slope_error: float) -> Array:
        """Return the covariance with errors of level and slope added."""
        apart = np.outer(self.place, self.place)
        return np.asarray(self.known + level_error**2 + slope_error**2 * apart)


def misses(engine: Engine) -> list[Misses]:
    """Return the misses of the curves as the product has them (from the quartiles printed in 2026)."""
    all_misses = []
    for specialty, figures, product_curve in banded_curves(engine):
        if figures != QUARTILES_2026:
            continue
        curve = product_curve.with_errors_of_the_method(0.0, 0.0)
        table = engine.facts.score_bands
        bands = bands_of(table[table["specialty"] == specialty], curve)
        thick = bands.counts >= THIN_BELOW
        chance = bands.average(curve.probability(bands.scores))
        drawn = logit(bands.average(expit(curve.logit_draws(bands.scores))))
        # Half an applicant is added to both outcomes, so that a band where all matched has log odds.
        seen = (bands.match_rate * bands.counts + 0.5) / (bands.counts + 1)
        information = chance * (1 - chance)
        sampling = 1 / (bands.counts * information) + (PRINTED_TO**2 / 3) / information**2
        known = np.cov(drawn.T) + np.diag(sampling)
        place = (bands.middle - curve.centre) / curve.scale
        all_misses.append(
            Misses(specialty, (logit(seen) - logit(chance))[thick], place[thick], known[np.ix_(thick, thick)])
        )
    return all_misses


def fit_method_error(seen: Sequence[Misses]) -> tuple[float, float]:
    """Return the (level, slope) errors, SDs on the log odds, that make the misses most likely."""

    def unlikely(logs: Array) -> float:
        level, slope = np.exp(logs)
        total = 0.0
        for one in seen:
            covariance = one.covariance(level, slope)
            total += float(np.linalg.slogdet(covariance)[1])
            total += float(one.missed @ np.linalg.solve(covariance, one.missed))
        return total

    best = minimize(unlikely, np.log([0.3, 0.15]), method="Nelder-Mead")
    level, slope = np.exp(best.x)
    return float(level), float(slope)


def coverage(unseen: Sequence[Misses], level_error: float, slope_error: float) -> float:
    """Return the share of bands that lie inside the 80 % range with these errors."""
    inside = [
        np.abs(one.missed) <= Z80 * np.sqrt(np.diag(one.covariance(level_error, slope_error)))
        for one in unseen
    ]
    return float(np.concatenate(inside).mean())


def halves(seen: Sequence[Misses]) -> tuple[list[Misses], list[Misses]]:
    """Split the specialties in two, every other one by name."""
    by_name = sorted(seen, key=lambda one: one.specialty)
    return by_name[::2], by_name[1::2]


def method_error_lines(engine: Engine) -> list[str]:
    """Return the errors in words, and how many bands the ranges hold without and with them."""
    everything = misses(engine)
    first, second = halves(everything)
    lines = [f"Bands inside the 80 % range without errors of the method: {coverage(everything, 0, 0):.0%}"]
    for words, fitted, tried in (
        ("one half of the specialties, tried on the other", first, second),
        ("the other half, tried on the one", second, first),
        ("all, tried on all", everything, everything),
    ):
        level, slope = fit_method_error(fitted)
        inside = coverage(tried, level, slope)
        lines.append(f"Fitted to {words}: level {level:.2f}, slope {slope:.2f}, inside {inside:.0%}")
    return lines
