"""The tools of a chart: what is offered, under which names, and with which words."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartpick.web.charts import file_name

PAGE = Path(__file__).with_name("chart_tools_page.py")


@pytest.fixture(scope="module")
def page(own_database_path: Path) -> AppTest:
    app = AppTest.from_file(PAGE, default_timeout=120).run()
    assert not app.exception
    return app


def test_both_tables_are_offered(page: AppTest):
    assert [button.proto.label for button in page.get("download_button")] == [
        "Data shown (CSV)",
        "All figures behind it (CSV)",
    ]


def test_the_image_buttons_know_their_chart_and_its_origin(page: AppTest):
    data = page.get("bidi_component")[0].proto.json
    assert '"one chart"' in data
    assert "smartpick-a-chart-of-three-points" in data
    assert "NRMP 2026" in data


def test_the_citation_names_title_publisher_year_and_data(page: AppTest):
    said = page.code[0].value
    assert said.startswith("SmartPick. A chart: of three points. ")
    for part in ("NRMP", "2026", ", data ", "affiliated with none"):
        assert part in said


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Chance by score: Family Medicine", "smartpick-chance-by-score-family-medicine"),
        ("=../..\\evil?", "smartpick-evil"),
        ("x" * 200, "smartpick-" + "x" * 80),
    ],
)
def test_file_names_are_plain(title: str, name: str):
    assert file_name(title) == name
