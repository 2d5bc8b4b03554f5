"""`smartpick build`: published tables in `data/` become one validated DuckDB file."""
