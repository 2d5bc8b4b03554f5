"""How long the model takes: assessments and lists, on as many programs as there are and on copies of them."""

from __future__ import annotations

import gc
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pandas as pd

from bench.report import Row, Section, milliseconds, peak_megabytes
from smartpick.api import shipped_engine
from smartpick.assessment import assess
from smartpick.build.database import build_database
from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.paths import data_folder
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile

SPECIALTIES = ("Internal Medicine", "Family Medicine", "Pediatrics")
BY_PROGRAM = (
    "programs",
    "program_requirements",
    "reported_invitations",
    "program_kinds",
    "program_h1b_filings",
)


def copied(facts: Facts, times: int) -> Facts:
    """Return the facts with every program there `times` times, each copy under an id of its own."""
    tables = {}
    for name in BY_PROGRAM:
        table = getattr(facts, name)
        parts = [table]
        for copy in range(1, times):
            parts.append(table.assign(program_id=table["program_id"] + f"-{copy}"))
        tables[name] = pd.concat(parts, ignore_index=True)
    return replace(facts, data_hash=f"{facts.data_hash}-{times}", **tables)


def _assessments(engine: Engine, runs: int, **answers: object) -> float:
    """Return the median milliseconds of an assessment; every run has another score, so none is remembered."""
    profile = ApplicantProfile(step2_ck_score=228, **answers)
    assess(profile, engine)
    return milliseconds(lambda run: assess(profile.changed(step2_ck_score=210 + run), engine), runs)


def _plans(engine: Engine, runs: int) -> float:
    profile = ApplicantProfile(step2_ck_score=228)
    return milliseconds(lambda run: plan_list(profile.changed(step2_ck_score=210 + run), engine), runs)


def measured(largest: int) -> Section:
    """Measure; programs are copied up to `largest` times."""
    start = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        build_database(data_folder(), Path(folder) / "built.duckdb")
    rows = [Row("build of the database", perf_counter() - start, "s")]
    start = perf_counter()
    facts = shipped_engine().facts
    rows.append(Row("open the database, load the facts", 1000 * (perf_counter() - start), "ms"))
    engine = Engine(facts)
    start = perf_counter()
    assess(ApplicantProfile(step2_ck_score=228), engine)
    rows.append(Row("first assessment of a specialty", 1000 * (perf_counter() - start), "ms"))
    one = _assessments(engine, 25)
    rows.append(Row("assess, one specialty", one, "ms", target=15.0))
    for count, target in ((2, 40.0), (3, None)):
        several = _assessments(engine, 15, specialties=SPECIALTIES[:count])
        rows.append(Row(f"assess, {count} specialties", several, "ms", one, target))
    for size in (30, 300):
        taken = _assessments(engine, 15, max_applications=size)
        rows.append(Row(f"assess, list of {size} (beside 100)", taken, "ms", one))
    plan = _plans(engine, 15)
    rows.append(Row("plan alone, one specialty", plan, "ms"))
    rows.append(Row("peak memory with the programs there are", peak_megabytes() or float("nan"), "MB"))
    times, before = 10, (one, plan)
    while times <= largest:
        more = Engine(copied(facts, times))
        name = f"{times * len(facts.programs):,} programs"
        runs = 5 if times > 10 else 9
        now = _assessments(more, runs), _plans(more, runs)
        # At most linear: ten times the programs, at most ten times the time.
        rows.append(Row(f"assess, {name} (beside a tenth of them)", now[0], "ms", before[0], 10.0, True))
        rows.append(Row(f"plan alone, {name} (beside a tenth of them)", now[1], "ms", before[1], 10.0, True))
        rows.append(Row(f"peak memory, {name}", peak_megabytes() or float("nan"), "MB"))
        times, before = 10 * times, now
        del more
        gc.collect()
    return Section(
        "The model", "beside", "Medians; every run has another score. A list of 100 where not said.", rows
    )
