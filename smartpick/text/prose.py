"""Longer prose stands beside the code in TOML files, where it can be read and edited as prose."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_prose(name: str) -> dict[str, Any]:
    """Return what `name`.toml of this folder holds; in its texts only blank lines still break a line."""
    text = Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
    return {key: _flowing(value) for key, value in tomllib.loads(text).items()}


def _flowing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _flowing(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_flowing(part) for part in value]
    if isinstance(value, str):
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in value.split("\n\n"))
    return value
