"""Does the model agree with what it should agree with: figures printed and unseen, and a known truth?"""

from smartpick.calibration.calibrating import Calibration, calibrate

__all__ = ["Calibration", "calibrate"]
