"""SmartPick: what would change if your Step 2 CK were higher, and which applications are worth sending.

>>> from smartpick import ApplicantProfile, assess
>>> result = assess(ApplicantProfile(step2_ck_score=240))
>>> result.tier.tier, result.match_probability
"""

import os
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartpick.api import assess, assess_cohort, assess_own_list, plan_applications, score_curve
    from smartpick.profile import ApplicantProfile

# The arrays here are small: a second thread of numpy's linear algebra saves no time, and waits for work in a
# loop that takes a processor from the other sessions of a server, or the other processes of a cohort. Each
# library that numpy may be built with has its own name for it, and reads it when numpy is first imported.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_threads, "1")

try:
    __version__ = version("smartpick")
except PackageNotFoundError:  # run from a folder that was never installed
    __version__ = "0"

__all__ = [
    "ApplicantProfile",
    "__version__",
    "assess",
    "assess_cohort",
    "assess_own_list",
    "plan_applications",
    "score_curve",
]
_FROM = {"ApplicantProfile": "smartpick.profile"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for.

    All of it together takes seconds; a page that opens on a new server says so before they pass.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM.get(name, "smartpick.api")), name)
