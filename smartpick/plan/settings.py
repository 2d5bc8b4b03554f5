"""What kind of hospital a program is: as its pages state, else read off its name.

University programs train fewer IMGs, but they invite them nearly as often as others do: what a sponsor's
medical school is worth stands in `program_rate_model` with the other public traces.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.plan.statements import Answers

OTHER = "other"


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
