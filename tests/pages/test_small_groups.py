"""Under twenty matched or not matched: counts and words on every page, and no number for the chance."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
SORRY = "Something on this page did not work"
COUNTS = "5 of 30"
PAGES = ("dashboard.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")))
SAYS_IT = {"dashboard.py", "pages/applications.py", "pages/scenarios.py"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_counts_and_no_chance(shared_database: Path, name: str) -> None:
    """Witness: Charting Outcomes 2026, Dermatology, non-US IMGs: 5 matched, 25 did not."""
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    answers = {"specialties": "Dermatology", "step2_ck_score": "250", "max_applications": "30"}
    for field, value in answers.items():
        page.query_params[field] = value
    page.run()
    if name != "dashboard.py":
        page.switch_page(name).run()
    assert not page.exception, [e.message for e in page.exception]
    said = " ".join(block.proto.body for block in page.get("html"))
    said += " ".join(part.proto.json for part in page.get("bidi_component"))
    assert SORRY not in said
    assert "nan" not in said.lower().replace("nano", "").replace("pennant", "").split()
    if name in SAYS_IT:
        assert COUNTS in said
        assert "too few for an estimate" in said
