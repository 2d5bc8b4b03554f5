"""What is wrong with an answer, and answers that are each possible but cannot all be true together."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smartpick.profile.answers import question
from smartpick.prose import first_of


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


# Each rule takes the answers it needs and returns what to do, or None if they agree.

Answers = Mapping[str, Any]
_Rule = Callable[[Answers], str | None]


@dataclass(frozen=True)
class ConsistencyRule:
    """A rule over several answers; `field` is the one the fault is shown beside."""

    field: str
    reads: tuple[str, ...]
    fault_in: _Rule


CONSISTENCY_RULES: list[ConsistencyRule] = []


def _rule_of(field: str, *reads: str) -> Callable[[_Rule], _Rule]:
    """Make a function the next rule: the `field` its fault is shown beside, and the answers that it reads."""

    def add(fault_in: _Rule) -> _Rule:
        CONSISTENCY_RULES.append(ConsistencyRule(field, reads, fault_in))
        return fault_in

    return add


@_rule_of("step1_failures", "step1", "step1_failures")
def _step1_failures_agree_with_its_result(answers: Answers) -> str | None:
    result, failures, named = answers["step1"], answers["step1_failures"], question("step1").named
    if result == "pass" and failures > 0:
        return (
            f"Step 1 is marked as passed at the first attempt, but {failures} failed are counted. "
            f"Choose {named('fail_then_pass')}, or set the failed attempts to 0."
        )
    if result in ("fail", "fail_then_pass") and failures == 0:
        return (
            f"Step 1 is marked {named(result)}, but no failed attempt is counted. "
            f"Enter how many failed, 1 or more, or choose {named('pass')}."
        )
    if result == "not_taken" and failures > 0:
        return (
            f"Step 1 is marked as not taken, but {failures} failed attempts are counted. "
            f"Choose {named('fail')} or {named('fail_then_pass')}, or set the failed attempts to 0."
        )
    return None


@_rule_of("step1_score", "step1", "step1_score")
def _step1_score_belongs_to_a_pass(answers: Answers) -> str | None:
    if answers["step1_score"] is None or answers["step1"] in ("pass", "fail_then_pass"):
        return None
    state = "failed" if answers["step1"] == "fail" else "not taken"
    return (
        f"A Step 1 score of {answers['step1_score']} is given, but Step 1 is marked as {state}. "
        "Leave the score empty: only the score of a passed Step 1 is used."
    )


@_rule_of("step3", "step1", "step2_ck_score", "step3")
def _step3_comes_after_steps_1_and_2(answers: Answers) -> str | None:
    if answers["step3"] == "not_taken":
        return None
    not_taken = question("step3").named("not_taken")
    if answers["step1"] not in ("pass", "fail_then_pass"):
        return (
            "Step 3 is open only to those who passed Step 1. "
            f"Mark Step 1 as passed, or Step 3 as {not_taken}."
        )
    if answers["step2_ck_score"] is None:
        return (
            "Step 3 is open only to those who passed Step 2 CK. "
            f"Enter your Step 2 CK score, or mark Step 3 as {not_taken}."
        )
    return None


@_rule_of("step3_score", "step3", "step3_score")
def _step3_score_needs_a_sitting(answers: Answers) -> str | None:
    if answers["step3_score"] is None or answers["step3"] != "not_taken":
        return None
    named = question("step3").named
    return (
        f"A Step 3 score of {answers['step3_score']} is given, but Step 3 is marked as not taken. "
        f"Mark it {named('pass')}, {named('fail_then_pass')} or {named('fail')}, or leave the score empty."
    )


@_rule_of("pacific_letters", "us_letters", "pacific_letters")
def _pacific_letters_are_among_the_us_letters(answers: Answers) -> str | None:
    if answers["pacific_letters"] <= answers["us_letters"]:
        return None
    return (
        f"{answers['pacific_letters']} letters from the West Coast are more than the "
        f"{answers['us_letters']} US letters. Count West Coast letters among the US letters too."
    )


@_rule_of("pacific_min", "pacific_min", "max_applications")
def _pacific_minimum_fits_the_list(answers: Answers) -> str | None:
    least, longest = answers["pacific_min"], answers["max_applications"]
    if least is None or least <= longest:
        return None
    return (
        f"At least {least} West Coast programs do not fit in {longest} applications. "
        "Lower the West Coast minimum or raise the number of applications."
    )


@_rule_of("pacific_max", "pacific_min", "pacific_max")
def _pacific_minimum_is_below_the_maximum(answers: Answers) -> str | None:
    least, most = answers["pacific_min"], answers["pacific_max"]
    if least is None or most is None or least <= most:
        return None
    return (
        f"The West Coast minimum {least} is above the West Coast maximum {most}. "
        "Lower one or raise the other."
    )


@_rule_of("interviews_in_hand", "season_stage", "interviews_in_hand", "max_applications")
def _interviews_come_from_applications(answers: Answers) -> str | None:
    return _more_than_were_sent(answers, "waiting", "interviews_in_hand", "interviews")


@_rule_of("programs_ranked", "season_stage", "programs_ranked", "max_applications")
def _ranks_come_from_applications(answers: Answers) -> str | None:
    return _more_than_were_sent(answers, "ranking", "programs_ranked", "ranked programs")


def _more_than_were_sent(answers: Answers, stage: str, field: str, what: str) -> str | None:
    count, sent = answers[field], answers["max_applications"]
    if answers["season_stage"] != stage or count <= sent:
        return None
    return (
        f"{count} {what} are more than the {sent} applications. Raise the number of applications to what you "
        f"sent, or correct the {what}."
    )


@_rule_of("earlier_unmatched_seasons", "season_stage", "earlier_unmatched_seasons")
def _an_unmatched_season_is_counted(answers: Answers) -> str | None:
    if answers["season_stage"] != "unmatched" or answers["earlier_unmatched_seasons"] >= 1:
        return None
    return (
        f"The place in the season is {question('season_stage').named('unmatched')}, but no earlier season "
        "without a match is counted. "
        "Count the one that ended, or choose another place in the season."
    )


@_rule_of("excluded", "pinned", "excluded")
def _no_program_is_both_pinned_and_excluded(answers: Answers) -> str | None:
    both = [program for program in answers["pinned"] if program in answers["excluded"]]
    if not both:
        return None
    both_lists = f"Pinned and excluded at the same time: {first_of(both, 3)}."
    return f"{both_lists} Keep each program in one of the two lists."


def contradictions(answers: Answers, unreadable: Collection[str] = ()) -> list[ProfileFault]:
    """Return every rule that the answers break, leaving out rules that read an unreadable answer."""
    faults = []
    for rule in CONSISTENCY_RULES:
        if any(name in unreadable for name in rule.reads):
            continue
        message = rule.fault_in(answers)
        if message is not None:
            faults.append(ProfileFault(rule.field, message))
    return faults
