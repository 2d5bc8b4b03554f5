"""The data dictionary, written from the declarations so that it cannot drift from them."""

import csv
from pathlib import Path

from smartpick.build.schema import Column, Table, read_schemas

README = "README.md"

_TOP = """\
# Data dictionary

Every published figure, parameter and rule that SmartPick uses, one tidy CSV file (UTF-8) a table. This
page is written by `smartpick build --dictionary` from the `tables.toml` of each folder and from
`sources.csv`; edit those, not this page.

- Each row names its source (`source_id`, or `source_ids` joined with `|`) in [sources.csv](sources.csv).
- An empty cell is unknown. Unknown is never filled in.
- Suffixes: `_share` runs from 0 to 1, `_pct` from 0 to 100, `_count` counts things, `_usd` is US dollars.
- Applicant types: `non_us_img`, `us_img`, `us_md_senior`, `us_do_senior`; other groups have own names.
- A season or Match year is the year of Match Day: season 2026 is 2025-26.
- Published, derived and assumed figures are kept apart: by table, and in `parameters/` by row.

`smartpick build` checks all of it (types, ranges, keys, references, sources, sums that must add up),
reports every fault at once and only then replaces the database. A new Match year is a new set of rows.

## Terms

SmartPick is affiliated with none of NRMP, AAMC, AMA, USMLE, ECFMG and ACGME, nor with any program.

- NRMP and AAMC figures are aggregates and single facts with citation. No report is reprinted; read the
  originals at the publishers.
- Per-program interview rates and resident mixes are licensed data of AAMC and AMA. None are here, only
  aggregates over at least five programs. Users may import their own, which stay in their session.
- City coordinates are from GeoNames (https://www.geonames.org/), under Creative Commons Attribution 4.0;
  they are the centres of cities, not addresses.
- Statements of programs are short facts with a link. Most are undated: check the link before relying on
  one.

The trust of a source: `primary` was read from the publisher, `transcribed` from a copy of the
publication, `second_hand` from someone who quotes it, `derived` was computed by us from it.
"""


def write_dictionary(data_folder: Path) -> str:
    """Write `README.md` in the data folder and return its text."""
    text = dictionary_text(data_folder)
    (data_folder / README).write_text(text, encoding="utf-8", newline="\n")
    return text


def dictionary_text(data_folder: Path) -> str:
    """Return the dictionary as Markdown: terms, then every table by folder, then every source."""
    tables, _ = read_schemas(data_folder)
    parts = [_TOP]
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


def _type_text(column: Column) -> str:
    kind = f"list of {column.type}" if column.list else column.type
    unit = f", {column.unit}" if column.unit else ""
    return f"{kind}{unit}{'' if column.required else ', may be empty'}"


def _meaning_text(column: Column) -> str:
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
