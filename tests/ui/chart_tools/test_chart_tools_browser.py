"""In a real browser: the image, the tables and the citation arrive, and nothing leaves the machine."""

import shutil
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PAGE = Path(__file__).with_name("chart_tools_page.py")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(shared_database: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), "--server.port", str(port)]
    root = Path(__file__).parents[3]
    server = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def test_everything_can_be_taken_away(address: str, tmp_path: Path) -> None:
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 900, "height": 800})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(address)
            page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
            page.get_by_role("button", name="Download and cite").click()
            saved = {}
            for label in (
                "Image (SVG)",
                "Image (PNG)",
                "Data shown (CSV)",
                "All figures behind it (CSV)",
            ):
                with page.expect_download() as download:
                    page.get_by_role("button", name=label).click()
                saved[download.value.suggested_filename] = download.value.path().read_bytes()
            cited = page.locator("[data-testid=stCode]").inner_text()
        finally:
            browser.close()
    name = "smartpick-a-chart-of-three-points"
    assert set(saved) == {f"{name}.svg", f"{name}.png", f"{name}.csv", f"{name}-all.csv"}
    picture = ElementTree.fromstring(saved[f"{name}.svg"])
    texts = " ".join("".join(node.itertext()) for node in picture.iter("{http://www.w3.org/2000/svg}text"))
    assert "A chart: of three points" in texts
    assert "NRMP 2026" in texts
    assert "scatter" in saved[f"{name}.svg"].decode()
    assert saved[f"{name}.png"].startswith(b"\x89PNG")
    assert len(saved[f"{name}.png"]) > 5_000
    assert "'=HYPERLINK(1)" in saved[f"{name}.csv"].decode("utf-8-sig")
    assert saved[f"{name}-all.csv"].decode("utf-8-sig").split() == ["figure", "0", "1", "2"]
    assert cited.startswith("SmartPick. A chart")
    assert all(url.startswith((address, "blob:", "data:", address.replace("http", "ws"))) for url in asked)
