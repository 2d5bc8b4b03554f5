"""Texts to start from: asking for a letter, framing a failed exam, regional interest.

They are scaffolds. What stands in [brackets] is the applicant's to fill in; facts of the profile are filled
in where they are known. Nothing is invented about a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from smartpick.profile import ApplicantProfile

_END_OF_ROTATION = """
Dear Dr. [name],

thank you for these [number] weeks. I am applying for residency in {specialty} this season. You saw me
[one thing you did with patients], and you told me [one piece of feedback].

Could you support my application with a strong letter? If you would rather not, I will understand, and a
frank word would help me too.

I can send my CV, my statement and the feedback I wrote down. The letter would be due on [date].

[your name]
"""
_MONTHS_LATER = """
Dear Dr. [name],

I worked with you from [month] to [month, year] on [service]. You may remember [one task or presentation,
nothing that identifies a patient]. Since then I have [what you did: work, exam, research].

I am applying for residency in {specialty}. Do you remember my work well enough to write a strong letter?
I attach my CV and my notes of your feedback, and could call or visit when it suits you. The letter would
be due on [date].

[your name]
"""
_FROM_THE_PACIFIC = """
Dear Dr. [name],

I am applying for residency in {specialty}. Programs in California, Oregon and Washington are among my
first choices because [your true reason]. You know my work from [rotation, clinic or research with you].

Would you be willing to write a strong letter that speaks to [judgement, work with patients, reliability],
and to how I would fit in a program in your region? I can send whatever makes it easier. The letter would
be due on [date].

[your name]
"""
# What follows a failed exam that is not passed yet.
_STILL_AHEAD = "[what follows: the day of the next sitting]"


@dataclass(frozen=True)
class Template:
    """A text to start from, when it fits, and what to mind."""

    title: str
    when: str
    text: str


def letter_templates(profile: ApplicantProfile) -> list[Template]:
    """Return three ways to ask for a strong letter."""
    specialty = profile.specialties[0]
    return [
        Template(
            "At the end of a rotation",
            "In person if you can, in the last week; this as the note that follows.",
            _paragraphs(_END_OF_ROTATION, specialty),
        ),
        Template(
            "Some months later",
            "Help the writer remember before you ask.",
            _paragraphs(_MONTHS_LATER, specialty),
        ),
        Template(
            "From a faculty member on the Pacific Coast",
            "Only to someone who knows your work. Say why the coast, truthfully.",
            _paragraphs(_FROM_THE_PACIFIC, specialty),
        ),
    ]


def failure_templates(profile: ApplicantProfile, below_passing: bool) -> list[Template]:
    """Return two sentences for each exam that was failed, with the later result where there is one.

    Args:
        profile: The applicant.
        below_passing: Whether the Step 2 CK score is under the passing score of its exam date.
    """
    found = []
    if profile.step1_failures:
        found.append(_failure("Step 1", profile.step1_failures, _after_step1(profile, below_passing)))
    step2_ck_failures = profile.step2_ck_failures + int(below_passing)
    if step2_ck_failures:
        found.append(_failure("Step 2 CK", step2_ck_failures, _after_step2(profile, below_passing)))
    if profile.step3 in ("fail", "fail_then_pass"):
        found.append(_failure("Step 3", 1, "passed it" if profile.step3_passed else _STILL_AHEAD))
    return found


def regional_prompts(profile: ApplicantProfile) -> list[str]:
    """Return questions whose true answers make a paragraph of regional interest."""
    ties = (
        "Who or what ties you to the coast: which people, which years, which town?"
        if profile.pacific_ties
        else "Have you lived, worked, studied or visited there? If not, what do you know first-hand?"
    )
    letters = (
        "What did you see at the Pacific hospital that your letter comes from?"
        if profile.pacific_letters
        else "Which patients there would you serve, and what have you done that prepares you?"
    )
    spoken = (
        f"With which patients did you use {' or '.join(profile.languages)}?"
        if profile.languages
        else "Which languages do you use with patients, and where would they be needed?"
    )
    return [
        ties,
        letters,
        spoken,
        "Which health problem of one place there do you want to work on, and why that one?",
        "Where do you want to practice in ten years? Say it only if it is so.",
    ]


def regional_template(profile: ApplicantProfile) -> Template:
    """Return a paragraph to fill in."""
    specialty = profile.specialties[0]
    return Template(
        "A paragraph on the Pacific Coast",
        "Three or four sentences, for programs there only. Leave out every blank that is not true of you.",
        f"I hope to train in {specialty} in [place], because [person, work or study that ties you to it]. In "
        "[year, place] I worked with [group of patients] and learned [what]. The need for [service or health "
        "problem] there is what I want to work on. After residency I plan to [your plan].",
    )


def _failure(exam: str, failures: int, outcome: str) -> Template:
    times = "" if failures == 1 else f" {failures} times"
    return Template(
        f"{exam}: two sentences",
        "One sentence on what happened, one on what you changed and what came of it. Then move on.",
        f"I failed {exam}{times} in [month, year], when [the cause, in a few words, without blame]. I then "
        f"[the change: how you studied, whom you asked for help], and {outcome}.",
    )


def _after_step1(profile: ApplicantProfile, below_passing: bool) -> str:
    if profile.step1 != "fail_then_pass":
        return _STILL_AHEAD
    score = profile.step2_ck_score
    return "passed it" if score is None or below_passing else f"passed it, and reached {score} in Step 2 CK"


def _after_step2(profile: ApplicantProfile, below_passing: bool) -> str:
    if profile.step2_ck_score is None or below_passing:
        return _STILL_AHEAD
    return f"reached {profile.step2_ck_score}{' before passing Step 3' if profile.step3_passed else ''}"


def _paragraphs(text: str, specialty: str) -> str:
    """Return the text with lines broken only between paragraphs."""
    paragraphs = text.strip().format(specialty=specialty).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
