"""The page of score curves."""

from smartpick.web.entrance import enter

enter("curves", title="Score curves", icon="show_chart", place=1)
