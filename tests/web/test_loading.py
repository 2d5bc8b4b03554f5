"""What all sessions share is loaded once, and out of the way of what runs with every change."""

import gc
from pathlib import Path

from smartpick.web.loading import shared_engine


def test_the_tables_are_kept_out_of_the_garbage_collection_after_every_run(shared_database: Path) -> None:
    engine = shared_engine()
    assert shared_engine() is engine
    tracked = {id(thing) for thing in gc.get_objects()}
    assert gc.get_freeze_count() > 100_000
    assert id(engine) not in tracked
    assert id(engine.facts) not in tracked
