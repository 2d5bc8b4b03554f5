"""Run the bench: `make bench`, or `python -m bench --help` with tests/ on the path."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from serving import CHECKOUT

from bench import browser, capacity, cohort, model, sessions
from bench.report import Section, load_of_machine, machine

PAGE = CHECKOUT / "docs" / "performance.md"
PARTS = ("browser", "sessions", "capacity", "model", "roster")
_START, _END = "<!-- figures of make bench -->", "<!-- end of figures -->"


def main() -> None:
    """Measure what was asked for, print the tables, and write them into the page if told to."""
    ask = argparse.ArgumentParser(prog="make bench", description=__doc__)
    ask.add_argument("--only", choices=PARTS, nargs="*", help="only these parts")
    ask.add_argument("--long", action="store_true", help="557,600 programs too, and more sessions")
    ask.add_argument("--dash", type=Path, help="a Python that has Dash, for the page to compare with")
    ask.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    asked = ask.parse_args()
    parts = asked.only or PARTS
    start, load = perf_counter(), load_of_machine()
    found: list[Section] = []
    for name in parts:
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        try:
            if name == "browser":
                dash = asked.dash if asked.dash and asked.dash.exists() else None
                found.append(browser.measured(dash))
            elif name == "sessions":
                found.append(sessions.measured(600 if asked.long else 90))
            elif name == "roster":
                found.append(cohort.measured())
            elif name == "capacity":
                found.append(capacity.measured())
            else:
                found.append(model.measured(100 if asked.long else 10))
        except LookupError as error:
            print(f"  left out: {error}", file=sys.stderr)
    busy = f" Load of the machine at the start: {load}." if load else ""
    figures = f"{machine()}; {date.today():%B %Y}; {perf_counter() - start:.0f} s.{busy}\n\n" + "\n".join(
        section.markdown() for section in found
    )
    print(figures)
    if asked.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(_START)
        after = rest.split(_END)[1]
        PAGE.write_text(f"{before}{_START}\n\n{figures}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
