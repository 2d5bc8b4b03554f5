"""The controls of the profile, in groups a person understands."""

from smartpick.ui.controls.panel import control_panel

__all__ = ["control_panel"]
