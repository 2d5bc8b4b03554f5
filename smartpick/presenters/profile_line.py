"""A profile in one line, for pages that show what holds for it."""

from __future__ import annotations

from smartpick.profile import ApplicantProfile

_TYPES = {
    "non_us_img": "a non-US IMG",
    "us_img": "a US IMG",
    "us_do_senior": "a US DO senior",
    "us_md_senior": "a US MD senior",
}
_VISAS = {"none": "no visa needed", "j1": "J-1 needed", "h1b": "H-1B needed", "either": "J-1 or H-1B needed"}


def profile_line(profile: ApplicantProfile) -> str:
    """Return type, score, visa and specialties: "a non-US IMG, Step 2 CK 225, J-1 needed, Psychiatry"."""
    score = profile.step2_ck_score
    return ", ".join(
        [
            _TYPES[profile.applicant_type],
            "no Step 2 CK score yet" if score is None else f"Step 2 CK {score}",
            *([_VISAS[profile.visa_need]] if profile.applicant_type == "non_us_img" else []),
            " and ".join(profile.specialties),
        ]
    )
