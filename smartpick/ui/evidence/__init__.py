"""The applicant's own evidence on programs: bring a table or type it in, look it over, use it."""

from smartpick.ui.evidence.panel import evidence_panel

__all__ = ["evidence_panel"]
