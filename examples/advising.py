"""An advising call in code: where one mentee stands, what would change it, the list, and then a whole roster.

    python examples/advising.py

Every number is made by the same functions as the dashboard's. Nothing is stored or sent.
"""

from __future__ import annotations

from smartpick import ApplicantProfile, assess, assess_cohort, plan_applications, score_curve
from smartpick.estimate import Estimate

# What the mentee told. What is left out takes the starting value of the dashboard.
MENTEE = ApplicantProfile(
    specialties=["Internal Medicine"],
    step2_ck_score=222,
    visa_need="j1",
    years_since_graduation=4,
    usce_hands_on_weeks=4,
    us_letters=1,
    max_applications=60,
)

# A roster as a spreadsheet exports it: codes instead of names, columns under their usual names.
ROSTER = b"""code;Step 2 CK;Visa;Years since graduation;US letters
M01;222;J-1;4;1
M02;;J-1;1;3
M03;241;none;7;0
M04;2o5;H-1B;2;2
"""


def chance(estimate: Estimate) -> str:
    """Return a chance with its 80 % range."""
    span = f"{estimate.low:.0%} to {estimate.high:.0%}"
    return f"{estimate.point:.0%} ({span})" if estimate.known else f"no point ({span})"


def where_do_you_stand() -> None:
    """Print tier and chances, and the published curve they are read beside."""
    result = assess(MENTEE)
    print(f"{result.tier.label}. Chance of matching with this list: {chance(result.match_probability)}")
    print(f"In California, Oregon or Washington: {chance(result.match_probability_pacific)}")
    curve = score_curve("IM", "non_us_img")
    low, high = curve.interval([222])
    point = curve.probability(222)
    print(f"Of those who ranked IM first, near 222: {point:.0%} ({low[0]:.0%} to {high[0]:.0%})")


def what_helps_most() -> None:
    """Print what each of some changes would bring: a what-if is the profile with an answer changed."""
    now = assess(MENTEE).match_probability
    changes = (
        {"step2_ck_score": 240},
        {"us_letters": 3},
        {"max_applications": 90},
        {"specialties": ["Internal Medicine", "Family Medicine"]},
    )
    for change in changes:
        then = assess(MENTEE.changed(**change)).match_probability
        [(name, value)] = change.items()
        print(f"{name} {value}: {now.point:.0%} -> {chance(then)}")


def where_to_apply() -> None:
    """Print the first programs of the recommended list, and what the list costs."""
    plan = plan_applications(MENTEE)
    programs = zip(plan.candidates.programs["name"], plan.interview_probability, strict=True)
    for name, invited in list(programs)[:5]:
        print(f"  {invited:5.1%}  {name}")
    print(f"  ... {plan.size} applications, ${plan.cost.known_usd:,.0f} in fees")


def who_needs_what() -> None:
    """Print a roster: a row that cannot be used says why, and the others are assessed all the same."""
    for each in assess_cohort(ROSTER, "mentees.csv"):
        code, found = each.applicant.code, each.outcome
        if found is None:
            print(f"{code}: {each.fault}")
            continue
        missing = len(each.applicant.gaps)
        print(f"{code}: {found.tier_label}, {chance(found.match)}, {missing} answers not known")
        print(f"     {found.liability or 'nothing weighs against them in the guide'}")


if __name__ == "__main__":
    where_do_you_stand()
    print("\nWhat would change it")
    what_helps_most()
    print("\nWhere to apply")
    where_to_apply()
    print("\nThe roster")
    who_needs_what()
