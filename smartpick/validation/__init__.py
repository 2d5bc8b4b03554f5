"""Does the model agree with what it should agree with: figures printed and unseen, and a known truth?"""

from smartpick.validation.bands import method_error_lines
from smartpick.validation.calibrating import Calibration, calibrate, shipped_tables, write_shipped

__all__ = ["Calibration", "calibrate", "method_error_lines", "shipped_tables", "write_shipped"]
