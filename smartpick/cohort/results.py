"""The table of results, the roster's own columns and then ours, and the kinds of file it is written to."""

from __future__ import annotations

import csv
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from smartpick.cohort.assessing import AssessedApplicant
from smartpick.cohort.columns import answer_to
from smartpick.cohort.reading import Roster
from smartpick.intake.table import guarded
from smartpick.profile import ApplicantProfile

CODE = "code"
# Our columns and what is in them: of the outcome first, then of the row.
OF_OUTCOME: dict[str, type] = {
    "tier": str,
    "match_probability": float,
    "match_probability_low": float,
    "match_probability_high": float,
    "match_probability_pacific": float,
    "expected_interviews": float,
    "p_no_interview": float,
    "applications": int,
    "cost_usd": float,
    "main_liability": str,
    "warnings": str,
}
OF_LEVER: dict[str, type] = {"best_lever": str, "best_lever_gain": float}
OF_ROW: dict[str, type] = {"data_gaps": str, "starting_values": str, "fault": str}

Cell = str | int | float | None
_FIELDS = ApplicantProfile.model_fields


def our_cells(each: AssessedApplicant, with_lever: bool = False) -> list[Cell]:
    """Return the cells of our columns but the code, None for what is not known; the last one is the fault."""
    found, applicant = each.outcome, each.applicant
    if found is None:
        nothing = [None] * (len(OF_OUTCOME) + with_lever * len(OF_LEVER) + len(OF_ROW) - 1)
        return [*nothing, each.fault]
    known = found.match.known
    cells: list[Cell] = [
        found.tier,
        round(found.match.point, 4) if known else None,
        round(found.match.low, 4),
        round(found.match.high, 4),
        round(found.match_pacific, 4) if known else None,
        round(found.interviews, 2),
        round(found.no_interview, 4),
        found.applications,
        None if found.cost_usd is None else float(found.cost_usd),
        found.liability or None,
        " ".join(found.warnings) or None,
    ]
    if with_lever:
        lever = found.lever
        gain = lever.gain.point if lever is not None and lever.gain.known else None
        cells += [lever.title if lever else None, None if gain is None else round(gain, 4)]
    started = "" if applicant.profile is None else _named_values(applicant.profile, applicant.started)
    return [*cells, "; ".join(applicant.gaps) or None, started or None, None]


class ResultTable:
    """The columns of a roster's results; ours give way where the roster has one of that name.

    Attributes:
        header: Names of all columns.
        kinds: What is in each of them.
        renamed: Those of ours that are not called as usual.
    """

    def __init__(self, roster: Roster, with_lever: bool = False) -> None:
        self._coded = roster.columns.code is not None
        own = [roster.columns.names[place] for place in roster.carried]
        code: dict[str, type] = {} if self._coded else {CODE: str}
        ours = code | OF_OUTCOME | (OF_LEVER if with_lever else {}) | OF_ROW
        names = _own_names(own, list(ours))
        self.header = (*own, *names)
        self.kinds: tuple[type, ...] = (*[str] * len(own), *ours.values())
        self.renamed = [label for label, name in zip(names, ours, strict=True) if label != name]

    def row(self, code: str, carried: Sequence[str], ours: Sequence[Cell]) -> tuple[Cell, ...]:
        """Return the cells of an applicant, of whom the first two are told by `Roster.own`."""
        return (*carried, *(() if self._coded else (code,)), *ours)


def _own_names(taken: Sequence[str], ours: Sequence[str]) -> list[str]:
    kept = {name.casefold() for name in taken}
    names: list[str] = []
    for name in ours:
        label, count = name, 1
        while label.casefold() in kept:
            label = f"smartpick_{name}" if count == 1 else f"smartpick_{name}_{count}"
            count += 1
        names.append(label)
        kept.add(label.casefold())
    return names


def about_starting_values(roster: Roster, rows: int) -> list[str]:
    """Say where starting values stand in for answers; `rows` of the roster have such a cell."""
    held = {answer_to(field) for field in roster.columns.fields.values()}
    start = ApplicantProfile()
    # What starts as "none" says nothing about anybody.
    absent = [name for name in _FIELDS if name not in held and getattr(start, name) not in (None, (), {})]
    notes = []
    if absent:
        notes.append(
            "For these fields the roster has no column, so the starting value is used: "
            f"{', '.join(f'{name} {written(getattr(start, name))}' for name in absent)}."
        )
    if rows:
        notes.append(
            f"{rows} row(s) leave a cell empty that needs an answer: the starting value is used there too, "
            "and the column 'starting_values' says which."
        )
    return notes


def _named_values(profile: ApplicantProfile, fields: Iterable[str]) -> str:
    return "; ".join(f"{name} {written(getattr(profile, name))}" for name in fields)


def written(value: object) -> str:
    """Return an answer as it stands in a roster."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "|".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


# Kinds of file, by the ending of the name. The same rows always give the same bytes.


class TableFile(ABC):
    """A table that is written row by row."""

    @abstractmethod
    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write some rows."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""


def table_file(path: Path, kind: str, header: Sequence[str], kinds: Sequence[type]) -> TableFile:
    """Open a file to write a table to; `kind` is one of `KINDS`."""
    if kind == ".csv":
        return _CsvFile(path, header)
    return _XlsxFile(path, header) if kind == ".xlsx" else _ParquetFile(path, header, kinds)


KINDS = (".csv", ".xlsx", ".parquet")


class _CsvFile(TableFile):
    """UTF-8 with a mark, as Excel needs; cells that a spreadsheet program would run are made text."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self.write([header])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._csv.writerows([guarded(c) if isinstance(c, str) else c for c in row] for row in rows)

    def close(self) -> None:
        self._file.close()


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,12})?")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_XLSX_CELL = 32_767
# Any fixed day will do; it keeps the same table from being another file a minute later.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class _XlsxFile(TableFile):
    """A workbook without formulas; numbers of the roster are numbers here too."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path, self._book = path, Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Assessed")
        self._sheet.freeze_panes = "A2"
        heads = [self._text(name) for name in header]
        for head in heads:
            head.font = Font(bold=True)
        self._sheet.append(heads)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            self._sheet.append([self._cell(cell) for cell in row])

    def _cell(self, cell: Cell) -> object:
        if not isinstance(cell, str):
            return cell
        if _NUMBER.fullmatch(cell):
            return float(cell) if "." in cell else int(cell)
        return self._text(cell) if cell else None

    def _text(self, text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, _NOT_IN_XML.sub("", guarded(text))[:_LONGEST_XLSX_CELL])
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        with TemporaryDirectory(prefix="smartpick") as folder:
            made = Path(folder, "book.xlsx")
            self._book.save(made)
            with (
                zipfile.ZipFile(made) as book,
                zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as out,
            ):
                for part in book.namelist():
                    content = book.read(part)
                    if part == "docProps/core.xml":
                        content = re.sub(
                            rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content
                        )
                    info = zipfile.ZipInfo(part, _ZIP_DAY)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    out.writestr(info, content)


class _ParquetFile(TableFile):
    """Our columns with their types, the roster's own as text."""

    def __init__(self, path: Path, header: Sequence[str], kinds: Sequence[type]) -> None:
        types = {str: pa.string(), float: pa.float64(), int: pa.int64()}
        # A Parquet file names a column once; a roster may do so twice.
        names = _unlike(header)
        fields = [pa.field(name, types[kind]) for name, kind in zip(names, kinds, strict=True)]
        self._schema = pa.schema(fields)
        self._file = pq.ParquetWriter(path, self._schema)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        columns = list(zip(*rows, strict=True))
        if columns:
            arrays = [
                pa.array([None if c == "" else c for c in column], field.type)
                for column, field in zip(columns, self._schema, strict=True)
            ]
            self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._file.close()


def _unlike(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in header:
        label, count = name, 1
        while label in names:
            count += 1
            label = f"{name} ({count})"
        names.append(label)
    return names
