"""The page of score curves."""

from smartpick.web.entrance import enter

enter("curves")
