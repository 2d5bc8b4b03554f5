"""The applicant's profile: all answers, each possible and none contradicting another."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ValidationError, model_validator

from smartpick.profile.answer_types import Step3Status, VisaNeed
from smartpick.profile.answers import ApplicantAnswers
from smartpick.profile.consistency import contradictions
from smartpick.profile.explaining import faults_in_single_answers, faults_in_text
from smartpick.profile.faults import ProfileFaults


class ApplicantProfile(ApplicantAnswers):
    """What one applicant told us. Immutable and hashable; a what-if is `profile.changed(...)`.

    Fields, units and ranges are those of `ApplicantAnswers`. Lists are kept as tuples.
    """

    @model_validator(mode="after")
    def _answers_agree_with_each_other(self) -> Self:
        found = contradictions(vars(self))
        if found:
            raise ValueError(str(ProfileFaults(found)))
        return self

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> Self:
        """Return the profile of these answers (names and units as in `ApplicantAnswers`).

        Raises `ProfileFaults` with every fault at once: those of single answers first, then those between
        answers that can be read.
        """
        named = {str(name): answer for name, answer in answers.items()}
        faults = faults_in_text(named, ApplicantAnswers.model_fields)
        for fault in faults:
            del named[fault.field]
        try:
            profile = cls.model_validate(named)
            if not faults:
                return profile
        except ValidationError as error:
            faults += faults_in_single_answers(error, ApplicantAnswers.model_fields)
        unreadable = {fault.field for fault in faults}
        readable = {name: answer for name, answer in named.items() if name not in unreadable}
        faults += contradictions(vars(ApplicantAnswers.model_validate(readable)), unreadable)
        raise ProfileFaults(faults)

    def changed(self, **changes: Any) -> Self:
        """Return the profile with some answers changed, checked again; raises `ProfileFaults`.

        Answers that were never given follow the changed ones: with 10 applications the default Pacific
        minimum of 15 becomes 1.
        """
        return type(self).from_answers({**self.model_dump(exclude_unset=True), **changes})

    @property
    def step3_passed(self) -> bool:
        """Whether Step 3 is passed, at whatever attempt."""
        return self.step3 in ("pass", "fail_then_pass")

    @property
    def step3_once_passed(self) -> Step3Status:
        """What `step3` would say after a pass at the next attempt."""
        return "fail_then_pass" if self.step3 in ("fail", "fail_then_pass") else "pass"

    @property
    def sponsorship(self) -> VisaNeed:
        """The visa that a program has to sponsor: `visa_need` of a non-US citizen IMG, else none.

        A US citizen needs no visa, and of US seniors no published figure tells visas apart.
        """
        return self.visa_need if self.applicant_type == "non_us_img" else "none"

    def __hash__(self) -> int:
        answers = {**vars(self), "signals": frozenset(self.signals.items())}
        return hash((type(self), *answers.values()))
