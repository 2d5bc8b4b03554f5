"""Programs: search, map, one program with every fact and its source."""

from smartpick.ui.entrance import enter

enter("programs")
