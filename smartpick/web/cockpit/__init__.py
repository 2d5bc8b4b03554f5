"""The cockpit: score, tier, chances, curve and list, all live."""

from smartpick.web.cockpit.page import cockpit

__all__ = ["cockpit"]
