"""What the tables must look like, read from the `tables.toml` beside, what can be wrong, the dictionary."""

import csv
import errno
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from smartpick.prose import plural


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: `row` is the row a spreadsheet shows (the header is row 1), None for the whole file."""

    file: str
    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = f", {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.reason}"


class DataFaults(Exception):  # noqa: N818 - it carries faults, plural, and is caught as such
    """The data cannot be built; `faults` holds every fault found, in order of file and row."""

    SHOWN = 50

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.row or 0, fault.column or ""))
        count = len(self.faults)
        lines = [f"{plural(count, 'fault')} in the data:"]
        lines += [str(fault) for fault in self.faults[: self.SHOWN]]
        if count > self.SHOWN:
            lines.append(f"... and {count - self.SHOWN} more.")
        super().__init__("\n".join(lines))


def cannot_write(error: OSError) -> str:
    """Return in one line why a file could not be read or written, and what to do where that is known."""
    place = f" {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full:{place or ' the file'} could not be written. Free some space and try again."
    return f"{error.strerror or error}:{place}".rstrip(": ")


SCHEMA_FILE = "tables.toml"
COLUMN_TYPES = ("text", "integer", "number", "boolean", "date")
_TABLE_KEYS = {"title", "description", "key", "trust", "columns", "checks"}
_CHECK_KEYS = {"name", "reason", "sql"}


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """What one column must hold; `besides` are values allowed that the referenced table does not have."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    references: str = ""
    besides: tuple[str, ...] = ()
    list: bool = False


_COLUMN_KEYS = {field.name for field in fields(ColumnRule)} - {"name"}


@dataclass(frozen=True)
class Check:
    """A rule over whole tables: `sql` returns the rows that break it."""

    name: str
    reason: str
    sql: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: a CSV file `<name>.csv` in the folder of its `tables.toml`."""

    name: str
    file: Path
    title: str
    description: str
    key: tuple[str, ...]
    trust: str
    columns: tuple[ColumnRule, ...]
    checks: tuple[Check, ...]


def read_schemas(data_folder: Path) -> tuple[list[Table], list[Fault]]:
    """Return the tables declared under `data_folder`, in order of file, and the faults of the declarations.

    A folder with tables but no `tables.toml`, a table without a file and a file without a table are faults.
    """
    tables: list[Table] = []
    faults: list[Fault] = []
    if not data_folder.is_dir():
        return [], [Fault(str(data_folder), None, None, "The data folder is missing.")]
    files = (path for pattern in ("*.csv", SCHEMA_FILE) for path in data_folder.rglob(pattern))
    for folder in sorted({data_folder, *(path.parent for path in files)}):
        declared, folder_faults = _read_folder(folder, data_folder)
        tables += declared
        faults += folder_faults
    seen: dict[str, Table] = {}
    for table in tables:
        if table.name in seen:
            other = display_name(seen[table.name].file, data_folder)
            reason = f"The table '{table.name}' is declared twice, also for {other}. Rename one of them."
            faults.append(Fault(display_name(table.file, data_folder), None, None, reason))
        seen.setdefault(table.name, table)
    return list(seen.values()), faults


def display_name(path: Path, data_folder: Path) -> str:
    """Return the path as messages show it: `data/match/main_match.csv`, with forward slashes."""
    return f"{data_folder.name}/{path.relative_to(data_folder).as_posix()}"


def _read_folder(folder: Path, data_folder: Path) -> tuple[list[Table], list[Fault]]:
    schema_file = folder / SCHEMA_FILE
    name = display_name(schema_file, data_folder)
    files = {path.stem: path for path in folder.glob("*.csv")}
    if not schema_file.is_file():
        if not files and folder != data_folder:
            return [], []
        reason = f"The file is missing, so nothing says what {', '.join(sorted(files)) or 'the tables'} hold."
        return [], [Fault(name, None, None, reason)]
    try:
        declared = tomllib.loads(schema_file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return [], [Fault(name, None, None, "The file is not UTF-8 text. Save it as UTF-8.")]
    except tomllib.TOMLDecodeError as error:
        return [], [Fault(name, None, None, f"The file is not valid TOML: {error}.")]
    tables: list[Table] = []
    faults: list[Fault] = []
    for table_name, content in declared.items():
        reasons = _faults_of_table(table_name, content)
        faults += [Fault(name, None, None, reason) for reason in reasons]
        if not reasons:
            tables.append(_table(table_name, content, folder / f"{table_name}.csv"))
        if table_name not in files:
            reason = f"The file is missing although {name} declares it."
            faults.append(Fault(display_name(folder / f"{table_name}.csv", data_folder), None, None, reason))
    for stem in sorted(set(files) - set(declared)):
        reason = f"Nothing in {name} says what this table holds. Declare [{stem}] there or remove the file."
        faults.append(Fault(display_name(files[stem], data_folder), None, None, reason))
    return [table for table in tables if table.name in files], faults


def _faults_of_table(name: str, content: Any) -> list[str]:
    if not isinstance(content, dict):
        return [f"'{name}' is not a table."]
    reasons = [f"[{name}] has the unknown entry '{entry}'." for entry in sorted(set(content) - _TABLE_KEYS)]
    reasons += [
        f"[{name}] has no '{entry}'."
        for entry in ("title", "description", "key", "trust", "columns")
        if not content.get(entry)
    ]
    columns = content.get("columns") or {}
    for column, declared in columns.items():
        place = f"[{name}.columns.{column}]"
        reasons += [f"{place} has the unknown entry '{e}'." for e in sorted(set(declared) - _COLUMN_KEYS)]
        if declared.get("type") not in COLUMN_TYPES:
            reasons.append(f"{place} needs a type, one of {', '.join(COLUMN_TYPES)}.")
        if not declared.get("meaning"):
            reasons.append(f"{place} needs a meaning.")
    reasons += [
        f"[{name}] has '{key}' in its key but no such column."
        for key in content.get("key", [])
        if key not in columns
    ]
    for check in content.get("checks", []):
        if set(check) - _CHECK_KEYS or not check.get("name") or not check.get("sql"):
            reasons.append(f"A check of [{name}] needs a name and sql, may have a reason, and nothing else.")
    return reasons


def _table(name: str, content: dict[str, Any], file: Path) -> Table:
    columns = tuple(ColumnRule(name=column, **_frozen(rule)) for column, rule in content["columns"].items())
    checks = tuple(
        Check(check["name"], check.get("reason", check["name"]), check["sql"])
        for check in content.get("checks", [])
    )
    return Table(**_frozen(content) | {"name": name, "file": file, "columns": columns, "checks": checks})


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}


# The data dictionary, written from the declarations so that it cannot drift from them.

_TOP = Path(__file__).with_name("dictionary.md")


def write_dictionary(data_folder: Path) -> str:
    """Write `README.md` in the data folder and return its text."""
    text = dictionary_text(data_folder)
    (data_folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
    return text


def dictionary_text(data_folder: Path) -> str:
    """Return the dictionary as Markdown: terms, then every table by folder, then every source."""
    tables, _ = read_schemas(data_folder)
    parts = [_TOP.read_text(encoding="utf-8")]
    for folder in dict.fromkeys(table.file.parent for table in tables):
        name = folder.relative_to(data_folder).as_posix()
        parts.append("## Top folder\n" if name == "." else f"## {name}/\n")
        parts += [_table_text(table) for table in tables if table.file.parent == folder]
    parts.append(_sources_text(data_folder / "sources.csv"))
    return "\n".join(parts)


def _table_text(table: Table) -> str:
    lines = [
        f"### {table.name}",
        "",
        f"{table.title}. {table.description}",
        "",
        f"Key: {', '.join(f'`{column}`' for column in table.key)}. Trust: {table.trust}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{column.name}` | {_type_text(column)} | {_meaning_text(column)} |" for column in table.columns
    ]
    if table.checks:
        lines += ["", f"Checked: {'; '.join(check.name for check in table.checks)}."]
    return "\n".join([*lines, ""])


def _type_text(column: ColumnRule) -> str:
    kind = f"list of {column.type}" if column.list else column.type
    unit = f", {column.unit}" if column.unit else ""
    return f"{kind}{unit}{'' if column.required else ', may be empty'}"


def _meaning_text(column: ColumnRule) -> str:
    text = column.meaning
    if column.choices:
        text += f" One of: {', '.join(f'`{choice}`' for choice in column.choices)}."
    if column.references:
        besides = f", or {', '.join(column.besides)}" if column.besides else ""
        text += f" In `{column.references}`{besides}."
    return text.replace("|", "\\|")


def _sources_text(sources: Path) -> str:
    lines = [
        "## Sources",
        "",
        "| source | publication | read as | checked | terms |",
        "|---|---|---|---|---|",
    ]
    with sources.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            title = f"[{row['title']}]({row['url']})" if row["url"] else row["title"]
            place = ", ".join(part for part in (row["publisher"], row["edition"], row["location"]) if part)
            cells = [f"`{row['source_id']}`", f"{title}. {place}", row["trust"], row["checked"], row["terms"]]
            lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join([*lines, ""])
