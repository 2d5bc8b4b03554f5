"""Where the chances of an invitation on this page come from."""

from __future__ import annotations

from collections.abc import Iterable

from smartpick.presenters.figures_behind import Behind, invitation_behind
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
    behind = remembered("programs_behind", id(applicant), lambda: (_behind(applicant), applicant))[0]
    sources_popover(
        applicant.here.engine.facts.sources,
        [*also, *behind.source_ids],
        key=key,
        remark=remark,
        parameters=behind.parameters,
    )


def _behind(applicant: Applicant) -> Behind:
    here = applicant.here
    return invitation_behind(applicant.estimates, here.profile, here.engine, here.assumed, sitting().evidence)
