"""What the bench found: rows of a table with their targets, as text for the terminal and for the page."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: What was measured, in words.
        value: The figure.
        unit: Its unit, "ms" for instance.
        beside: The figure that it is compared with, of the same run; None where there is none.
        target: The most (the least, if `more_is_better`) that is aimed at; None where nothing is.
        of_ratio: Whether the target is of the ratio and not of the figure.
        more_is_better: Whether a greater figure is the better one.
    """

    what: str
    value: float
    unit: str
    beside: float | None = None
    target: float | None = None
    of_ratio: bool = False
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """The figure beside the other."""
        return self.value / self.beside if self.beside else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        value = self.ratio if self.of_ratio else self.value
        if value is None:
            return None
        return value >= self.target if self.more_is_better else value <= self.target

    def cells(self) -> tuple[str, ...]:
        """Return the row as text: what, figure, beside, ratio, target, met."""
        target = "" if self.target is None else f"{self.target:g} {'x' if self.of_ratio else self.unit}"
        at = "" if not target else "at least " if self.more_is_better else "at most "
        return (
            self.what,
            f"{_short(self.value)} {self.unit}",
            "" if self.beside is None else f"{_short(self.beside)} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            at + target,
            {None: "", True: "yes", False: "**no**"}[self.met],
        )


@dataclass(frozen=True)
class Section:
    """A table with a heading, what its middle column is, and a sentence on how it was measured."""

    title: str
    beside: str
    how: str
    rows: Sequence[Row]

    def markdown(self) -> str:
        """Return the section as Markdown."""
        head = ("", "SmartPick", self.beside, "ratio", "target", "met")
        lines = [head, ("---", *["---:"] * 3, "---", "---"), *(row.cells() for row in self.rows)]
        table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        return f"## {self.title}\n\n{self.how}\n\n{table}\n"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def milliseconds(work: Callable[[int], object], runs: int) -> float:
    """Return the median time of `work(0)`, `work(1)`, ..., in milliseconds."""
    times = []
    for run in range(runs):
        start = perf_counter()
        work(run)
        times.append(1000 * (perf_counter() - start))
    return statistics.median(times)


def machine() -> str:
    """Return the machine in words: processor cores, memory, Python. No name of it."""
    import os

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    meminfo = Path("/proc/meminfo")
    memory = ""
    if meminfo.exists():
        kilobytes = int(meminfo.read_text(encoding="ascii").split()[1])
        memory = f", {kilobytes / 2**20:.0f} GB memory"
    return f"{cores} processor cores{memory}, {platform.system()}, Python {platform.python_version()}"


def load_of_machine() -> str:
    """Return how busy the machine was with everything, or nothing where the system does not tell."""
    import os

    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def processor_seconds(process: int) -> float | None:
    """Return how much processor time a process has used; None where the system does not tell."""
    import os

    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return None
    fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process: int | str = "self", which: str = "VmRSS") -> float | None:
    """Return the memory that a process holds; None where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    for line in status.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(f"{which}:"):
            return int(line.split()[1]) / 1024
    return None


def peak_megabytes(process: int | str = "self") -> float | None:
    """Return the most memory that a process has held; None where the system does not tell."""
    return megabytes(process, "VmHWM")
