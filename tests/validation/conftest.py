import pytest

from smartpick.engine import Engine
from smartpick.validation import Calibration, calibrate


@pytest.fixture(scope="session")
def calibration(engine: Engine) -> Calibration:
    """All checks but the recommended lists, with few simulated reports."""
    return calibrate(engine, repetitions=4, lists=False)
