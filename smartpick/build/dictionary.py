"""The data dictionary, written from the declarations so that it cannot drift from them."""

import csv
from pathlib import Path

from smartpick.build.schema import ColumnRule, Table, read_schemas

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
