"""Section 5: matching on the Pacific Coast now, or anywhere now and moving there later."""

from __future__ import annotations

from html import escape

from smartpick.guidance.staged_pathway import Route
from smartpick.presenters.action_plan_exams import chance_text, range_text
from smartpick.presenters.action_plan_routes import (
    ROUTE_NAMES,
    route_terms,
    routes,
    routes_table,
    staged_sentences,
)
from smartpick.presenters.fee_words import NOT_KNOWN
from smartpick.presenters.wording import about_people, percent
from smartpick.ui.action_plan.pictures import route_rows
from smartpick.ui.action_plan.range_chart import range_chart
from smartpick.ui.action_plan.results import PlanResults
from smartpick.ui.action_plan.sections import section_heading
from smartpick.ui.blocks import block, fine
from smartpick.ui.page import PageContext

_REMARK = (
    "Chances with the best list for each route, everything else as in your profile. A Pacific chance ranks "
    "the programs there first."
)


def stages(results: PlanResults, here: PageContext) -> None:
    """Draw the section."""
    staged = results.staged
    shown = routes(staged)
    cards = "".join(
        _stage(title, [route for route in shown if route.on_pacific == pacific])
        for title, pacific in (("Straight to the coast", True), ("First stage: match anywhere", False))
    )
    later = (
        "<section><h3>Second stage: the coast later</h3>"
        f'<p class="sp-big">{NOT_KNOWN}</p>'
        + fine("A fellowship or work there after residency. No published figure says how often.")
        + "</section>"
    )
    said = staged_sentences(staged)
    block(
        section_heading("stages"),
        fine("Two ways to the same coast. They can be compared only in part."),
        f'<div class="sp-options sp-stages">{cards}{later}</div>',
        fine(*said),
    )
    told = "; ".join(f"{ROUTE_NAMES[r.name]}: {chance_text(r.chance)}" for r in shown)
    range_chart(
        route_rows(staged),
        key="plan_routes",
        axis_title="Chance of a match this season",
        from_zero=True,
        alternative=f"Chance of a match by route. {told}. The chance of the second stage is {NOT_KNOWN}.",
        table=lambda: routes_table(staged),
        sources=(),
        title="Straight to the Pacific Coast or in two stages",
        remark=_REMARK,
        assessment=results.assessment,
        engine=here.engine,
    )


def _stage(title: str, shown: list[Route]) -> str:
    figures = "".join(
        f'<div><dt>{escape(ROUTE_NAMES[r.name])}</dt><dd><span class="sp-big'
        f'{" sp-pacific" if r.on_pacific else ""}">{escape(percent(r.chance.point))}</span>'
        f"{escape(f'{range_text(r.chance)}, {about_people(r.chance.point)}')}"
        f"{fine(route_terms(r))}</dd></div>"
        for r in shown
    )
    return f"<section><h3>{escape(title)}</h3><dl>{figures}</dl></section>"
