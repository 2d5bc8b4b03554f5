"""Programs: search, map, one program with every fact and its source."""

from smartpick.ui.entrance import enter
from smartpick.ui.programs import programs

enter(programs)
