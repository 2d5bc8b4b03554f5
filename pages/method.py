"""Sources and method: every source, and the model in plain words."""

from smartpick.web.entrance import enter

enter("method")
