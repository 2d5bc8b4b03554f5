"""Advising: a roster, a view to present one question at a time, and a report to take along."""

from smartpick.web.entrance import enter

enter("advising", title="Advising", icon="co_present", place=6)
