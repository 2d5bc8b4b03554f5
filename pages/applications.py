"""Application list: the optimised list in groups, its cost, what to find out, and files to take along."""

from smartpick.web.entrance import enter

enter("applications", title="Application list", icon="list_alt", place=4)
