"""Every page with a Transitional Year as the only specialty, or as the second: none fails."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartpick.profile import ApplicantProfile
from smartpick.web.session import Sitting

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "dashboard.py", *sorted((ROOT / "pages").glob("*.py"))]
SORRY = "did not work"


@pytest.fixture(autouse=True)
def _shared(shared_database: Path) -> None:
    """Let all pages here open the database that is built once."""


@pytest.mark.parametrize("specialties", [("Transitional Year",), ("Internal Medicine", "Transitional Year")])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_opens(page: Path, specialties: tuple[str, ...]) -> None:
    app = AppTest.from_file(page, default_timeout=240)
    profile = ApplicantProfile(specialties=specialties, max_applications=40)
    app.session_state["sitting"] = Sitting(profile=profile)
    app.run()
    assert not app.exception
    said = " ".join(str(element.proto.body) for element in app.get("html"))
    assert SORRY not in said
    if page.stem in ("dashboard", "cockpit", "applications"):
        assert "does not lead to a licence to practise a specialty" in said
    if page.stem == "programs" and len(specialties) == 1:
        assert "No source publishes scores or interview rates for Transitional Year" in said
