"""What is wrong with an answer, in words that tell the applicant what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ProfileFault:
    """One answer that cannot be used: the field's name as in JSON, and a sentence saying what to do."""

    field: str
    message: str


class ProfileFaults(ValueError):  # noqa: N818 (it carries several faults; "error" would hide that)
    """Every fault found in one profile, so that all of them can be corrected in one go.

    `str()` gives a single line without line breaks, fit for a terminal.
    """

    def __init__(self, faults: Sequence[ProfileFault]) -> None:
        self.faults: tuple[ProfileFault, ...] = tuple(faults)
        super().__init__(self._as_one_line())

    def _as_one_line(self) -> str:
        messages = [" ".join(fault.message.split()) for fault in self.faults]
        if len(messages) == 1:
            return messages[0]
        numbered = " ".join(f"({number}) {message}" for number, message in enumerate(messages, start=1))
        return f"{len(messages)} answers need correcting: {numbered}"
