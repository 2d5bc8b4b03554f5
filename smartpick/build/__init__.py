"""`smartpick build`: published tables in `data/` become one validated DuckDB file."""

from smartpick.build.database import BuildReport, build_database, data_hash, remove_abandoned
from smartpick.build.schema import DataFaults, Fault, cannot_write, dictionary_text, write_dictionary

__all__ = [
    "BuildReport",
    "DataFaults",
    "Fault",
    "build_database",
    "cannot_write",
    "data_hash",
    "dictionary_text",
    "remove_abandoned",
    "write_dictionary",
]
