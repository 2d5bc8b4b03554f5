"""What "low" means for a score: it depends on the group of specialties and on the region."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

ScorePosition = Literal["under", "within", "over", "no_number"]


@dataclass(frozen=True)
class ScoreStanding:
    """Where a score stands to one of the guide's ranges; low and high in points, None without a number."""

    guide_group: str
    region: str
    role: str
    low: int | None
    high: int | None
    position: ScorePosition
    clause: str


def score_standings(score: float, guide_group: str, score_groups: pd.DataFrame) -> list[ScoreStanding]:
    """Return where `score` stands to each range of a specialty group, in the order of the table.

    An unknown group (a specialty the guide does not name) gives an empty list.
    """
    standings = []
    for row in score_groups[score_groups["guide_group"] == guide_group].to_dict("records"):
        low = None if pd.isna(row["score_low"]) else int(row["score_low"])
        high = None if pd.isna(row["score_high"]) else int(row["score_high"])
        standings.append(
            ScoreStanding(
                guide_group=guide_group,
                region=str(row["region"]),
                role=str(row["role"]),
                low=low,
                high=high,
                position=_position(score, low, high),
                clause=str(row["clause"]),
            )
        )
    return standings


def _position(score: float, low: int | None, high: int | None) -> ScorePosition:
    if low is None or high is None:
        return "no_number"
    if score < low:
        return "under"
    return "within" if score <= high else "over"
