"""Programs: search, map, one program with every fact and its source."""

from smartpick.web.entrance import enter

enter("programs", title="Programs", icon="map", place=3)
