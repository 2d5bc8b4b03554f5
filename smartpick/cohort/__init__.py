"""A roster of applicants in, one assessed row for each out; nothing a roster holds is lost or replaced.

roster = read_roster(content, "mentees.xlsx")
if roster.columns.questions:        # ask, and read again with the answers as `meanings`
    ...
for each in assess_cohort(roster, engine):
    each.applicant.code, each.applicant.gaps, each.fault, each.outcome
"""

from smartpick.cohort.assessing import (
    AssessedApplicant,
    Outcome,
    assess_applicant,
    assess_cohort,
    outcome_of,
)
from smartpick.cohort.columns import ColumnQuestion, Columns
from smartpick.cohort.reading import Applicant, Roster, RosterFault, read_roster
from smartpick.cohort.running import CohortReport, CohortRun, run_cohort
from smartpick.cohort.template import template_bytes

__all__ = [
    "Applicant",
    "AssessedApplicant",
    "CohortReport",
    "CohortRun",
    "ColumnQuestion",
    "Columns",
    "Outcome",
    "Roster",
    "RosterFault",
    "assess_applicant",
    "assess_cohort",
    "outcome_of",
    "read_roster",
    "run_cohort",
    "template_bytes",
]
