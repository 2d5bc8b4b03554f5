"""The filters of the search: what can be chosen, under which key it is kept, and its code in a link."""

from __future__ import annotations

from smartpick.explore.search import NOT_KNOWN
from smartpick.plan.eligibility import Eligibility
from smartpick.ui.programs.applicant import Applicant

TEXT_KEY, SPECIALTY_KEY, REGIONS_KEY = "programs_text", "programs_specialties", "programs_regions"
VISA_KEY, REQUIREMENTS_KEY = "programs_visa", "programs_requirements"
SIZE_KEY, FILL_KEY, MARKED_KEY = "programs_size", "programs_fill", "programs_marked"
NEAR_KEY, MILES_KEY, DOUBTFUL_KEY = "programs_near", "programs_miles", "programs_doubtful"

ANY = "Any"
COAST = "Pacific Coast (CA, OR, WA)"
MILES_BOUNDS, MILES_START = (5, 3000), 100

# What is chosen: visa and answer, eligibility, record of fill, as `ProgramFilter` takes them.
VISA = {
    ANY: ("", ""),
    "J-1: pages say yes": ("j1", "yes"),
    "J-1: no page says no": ("j1", "not_no"),
    "H-1B: pages say yes": ("h1b", "yes"),
    "H-1B: no page says no": ("h1b", "not_no"),
}
REQUIREMENTS: dict[str, tuple[str, ...]] = {
    ANY: (),
    "Not ruled out": (str(Eligibility.MEETS), str(Eligibility.UNKNOWN)),
    "Met, as far as stated": (str(Eligibility.MEETS),),
    "Not fully known": (str(Eligibility.UNKNOWN),),
    "Not met": (str(Eligibility.FAILS),),
}
FILL = {
    ANY: "",
    "Filled every year": "every_year",
    "Not filled every year": "not_every_year",
    "Not known": NOT_KNOWN,
}
PINNED, EXCLUDED, OWN = "Pinned", "Excluded", "With a note or your figures"
MARKED = (ANY, PINNED, EXCLUDED, OWN)

VISA_CODES = {words: f"{visa}_{answer}" if visa else "any" for words, (visa, answer) in VISA.items()}
REQUIREMENT_CODES = dict(
    zip(REQUIREMENTS, ("any", "not_ruled_out", "met", "not_known", "not_met"), strict=True)
)
FILL_CODES = {words: fill.replace(" ", "_") or "any" for words, fill in FILL.items()}
MARKED_CODES = {ANY: "any", PINNED: "pinned", EXCLUDED: "excluded"}


def regions(applicant: Applicant) -> list[str]:
    """Return what can be chosen as state or region: the coast, census divisions, states."""
    rows = applicant.tables.directory.programs
    return [COAST, *sorted(rows["census_division"].unique()), *sorted(rows["state"].unique())]
