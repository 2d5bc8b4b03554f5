"""Where the guide speaks of tiers, and why there is none elsewhere."""

from smartpick.profile import ApplicantProfile

HIGHLY_COMPETITIVE = "highly_competitive"
_GUIDE_TYPE = "non_us_img"
_WHO = {
    "us_img": "US-citizen IMGs",
    "us_do_senior": "US DO seniors",
    "us_md_senior": "US MD seniors",
}


def speaks_of(profile: ApplicantProfile) -> bool:
    """Tell whether the guide's tiers are about applicants of this type at all."""
    return profile.applicant_type == _GUIDE_TYPE


def why_no_tier(profile: ApplicantProfile, guide_group: str | None) -> str:
    """Say in one sentence why no tier is shown; empty where the guide gives one.

    Args:
        profile: The applicant.
        guide_group: The guide's group of the preferred specialty, None where it names none.
    """
    if not speaks_of(profile):
        return (
            "The guide's tiers are for non-US IMGs with low scores; it says nothing about "
            f"{_WHO[profile.applicant_type]}, so there is no tier here."
        )
    if guide_group == HIGHLY_COMPETITIVE:
        return (
            f"The guide's tiers do not fit {profile.specialties[0]}: it gives no score range there, calls "
            "a score low when it is under the average of US MD applicants, and says that even an average one "
            "can be a barrier without extraordinary research or connections."
        )
    return ""
