"""Which field of the profile a column of a roster holds, told by its name.

Case, spaces, underscores and hyphens do not matter. A name that is near a field's but not surely it is asked
about, never guessed: a column that is passed over would leave a starting value in the place of an answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from smartpick.profile import ApplicantProfile

GRADUATION_YEAR = "graduation_year"

# What people call the fields, beside their own names and the titles they have on the page.
_USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "applicant_type": ("type of applicant", "IMG type", "applicant category"),
    "specialties": ("specialty", "speciality", "specialities", "preferred specialty", "specialty choice"),
    "step1": ("USMLE step 1", "step 1 result", "step 1 status", "step I"),
    "step1_score": ("USMLE step 1 score", "S1 score", "step I score"),
    "step1_failures": ("step 1 fails", "step 1 failed attempts", "failed attempts step 1", "step 1 failure"),
    "step2_ck_score": (
        "step 2 CK",
        "step 2",
        "step 2 score",
        "CK",
        "CK score",
        "2CK",
        "2CK score",
        "S2CK",
        "step II CK",
        "USMLE step 2",
        "USMLE step 2 CK",
        "USMLE step 2 CK score",
        "USMLE step 2 score",
    ),
    "step2_ck_failures": (
        "step 2 failures",
        "step 2 fails",
        "step 2 CK fails",
        "CK failures",
        "CK fails",
        "step 2 CK failed attempts",
        "failed attempts step 2 CK",
        "step 2 CK failure",
    ),
    "step2_ck_date": ("step 2 date", "CK date", "date of step 2 CK", "step 2 CK exam date"),
    "step3": ("USMLE step 3", "step 3 result", "step 3 status", "step III"),
    "step3_score": ("USMLE step 3 score", "S3 score"),
    "ecfmg_certified": ("ECFMG", "ECFMG certification", "ECFMG certificate"),
    "visa_need": ("visa", "visa needed", "visa required", "visa requirement", "visa type needed"),
    "years_since_graduation": (
        "YSG",
        "years since grad",
        "yrs since graduation",
        "yrs since grad",
        "years from graduation",
        "years after graduation",
        "years post graduation",
    ),
    "usce_hands_on_weeks": (
        "hands-on weeks",
        "hands-on USCE weeks",
        "weeks of hands-on USCE",
        "USCE hands-on",
        "hands-on USCE",
    ),
    "usce_observer_weeks": (
        "observer weeks",
        "observership weeks",
        "weeks of observership",
        "weeks of observerships",
        "USCE observer",
    ),
    "us_letters": (
        "US LORs",
        "US LOR",
        "number of US letters",
        "number of US LORs",
        "USLOR",
        "US letters of rec",
    ),
    "pacific_letters": ("Pacific LORs", "Pacific LOR", "Pacific coast letters", "Pacific coast LORs"),
    "publications": ("pubs", "number of publications", "publication count", "papers", "publication"),
    "presentations": ("posters", "abstracts", "posters and presentations", "number of presentations"),
    "us_research_months": ("months of US research", "research months in the US"),
    "english": ("English level", "English proficiency", "English fluency", "spoken English"),
    "languages": ("language", "languages spoken"),
    "pacific_ties": ("ties to the Pacific", "Pacific coast ties", "West Coast ties"),
    "unexplained_gap": ("gap", "gaps", "gap unexplained"),
    "max_applications": ("most applications", "maximum applications", "maximum number of applications"),
    "budget_usd": ("budget in USD", "budget $", "budget in dollars"),
    "pacific_min": ("Pacific minimum",),
    "pacific_max": ("Pacific maximum",),
    GRADUATION_YEAR: (
        "YOG",
        "graduation year",
        "year of graduation",
        "grad year",
        "year graduated",
        "medical school graduation year",
        "MD graduation year",
    ),
}
# Near a field and still open: the name does not say which of several, of whom, or in what unit.
_UNSAID: dict[str, tuple[str, ...]] = {
    "usce_hands_on_weeks or usce_observer_weeks, in weeks": (
        "USCE",
        "US clinical experience",
        "USCE weeks",
        "USCE months",
        "observership",
        "observerships",
    ),
    "us_letters": ("LORs", "LOR", "letters", "letters of recommendation", "number of letters"),
    "us_research_months": ("research", "research months", "research experience", "research years"),
    "step1_failures and step2_ck_failures, which count failed attempts": (
        "attempts",
        "exam attempts",
        "failures",
        "failed attempts",
        "fails",
    ),
    "step1_failures, which counts failed attempts": ("step 1 attempts", "step 1 attempt"),
    "step2_ck_failures, which counts failed attempts": (
        "step 2 attempts",
        "step 2 CK attempts",
        "CK attempts",
    ),
    "step1 and step1_score": ("S1",),
    "max_applications": ("applications sent", "number of programs"),
}
# Words said of little but what the profile asks, the most telling first, and what they may be meant for.
_TELLING: dict[str, str] = {
    "ck": "step2_ck_score",
    "2ck": "step2_ck_score",
    "visa": "visa_need",
    "visas": "visa_need",
    "ecfmg": "ecfmg_certified",
    "usce": "usce_hands_on_weeks or usce_observer_weeks, in weeks",
    "observership": "usce_observer_weeks",
    "observerships": "usce_observer_weeks",
    "graduation": "years_since_graduation",
    "graduated": "years_since_graduation",
    "grad": "years_since_graduation",
    "yog": "years_since_graduation",
    "lor": "us_letters",
    "lors": "us_letters",
    "publications": "publications",
    "english": "english",
    "step": "step1, step1_score, step2_ck_score or step3",
    "usmle": "step1, step1_score, step2_ck_score or step3",
}
# Names near a field's that are something else: a former exam, and a column of our own results.
_SOMETHING_ELSE = frozenset({"step2cs", "usmlestep2cs", "step2csresult", "applications"})
_NEAR = 0.86


@dataclass(frozen=True)
class Recognised:
    """What a name says: the field it surely is, or in `doubt` what it may be; neither for others."""

    field: str | None = None
    doubt: str | None = None


def bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9$]+", "", plain)


def recognise(name: str) -> Recognised:
    """Return what a column's name says. Names that begin with "note" are always a roster's own."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    key = bare(name)
    if not key or words[:1] in (["note"], ["notes"]) or key in _SOMETHING_ELSE:
        return Recognised()
    for spelling in (key, bare(re.sub(r"\([^)]*\)", "", name))):
        if spelling in _SURE:
            return Recognised(field=_SURE[spelling])
        if spelling in _OPEN:
            return Recognised(doubt=_OPEN[spelling])
    near = get_close_matches(key, _SURE, n=1, cutoff=_NEAR) if len(key) > 4 else []
    if near:
        return Recognised(doubt=_SURE[near[0]])
    told = next((meant for word, meant in _TELLING.items() if word in words), None)
    return Recognised(doubt=told)


_FIELDS = ApplicantProfile.model_fields
_SURE = {
    bare(spelling): name
    for name in [*_FIELDS, GRADUATION_YEAR]
    for spelling in (
        name,
        *([_FIELDS[name].title or name] if name in _FIELDS else []),
        *_USUAL_NAMES.get(name, ()),
    )
}
_OPEN = {bare(spelling): field for field, spellings in _UNSAID.items() for spelling in spellings}
