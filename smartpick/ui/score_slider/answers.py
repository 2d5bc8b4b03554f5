"""What the slider knows before it is moved: one answer for every score."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class SliderAnswers:
    """Tier, chances and expected interviews of one profile at every score, all else unchanged.

    Every list has one entry per score. Probabilities are 0 to 1; `_low` and `_high` bound an 80 % range.
    The slider is as tall as the longest words in it need, and keeps that height while it is dragged.

    Attributes:
        scores: consecutive Step 2 CK scores, ascending.
        tier: short tier label, drawn large and on the strip over the track ("B"); an empty list shows no
            tier and no strip.
        tier_note: what stands under the tier ("could also be A"), may be empty.
        chance: probability of matching with this list; `chance_low`, `chance_high` its range.
        pacific: probability of matching on the Pacific Coast; `pacific_low`, `pacific_high` its range.
        supported: False where nobody with that score is in the published data.
        expected_interviews: mean number of invitations from the list.
        p_no_interview: probability that no program invites.
        passing_score: the passing standard in force on the exam date; lower scores are a fail.
        exam_error: the exam's standard error of measurement, in points; tiers blend over as many.
        marks: scores named on the track, with their labels.
        unsupported_note: the words shown where `supported` is False.
        counts: how many matched ("5 of 30") where they are too few for a chance; then `chance` and `pacific`
            are not shown.

    Raises:
        ValueError: if the lists differ in length, the scores have gaps, or a range does not hold its point.
    """

    scores: list[int]
    tier: list[str]
    tier_note: list[str]
    chance: list[float]
    chance_low: list[float]
    chance_high: list[float]
    pacific: list[float]
    pacific_low: list[float]
    pacific_high: list[float]
    supported: list[bool]
    expected_interviews: list[float]
    p_no_interview: list[float]
    passing_score: int
    exam_error: int
    marks: list[tuple[int, str]]
    unsupported_note: str
    counts: str = ""

    def __post_init__(self) -> None:
        if len(self.scores) < 2 or self.scores != list(range(self.scores[0], self.scores[-1] + 1)):
            raise ValueError("scores must be consecutive, ascending and at least two")
        for field in fields(self):
            column = getattr(self, field.name)
            if not self.tier and field.name in ("tier", "tier_note"):
                continue
            if isinstance(column, list) and field.name != "marks" and len(column) != len(self.scores):
                raise ValueError(f"{field.name} has {len(column)} entries for {len(self.scores)} scores")
        for name in ("chance", "pacific"):
            columns = (getattr(self, name + end) for end in ("_low", "", "_high"))
            for score, low, point, high in zip(self.scores, *columns, strict=True):
                if not 0 <= low <= point <= high <= 1:
                    raise ValueError(
                        f"{name} at {score}: {low} <= {point} <= {high} must hold within 0 and 1"
                    )
