"""What the figures of compared curves are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartpick.arrays import Array
from smartpick.charts.distribution_strips import Masses


@dataclass(frozen=True)
class CurveLine:
    """One curve: `low` and `high` bound its 80 % range; `hover` is said at each of `at`.

    `variants` are other answers to the same question (other shapes), drawn thin; `masses` the published
    distributions to draw under the curves.
    """

    label: str
    at: Array
    point: Array
    low: Array
    high: Array
    hover: Sequence[str]
    variants: Sequence[Array] = ()
    masses: Masses | None = None


@dataclass(frozen=True)
class Axes:
    """What all panels share: `first` to `last` of `title` across, 0 to `top` (0-1) upward."""

    title: str
    first: float
    last: float
    step: float
    top: float
    hover_title: str


@dataclass(frozen=True)
class Mark:
    """A place on the axis, such as the applicant's score."""

    at: float
    label: str
