"""The random numbers behind every range are shipped; scipy draws the same ones."""

import pytest
from scipy.stats import qmc

from smartpick.estimate import sobol_points


@pytest.mark.parametrize(
    ("name", "draws", "columns", "seed"),
    [("ranges", 128, 47, 1), ("score_curves", 512, 4, 0), ("misses", 512, 2, 2)],
)
def test_the_shipped_points_are_those_of_scipy(name: str, draws: int, columns: int, seed: int) -> None:
    assert (sobol_points(name) == qmc.Sobol(d=columns, seed=seed).random(draws)).all()
