"""HTML from templates, and components from their files.

Every value in a template is escaped unless a template itself made it.

A page has one file in `templates/`; each block of HTML in it is a macro:

    part("programs.html", "fact_list", facts=facts)
"""

import re
from pathlib import Path
from typing import Any

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def part(page: str, macro: str, **values: Any) -> Markup:
    """Return the HTML that a macro of a page's template file makes of plain values.

    Raises:
        jinja2.UndefinedError: if the template asks for a value that is not given.
    """
    return Markup(getattr(_TEMPLATES.get_template(page).module, macro)(**values).strip())


def component(name: str, *, follows: bool = False, asks: bool = False) -> Any:
    """Return what mounts our own component of that name: its HTML, styles and script in `components/`.

    Before its own script, one that `follows` the slider has `following.js`, and one that `asks` the server
    for parts of the page `asking.js`.
    """
    folder = Path(__file__).with_name("components")

    def text(file: str) -> str:
        return (folder / file).read_text(encoding="utf-8")

    js = (text("following.js") if follows else "") + (text("asking.js") if asks else "") + text(f"{name}.js")
    # Comments are for readers of the file: Streamlit sends a script with every place where it is used.
    js = re.sub(r"^ *(//.*|/\*\*.*?\*/)\n", "", js, flags=re.MULTILINE)
    js = re.sub(r"^ */\*\*\n(.*\n)*? *\*/\n", "", js, flags=re.MULTILINE)
    return st.components.v2.component(
        f"smartpick.{name}", html=text(f"{name}.html"), css=text(f"{name}.css"), js=js
    )
