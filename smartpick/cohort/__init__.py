"""A roster of applicants in, one assessed row for each out; nothing a roster holds is lost or replaced."""

from smartpick.cohort.reading import Roster, RosterFault, read_roster
from smartpick.cohort.results import AssessedRoster, assess_roster, write_results

__all__ = ["AssessedRoster", "Roster", "RosterFault", "assess_roster", "read_roster", "write_results"]
