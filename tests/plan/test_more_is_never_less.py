"""A higher score, more applications, signals and better news never lower what the best list is worth.

The list gives up some chance of a match where a place on the Pacific Coast is worth more to the applicant, so
the chance itself may fall where the worth rises, by little; `docs/validation.md` says how often.
"""

import numpy as np
import pytest

from smartpick.assessment import SCORE_AXIS
from smartpick.engine import Engine
from smartpick.odds.list_odds import point_odds
from smartpick.plan import with_signals
from smartpick.plan.candidates import effects_of, standing_of
from smartpick.plan.plan import Plan
from smartpick.plan.planning import plan_list
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, Evidence, ProgramEvidence

_SPECIALTIES = (
    *("Internal Medicine", "Family Medicine", "Pediatrics", "Neurology", "Pathology", "Psychiatry"),
    "General Surgery",
)
# What the value may fall where the search ends at another of two lists that are all but equal, 0-1.
_ALL_BUT_EQUAL = 1e-5
# What the chance of a match may fall where the list becomes worth more, 0-1.
_TRADED = 0.01


@pytest.mark.parametrize(
    ("specialties", "answers"),
    [
        (("General Surgery", "Internal Medicine"), {"applicant_type": "us_img", "max_applications": 78}),
        (("General Surgery", "Pathology"), {"visa_need": "j1", "max_applications": 94}),
    ],
)
def test_a_mixed_list_is_worth_more_than_one_divided_without_signals(
    engine: Engine, specialties: tuple[str, ...], answers: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exchanges of one program at a time cannot mend how the list is divided where the search starts."""
    profile = ApplicantProfile.from_answers(
        {"specialties": list(specialties), "step2_ck_score": 228, "pacific_min": 0, **answers}
    )
    found = plan_list(profile, engine).value
    monkeypatch.setattr(with_signals, "_as_if_signalled", lambda ways, plain: plain)
    assert found > plan_list(profile, engine).value + 0.001


def list_and_chance(
    profile: ApplicantProfile, engine: Engine, evidence: Evidence = NO_EVIDENCE
) -> tuple[Plan, float]:
    """The best list, and the chance of a match with it."""
    plan = plan_list(profile, engine, evidence=evidence)
    standing = standing_of(effects_of(profile, engine), engine, profile.applicant_type)
    here = int((profile.step2_ck_score or 0) - SCORE_AXIS[0])
    return plan, float(point_odds(plan.parts, SCORE_AXIS, standing)[0][here])


@pytest.mark.slow
@pytest.mark.parametrize("specialties", [1, 2])
def test_more_is_never_less(engine: Engine, specialties: int) -> None:
    random = np.random.default_rng(8 + specialties)
    fell: list[tuple[str, float, float, ApplicantProfile]] = []
    for _ in range(30 // specialties):
        size = int(random.integers(15, 150))
        profile = ApplicantProfile(
            specialties=[str(name) for name in random.choice(_SPECIALTIES, specialties, replace=False)],
            applicant_type=str(random.choice(["non_us_img", "non_us_img", "us_img", "us_do_senior"])),
            step2_ck_score=int(random.integers(205, 280)),
            visa_need=str(random.choice(["none", "j1"])),
            pacific_weight=float(random.choice([0.3, 0.5, 0.7, 0.9])),
            max_applications=size,
            pacific_min=int(random.choice([0, min(size, 15)])),
            pacific_max=None,
        )
        now = list_and_chance(profile, engine)
        candidates = now[0].choice.candidates
        one = int(random.integers(len(candidates.rows)))
        program = str(candidates.program_ids[one])
        usual = float((1 - candidates.near_zero[one]) * candidates.mean_rest[one])
        news = {program: ProgramEvidence(program, interview_rate=min(2 * usual + 0.05, 0.6))}
        score = int(profile.step2_ck_score or 0)
        lost = [
            ("score", now, list_and_chance(profile.changed(step2_ck_score=score + 1), engine)),
            ("applications", now, list_and_chance(profile.changed(max_applications=size + 1), engine)),
            ("evidence", now, list_and_chance(profile, engine, news)),
        ]
        own = [str(p) for p in now[0].candidates.program_ids[:2]]
        tier = next((s for s in now[0].signal if s), "")
        if tier:
            less, both = (
                list_and_chance(profile.changed(signals=dict.fromkeys(given, tier)), engine)
                for given in (own[:1], own)
            )
            lost.append(("signal", less, both))
        for change, (plan, chance), (plan_after, chance_after) in lost:
            worth, traded = plan.value - plan_after.value, chance - chance_after
            if worth > _ALL_BUT_EQUAL or traded > _TRADED:
                fell.append((change, worth, traded, profile))
    assert not fell, "\n".join(
        f"{what} {worth:.6f} {chance:.5f} {who!r}" for what, worth, chance, who in fell
    )
