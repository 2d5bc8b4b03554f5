"""The one-page report: the figures of the pages, one page, words that are never markup, and no other host."""

import re
import zlib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from smartpick import report as files
from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.report import PAPERS, report_html, report_pdf
from smartpick.text.numbers import about_people, fine_percent, percent, range_of
from smartpick.text.report import LENGTHS, report_texts
from smartpick.whatif.levers import Lever, levers

DAY = date(2026, 11, 28)
HOSTILE = [
    '#panic("run") #eval("1") $x$ `raw` @nobody <b>bold</b> & "double" \'single\' *a* _b_ \\ // /*',
    "{{ 7 * 7 }} {% raw %} ]]></svg><script>alert(1)</script>",
    "A" * 400,
    "Prüfung: 日本語 😀 العربية",
]


@pytest.fixture(scope="module")
def assessment(engine: Engine) -> Assessment:
    return assess(ApplicantProfile(step2_ck_score=222, max_applications=40), engine)


@pytest.fixture(scope="module")
def found(assessment: Assessment, engine: Engine) -> list[Lever]:
    return levers(assessment, engine)


def unpacked(pdf: bytes) -> bytes:
    """Return the PDF with its compressed parts readable."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b", unpacked(pdf)))


class Read(HTMLParser):
    """What a browser would read: the text, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_it_holds_the_figures_of_assessment_and_plan(
    assessment: Assessment, engine: Engine, found: list[Lever]
) -> None:
    text = next(report_texts(assessment, engine, day=DAY, found=found))
    chance, plan = assessment.match_probability, assessment.plan
    figures = {name: (figure, small) for name, figure, small in text.figures}
    assert figures["Chance of matching"] == (
        percent(chance.point),
        f"range {range_of(chance)}, {about_people(chance.point)}",
    )
    there = figures["In California, Oregon or Washington"]
    assert there[0] == percent(assessment.match_probability_pacific.point)
    assert figures["Chance of no interview"][0] == percent(assessment.p_no_interview.point)
    assert figures["Programs"] == ("40", f"{plan.pacific_count} on the West Coast")
    assert figures["Application fees"][0] == "$630", "30 at $11 and 10 at $30"
    assert text.about.startswith("SmartPick, 28 November 2026. Before applying.")
    assert text.who == "A non-US IMG, Step 2 CK 222, J-1 needed, Internal Medicine"
    assert [row[0] for row in text.programs] == [str(place) for place in range(1, 16)]
    assert [row[1] for row in text.programs] == plan.candidates.programs["name"].tolist()[:15]
    assert [row[-1] for row in text.programs] == [fine_percent(p) for p in plan.interview_probability[:15]]
    assert text.tier == assessment.tier.label and len(text.reasons) == len(assessment.tier.reasons)
    assert 1 <= len(text.helps) <= 3 and text.steps and text.look_ups
    assert "what a score causes" in " ".join(text.limits)
    sources = dict(text.sources)
    assert sources["Curve and counts"] == "NRMP 2026" and sources["Fees"] == "AAMC 2025"
    assert len(sources) == 6 and "USMLE 2026" in sources["Tier and passing score"]
    # A browser reads the same in the HTML.
    html = " ".join(Read(report_html(assessment, engine, day=DAY, found=found)).words.split())
    for said in (percent(chance.point), range_of(chance), *[row[1] for row in text.programs], *text.limits):
        assert " ".join(said.split()) in html


def test_a_failed_exam_is_said_and_own_steps_stand_alone(engine: Engine) -> None:
    own = assess(ApplicantProfile(step2_ck_score=210, max_applications=20), engine)
    text = next(report_texts(own, engine, day=DAY, next_steps=["Ask\nfor a letter", " "], found=[]))
    assert text.first == own.warnings and "under the passing score of 218" in text.first[0]
    assert (text.steps, text.steps_words) == (("Ask for a letter",), "")
    page = report_html(own, engine, next_steps=["Ask\nfor a letter"], day=DAY, found=[])
    words = " ".join(Read(page).words.split())
    assert own.warnings[0] in words


@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_one_tagged_page_with_fonts_of_its_own(
    assessment: Assessment, engine: Engine, found: list[Lever], paper: Any
) -> None:
    pdf = report_pdf(assessment, engine, paper=paper, day=DAY, found=found)
    inside = unpacked(pdf)
    assert page_count(pdf) == 1
    assert b"pdfuaid:part>1<" in inside and b"/Lang(en-US)" in inside and b"/Marked true" in inside
    for tag in (b"/S/Title", b"/S/H1", b"/S/Table", b"/S/TH", b"/S/Figure"):
        assert tag in inside, tag
    assert not re.findall(rb"/URI|/Launch|/JavaScript", inside)
    assert set(re.findall(rb"/BaseFont ?/\w+\+([A-Za-z]+)", inside)) == {b"LibertinusSerif"}
    assert all(font.path is None for font in files._fonts().fonts()), "a font of the machine"
    width, height = {"a4": (595.28, 841.89), "letter": (612, 792)}[paper]
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", inside)
    assert box and [float(side) for side in box.groups()] == pytest.approx([width, height], abs=0.01)


def test_the_same_day_gives_the_same_bytes(
    assessment: Assessment,
    engine: Engine,
    found: list[Lever],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    first, again = (report_pdf(assessment, engine, day=DAY, found=found) for _ in range(2))
    assert first == again
    assert first != report_pdf(assessment, engine, day=date(2026, 11, 29), found=found)
    pages = [report_html(assessment, engine, day=DAY, found=found) for _ in range(2)]
    assert pages[0] == pages[1]
    assert list(tmp_path.iterdir()) == [], "nothing of a person is left on disk"


def test_words_are_never_markup(engine: Engine) -> None:
    profile = ApplicantProfile(step2_ck_score=222, max_applications=20, languages=("<i>#x", "`@y` $z$"))
    own = assess(profile, engine)
    pdf = report_pdf(own, engine, next_steps=HOSTILE, day=DAY, found=[])
    assert page_count(pdf) == 1
    page = report_html(own, engine, next_steps=HOSTILE, day=DAY, found=[])
    read = Read(page)
    for line in (*HOSTILE, "<i>#x, `@y` $z$"):
        assert line in read.words
    assert not {tag for tag, _ in read.tags} & {"script", "b", "i", "link", "iframe", "img", "form", "object"}


def test_a_sign_without_a_letter_form_is_a_box_and_said(assessment: Assessment, engine: Engine) -> None:
    assert files._with_known_signs("Prüfung: 日 العربية\x00") == "Prüfung: □ العربية□"
    plain = report_pdf(assessment, engine, next_steps=["nothing strange"], day=DAY, found=[])
    strange = report_pdf(assessment, engine, next_steps=["nothing strange 日"], day=DAY, found=[])
    assert len(strange) > len(plain), "the note is in it"


def test_the_html_asks_nothing_of_anybody(assessment: Assessment, engine: Engine, found: list[Lever]) -> None:
    page = report_html(assessment, engine, day=DAY, found=found)
    read = Read(page)
    assert not [tag for tag, a in read.tags if {"src", "href", "srcset", "action", "data"} & a.keys()]
    assert not [a for _, a in read.tags if any(name.startswith("on") for name in a)]
    assert "url(" not in page and "@import" not in page
    assert re.findall(r"\bhttps?://[^\s\"<]+", page) == ["http://www.w3.org/2000/svg"]
    assert "default-src 'none'" in page
    tags = [tag for tag, _ in read.tags]
    assert dict(read.tags)["html"]["lang"] == "en-US"
    assert tags.count("h1") == 1 and tags.count("h2") >= 8 and tags.count("svg") == 1
    assert [a["scope"] for tag, a in read.tags if tag == "th"] == ["col"] * tags.count("th")
    picture = next(a for tag, a in read.tags if tag == "figure")
    assert picture["role"] == "img" and picture["aria-label"].startswith("Your chance of matching")


def test_what_has_no_room_is_counted_and_own_steps_are_cut_last(
    assessment: Assessment, engine: Engine, found: list[Lever]
) -> None:
    steps = [f"Step {number}: " + "do this and that " * 30 for number in range(60)]
    for paper in PAPERS:
        assert page_count(report_pdf(assessment, engine, paper=paper, next_steps=steps, day=DAY)) == 1
    texts = list(report_texts(assessment, engine, day=DAY, next_steps=steps, found=found))
    assert len(texts) == len(LENGTHS)
    assert len(texts[0].steps) == 60 and not texts[0].note
    assert all(text.note for text in texts[1:])
    for text, length in zip(texts[1:], LENGTHS[1:], strict=True):
        assert text.steps[-1].startswith(f"and {60 - length.steps} more")
        assert all(len(step) <= length.step_letters for step in text.steps)
        assert f"The first {length.programs} of 40" in text.list_words[1]
    assert LENGTHS[2].programs < LENGTHS[0].programs and LENGTHS[2].steps >= 20
    assert "Step 59:" in report_html(assessment, engine, next_steps=steps, day=DAY, found=found)


ROOT = "{http://www.w3.org/2000/svg}"


def test_the_place_lies_on_the_curve(assessment: Assessment) -> None:
    """The axis runs from 200 to 290 over 228 points from 32 on, chances over 108 points up from 114."""
    svg = ElementTree.fromstring(files.curve_svg(assessment, "inherit"))
    dots = [(float(dot.get("cx", 0)), float(dot.get("cy", 0))) for dot in svg.iter(f"{ROOT}circle")]
    chances = [assessment.match_probability.point, float(assessment.score_curve.probability(222))]
    assert dots == [
        (pytest.approx(32 + 228 * 22 / 90, abs=0.01), pytest.approx(114 - 108 * chance, abs=0.01))
        for chance in chances
    ]
    words = ["".join(text.itertext()) for text in svg.iter(f"{ROOT}text")]
    assert "you: 222" in words and "218 to pass" in words
    lines = [line.get("points", "").split() for line in svg.iter(f"{ROOT}polyline")]
    (band,) = [area.get("points", "").split() for area in svg.iter(f"{ROOT}polygon")]
    assert [len(line) for line in lines] == [len(band) / 2] * 2 and "nan" not in " ".join(band)
    corners = [tuple(map(float, corner.split(","))) for corner in band]
    ends = (assessment.match_probability.high, assessment.match_probability.low)
    assert [y for x, y in corners if abs(x - dots[0][0]) < 0.01] == pytest.approx(
        [114 - 108 * end for end in ends], abs=0.01
    )


@pytest.mark.parametrize(
    ("answers", "drawn", "said"),
    [
        ({"step2_ck_score": None}, True, "no Step 2 CK score yet"),
        ({"step2_ck_score": 222, "budget_usd": 0}, True, "With no budget for fees"),
        (
            {
                "applicant_type": "us_md_senior",
                "visa_need": "none",
                "step2_ck_score": 250,
                "specialties": ["Transitional Year"],
            },
            False,
            "Their scores are not published",
        ),
        (
            {
                "step2_ck_score": 228,
                "season_stage": "waiting",
                "season_month": "november",
                "interviews_in_hand": 2,
            },
            True,
            "With 2 interviews in hand in November",
        ),
    ],
)
def test_it_is_there_for_everybody(engine: Engine, answers: dict[str, Any], drawn: bool, said: str) -> None:
    own = assess(ApplicantProfile(**({"max_applications": 20} | answers)), engine)
    page = report_html(own, engine, day=DAY, found=[])
    assert said in Read(page).words
    assert ("<svg" in page) == drawn
    assert page_count(report_pdf(own, engine, paper="letter", day=DAY, found=[])) == 1
