"""A small data folder of two tables, sound as it stands; each test breaks what it is about."""

from pathlib import Path

import pytest

SOURCES_SCHEMA = """
[sources]
title = "Sources"
description = "Who published it."
key = ["source_id"]
trust = "ours"
[sources.columns.source_id]
type = "text"
meaning = "Id."
required = true
[sources.columns.title]
type = "text"
meaning = "Title."
[sources.columns.publisher]
type = "text"
meaning = "Publisher."
[sources.columns.edition]
type = "text"
meaning = "Edition."
[sources.columns.location]
type = "text"
meaning = "Place."
[sources.columns.url]
type = "text"
meaning = "Address."
[sources.columns.trust]
type = "text"
meaning = "Trust."
[sources.columns.checked]
type = "text"
meaning = "How checked."
[sources.columns.terms]
type = "text"
meaning = "Terms."
"""

POSITIONS_SCHEMA = """
[positions]
title = "Positions"
description = "Offered and filled."
key = ["specialty", "match_year"]
trust = "primary"
[positions.columns.specialty]
type = "text"
meaning = "Specialty."
required = true
choices = ["Internal Medicine", "Pediatrics"]
[positions.columns.match_year]
type = "integer"
meaning = "Year."
required = true
minimum = 1992
maximum = 2100
[positions.columns.offered]
type = "integer"
meaning = "Offered."
unit = "positions"
minimum = 0
[positions.columns.filled]
type = "integer"
meaning = "Filled."
[positions.columns.mean_score]
type = "number"
meaning = "Mean."
maximum = 300
[positions.columns.current]
type = "boolean"
meaning = "Still so."
[positions.columns.read_on]
type = "date"
meaning = "Day of reading."
[positions.columns.source_ids]
type = "text"
meaning = "Sources."
list = true
references = "sources.source_id"
[[positions.checks]]
name = "filled within offered"
reason = "more positions filled than offered"
sql = "SELECT csv_row, filled, offered FROM positions WHERE filled > offered"
"""

SOURCES = (
    "source_id,title,publisher,edition,location,url,trust,checked,terms\n"
    "nrmp_2025,Results,NRMP,2025,Table 1,,primary,sums,\n"
    "nrmp_2026,Results,NRMP,2026,Table 1,https://www.nrmp.org/,primary,,\n"
)
HEADER = "specialty,match_year,offered,filled,mean_score,current,read_on,source_ids\n"
POSITIONS = (
    HEADER
    + "Internal Medicine,2025,10941,10600,249.5,true,2026-11-01,nrmp_2025|nrmp_2026\n"
    + "Internal Medicine,2026,,,,,,nrmp_2026\n"
    + "Pediatrics,2026,3185,2900,241,false,2026-11-02,nrmp_2026\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "match").mkdir(parents=True)
    write(folder / "tables.toml", SOURCES_SCHEMA)
    write(folder / "sources.csv", SOURCES)
    write(folder / "match" / "tables.toml", POSITIONS_SCHEMA)
    write(folder / "match" / "positions.csv", POSITIONS)
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
