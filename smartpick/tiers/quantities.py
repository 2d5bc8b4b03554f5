"""What the tier rules compare: numbers taken or counted from a profile."""

from smartpick.profile import ApplicantProfile, EnglishLevel

# The order that the unit of the english_level rules states.
ENGLISH_LEVELS: tuple[EnglishLevel, ...] = ("limited", "adequate", "strong")


def quantities_of(profile: ApplicantProfile, step2_ck_score: float | None) -> dict[str, float | None]:
    """Return every quantity the rules may name, for this profile with this Step 2 CK score (None: none yet).

    The counts of liabilities and unmet needs are added while a tier is decided.
    """
    return {
        "step2_ck_score": step2_ck_score,
        "failed_attempts": _failed_attempts(profile),
        "unrepaired_failures": _unrepaired_failures(profile, step2_ck_score),
        "years_since_graduation": profile.years_since_graduation,
        "usce_hands_on_weeks": profile.usce_hands_on_weeks,
        "us_clinical_weeks": profile.usce_hands_on_weeks + profile.usce_observer_weeks,
        "us_letters": profile.us_letters,
        "research_items": profile.publications + profile.presentations + profile.us_research_months,
        "us_research_months": profile.us_research_months,
        "unexplained_gaps": int(profile.unexplained_gap),
        "english_level": ENGLISH_LEVELS.index(profile.english),
    }


def _failed_attempts(profile: ApplicantProfile) -> int:
    return (
        profile.step1_failures + profile.step2_ck_failures + int(profile.step3 in ("fail", "fail_then_pass"))
    )


def _unrepaired_failures(profile: ApplicantProfile, step2_ck_score: float | None) -> int:
    """Count failed exams without a later result. Step 3 is left out: residency does not wait for it."""
    step1_is_open = profile.step1 == "fail"
    step2_is_open = profile.step2_ck_failures > 0 and step2_ck_score is None
    return int(step1_is_open) + int(step2_is_open)
