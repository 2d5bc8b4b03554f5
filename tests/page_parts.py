"""A page as a reader meets it: cut at its headings, with the figures and the Sources buttons of each part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.web.session import Sitting

PAGES = Path(__file__).parents[1] / "pages"

# Names with a digit, which are no figures.
NAMES = re.compile(
    r"^[1-4] (?=Wh)|Step [123]( CK)?|J-1|H-1B|PGY-1|80[\s\u202f]%[\s\u202f]range", re.IGNORECASE
)
CHARTS = ("plotly_chart", "arrow_data_frame", "arrow_table", "bidi_component", "imgs")
UNSEEN = {
    f"smartpick.{name}"
    for name in ("page_watch", "tab_storage", "presenter_keys", "ahead", "ahead_now", "in_sight", "score_now")
}
SAID = ("html", "markdown", "caption", "button", "latex", "code", "alert", "metric")


def opened(
    page: str,
    parameters: Mapping[str, str] | None = None,
    profile: ApplicantProfile | None = None,
    **state: Any,
) -> AppTest:
    """Open a page by its address, with query parameters, a profile, and what the session holds."""
    app = AppTest.from_file(PAGES / f"{page}.py", default_timeout=240)
    for name, value in (parameters or {}).items():
        app.query_params[name] = value
    if profile is not None:
        app.session_state["sitting"] = Sitting(profile=profile)
    for name, value in state.items():
        app.session_state[name] = value
    return run(app)


def run(app: AppTest) -> AppTest:
    """Draw a page, which must not fail."""
    app.run()
    assert not app.exception
    assert "did not work" not in words(app)
    return app


def press(app: AppTest, key: str) -> AppTest:
    """Press a button and draw the page anew."""
    app.button(key=key).click()
    return run(app)


def words(app: AppTest) -> str:
    """Return the HTML of a page without its styles."""
    blocks = [str(element.proto.body) for element in app.get("html")]
    return " ".join(block for block in blocks if not block.lstrip().startswith("<style"))


@dataclass
class Part:
    """What stands under one heading."""

    heading: str
    texts: list[str] = field(default_factory=list)
    charts: int = 0
    buttons: list[set[str]] = field(default_factory=list)

    def figures(self, own: Sequence[str]) -> list[str]:
        """Return the texts that show a figure beyond the applicant's own words."""
        found = []
        for text in self.texts:
            for words in own:
                text = text.replace(words, "")
            if re.search(r"\d", NAMES.sub("", text)):
                found.append(text)
        return found + ["a chart or table"] * self.charts


def read(page: AppTest) -> list[Part]:
    """Cut a page into its parts."""
    parts = [Part("")]
    for kind, element in elements(page.main):
        if kind == "sources":
            parts[-1].buttons.append(opened_by(element))
        elif kind in CHARTS:
            parts[-1].charts += 1
        elif kind == "html":
            add_html(parts, element.proto.body)
        else:
            parts[-1].texts.append(said(element))
    return parts


def elements(node: Any) -> Iterator[tuple[str, Any]]:
    """Give what is on the page in order; of popovers only the Sources buttons."""
    for child in node.children.values():
        block = getattr(child, "proto", None)
        if child.type == "popover":
            if block.popover.label == "Sources":
                yield "sources", child
        elif hasattr(child, "children"):
            if child.type == "expander":
                yield "expander", child
            yield from elements(child)
        elif child.type in (*CHARTS, *SAID) and getattr(block, "component_name", "") not in UNSEEN:
            yield child.type, child


def control_named(kind: Any, name: str) -> Any:
    """Return the control of that name, whose key changes when it shows a new value (`web/controls.py`).

    Args:
        kind: All of its kind, as `app.number_input`.
        name: Its name.
    """
    (found,) = [each for each in kind if str(each.key).rsplit("-", 2)[0] == name]
    return found


def add_html(parts: list[Part], body: str) -> None:
    body = re.sub(r"<style>.*?</style>", " ", body, flags=re.DOTALL)
    pieces = re.split(r"(<h[12][ >].*?</h[12]>)", body, flags=re.DOTALL)
    for piece in pieces:
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", piece)).split())
        if re.match(r"<h[12][ >]", piece):
            parts.append(Part(words))
        if words:
            parts[-1].texts.append(words)


def said(element: Any) -> str:
    return str(getattr(element, "label", "") or getattr(element, "value", ""))


def opened_by(popover: Any) -> set[str]:
    """Return the sources that the lines of a button lead to."""
    found: set[str] = set()
    for child in popover.children.values():
        if hasattr(child, "children"):
            found |= opened_by(child)
        elif child.type == "markdown":
            asked = [parse_qs(query) for query in re.findall(r"\(method\?([^)]*)\)", child.value)]
            found |= {source for query in asked for source in query.get("source", [])}
    return found
