"""The one-page report of an assessment, as a PDF and as one HTML file; made in memory, without a browser.

from smartpick.report import report_html, report_pdf

pdf = report_pdf(assessment, engine, paper="letter", next_steps=["Ask Dr. A for a letter by May"])
html = report_html(assessment, engine)

Whatever a person wrote goes into the templates as data and is never read as markup: Typst gets it as JSON in
`sys.inputs`, HTML and SVG escape it.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.text.report import SHORT_ON_PAPER, UNKNOWN_SIGNS, ReportText, report_texts
from smartpick.whatif.levers import Lever

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)

_FOLDER = Path(__file__).parent
_TYPST_PAPERS = {"a4": "a4", "letter": "us-letter"}
_STANDARD: Literal["ua-1"] = "ua-1"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def report_pdf(
    assessment: Assessment,
    engine: Engine,
    *,
    paper: Paper = "a4",
    next_steps: Sequence[str] = (),
    day: date | None = None,
    found: Sequence[Lever] | None = None,
) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1) of one page.

    Where it would be longer than a page it is shortened, and says so.

    Args:
        assessment: Where the applicant stands.
        engine: The fitted data.
        paper: A4 or US Letter.
        next_steps: Lines in the caller's words, such as those noted in a talk. Without any, the first steps
            of the action plan are named.
        day: The day on the report, today by default. The same input on the same day gives the same bytes.
        found: The applicant's levers (`levers(assessment, engine)`), if they are worked out already.
    """
    shown = day or date.today()
    curve = curve_svg(assessment, _FONT)
    texts = report_texts(assessment, engine, day=shown, next_steps=next_steps, found=found)
    for place, text in enumerate(texts):
        for size in _SIZES if place == 0 else _SIZES[-1:]:
            made = _typeset(text, curve, paper, shown, size)
            if made is not None:
                return made
    raise AssertionError("the shortest report has more than one page")


def report_html(
    assessment: Assessment,
    engine: Engine,
    *,
    next_steps: Sequence[str] = (),
    day: date | None = None,
    found: Sequence[Lever] | None = None,
) -> str:
    """Return the report as one HTML file that asks nothing of any server and runs no script.

    On a screen nothing is left out. A browser prints it on one page of A4 or US Letter: what would take more
    is shortened there, and says so. The arguments are those of `report_pdf`.
    """
    shown = day or date.today()
    curve = curve_svg(assessment, "inherit")
    texts = report_texts(assessment, engine, day=shown, next_steps=next_steps, found=found)
    whole = paper = next(texts)
    while _typeset(paper, curve, "letter", shown, _AS_PRINTED) is None:
        paper = replace(next(texts), note=SHORT_ON_PAPER)
    return _TEMPLATES.get_template("report.html").render(
        text=whole,
        paper=None if paper is whole else paper,
        day=shown.isoformat(),
        curve=Markup(curve),
    )


# The PDF. Typst's own fonts are in its wheel; those of the machine are not looked at, so that a report looks
# the same everywhere.

_FONT = "Libertinus Serif"
# A run of letters longer than this, such as an address, may be broken anywhere.
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
_BREAK, _NO_SIGN = "\u200b", "□"
# Letters in points: as large as all of the report fits in, before anything is left out.
_SIZES = (9.4, 8.8, 8.2)
# What fits on a page of the PDF in letters of this size fits on one that a browser prints, also where it has
# no font but a wide one.
_AS_PRINTED = 8.3


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _typeset(text: ReportText, curve: str, paper: Paper, day: date, size: float) -> bytes | None:
    """Return the PDF in letters of `size` points; None where it has more than one page."""
    made = datetime.combine(day, time(), UTC)
    parts = _changed(asdict(text), lambda words: _LONG_WORD.sub(rf"\1{_BREAK}", words))
    parts |= {"curve": curve, "font": _FONT, "size": size, "day": [day.year, day.month, day.day]}
    try:
        return _one_page(parts, paper, made)
    except typst.TypstError:
        # PDF/UA forbids a sign that no font has: it is shown as a box, and the report says so.
        parts["note"] = f"{parts['note']} {UNKNOWN_SIGNS}".strip()
        return _one_page(_changed(parts, _with_known_signs), paper, made)


def _one_page(parts: dict[str, Any], paper: Paper, made: datetime) -> bytes | None:
    inputs = {"report": json.dumps(parts), "paper": _TYPST_PAPERS[paper]}
    compiler = typst.Compiler(_FOLDER / "report.typ", root=_FOLDER, font_paths=_fonts(), sys_inputs=inputs)
    if int(compiler.query("<pages>", field="value", one=True)) > 1:
        return None
    pdf = compiler.compile(format="pdf", pdf_standards=_STANDARD, timestamp=made)
    assert isinstance(pdf, bytes)
    return pdf


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value of lists, dicts and texts with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _changed(part, change) for key, part in value.items()}
    return [_changed(part, change) for part in value] if isinstance(value, (list, tuple)) else value


def _with_known_signs(text: str) -> str:
    return "".join(sign if _has_glyph(sign) else _NO_SIGN for sign in text)


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    compiler = typst.Compiler(_FOLDER / "sign.typ", root=_FOLDER, font_paths=_fonts())
    try:
        compiler.compile(format="pdf", sys_inputs={"sign": sign, "font": _FONT}, pdf_standards=_STANDARD)
    except typst.TypstError:
        return False
    return True


# The score curve as a picture: the applicant's own chance with its range, the published curve to compare it
# with, and the place. Sizes are in points as on paper.

_WIDTH, _HEIGHT = 268, 138
_LEFT, _RIGHT, _TOP, _BOTTOM = 32, 8, 6, 24
_SCORE_STEP = 10


def curve_svg(assessment: Assessment, font: str) -> str:
    """Return the score curve with the applicant's place on it as SVG; empty where none is charted."""
    curve, own = assessment.score_curve, assessment.odds.match
    if not curve.charted:
        return ""
    scores = SCORE_AXIS[curve.supported(SCORE_AXIS)]
    rows = scores.astype(int) - int(SCORE_AXIS[0])
    score, passing, listed = (
        assessment.profile.step2_ck_score,
        assessment.passing.score,
        assessment.plan.size > 0,
    )
    marked = [*scores[[0, -1]], passing, *([] if score is None else [np.clip(score, *SCORE_AXIS[[0, -1]])])]
    first = _SCORE_STEP * int(np.floor(min(marked) / _SCORE_STEP))
    last = _SCORE_STEP * int(np.ceil(max(marked) / _SCORE_STEP))

    def across(at: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (float(at) - first) / (last - first), 2)

    def up(chance: float) -> float:
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * float(chance), 2)

    def line(at: Array, chances: Array) -> str:
        return " ".join(f"{across(x)},{up(y)}" for x, y in zip(at, chances, strict=True))

    place = None
    if score is not None:
        at = float(np.clip(score, first, last))
        chances = [float(np.interp(at, SCORE_AXIS, own.point))] if listed else []
        chances = [*chances, float(curve.probability(at))] if bool(curve.supported(score)) else []
        place = {
            "x": across(at),
            "dots": [up(y) for y in chances],
            "score": score,
            "left": at > (first + last) / 2,
        }
    return (
        _TEMPLATES.get_template("curve.svg")
        .render(
            width=_WIDTH,
            height=_HEIGHT,
            left=_LEFT,
            right=_WIDTH - _RIGHT,
            bottom=_HEIGHT - _BOTTOM,
            top=_TOP,
            font=font,
            scores=[(across(at), at) for at in range(first, last + 1, _SCORE_STEP)],
            chances=[(up(share / 100), share) for share in (0, 25, 50, 75, 100)],
            band=f"{line(scores, own.high[rows])} {line(scores[::-1], own.low[rows][::-1])}",
            own=line(scores, own.point[rows]) if listed else "",
            compared=line(scores, curve.probability(scores)),
            # Its words stand on the side where the place is not.
            passing={"x": across(passing), "score": passing, "right": score is not None and score < passing},
            place=place,
        )
        .strip()
    )
