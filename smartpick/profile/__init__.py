"""What we ask of an applicant, and the faults in an answer."""

from smartpick.profile.answer_types import (
    FORM,
    ApplicantType,
    Ask,
    EnglishLevel,
    SignalKind,
    Step1Status,
    Step3Status,
    VisaNeed,
)
from smartpick.profile.answers import HIGHEST_SCORE, LOWEST_SCORE, PACIFIC_MIN_SHARE, question, questions_of
from smartpick.profile.applicant import ApplicantProfile, attempt_limit, attempt_warnings, parse_profile
from smartpick.profile.consistency import ProfileFault, ProfileFaults
from smartpick.profile.specialty_names import (
    SPECIALTY_NAMES,
    SPECIALTY_SPELLINGS,
    recognised_specialty,
    similar_specialties,
    specialty_spelling,
)

__all__ = [
    "FORM",
    "HIGHEST_SCORE",
    "LOWEST_SCORE",
    "PACIFIC_MIN_SHARE",
    "SPECIALTY_NAMES",
    "SPECIALTY_SPELLINGS",
    "ApplicantProfile",
    "ApplicantType",
    "Ask",
    "EnglishLevel",
    "ProfileFault",
    "ProfileFaults",
    "SignalKind",
    "Step1Status",
    "Step3Status",
    "VisaNeed",
    "attempt_limit",
    "attempt_warnings",
    "parse_profile",
    "question",
    "questions_of",
    "recognised_specialty",
    "similar_specialties",
    "specialty_spelling",
]
