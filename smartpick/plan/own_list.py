"""How far an applicant is with a program of a list of their own, and how long such a list may be."""

from typing import Literal, get_args

ListStatus = Literal["planned", "applied", "invited", "ranked"]
# From the least to the most that has happened.
STATUSES: tuple[ListStatus, ...] = get_args(ListStatus)
MOST_PROGRAMS = 700
