"""Drawing the page anew when the reader's system turns from light to dark or back."""

from smartpick.ui.theme_change.component import follow_theme

__all__ = ["follow_theme"]
