"""Times what a visitor waits for: `make bench`. Medians on this machine, after a first warm call."""

import statistics
from collections.abc import Callable
from time import perf_counter

from smartpick.api import shipped_engine
from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile

RUNS = 15


def milliseconds(work: Callable[[int], object]) -> float:
    """Return the median time of `work(0)`, `work(1)`, ..., in milliseconds."""
    times = []
    for run in range(RUNS):
        start = perf_counter()
        work(run)
        times.append(1000 * (perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Print one line for each thing that is waited for."""
    start = perf_counter()
    facts = shipped_engine().facts
    print(f"{'open the database, load the facts':40s} {1000 * (perf_counter() - start):8.0f} ms (once)")
    engine = Engine(facts)
    profile = ApplicantProfile(step2_ck_score=228)
    both = profile.changed(specialties=["Internal Medicine", "Family Medicine"])
    start = perf_counter()
    assess(profile, engine)
    print(f"{'first assessment of a specialty':40s} {1000 * (perf_counter() - start):8.0f} ms (once)")
    assess(both, engine)
    # Every run has another score, so nothing can come from a cache.
    for name, work in (
        (
            "assessment and list, another score",
            lambda run: assess(profile.changed(step2_ck_score=215 + run), engine),
        ),
        ("the same, two specialties", lambda run: assess(both.changed(step2_ck_score=215 + run), engine)),
        (
            "the same, 300 applications",
            lambda run: assess(profile.changed(step2_ck_score=215 + run, max_applications=300), engine),
        ),
        (
            "a score curve",
            lambda run: engine.score_curve("Pediatrics", "non_us_img").interval(range(200, 280)),
        ),
    ):
        print(f"{name:40s} {milliseconds(work):8.1f} ms")


if __name__ == "__main__":
    main()
