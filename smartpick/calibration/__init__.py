"""Does the model agree with what it should agree with: published figures, bands it has not seen, known truth."""

from smartpick.calibration.calibrating import Calibration, calibrate

__all__ = ["Calibration", "calibrate"]
