"""The page of score curves."""

from smartpick.ui.entrance import enter

enter("curves")
