"""The repository itself: what must not be in it, what must be documented, and that the wheel is whole."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest

from smartpick.cli import _parser
from smartpick.profile import ApplicantProfile
from smartpick.web.entrance import pages

ROOT = Path(__file__).resolve().parents[1]
NOT_OURS = {".git", ".venv", "build", "dist", ".hypothesis", ".coverage"} | {
    f".{tool}_cache" for tool in ("pytest", "mypy", "ruff")
}
TEXT = {".py", ".md", ".toml", ".csv", ".js", ".css", ".html", ".lock", ".txt", ".yml", ".json", ""}

# Longer files, and why they are one file all the same.
LONGER_THAN_500 = {
    "data/README.md": "the data dictionary, written by `smartpick build --dictionary`",
    "smartpick/profile/answers.py": "one question after the other, each with its meaning, limits and words",
}


@cache
def all_files() -> tuple[Path, ...]:
    # What is not ours, an environment of thousands of files among it, is not even looked into.
    ours = [top for top in ROOT.iterdir() if top.name not in NOT_OURS]
    found = (f for top in ours for f in ((top,) if top.is_file() else top.rglob("*")))
    return tuple(f for f in found if f.is_file() and not {"__pycache__", "screenshots"} & set(f.parts))


def files(*endings: str) -> list[Path]:
    found = [f for f in all_files() if f.suffix in (endings or TEXT)]
    assert found
    return found


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


# Each pattern is put together here, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w/.:-])/(?:"
    + "|".join(("ro" + "ot", "wo" + "rk", "tm" + "p", "ho" + "me"))
    + r")/\w",
    "a path of a Windows user": r"\b[A-Z]:\\Us" + r"ers\\",
    "a package registry's host": "|".join(
        (
            r"py" + r"pi\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(?:com|org)",
            "ana" + r"conda\.(?:com|org)",
        )
    ),
    "a private e-mail address": r"[\w.+-]+@(?!media|keyframes)[\w-]+\.(?:com|edu|org|net|io)\b",
    "a key or token": r"(?:gh[pousr]_|sk-|AK" + r"IA)[A-Za-z0-9]{16,}|-----BE" + "GIN ",
    "a left-over mark": r"\b(?:FIX" + "ME|XX" + r"X|TO" + r"DO)\b|<{7} |>{7} ",
    "a tool that writes code": r"(?i)\b(?:cla"
    + "ude|anth"
    + "ropic|chat"
    + "gpt|open"
    + "ai|co"
    + r"pilot)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_is_in_it_that_does_not_belong(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{named(file)}:{number}: {hit.group()}"
        for file in files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := pattern.search(line))
    ]
    assert not found, f"{what}: {found[:10]}"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "open('/ho" + "me/somebody/x')"),
        ("a package registry's host", "https://py" + "pi.org/simple"),
        ("a private e-mail address", "somebody" + "@example.com"),
        ("a left-over mark", "# TO" + "DO later"),
    ],
)
def test_the_patterns_find_what_they_look_for(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_files_are_short_or_say_why_not() -> None:
    code = [
        f for f in files(".py", ".js", ".css", ".md", ".toml") if "data" not in f.parts or f.suffix == ".md"
    ]
    long = {named(f) for f in code if len(f.read_text(encoding="utf-8").splitlines()) > 500}
    assert long == LONGER_THAN_500.keys()


def test_every_public_function_class_and_module_says_what_it_is() -> None:
    silent = []
    for file in files(".py"):
        if "tests" in file.relative_to(ROOT).parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        public = [n for n in ast.walk(tree) if isinstance(n, kinds) and not n.name.startswith("_")]
        inner = {m for n in ast.walk(tree) if isinstance(n, kinds[:2]) for m in ast.walk(n) if m is not n}
        private = {
            m
            for n in ast.walk(tree)
            if isinstance(n, ast.ClassDef) and n.name.startswith("_")
            for m in ast.walk(n)
        }
        silent += [
            f"{named(file)}: {n.name}"
            for n in public
            if n not in inner | private and not ast.get_docstring(n)
        ]
        silent += [] if ast.get_docstring(tree) else [named(file)]
    assert not silent


def test_every_command_is_in_the_readme() -> None:
    choices = next(a.choices for a in _parser()._actions if a.choices and "assess" in a.choices)
    assert set(choices) >= {"run", "build", "assess", "plan", "curve", "cohort", "sources"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in choices:
        assert re.search(rf"^\| `smartpick {command}\b", readme, flags=re.MULTILINE), command


def test_every_page_is_in_the_readme() -> None:
    entries = pages()
    assert [entry.place for entry in entries] == [*range(1, len(entries) + 1)]
    assert len(entries) >= 7
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    titles = ["Your chances", *(entry.title for entry in entries)]
    assert re.findall(r"^\| ([A-Z][a-z ]+) \| ", readme, flags=re.MULTILINE)[: len(titles)] == titles


def test_every_field_of_a_profile_is_in_the_documents_with_its_meaning() -> None:
    table = (ROOT / "docs" / "profile.md").read_text(encoding="utf-8")
    for name, field in ApplicantProfile.model_fields.items():
        assert f"| `{name}` | {field.title}: {field.description} |" in table, name
    rows = re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)
    assert rows == list(ApplicantProfile.model_fields)


@cache
def package_nodes() -> list[tuple[str, ast.AST]]:
    package = ROOT / "smartpick"
    return [
        (file.relative_to(package).as_posix(), node)
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]


def test_no_function_takes_more_than_six_arguments_by_position() -> None:
    many = set()
    for file, node in package_nodes():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = [a.arg for a in node.args.posonlyargs + node.args.args if a.arg not in ("self", "cls")]
            many |= {f"{file}: {node.name}"} if len(names) > 6 else set()
    assert not many


def test_nothing_is_known_by_its_place_in_memory() -> None:
    """`id(...)` of a thing that is gone is given to another, which would find the first one's results."""
    calls = {
        file
        for file, node in package_nodes()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    }
    assert not calls


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    releases = re.findall(r"^## \[([^]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert releases[:2] == ["Unreleased", version]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if not target.startswith("https://"):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_lock_files_pin_every_requirement_by_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert len(pins) > 20
        for pin in pins:
            assert re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin), pin[:80]


def test_the_development_lock_holds_everything_that_the_other_does() -> None:
    def pins(name: str) -> set[str]:
        return set(
            re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        )

    assert pins("requirements.lock") < pins("requirements-dev.lock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling is not installed; `make test` installs it")
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        str(ROOT),
    ]
    subprocess.run([*command, "--wheel-dir", str(folder)], check=True)
    return next(folder.glob("smartpick-*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_the_app_and_nothing_left_over(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    app = [ROOT / "dashboard.py", ROOT / ".streamlit" / "config.toml"]
    for folder in ("pages", "data"):
        app += [f for f in (ROOT / folder).rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    missing = [named(f) for f in app if f"smartpick/app/{named(f)}" not in packed]
    code = [f for f in (ROOT / "smartpick").rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    missing += [named(f) for f in code if named(f) not in packed]
    assert not missing
    assert not [
        p for p in packed if p.endswith((".pyc", ".duckdb")) or "secrets" in p or p.startswith("tests/")
    ]


@pytest.mark.slow
def test_the_installed_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "SMARTPICK_DATABASE": str(tmp_path / "x" / "s.duckdb"),
    }
    command = [sys.executable, "-m", "smartpick.cli", "curve", "--specialty", "IM"]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "match rate 48.5%" in result.stdout
    where = "from smartpick.paths import app_folder as f; print(f(), (f() / 'dashboard.py').is_file())"
    shown = subprocess.run(
        [sys.executable, "-c", where],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.split() == [str(site / "smartpick" / "app"), "True"]
