"""One person's way through the app in one sitting. `make smoke` runs it: first, because all else hangs on it.

Whatever way a page is come to, every control shows the profile in force and every headline number is that of
`assess` for the same profile.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, download, settled

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile, question
from smartpick.text.numbers import percent

pytestmark = pytest.mark.browser

COCKPIT, CURVES, SCENARIOS = "Your chances", "Score curves", "Scenarios"
PROGRAMS, LIST, PLAN, METHOD = "Programs", "Application list", "Action plan", "Sources"
ADVISING = "Advising"
ADDRESSES = {
    COCKPIT: "/",
    CURVES: "/curves",
    SCENARIOS: "/scenarios",
    PROGRAMS: "/programs",
    LIST: "/applications",
    PLAN: "/plan",
    ADVISING: "/advising",
    METHOD: "/method",
}
HEADINGS = {
    COCKPIT: "How sure is this?",
    CURVES: "Score curves",
    SCENARIOS: "Scenarios",
    PROGRAMS: "Programs",
    LIST: "Your application list",
    PLAN: "Self-assessment and action plan",
    ADVISING: "Where do you stand?",
    METHOD: "Sources and method",
}
HEADLINES = {COCKPIT: ".score-slider", LIST: ".sp-figures dd"}
GOAL = {"applicant_type", "specialties", "max_applications", "budget_usd", "pacific_weight"}
LIMITS = {"max_applications", "budget_usd", "pacific_weight", "pacific_min", "pacific_max"}
PANEL = (
    GOAL
    | LIMITS
    | {
        *("step2_ck_date", "step2_ck_failures", "step1", "step1_score", "step3", "ecfmg_certified"),
        *("usce_hands_on_weeks", "usce_observer_weeks", "us_letters", "pacific_letters", "pacific_ties"),
        *("years_since_graduation", "visa_need", "english", "languages", "unexplained_gap"),
        *("earlier_unmatched_seasons", "season_stage"),
        *("publications", "presentations", "us_research_months"),
    }
)
CONTROLS = {COCKPIT: PANEL, PLAN: PANEL, LIST: LIMITS}

# Every control of an answer on the page, by the answer's name, with what a person sees in it.
SHOWN = """() => Object.fromEntries(
  [...document.querySelectorAll('[class*="st-key-answer_"]')].map(place => {
    const name = /st-key-answer_([a-z0-9_]+)/.exec(place.className)[1];
    const tags = [...place.querySelectorAll('.react-aria-ComboBox [data-tag]')].map(tag => tag.innerText);
    const date = place.querySelector('[data-testid=stDateInputField]');
    const input = place.querySelector('input:not([type=hidden])');
    if (place.querySelector('[data-testid=stMultiSelect]')) return [name, tags.join('|')];
    if (date) return [name, date.textContent];
    // null while the browser is still fetching the control.
    return [name, input?.type === 'checkbox' ? String(input.checked) : input?.value ?? null];
  }))"""
WORDS = {
    "applicant_type": question("applicant_type").words,
    "step1": {"pass": "Passed at the first attempt"},
    "step3": {"not_taken": "Not taken", "pass": "Passed"},
    "ecfmg_certified": {None: "Not answered", True: "Yes", False: "Not yet"},
    "visa_need": {"none": "None needed", "j1": "J-1", "h1b": "H-1B only", "either": "J-1 or H-1B"},
    "season_stage": {"before_applying": "Before applying"},
    "english": {"strong": "Strong", "adequate": "Adequate", "limited": "Limited"},
}


class Walk:
    """A person in one browser tab, with the profile that they have told."""

    def __init__(self, page: Any, engine: Engine, profile: ApplicantProfile) -> None:
        self.page, self.engine, self.profile = page, engine, profile
        self.assessed: dict[ApplicantProfile, Assessment] = {}

    def menu(self, name: str, in_a_hurry: bool = False) -> None:
        self.page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        self.arrive(name, in_a_hurry)

    def back(self, name: str) -> None:
        """Go back in the browser, once: each page stands there once, with its answers."""
        self.page.go_back()
        self.arrive(name)

    def arrive(self, name: str, in_a_hurry: bool = False) -> None:
        """Wait for the page and compare it: when it is at rest, or in a hurry as soon as it shows all."""
        self.page.wait_for_url(lambda url: url.split("?")[0].endswith(ADDRESSES[name]), timeout=PATIENCE)
        self.page.get_by_role("heading", name=HEADINGS[name]).first.wait_for()
        # A page without answers is left again at once, while it is still being drawn, as people do.
        if name not in CONTROLS:
            return
        until = time.monotonic() + PATIENCE / 1000
        while in_a_hurry and time.monotonic() < until and not self.shows_what_is_in_force(name):
            self.page.wait_for_timeout(50)
        if not in_a_hurry:
            settled(self.page)
        self.look(name)

    def look(self, name: str) -> None:
        """Compare the page with the profile in force."""
        assert self.page.evaluate(SHOWN) == self.expected_controls(name), f"the controls of {name}"
        assert self.headline(name) == self.expected_headline(name), f"the headline of {name}"

    def shows_what_is_in_force(self, name: str) -> bool:
        if self.page.evaluate(SHOWN) != self.expected_controls(name):
            return False
        return name == PLAN or (
            self.page.locator(HEADLINES[name]).count() > 0
            and self.headline(name) == self.expected_headline(name)
        )

    def expected_controls(self, name: str) -> dict[str, str]:
        return {field: as_shown(self.profile, field) for field in CONTROLS.get(name, ())}

    def headline(self, name: str) -> list[str]:
        if name == COCKPIT:
            slider = self.page.locator(".score-slider")
            return [slider.locator(f"[data-text={part}]").inner_text() for part in ("chance", "pacific")]
        if name == LIST:
            said = self.page.locator(".sp-figures dd").all_inner_texts()
            return [text.splitlines()[0].strip() for text in said[:3]]
        return []

    def expected_headline(self, name: str) -> list[str]:
        if name not in (COCKPIT, LIST):
            return []
        if self.profile not in self.assessed:
            self.assessed[self.profile] = assess(self.profile, self.engine)
        found = self.assessed[self.profile]
        chances = [percent(found.match_probability.point), percent(found.match_probability_pacific.point)]
        return chances if name == COCKPIT else [*chances, str(found.plan.size)]

    def settle_on(self, role: Any, name: str) -> None:
        self.page.get_by_role(role, name=name).first.wait_for()
        settled(self.page)

    def change(self, label: str, value: int, **answers: object) -> None:
        """Type a number into a control and leave it, as a person does."""
        field = self.page.get_by_role("spinbutton", name=label)
        # In a group that is closed the control has no place in what is read out.
        hidden = self.page.get_by_role("spinbutton", name=label, include_hidden=True)
        group = self.page.locator("details", has=hidden)
        if group.count() and group.get_attribute("open") is None:
            group.locator("summary").click()
        field.fill(str(value))
        field.press("Tab")
        self.profile = self.profile.changed(**answers)
        (name,) = answers
        self.page.wait_for_url(f"**{name}={value}**")
        settled(self.page)


def as_shown(profile: ApplicantProfile, field: str) -> str:
    answer = getattr(profile, field)
    if field in WORDS:
        return WORDS[field][answer]
    if field == "pacific_weight":
        return str(round(100 * answer))
    if field == "step2_ck_date":
        return "yyyy-mm-dd" if answer is None else answer.isoformat()
    if isinstance(answer, tuple):
        return "|".join(answer)
    if isinstance(answer, bool):
        return str(answer).lower()
    # A half week is in the profile; the control shows whole ones.
    return "" if answer is None else str(round(answer) if isinstance(answer, float) else answer)


@pytest.fixture
def walk(open_page: Callable[..., Any], engine: Engine) -> Walk:
    # Wide enough for every page to stand in the menu.
    person = Walk(open_page("/", width=1500), engine, ApplicantProfile())
    person.arrive(COCKPIT, in_a_hurry=True)
    return person


def way_by_every_pair() -> list[str]:
    """Return a walk on which every page is reached from every other one: each step of all pairs once."""
    left = {name: [other for other in ADDRESSES if other != name] for name in ADDRESSES}
    way, path = [], [COCKPIT]
    while path:  # Hierholzer's way round: every page has as many steps in as out
        if left[path[-1]]:
            path.append(left[path[-1]].pop())
        else:
            way.append(path.pop())
    way.reverse()
    assert {*pairwise(way)} == {*permutations(ADDRESSES, 2)}
    return way


def leave_while_typing(walk: Walk) -> None:
    """What is typed when the page is left is taken, and not undone by the answer before."""
    page = walk.page
    walk.menu(LIST)
    # The first answer is still being worked out when the second is typed.
    page.get_by_role("spinbutton", name="Most applications").fill("80")
    page.get_by_role("spinbutton", name="Most applications").press("Tab")
    budget = page.get_by_role("spinbutton", name="Budget for fees")
    budget.press_sequentially("3000", delay=150)
    settled(page)
    assert budget.input_value() == "3000", "typing is not undone by the answer before"
    # As long as a finger presses: Streamlit sends what was typed a moment after the field is left.
    page.get_by_test_id("stTopNavLink").filter(has_text=COCKPIT).click(delay=100)
    walk.profile = walk.profile.changed(max_applications=80, budget_usd=3000)
    walk.arrive(COCKPIT)
    walk.menu(LIST)


def test_every_page_from_every_page_shows_what_is_in_force(walk: Walk) -> None:
    walk.menu(LIST)
    # Away from all starting values, so that a control that forgot would be seen.
    walk.change("Most applications", 60, max_applications=60)
    walk.menu(COCKPIT)
    for name in way_by_every_pair()[1:]:
        walk.menu(name, in_a_hurry=True)
    leave_while_typing(walk)


def test_a_change_on_each_page_is_found_on_all_others_and_outlives_reload_back_and_link(walk: Walk) -> None:
    page = walk.page
    walk.change("US letters of recommendation", 4, us_letters=4)
    walk.menu(LIST)
    walk.change("Most West Coast programs", 20, pacific_max=20)
    walk.look(LIST)
    file = Path(download(page, "List (CSV)").path()).read_text("utf-8-sig")
    assert len([*csv.DictReader(file.splitlines())]) == walk.assessed[walk.profile].plan.size
    walk.menu(PLAN)
    walk.change("Weeks of hands-on US work", 6, usce_hands_on_weeks=6)
    # The same answer on page after page.
    walk.change("US letters of recommendation", 1, us_letters=1)
    walk.menu(SCENARIOS)
    page.get_by_role("button", name="Keep my profile as a scenario").click()
    walk.settle_on("button", "Make it my profile")
    # A program's page by a link, as from a mentor; there the program is excluded.
    first = next(csv.DictReader(file.splitlines()))["program_id"]
    page.goto(page.url.replace(ADDRESSES[SCENARIOS], ADDRESSES[PROGRAMS]) + f"&program={first}")
    page.get_by_role("button", name="Exclude", exact=True).click()
    walk.settle_on("button", "Allow again")
    walk.profile = walk.profile.changed(excluded=(first,))
    walk.menu(LIST)
    assert first not in Path(download(page, "List (CSV)").path()).read_text("utf-8-sig")
    walk.menu(COCKPIT)
    walk.change("US letters of recommendation", 5, us_letters=5)
    page.reload()
    walk.arrive(COCKPIT)
    walk.menu(LIST)
    walk.back(COCKPIT)
    # In the page, not by the menu.
    page.get_by_role("link", name="Its groups, signals and cost").click()
    walk.arrive(LIST)
    walk.back(COCKPIT)
    page.go_forward()
    walk.arrive(LIST)
    # The same address in a sitting of its own, as from a copied link.
    page.goto(page.url)
    walk.arrive(LIST)
    assert "Your last change:" not in page.get_by_test_id("stMain").inner_text(), "nothing has changed yet"
