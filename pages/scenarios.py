"""Scenarios: named what-ifs side by side, every lever, and score against list size."""

from smartpick.web.entrance import enter

enter("scenarios", title="Scenarios", icon="compare_arrows", place=2)
