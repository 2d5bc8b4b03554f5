"""What one program's statements mean for one applicant: met, not met, or not known."""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.explore.directory import Directory
from smartpick.plan.eligibility import MET, UNMET, Eligibility, EligibilityTable
from smartpick.plan.kinds import ProgramKind
from smartpick.profile import ApplicantProfile


@dataclass(frozen=True)
class ProgramStanding:
    """The answers for one program; requirements by their names in the data.

    Attributes:
        state: meets, unknown or fails.
        met: Requirements that pages state and the applicant meets.
        rules_unmet: Not met, and the program's own uncontradicted rule: each of them rules the program out.
        preferences_unmet: Not met, but a preference, a sponsor's word or contradicted: worth asking.
        unknown: Requirements that would apply and of which no page says anything usable.
        barring: What the program is that keeps it off the applicant's list (military, closed ...).
    """

    state: str
    met: tuple[str, ...]
    rules_unmet: tuple[str, ...]
    preferences_unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    barring: ProgramKind | None

    @property
    def ruled_out(self) -> bool:
        """Whether the program is left out of a list because of what it states or is."""
        return self.state == Eligibility.FAILS

    def answer(self, requirement: str) -> str:
        """Return met, not met (rule), not met (preference) or unknown; empty if it does not apply."""
        for answer, names in (
            ("met", self.met),
            ("rule", self.rules_unmet),
            ("preference", self.preferences_unmet),
            ("unknown", self.unknown),
        ):
            if requirement in names:
                return answer
        return ""


def standing_at(
    directory: Directory, profile: ApplicantProfile, table: EligibilityTable, row: int
) -> ProgramStanding:
    """Return where the applicant stands with the program at `row`.

    Args:
        directory: All programs.
        profile: The applicant.
        table: `directory.eligibility(profile)`.
        row: The program's row in the directory.
    """
    by_answer: dict[str, list[str]] = {"met": [], "rule": [], "preference": [], "unknown": []}
    for requirement, verdicts in table.answers.items():
        verdict = verdicts[row]
        rule = directory.answers[requirement].rule[row]
        answer = (
            "met" if verdict == MET else ("rule" if rule else "preference") if verdict == UNMET else "unknown"
        )
        by_answer[answer].append(requirement)
    state = str(table.state[row])
    if state != Eligibility.FAILS:
        # Where either visa would do, one of them refused rules nothing out.
        by_answer["preference"] += by_answer["rule"]
        by_answer["rule"] = []
    return ProgramStanding(
        state,
        tuple(by_answer["met"]),
        tuple(by_answer["rule"]),
        tuple(by_answer["preference"]),
        tuple(by_answer["unknown"]),
        directory.kinds.barring(str(directory.program_ids[row]), profile),
    )
