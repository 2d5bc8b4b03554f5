"""What every sentence of ours needs: counts with their noun, names in a row, and prose kept in TOML files."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_words(module_file: str, name: str) -> dict[str, Any]:
    """Return what `name`.toml beside a module holds.

    Prose and word lists stand beside the code, where they can be read and edited as such. They have no source
    and no year, so they are not tables of `data/`.
    """
    return tomllib.loads(Path(module_file).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def read_prose(module_file: str, name: str) -> dict[str, Any]:
    """Return the same with texts that flow: only blank lines still break a line."""
    return {key: _flowing(value) for key, value in read_words(module_file, name).items()}


def _flowing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _flowing(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_flowing(part) for part in value]
    if isinstance(value, str):
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in value.split("\n\n"))
    return value


def plural(count: float, one: str, several: str = "") -> str:
    """Return a count with its noun: "1 program", "3,392 programs", "2 categories"; `one` + "s" by default."""
    number = f"{int(count):,}" if count == int(count) else f"{count:g}"
    return f"{number} {one if count == 1 else several or one + 's'}"


def joined(names: Iterable[str]) -> str:
    """Return names as in a sentence: "a", "a and b", "a, b and c"; empty for none."""
    words = list(names)
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def first_of(names: Sequence[str], most: int) -> str:
    """Return the first `most` names, and how many more there are: "a, b and 3 more"."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def day_text(day: date) -> str:
    """Return a day as "1 September 2027"."""
    return f"{day.day} {day:%B} {day.year}"


def text_or_empty(cell: object) -> str:
    """Return a cell of a table that holds text, and "" for one that holds nothing."""
    return cell if isinstance(cell, str) else ""


def web_address(cell: object) -> str | None:
    """Return a cell of the data as an address that is safe to link; None if it is empty or no web address."""
    address = str(cell)
    return address if address.startswith(("https://", "http://")) else None
