"""Why a higher score would hardly change the chance, in words."""

from __future__ import annotations

from smartpick.guidance.score_reach import Limit, ScoreReach
from smartpick.presenters.wording import percent

_MOST_NAMED = 3
# Up to this many printed points the score is said to hardly move the chance.
_HARDLY = 1
_VISAS = {"j1": "a J-1", "h1b": "an H-1B", "either": "a J-1 or an H-1B"}
_ANSWERS = {
    "exam_failures": "failed attempts",
    "years_since_graduation": "the years since graduation",
    "usce_hands_on_weeks": "little hands-on US experience",
    "usce_observer_weeks": "little time in US clinics",
    "us_letters": "few US letters",
    "publications": "few publications",
    "presentations": "few presentations",
    "english": "limited English",
    "unexplained_gap": "an unexplained gap",
    "ecfmg_certified": "no ECFMG certification yet",
    "step3": "a failed Step 3",
}


def score_reach_sentences(reach: ScoreReach | None) -> list[str]:
    """Return how little the score moves the chance and what limits it; nothing where the score matters."""
    if reach is None or not _hardly_moves(reach):
        return []
    ends = sorted({percent(min(reach.chances)), percent(max(reach.chances))}, key=_number)
    stays = f"stays at {ends[0]}" if len(ends) == 1 else f"goes from {ends[0]} to {ends[-1]} only"
    said = [f"From {reach.low_score} to {reach.high_score} points your chance {stays}."]
    named = [_limit(limit) for limit in reach.limits if limit.kind != "flat_curve"][:_MOST_NAMED]
    if named:
        said.append(f"What limits it more: {'; '.join(named)}.")
    flat = [limit.name for limit in reach.limits if limit.kind == "flat_curve"]
    if flat:
        said.append(
            f"In {' and '.join(flat)}, those who matched and those who did not had nearly the same scores."
        )
    return said


def _hardly_moves(reach: ScoreReach) -> bool:
    lowest, highest = _number(percent(min(reach.chances))), _number(percent(max(reach.chances)))
    return highest - lowest <= _HARDLY and highest < 95


def _number(words: str) -> int:
    """Return a printed percentage as a number; "under 1 %" is 0 and "over 99 %" is 100."""
    number = int("".join(sign for sign in words if sign.isdigit()))
    return {"u": 0, "o": 100}.get(words[0], number)


def _limit(limit: Limit) -> str:
    share = percent(limit.odds_ratio)
    if limit.kind == "visa":
        return f"about {share} of the programs sponsor {_VISAS[limit.name]}"
    if limit.kind == "no_step3":
        return f"an H-1B needs a passed Step 3, and without it the odds are {share} of what they would be"
    if limit.kind == "ruled_out":
        return f"only {share} of the programs state no rule that you do not meet"
    if limit.kind == "few_applications":
        return f"the list reaches {share} of the programs that are open to you"
    name = _ANSWERS.get(limit.name, limit.name.replace("_", " "))
    return f"{name} (odds of an invitation {share} of the usual applicant's)"
