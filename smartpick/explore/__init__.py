"""Looking around in the published data: search, places, fill history. None of it is advice."""
