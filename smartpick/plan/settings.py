"""What kind of hospital a program is, and what that means for an IMG.

University programs train fewer IMGs than community and affiliated ones (published shares of residents).
Few pages state the setting, so most are read off the program's name: a hint, wrong at times, which is
why the shift is moderate and counts as derived.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.facts import Facts
from smartpick.plan.statements import Answers

UNIVERSITY, AFFILIATED, OTHER = "university", "university_affiliated", "other"


def settings(words: pd.DataFrame, names: pd.Series, stated: Answers) -> NDArray[np.str_]:
    """Return each program's setting: as stated, else the first row of `words` that fits its name."""
    found = np.full(len(names), OTHER, dtype=object)
    open_ = np.ones(len(names), dtype=bool)
    parts = names.str.partition("/")
    text_of = {"anywhere": names, "before_slash": parts[0], "after_slash": parts[2]}
    for row in words.sort_values("priority").itertuples():
        pattern = r"\b(?:" + "|".join(re.escape(w) for w in str(row.words).split("|")) + r")\b"
        fits = open_ & text_of[str(row.part_of_name)].str.contains(pattern, regex=True).to_numpy(bool)
        found[fits] = row.setting
        open_ &= ~fits
    said = stated.value != ""
    found[said] = stated.value[said]
    return found.astype(str)


def img_shift(facts: Facts, rows: pd.DataFrame, setting: NDArray[np.str_]) -> Array:
    """Return the log odds ratio of each program for an IMG, with mean odds ratio 1 in each specialty."""
    parameters = facts.model_parameters.set_index("parameter")["value"].astype(float)
    large = pd.MultiIndex.from_frame(facts.major_cities[["city", "state"]])
    central = pd.MultiIndex.from_frame(rows[["city", "state"]].astype(str)).isin(large)
    ratio = np.where(central, parameters["major_city_odds_ratio"], 1.0)
    for specialty in rows["specialty"].unique():
        here = (rows["specialty"] == specialty).to_numpy(bool)
        for name, value in _odds_ratios(facts.resident_mix, str(specialty)).items():
            ratio[here & (setting == name)] *= value
        ratio[here] /= ratio[here].mean()
    return np.log(ratio)


def _odds_ratios(mix: pd.DataFrame, specialty: str) -> dict[str, float]:
    """Return odds of a resident being an IMG in each setting against all, where both are published."""
    rows = mix[(mix["specialty"] == specialty) & (mix["geography_level"] == "nation")].set_index("setting")
    share, count = rows["mean_img_share"].astype(float), rows["programs_count"].astype(float)
    share = share[(share > 0) & (share < 1)]
    if "all" not in share or UNIVERSITY not in share:
        return {}
    base = share["all"] / (1 - share["all"])
    ratios = {
        s: float(share[s] / (1 - share[s]) / base)
        for s in (UNIVERSITY, AFFILIATED, "community")
        if s in share
    }
    rest = [s for s in (AFFILIATED, "community") if s in ratios]
    if rest:
        # A name without a university may be either kind: their mean, by how many there are.
        ratios[OTHER] = float(np.average([ratios[s] for s in rest], weights=[count[s] for s in rest]))
    return ratios
