"""A sitting of which nothing is left, and which outlives its server.

A person brings words that stand nowhere else, of every kind the app takes, and uses them: pages, files to
take away, a roster, a room. The server is killed and started anew under the open page, and the sitting goes
on. Afterwards the words are in no file that the server could have written, and in nothing it said; and it
asked no other host for anything, nor did the browser.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, download, settled
from serving import CHECKOUT, started
from test_serving import GUARD, LOOPBACK

from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.entered import OwnListText, RosterFile
from smartpick.web.session import Sitting
from smartpick.whatif.scenarios import Scenario

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# In no dictionary, so that what holds it got it from this test.
WORD = "Quvixora"
BUDGET = 48317.25
KERN = "1400511046"
ROSTER = f"code,step2_ck_score,remark\n{WORD}-code,231,{WORD}-cell\n{WORD}-fault,high,{WORD}-cell\n"
# Folders of the checkout that tests and tools write to, and nothing that a server does.
OF_OTHERS = {
    ".git",
    ".venv",
    ".venv-bench",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "tests",
}


def everything() -> str:
    """The text of a saved file with a word of its own in every place that takes one."""
    profile = ApplicantProfile(languages=(f"{WORD}-language",), max_applications=30, budget_usd=BUDGET)
    sitting = Sitting(profile=profile)
    sitting.own_evidence.add(
        [ProgramEvidence(KERN, interview_rate=0.1, origin=f"{WORD}-origin.csv")], "non_us_img"
    )
    sitting.notes[KERN] = f"{WORD}-notes"
    sitting.scenarios = (Scenario(f"{WORD}-scenario", ApplicantProfile(us_letters=3)),)
    sitting.own_answers["gaps"] = f"{WORD}-answer"
    sitting.next_steps = (f"{WORD}-step",)
    sitting.own_list = OwnListText(f"Kern Medical Center, Bakersfield, CA\n{WORD}-list Hospital")
    sitting.roster = RosterFile(f"{WORD}-file.csv", ROSTER.encode())
    return sitting.saved()


class Home:
    """Where the server may write, and what it said and asked for."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder, self._started = folder, time.time()
        for name in ("home", "tmp"):
            (folder / name).mkdir()
        (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
        self.said, self.asked = folder / "said", folder / "asked"
        self.environment = {
            "PYTHONPATH": os.pathsep.join([str(folder), str(CHECKOUT)]),
            "ASKED_HOSTS": str(self.asked),
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "XDG_CACHE_HOME": str(folder / "home" / "cache"),
            "SMARTPICK_DATABASE": str(database),
        }

    def written(self) -> Iterator[Path]:
        """Give every file that was written since the start."""
        for top in (self.folder, CHECKOUT):
            for place, folders, files in os.walk(top):
                if top == CHECKOUT:
                    folders[:] = [name for name in folders if name not in OF_OTHERS]
                for name in files:
                    file = Path(place, name)
                    if file.is_file() and file.stat().st_mtime >= self._started - 1:
                        yield file

    def holding(self, *words: str) -> list[str]:
        """Return the files that hold one of these words, in whatever encoding."""
        wanted = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
        return [str(file) for file in self.written() if any(word in file.read_bytes() for word in wanted)]


def go_to(page: Any, name: str) -> None:
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    settled(page)


def saved_now(page: Any) -> str:
    return Path(download(page, "Save everything to a file").path()).read_text("utf-8")


def test_nothing_is_left_of_a_sitting_and_it_outlives_its_server(
    chromium: Any, shared_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = Home(tmp_path_factory.mktemp("server"), shared_database)
    # The browser gets the file as bytes: on the disk it would be found.
    brought = {"name": "saved.json", "mimeType": "application/json", "buffer": everything().encode()}
    command = [sys.executable, "-m", "smartpick.web.server", "run", "dashboard.py", "--server.port", "{port}"]
    hosts: set[str] = set()
    context = chromium.new_context()
    context.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    with home.said.open("wb") as said, ExitStack() as servers:

        def serve(port: int = 0) -> Any:
            return servers.enter_context(
                started(command, "/_stcore/health", port=port, environment=home.environment, output=said)
            )

        server = serve()
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(server.address)
        settled(page)
        page.get_by_role("button", name="Bring back a saved file").click()
        page.get_by_test_id("stFileUploader").locator("input").set_input_files(brought)
        page.get_by_role("button", name="Replace what is here").click()
        page.wait_for_url("**max_applications=30**")
        go_to(page, "Application list")
        assert f"{WORD}-notes" in Path(download(page, "List (CSV)").path()).read_text("utf-8-sig")
        go_to(page, "Advising")
        settled(page)
        go_to(page, "Your chances")
        page.get_by_role("button", name="Follow along").click()
        page.get_by_role("button", name="Open a room").click()
        page.locator(".st-key-follow_along_link_to_copy code").wait_for()
        page.keyboard.press("Escape")
        page.locator(".score-slider input").press("ArrowRight")
        settled(page)
        before = json.loads(saved_now(page))
        assert before["roster"] and before["next_steps"] == [f"{WORD}-step"]

        os.kill(server.process, signal.SIGKILL)
        serve(int(server.address.rpartition(":")[2]))
        page.wait_for_timeout(3000)
        settled(page)
        after = json.loads(saved_now(page))
        assert after == before
        assert after["profile"]["step2_ck_score"] == 226
    context.close()
    assert f"127.0.0.1:{server.address.rpartition(':')[2]}" in hosts and len(hosts) == 1
    # That the guard notices a call at all: the server itself may have asked nobody.
    call = "import socket; socket.getaddrinfo('localhost', 80)"
    subprocess.run([sys.executable, "-c", call], env=os.environ | home.environment, check=True)
    assert "localhost" in (asked := set(home.asked.read_text("utf-8").split())) and asked <= LOOPBACK
    assert home.holding(WORD, str(BUDGET)) == []
    assert "Traceback" not in home.said.read_text("utf-8")
    assert list((home.folder / "home").rglob("*")) == [] and list((home.folder / "tmp").rglob("*")) == []
