"""Mutation testing of the domain: `make mutants`, or for instance `make mutants SAMPLE=20 ONLY=odds`.

A mutant is one small change: another operator, another number, a condition turned round. It is made in a copy
of the project, and the tests of its folder run against it. A mutant that no test notices has survived: it is
either a hole in the tests, or a change that changes nothing. The result is written to docs/mutants.md.
"""

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from time import perf_counter
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "docs" / "mutants.md"
# What is mutated, and the tests that should notice.
TESTED_BY = {
    "plan": ["tests/plan"],
    "programs": ["tests/plan"],  # they are tested with the lists that are made of them
    "assessment.py": ["tests/plan", "tests/odds/test_season_odds.py", "tests/odds/test_list_odds.py"],
    "intake": ["tests/intake"],
    "odds": ["tests/odds"],
}
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-x",
    "-q",
    "-n",
    "0",
    "-p",
    "no:cacheprovider",
    "-m",
    "not slow and not browser",
]
NOT_COPIED = {".git", ".venv", ".hypothesis", ".coverage", "build", "dist"}
MEANING = """
A mutant is one small change to the code (another operator, another number, a condition turned round) that
the tests of its folder should notice. A survivor is a hole in the tests, or a change that changes nothing.
No two mutants are in the same place. One that runs into the time limit counts as noticed. Lines are those of
the day.
"""


class Mutant(NamedTuple):
    """One change: the `occurrence`-th place in `file` that `operator` can change."""

    part: str
    file: str
    line: int
    operator: str
    occurrence: int


class Verdict(NamedTuple):
    """What the tests made of a mutant: "killed", "timed out" or "survived", and the line before and after."""

    mutant: Mutant
    outcome: str
    before: str
    after: str


def annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the first and the last place of every type hint, as (line, column): no test can miss those."""
    hints = []
    for node in ast.walk(ast.parse(source)):
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(hint, ast.expr):
                assert hint.end_lineno is not None and hint.end_col_offset is not None
                hints.append(((hint.lineno, hint.col_offset), (hint.end_lineno, hint.end_col_offset)))
    return hints


def every_mutant(part: str, file: str, source: str) -> list[list[Mutant]]:
    """Return the mutants of a file, those of the same place together."""
    hints = annotations(source)
    nodes = list(ast_nodes(get_ast(source)))
    by_place: dict[tuple[tuple[int, int], tuple[int, int]], list[Mutant]] = {}
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():  # these need variables by name
            continue
        operator = kind()
        places = (place for node in nodes for place in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(places):
            if not any(first <= start and end <= last for first, last in hints):
                mutant = Mutant(part, file, start[0], name.removeprefix("core/"), occurrence)
                by_place.setdefault((start, end), []).append(mutant)
    return [by_place[place] for place in sorted(by_place)]


def sampled(places: list[list[Mutant]], sample: int, seed: str) -> list[Mutant]:
    """Return one mutant of each of at most `sample` places; the same for the same seed."""
    chance = random.Random(seed)
    chosen = places if len(places) <= sample else chance.sample(places, sample)
    return sorted(chance.choice(mutants) for mutants in chosen)


def test_files(mutant_file: str, part: str, folder: Path) -> list[str]:
    """Return the test files of a part, first those that import the mutated module: they notice soonest."""
    module = mutant_file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    files: list[Path] = []
    for place in TESTED_BY[part]:
        files += sorted((folder / place).glob("test_*.py")) if (folder / place).is_dir() else [folder / place]
    files.sort(key=lambda file: f"from {module} import" not in file.read_text(encoding="utf-8"))
    return [file.relative_to(folder).as_posix() for file in files]


def not_copied(folder: str, names: list[str]) -> set[str]:
    """Return what a work copy does without, for `shutil.copytree`."""
    left_out = {name for name in names if name == "__pycache__" or name.endswith("_cache")}
    return left_out | NOT_COPIED & set(names) if Path(folder) == ROOT else left_out


def run_tests(folder: Path, files: list[str], patience: float) -> str:
    """Return "survived", "killed" or, after `patience` seconds, "timed out"."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SMARTPICK_TEST_DATABASE": str(folder / "build" / "test.duckdb"),
    }
    process = subprocess.Popen(
        [*PYTEST, *files],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return "killed" if process.wait(timeout=patience) else "survived"
    except subprocess.TimeoutExpired:
        return "timed out"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def judge(mutant: Mutant, folder: Path, patience: float) -> Verdict:
    """Write the mutant into the work copy, run its tests, and put the file back."""
    file = folder / mutant.file
    source = file.read_text(encoding="utf-8")
    changed = mutate_code(source, get_operator(f"core/{mutant.operator}")(), mutant.occurrence)
    pairs = zip(source.splitlines(), changed.splitlines(), strict=False)
    before, after = next(((old, new) for old, new in pairs if old != new), ("", ""))
    file.write_text(changed, encoding="utf-8")
    try:
        outcome = run_tests(folder, test_files(mutant.file, mutant.part, folder), patience)
    finally:
        file.write_text(source, encoding="utf-8")
    return Verdict(mutant, outcome, before.strip(), after.strip())


def judged(mutants: list[Mutant], copies: list[Path], patience: dict[str, float]) -> Iterator[Verdict]:
    """Judge the mutants, one at a time in each copy of the project."""
    free: Queue[Path] = Queue()
    for copy in copies:
        free.put(copy)

    def one(mutant: Mutant) -> Verdict:
        folder = free.get()
        try:
            return judge(mutant, folder, patience[mutant.part])
        finally:
            free.put(folder)

    with ThreadPoolExecutor(len(copies)) as pool:
        try:
            yield from pool.map(one, mutants)
        finally:
            pool.shutdown(cancel_futures=True)


def report(verdicts: list[Verdict], planned: list[Mutant], possible: dict[str, int], command: str) -> str:
    """Return docs/mutants.md: the score of each part, and what survived."""
    date = datetime.now(UTC).date().isoformat()
    stopped = f" (stopped early; {len(planned)} were drawn)" if len(verdicts) < len(planned) else ""
    words = f"{MEANING.strip()} Written by `{command}` on {date}: {len(verdicts)} mutants{stopped}."
    lines = [
        "# Mutants",
        "",
        textwrap.fill(words, 110),
        "",
        "| part | files | places to change | mutants run | killed | timed out | survived | noticed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part in possible:
        outcomes = [v.outcome for v in verdicts if v.mutant.part == part]
        files = len({v.mutant.file for v in verdicts if v.mutant.part == part})
        survived = outcomes.count("survived")
        share = f"{100 * (1 - survived / len(outcomes)):.0f} %" if outcomes else "not run"
        counts = [
            files,
            possible[part],
            len(outcomes),
            outcomes.count("killed"),
            outcomes.count("timed out"),
            survived,
        ]
        lines.append(f"| `smartpick/{part}` | {' | '.join(f'{n:,}' for n in counts)} | {share} |")
    lines += ["", "## Survivors", ""]
    for mutant, _, before, after in sorted(v for v in verdicts if v.outcome == "survived"):
        lines += [f"- `{mutant.file}:{mutant.line}` {mutant.operator}", f"  - `{before}`", f"  - `{after}`"]
    if not any(v.outcome == "survived" for v in verdicts):
        lines.append("None in this sample.")
    return "\n".join(lines) + "\n"


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=5, metavar="N", help="mutants for each file (5)")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other mutants (1)")
    parser.add_argument(
        "--only", nargs="*", choices=TESTED_BY, default=list(TESTED_BY), help="parts to mutate"
    )
    parser.add_argument("--most", type=int, default=None, metavar="N", help="at most N mutants in all")
    parser.add_argument(
        "--limit", type=float, default=600, metavar="SECONDS", help="longest time for a mutant (600)"
    )
    parser.add_argument(
        "--workers", type=int, default=1, help="copies of the project that are tested at once (1)"
    )
    return parser.parse_args(arguments)


def main() -> None:
    """Draw the sample, judge it, and write the result after every mutant."""
    asked = options()
    command = f"make mutants SAMPLE={asked.sample}"
    if asked.only != list(TESTED_BY):
        command += f' ONLY="{" ".join(asked.only)}"'
    command += f' MUTANTS="--seed {asked.seed}{"" if asked.most is None else f" --most {asked.most}"}"'
    mutants: list[Mutant] = []
    possible: dict[str, int] = {}
    for part in asked.only:
        start = ROOT / "smartpick" / part
        for path in sorted(start.rglob("*.py")) if start.is_dir() else [start]:
            file = path.relative_to(ROOT).as_posix()
            places = every_mutant(part, file, path.read_text(encoding="utf-8"))
            possible[part] = possible.get(part, 0) + len(places)
            mutants += sampled(places, asked.sample, f"{asked.seed} {file}")
    if asked.most is not None:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.most, len(mutants)))
    # In a drawn order, so that a run that is stopped early is a fair sample too.
    random.Random(asked.seed).shuffle(mutants)

    with tempfile.TemporaryDirectory() as temporary:
        copies = [Path(temporary) / str(number) for number in range(asked.workers)]
        shutil.copytree(ROOT, copies[0], ignore=not_copied)
        patience = {}
        for part in dict.fromkeys(mutant.part for mutant in mutants):
            start_time = perf_counter()
            if run_tests(copies[0], test_files("", part, copies[0]), 3600) != "survived":
                sys.exit(f"The tests of {part} fail without any mutant: mend them first.")
            usual = perf_counter() - start_time
            patience[part] = min(asked.limit, 30 + 3 * usual * asked.workers)
            print(f"{part}: {usual:.0f} s without a mutant", flush=True)
        for copy in copies[1:]:  # with the database that the first run has built
            shutil.copytree(copies[0], copy)
        verdicts: list[Verdict] = []
        for verdict in judged(mutants, copies, patience):
            verdicts.append(verdict)
            mutant = verdict.mutant
            place = f"{mutant.file}:{mutant.line} {mutant.operator}"
            print(f"{len(verdicts)}/{len(mutants)} {verdict.outcome}: {place}", flush=True)
            RESULT.write_text(report(verdicts, mutants, possible, command), encoding="utf-8")


if __name__ == "__main__":
    main()
