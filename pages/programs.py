"""Programs: search, map, one program with every fact and its source."""

from smartpick.ui.programs import programs

programs()
