"""Reading the database: the only SQL outside of the build."""

from smartpick.store.store import BuildStamp, Store, StoreError, open_store
from smartpick.store.upkeep import ensure_database, open_current_store

__all__ = ["BuildStamp", "Store", "StoreError", "ensure_database", "open_current_store", "open_store"]
