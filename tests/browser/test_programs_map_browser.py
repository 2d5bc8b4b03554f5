"""A state is chosen on the shaded map, anywhere within it, and there is a way back."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import settled

pytestmark = pytest.mark.browser
MAP = ".st-key-programs_map_area .js-plotly-plot"

# Kilometres on the map to pixels of the page.
_PLACE = """([node, x, y]) => {
  const {xaxis, yaxis} = node._fullLayout, box = node.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
}"""


STATES = [
    (-2050.0, -60.0, "California", "CA"),
    (1930.0, 660.0, "Massachusetts", "MA"),
]


def test_a_click_within_a_state_lists_its_programs(open_page: Callable[..., Any]) -> None:
    page = open_page("/programs?programs_view=map&programs_layer=img_share", height=1200)
    for x, y, state, code in STATES:
        page.locator(f"{MAP} .fills path").first.wait_for(state="attached")
        settled(page)
        across, up = page.evaluate(_PLACE, [page.locator(MAP).element_handle(), x, y])
        page.mouse.move(across - 3, up)
        page.mouse.move(across, up)
        page.locator(".hoverlayer", has_text=state).wait_for()
        page.mouse.click(across, up)
        back = page.get_by_role("button", name=f"{state} only: back to the map")
        back.wait_for()
        settled(page)
        assert f"programs_regions={code}" in page.url
        assert page.locator(MAP).count() == 0, "the programs are listed"
        back.press("Enter")
        page.locator(MAP).wait_for()
        settled(page)
        assert page.get_by_text("695 programs found").count() == 1
        assert back.count() == 0
