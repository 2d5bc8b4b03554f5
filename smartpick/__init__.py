"""SmartPick: what would change if your Step 2 CK were higher, and which applications are worth sending.

>>> from smartpick import ApplicantProfile, assess
>>> result = assess(ApplicantProfile(step2_ck_score=240))
>>> result.tier.tier, result.match_probability
"""

from importlib.metadata import PackageNotFoundError, version

from smartpick.api import assess, plan_applications, score_curve
from smartpick.profile import ApplicantProfile

try:
    __version__ = version("smartpick")
except PackageNotFoundError:  # run from a folder that was never installed
    __version__ = "0"

__all__ = ["ApplicantProfile", "__version__", "assess", "plan_applications", "score_curve"]
