"""Sources and method: every source, and the model in plain words."""

from smartpick.web.entrance import enter

enter("method", title="Sources", icon="menu_book", place=7)
