"""The page of sources and method names every source."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from smartpick.facts import Facts

PAGE = Path(__file__).parents[2] / "pages" / "method.py"


def test_every_source_is_listed_with_publisher_and_link(shared_database: Path, facts: Facts) -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not page.exception
    table = page.dataframe[0].value
    assert len(table) == len(facts.sources)
    assert set(table["Title"]) == set(facts.sources["title"])
    assert table["Publisher"].notna().all()
    assert table["Link"].dropna().str.startswith("http").all()


def test_the_model_is_told_in_plain_words(shared_database: Path) -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    said = " ".join(text.value for text in page.markdown)
    for part in ("Chance by score", "Who invites", "The best list", "affiliated with none"):
        assert part in said
