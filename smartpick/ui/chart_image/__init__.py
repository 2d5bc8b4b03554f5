"""A chart as an image file, made in the reader's own browser."""

from smartpick.ui.chart_image.component import chart_image

__all__ = ["chart_image"]
