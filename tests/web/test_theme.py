"""Pages, charts and Streamlit's own widgets have the same colours, and text in them can be read."""

import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from smartpick.charts.frame import DARK, LIGHT, Palette, palette

THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())["theme"]


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_page_and_surface(colours: Palette):
    for text in colours.text_colours:
        for ground in (colours.background, colours.surface):
            assert contrast(text, ground) >= 4.5, (text, ground)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_line_stands_out_from_its_own_band(colours: Palette):
    for hue in ("estimate", "published", "pacific"):
        shades = asdict(colours)
        assert contrast(shades[hue], shades[f"{hue}_band"]) >= 3, hue


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_draws_with_the_same_colours(name: str, colours: Palette):
    theme = THEME[name]
    assert theme["primaryColor"] == colours.estimate
    assert theme["backgroundColor"] == colours.background
    assert theme["secondaryBackgroundColor"] == colours.surface
    assert theme["textColor"] == colours.ink
    assert theme["borderColor"] == colours.line
    assert theme["grayTextColor"] == colours.muted_ink
    for hue, ours in {"blue": "estimate", "orange": "published", "green": "pacific"}.items():
        assert theme[f"{hue}TextColor"] == asdict(colours)[ours]
        assert theme[f"{hue}BackgroundColor"] == asdict(colours)[f"{ours}_band"]
    assert theme["chartCategoricalColors"] == list(colours.series)


def test_palette_by_streamlit_theme_type():
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette(None) is LIGHT
