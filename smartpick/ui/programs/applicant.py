"""What every part of the page needs to know of the applicant: estimates, eligibility, own evidence."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.arrays import Array
from smartpick.explore.invitation_estimates import InvitationEstimates, estimate_invitations
from smartpick.explore.standing import ProgramStanding, standing_at
from smartpick.plan.eligibility import EligibilityTable
from smartpick.plan.evidence import NO_EVIDENCE
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.program_notes import program_notes
from smartpick.ui.programs.tables import ProgramTables
from smartpick.ui.state import sitting


@dataclass(frozen=True)
class Applicant:
    """The applicant beside all programs.

    Attributes:
        here: The page's context.
        tables: What no profile changes.
        estimates: Our invitation estimates with the applicant's own evidence.
        without_evidence: The same without it.
        eligibility: Requirement by requirement, for every program of the directory.
        invitation: P(invitation) of every program of the directory, NaN where there is no estimate.
    """

    here: PageContext
    tables: ProgramTables
    estimates: InvitationEstimates
    without_evidence: InvitationEstimates
    eligibility: EligibilityTable
    invitation: Array

    def standing(self, row: int) -> ProgramStanding:
        """Return where the applicant stands with the program at `row`."""
        return standing_at(self.tables.directory, self.here.profile, self.eligibility, row)

    def marks(self) -> dict[str, str]:
        """Return, by program id, what the person has marked: pinned, excluded, figures, note."""
        found: dict[str, list[str]] = {}
        profile, here = self.here.profile, sitting()
        for word, ids in (
            ("pinned", profile.pinned),
            ("excluded", profile.excluded),
            ("your figures", tuple(here.evidence)),
            ("note", tuple(program_notes())),
        ):
            for program_id in ids:
                found.setdefault(program_id, []).append(word)
        return {program_id: ", ".join(words) for program_id, words in found.items()}


def applicant_at(here: PageContext, tables: ProgramTables) -> Applicant:
    """Put the applicant beside all programs; kept while nothing changes."""
    own = sitting()
    key = (here.engine.facts.data_hash, here.profile, here.assumed, own.evidence_version)
    return remembered("programs_applicant", key, lambda: _worked_out(here, tables))


def _worked_out(here: PageContext, tables: ProgramTables) -> Applicant:
    directory, evidence = tables.directory, sitting().evidence
    plain = estimate_invitations(here.profile, here.engine, here.assumed, NO_EVIDENCE)
    informed = plain
    if evidence:
        informed = estimate_invitations(here.profile, here.engine, here.assumed, evidence)
    return Applicant(
        here,
        tables,
        informed,
        plain,
        directory.eligibility(here.profile),
        informed.line_up(directory.program_ids),
    )
