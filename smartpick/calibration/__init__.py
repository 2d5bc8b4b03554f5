"""Does the model agree with what it should agree with: figures printed and unseen, and a known truth?"""

from smartpick.calibration.calibrating import Calibration, calibrate
from smartpick.calibration.method_error import method_error_lines
from smartpick.calibration.shipped import shipped_tables, write_shipped

__all__ = ["Calibration", "calibrate", "method_error_lines", "shipped_tables", "write_shipped"]
