"""Guidance: what an applicant can still change, and what each change is worth."""
