"""What a list's application fees come to, in words: an unknown fee is never shown as nothing to pay."""

from __future__ import annotations

from smartpick.plan.fees import ListCost
from smartpick.presenters.wording import dollars

NOT_KNOWN = "not known"


def fees_text(cost: ListCost) -> str:
    """Return the fees of a list: "$2,430", "not known", or what of it is known.

    Where only some fees are known: "$797 for 50 of them; the fee of 7 is not known here".
    """
    figure, rest = fees_figure(cost)
    return f"{figure} {rest}" if rest and cost.priced_count else figure


def fees_figure(cost: ListCost) -> tuple[str, str]:
    """Return the fees of a list as a figure, and what must be said beside it (empty if nothing)."""
    unpriced = cost.unpriced_count
    if not unpriced:
        return dollars(cost.total_usd), ""
    if not cost.priced_count:
        return NOT_KNOWN, "for this application" if unpriced == 1 else f"for all {unpriced} of them"
    return dollars(
        cost.total_usd
    ), f"for {cost.priced_count} of them; the fee of {unpriced} is not known here"
