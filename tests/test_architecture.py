"""Holds the code to the table of docs/architecture.md: who may import whom, and no cycles."""

import ast
import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "smartpick"
FREE_FOR_ALL = {"numpy"}
DOMAIN = (
    "profile",
    "tiers",
    "odds",
    "plan",
    "whatif",
    "programs",
    "explore",
    "facts",
    "engine",
    "assessment",
    "validation",
    "intake",
    "cohort",
)


class Unit(NamedTuple):
    """One row of the table."""

    ours: set[str]
    others: set[str]


def documented_units() -> dict[str, Unit]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$", text, flags=re.MULTILINE)
    names = {name for name, _, _ in rows}

    def listed(cell: str) -> set[str]:
        words = set(re.findall(r"\w+", cell))
        return names - words if "anything" in words else words

    return {name: Unit(listed(ours), listed(others)) for name, ours, others in rows}


UNITS = documented_units()


def modules() -> dict[str, Path]:
    files = PACKAGE.rglob("*.py")
    return {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in files}


MODULES = modules()


def imported(file: Path) -> set[str]:
    """Return the dotted names a file imports; `from a import b` gives a.b where b is a module of ours."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write imports from the top"
            module = node.module or ""
            inside = {f"{module}.{alias.name}" for alias in node.names} & MODULES.keys()
            names |= inside or {module}
    return names


def unit_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_unit_has_a_row_and_every_row_a_unit() -> None:
    there = {unit_of(name) for name in MODULES} - {""}
    assert there == UNITS.keys()


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_a_unit_imports_only_what_its_row_allows(unit: str) -> None:
    allowed = UNITS[unit]
    for name, file in MODULES.items():
        if unit_of(name) != unit:
            continue
        for target in imported(file):
            top = target.split(".")[0]
            if top == "smartpick":
                assert unit_of(target) in {unit, "", *allowed.ours}, f"{name} imports {target}"
            elif top not in sys.stdlib_module_names:
                assert top in allowed.others | FREE_FOR_ALL, f"{name} imports {target}"


def test_the_table_itself_keeps_the_direction() -> None:
    """A row must not quietly allow what the architecture forbids."""
    for unit in DOMAIN:
        assert not UNITS[unit].others & {"streamlit", "duckdb", "plotly"}, unit
        assert not UNITS[unit].ours & {"web", "store", "build", "charts", "cli", "api", "text"}, unit
    for unit, row in UNITS.items():
        assert ("duckdb" in row.others) == (unit in ("build", "store")), unit
        assert ("streamlit" in row.others) == (unit == "web"), unit
        assert "web" not in row.ours - {unit}, unit


def test_no_import_cycles() -> None:
    graph = {
        name: {t for t in imported(file) if t in MODULES and t != name} for name, file in MODULES.items()
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert len(order) == len(MODULES)


def test_pages_only_show() -> None:
    """The app's pages go through `smartpick.web`; no model, no SQL, no chart is built in them."""
    pages = [ROOT / "dashboard.py", *(ROOT / "pages").glob("*.py")]
    assert len(pages) > 1
    for page in pages:
        ours = {unit_of(t) for t in imported(page) if t.startswith("smartpick")}
        others = {t.split(".")[0] for t in imported(page)} - {"smartpick"} - sys.stdlib_module_names
        assert ours <= {"web"}, page.name
        assert others <= {"streamlit"}, page.name


def test_what_opens_and_closes_has_a_key() -> None:
    """Without one it is known by its place on the page, and closes when a notice above it comes or goes."""
    calls = [
        (name, node)
        for name, file in MODULES.items()
        if unit_of(name) == "web"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("expander", "popover", "tabs")
    ]
    assert len(calls) > 15
    assert [
        f"{name}:{node.lineno}" for name, node in calls if "key" not in {k.arg for k in node.keywords}
    ] == []


def test_only_build_and_store_speak_sql() -> None:
    speaks = re.compile(r"\bSELECT\b[^\"']+\bFROM\b")
    found = {unit_of(n) for n, f in MODULES.items() if speaks.search(f.read_text(encoding="utf-8"))}
    assert found == {"build", "store"}
