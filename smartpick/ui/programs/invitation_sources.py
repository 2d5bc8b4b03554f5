"""Where the chances of an invitation on this page come from."""

from __future__ import annotations

from collections.abc import Iterable

from smartpick.plan.grounds import Grounds
from smartpick.presenters.figures_behind import invitation_grounds
from smartpick.ui.memory import remembered
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover
from smartpick.ui.state import sitting


def invitation_sources(applicant: Applicant, key: str, remark: str, also: Iterable[str] = ()) -> None:
    """Show the sources of our chances of an invitation, and of what stands beside them.

    Args:
        applicant: The applicant beside all programs.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources.
        also: Ids of sources of what else the block shows; they come first.
    """
    grounds = remembered("programs_grounds", id(applicant), lambda: (_grounds(applicant), applicant))[0]
    sources_popover(
        applicant.here.engine.facts.sources,
        [*also, *grounds.source_ids],
        key=key,
        remark=remark,
        parameters=grounds.parameters,
    )


def _grounds(applicant: Applicant) -> Grounds:
    here = applicant.here
    return invitation_grounds(
        applicant.estimates, here.profile, here.engine, here.assumed, sitting().evidence
    )
