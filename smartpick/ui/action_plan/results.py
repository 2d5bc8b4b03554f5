"""What the page needs worked out, once for each profile."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.assessment import Assessment, assess
from smartpick.guidance.action_plan import Action, action_plan
from smartpick.guidance.levers import Lever, levers
from smartpick.guidance.staged_pathway import Staged, staged_pathway
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting


@dataclass(frozen=True)
class PlanResults:
    """Where the applicant stands, what could be done, and the routes."""

    assessment: Assessment
    levers: list[Lever]
    actions: list[Action]
    staged: Staged


def worked_out(here: PageContext) -> PlanResults:
    """Return the results for the profile as it stands.

    The gains of actions always count the effects whose size is assumed: without them most actions would have
    no size at all, and the page says so.

    Raises:
        LookupError: if no source prints outcomes of the applicant type in a specialty of the profile.
    """
    assessment = here.assessment
    key = (here.engine.facts.data_hash, here.profile, here.assumed, sitting().evidence_version)

    def make() -> PlanResults:
        weighed = assessment
        if not here.assumed:
            weighed = assess(here.profile, here.engine, evidence=sitting().evidence)
        found = levers(weighed, here.engine)
        return PlanResults(
            assessment,
            found,
            action_plan(weighed, here.engine, found),
            staged_pathway(assessment, here.engine, assumed=here.assumed),
        )

    return remembered("action_plan", key, make)
