"""The page of score curves."""

from smartpick.ui.curves import curves

curves()
