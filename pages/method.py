"""Sources and method: every source, and the model in plain words."""

from smartpick.ui.entrance import enter

enter("method")
