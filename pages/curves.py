"""The page of score curves."""

from smartpick.ui.curves import curves
from smartpick.ui.entrance import enter

enter(curves)
