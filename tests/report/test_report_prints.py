"""The HTML report in a real browser: one page on both papers, and whole on the screen."""

import re
from typing import Any

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.report import report_html
from smartpick.text.report import SHORT_ON_PAPER

# A usual report, and one of three specialties in the season with steps without end.
USUAL = ApplicantProfile(step2_ck_score=222, max_applications=40)
LONG = USUAL.changed(
    specialties=["Internal Medicine", "Family Medicine", "Psychiatry"],
    season_stage="waiting",
    season_month="november",
    interviews_in_hand=2,
)
STEPS = [f"Step {number}: " + "do this and that " * 30 for number in range(60)]


def test_it_prints_on_one_page_and_the_screen_has_all_of_it(engine: Engine, chromium: Any) -> None:
    page = chromium.new_page()
    for profile, steps in ((USUAL, []), (LONG, STEPS)):
        page.set_content(report_html(assess(profile, engine), engine, next_steps=steps, found=[]))
        for paper in ("A4", "Letter"):
            # The paper's own margins are the file's.
            pages = len(re.findall(rb"/Type ?/Page\b", page.pdf(format=paper)))
            assert pages == 1, f"{pages} pages of {paper}"
        on_screen = page.inner_text("main >> visible=true")
        page.emulate_media(media="print")
        on_paper = page.inner_text("main >> visible=true")
        page.emulate_media(media="null")
        assert SHORT_ON_PAPER not in on_screen
        if not steps:
            assert on_paper.split() == on_screen.split(), "what fits is not shortened"
        else:
            assert "Step 59:" in on_screen and SHORT_ON_PAPER in on_paper
            assert "more that do not fit on this page" in on_paper and "Step 0:" in on_paper
    page.close()
