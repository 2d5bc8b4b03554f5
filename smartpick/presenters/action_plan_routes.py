"""The staged pathway in words and rows: two chances side by side, and what nobody knows."""

from __future__ import annotations

import pandas as pd

from smartpick.guidance.staged_pathway import Route, Staged
from smartpick.presenters.fee_words import NOT_KNOWN, fees_text
from smartpick.presenters.wording import percent

ROUTE_NAMES = {
    "pacific_with_list": "On the Pacific Coast, with your list",
    "pacific_only": "On the Pacific Coast, applying only there",
    "anywhere_with_list": "Anywhere, with your list",
    "anywhere_best": "Anywhere, with every place worth the same",
}


def routes(staged: Staged) -> list[Route]:
    """Return the routes in the order in which they are shown."""
    return [staged.pacific_with_list, staged.pacific_only, staged.anywhere_with_list, staged.anywhere_best]


def route_terms(route: Route) -> str:
    """Return what the list of a route is made of."""
    applications = f"{route.applications} application{'' if route.applications == 1 else 's'}"
    where = (
        "all of them there"
        if route.pacific_count == route.applications
        else f"{route.pacific_count} of them on the Pacific Coast"
    )
    return f"{applications}, {where}; fees {fees_text(route.cost)}."


def staged_sentences(staged: Staged) -> list[str]:
    """Compare going straight to the coast with matching elsewhere first; no verdict."""
    now, only, anywhere = staged.pacific_with_list, staged.pacific_only, staged.anywhere_best
    best_now = max((now, only), key=lambda route: route.chance.point)
    said = [
        f"Straight to the coast: {percent(best_now.chance.point)} at best. A first stage anywhere: "
        f"{percent(anywhere.chance.point)}.",
    ]
    if best_now.chance.high >= anywhere.chance.low:
        said.append("The two ranges overlap: the gap may be smaller than it looks.")
    else:
        said.append("The two ranges do not overlap.")
    if only.chance.point < now.chance.point:
        said.append("Applying only on the coast brings no more there than your list does.")
    else:
        lost = anywhere.chance.point - only.chance.point
        if lost > 0:
            said.append("Applying only on the coast gives up every place elsewhere.")
    said.append(
        f"The second stage, a fellowship or work on the coast after residency: {NOT_KNOWN}. "
        "No published figure says how many get there, so the two stages have no common number."
    )
    return said


def routes_table(staged: Staged) -> pd.DataFrame:
    """Return the routes as rows to download; probabilities 0 to 1, unknown left empty."""
    rows: list[dict[str, object]] = [
        {
            "route": ROUTE_NAMES[route.name],
            "match_probability": round(route.chance.point, 4),
            "low": round(route.chance.low, 4),
            "high": round(route.chance.high, 4),
            "applications": route.applications,
            "on_the_pacific_coast": route.pacific_count,
            "fees_usd": route.cost.known_usd,
        }
        for route in routes(staged)
    ]
    rows.append({"route": "Later: fellowship or work on the Pacific Coast", "match_probability": None})
    return pd.DataFrame(rows)
