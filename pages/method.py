"""Sources and method: every source, and the model in plain words."""

from smartpick.ui.entrance import enter
from smartpick.ui.method import method

enter(method)
