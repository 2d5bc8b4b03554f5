"""The score slider: a Step 2 CK score that answers while it is moved."""

from smartpick.ui.score_slider.answers import SliderAnswers
from smartpick.ui.score_slider.component import SliderState, score_slider

__all__ = ["SliderAnswers", "SliderState", "score_slider"]
