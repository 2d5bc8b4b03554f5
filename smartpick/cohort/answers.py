"""From the cells of a row to the answers of a profile, and what cells were taken for.

The profile reads each cell by itself. What a cell leaves open another one of the row may say: whether an
"IMG" is a US citizen, or whether a pass was the first attempt. Nothing else is concluded, and all is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from smartpick.cohort.columns import GRADUATION_YEAR, Columns, answer_to
from smartpick.profile import HIGHEST_SCORE, ApplicantProfile, ProfileFault, ProfileFaults, question
from smartpick.profile.answers import ApplicantAnswers
from smartpick.profile.written_answers import (
    bare,
    citizenship_in,
    exam_history,
    is_open,
    leaves_citizenship_open,
    says_nothing,
    shown,
)
from smartpick.prose import plural, read_words

_FIELDS = ApplicantProfile.model_fields
# For these an empty answer is an answer: not given, not there, or no limit. See `ApplicantAnswers`.
MAY_BE_EMPTY = frozenset(
    name for name, each in _FIELDS.items() if type(None) in getattr(each.annotation, "__args__", ())
)
_PASSING = read_words(__file__, "names")["passing_scores"]
# Where words for "no answer" are read as one, or are not enough.
_SILENCE_SPEAKS = MAY_BE_EMPTY | {"visa_need", "applicant_type"}
_OF_IDS = ("signals", "pinned", "excluded")
# What tells the place in the season where no column does.
STAGE_OF = {"interviews_in_hand": "waiting", "programs_ranked": "ranking"}
_NEED_NO_VISA = ("us_img", "us_do_senior", "us_md_senior")
# Ellipsis, because it is the same one in another process too.
_UNREADABLE = ...
# So many words of a column are named in a note.
_NAMED = 6

Written = dict[str, str]


class AnswerReader:
    """Reads the rows of one roster.

    Args:
        columns: What its columns hold.
        match_year: The Match that years of graduation are counted to; None where there are none.
    """

    def __init__(self, columns: Columns, match_year: int | None) -> None:
        self._columns, self._match_year = columns, match_year
        self._read: dict[tuple[str, str], Any] = {}
        self._silent: dict[tuple[str, str], bool] = {}

    def profile(self, cells: Sequence[str]) -> tuple[ApplicantProfile, dict[str, Any], tuple[str, ...]]:
        """Return the profile of a row, its answers, and the fields it leaves empty that must have a value.

        Raises:
            ProfileFaults: with everything that cannot be used.
        """
        written, started = self._written(cells)
        answers, faults = self._answers(written)
        unreadable = {name for name, answer in answers.items() if answer is _UNREADABLE}
        answers |= {name: written[name] for name in unreadable}
        # What another cell tells is no starting value.
        started = tuple(name for name in started if name not in answers)
        answers |= {name: None for name in self._held() - answers.keys() if name in MAY_BE_EMPTY}
        if not faults:
            return ApplicantProfile.from_answers(answers), answers, started
        try:
            ApplicantProfile.from_answers({name: answers[name] for name in unreadable})
        except ProfileFaults as others:
            faults += [fault for fault in others.faults if fault.field in unreadable]
        raise ProfileFaults(faults)

    def explains(self, cells: Sequence[str]) -> bool:
        """Return whether a row explains the names above it, as "score" and "yes/no" do.

        It has two answers at least, none of which can be read, no digit, and no applicant's code.
        """
        if self._columns.code is not None and cells[self._columns.code].strip():
            return False
        written, _ = self._written(cells)
        no_digit = not any(sign.isdigit() for cell in cells for sign in cell)
        unreadable = all(self._answer(name, text) is _UNREADABLE for name, text in written.items())
        return len(written) > 1 and no_digit and unreadable

    def notes(self, rows: Iterable[Sequence[str]]) -> list[str]:
        """Return for each column how words in it were taken, in a sentence, where that is not plain."""
        taken: dict[str, dict[tuple[str, Any], str]] = defaultdict(dict)
        for cells in rows:
            written, _ = self._written(cells)
            for name, answer in self._answers(written)[0].items():
                text = written.get(name, "")
                if text and answer is not _UNREADABLE and name not in _OF_IDS:
                    said = taken[name]
                    if (text, answer) not in said:
                        said[text, answer] = self._taken_as(name, text, answer)
        notes = []
        for place, field in self._columns.fields.items():
            read = [f"{shown(text)} as {word}" for (text, _), word in taken[answer_to(field)].items() if word]
            if read:
                more = f", and {len(read) - _NAMED} more" if len(read) > _NAMED else ""
                notes.append(f"Read in '{self._columns.names[place]}': {'; '.join(read[:_NAMED])}{more}.")
        return notes

    def _taken_as(self, name: str, text: str, answer: Any) -> str:
        """Return what a cell was taken for, in words; empty where it says that itself."""
        if name in _PASSING and (points := self._parted(name, text)[1]) is not None:
            return f"{_in_words(name, answer)}, with the score {points}"
        history = exam_history(text) if name in ("step1", "step2_ck_score", "step3") else None
        if history is not None and history.failures:
            return f"{_in_words(name, answer)}, with {plural(history.failures, 'failed attempt')} before"
        if name == "applicant_type" and leaves_citizenship_open(text):
            return f"{_in_words(name, answer)}, by the visa"
        if name == "years_since_graduation" and GRADUATION_YEAR in self._columns.fields.values():
            return "" if re.fullmatch(r"\d{4}", text) else f"{answer} years since graduation"
        return "" if _is_plain(name, text, answer) else _in_words(name, answer)

    def _held(self) -> set[str]:
        return {answer_to(field) for field in self._columns.fields.values()}

    def _written(self, cells: Sequence[str]) -> tuple[Written, tuple[str, ...]]:
        """Return the cells that say something by field, and the fields left empty that must have a value."""
        held: Written = {}
        ranks = self._columns.ranks
        for place, field in sorted(self._columns.fields.items(), key=lambda item: ranks.get(item[0], 0)):
            text = cells[place].strip()
            unit = self._columns.units.get(place)
            if unit and re.fullmatch(r"[\d.,]+", text):
                # The column's name has the unit.
                text = f"{text} {unit}"
            before = held.get(answer_to(field), "")
            # Several columns of specialties make one list, in which each stands once.
            more = before and text and bare(text) != bare(before)
            held[answer_to(field)] = f"{before}, {text}" if more else before or text
        # "-" and "N/A" are as good as an empty cell; a visa may be the one that counts.
        held = {name: "" if self._is_silent(name, text) else text for name, text in held.items()}
        started = (name for name, text in held.items() if not text and name not in MAY_BE_EMPTY)
        return {name: text for name, text in held.items() if text}, tuple(started)

    def _is_silent(self, name: str, text: str) -> bool:
        if (name, text) not in self._silent:
            silent = name not in _SILENCE_SPEAKS and says_nothing(text) and not is_open(name, text)
            self._silent[name, text] = silent
        return self._silent[name, text]

    def _answers(self, written: Written) -> tuple[dict[str, Any], list[ProfileFault]]:
        """Return what the cells of a row answer, or `_UNREADABLE`, and what is wrong with them together."""
        answers = {name: self._answer(name, text) for name, text in written.items()}
        faults = []
        year = written.get("years_since_graduation")
        if year and GRADUATION_YEAR in self._columns.fields.values():
            try:
                answers["years_since_graduation"] = years_since(year, self._match_year or 0)
            except ValueError as error:
                faults.append(ProfileFault("years_since_graduation", str(error)))
        if "season_stage" not in self._held():
            # Interviews and ranks are those of a season that is under way.
            stages = {stage for field, stage in STAGE_OF.items() if field in written}
            if stages:
                answers["season_stage"] = "ranking" if "ranking" in stages else "waiting"
        faults += self._citizenship(written, answers)
        for exam in ("step1", "step3"):
            faults += self._result_and_score(exam, written, answers)
        for exam in ("step1", "step2_ck", "step3"):
            faults += self._attempts(exam, written, answers)
        for fault in faults:
            answers.pop(fault.field, None)
        return answers, faults

    def _answer(self, name: str, text: str) -> Any:
        if (name, text) not in self._read:
            try:
                read = getattr(ApplicantAnswers.model_validate({name: text}), name)
            except ValidationError:
                read = _UNREADABLE
            self._read[name, text] = read
        return self._read[name, text]

    def _citizenship(self, written: Written, answers: dict[str, Any]) -> list[ProfileFault]:
        """Let type and visa tell of each other; a US citizen needs no visa."""
        kind, visa = written.get("applicant_type", ""), written.get("visa_need", "")
        needs_one = answers.get("visa_need") in ("j1", "h1b", "either")
        citizen = False if needs_one else citizenship_in(visa)
        if citizen is not None and leaves_citizenship_open(kind):
            answers["applicant_type"] = "us_img" if citizen else "non_us_img"
        type_ = answers.get("applicant_type", "non_us_img")
        if type_ in _NEED_NO_VISA and visa and says_nothing(visa):
            answers["visa_need"] = "none"
        if citizen and type_ == "non_us_img":
            named = question("applicant_type").named
            others = ", ".join(map(named, _NEED_NO_VISA))
            told = (
                f"the applicant type is {shown(kind)}"
                if kind
                else f"no applicant type is given, for which {named('non_us_img')} counts"
            )
            advice = f"As the type, write one of {others}; or correct the visa."
            return [ProfileFault("visa_need", f"Visa need is {shown(visa)}, but {told}. {advice}")]
        return []

    def _result_and_score(self, exam: str, written: Written, answers: dict[str, Any]) -> list[ProfileFault]:
        """Take a score in the column of a result as one, and a result in the column of a score."""
        score = f"{exam}_score"
        result, points = self._parted(exam, written.get(exam, ""))
        if points is not None:
            said = f"{_FIELDS[exam].title} is {shown(written[exam])}"
            if result is _UNREADABLE and points < _PASSING[exam]:
                named = question(exam).named
                results = f"{named('pass')}, {named('fail_then_pass')} or {named('fail')}"
                message = f"{said}, a pass or a fail by the standard of its time. Write {results}."
                return [ProfileFault(exam, message)]
            if answers.get(score, points) not in (points, None):
                message = f"{said}, but {_FIELDS[score].title} is {shown(written[score])}. Keep one of them."
                return [ProfileFault(exam, message)]
            answers[exam] = "pass" if result is _UNREADABLE else result
            answers[score] = points
        elif answers.get(score) is _UNREADABLE:
            # "Pass" in the column of the score.
            told = self._answer(exam, written[score])
            if told is not _UNREADABLE and answers.get(exam, told) == told:
                answers |= {exam: told, score: None}
        scored = answers.get(score)
        if exam not in written and isinstance(scored, int) and scored >= _PASSING[exam]:
            answers[exam] = "pass"
        failures = answers.get(f"{exam}_failures")
        if answers.get(exam) == "pass" and isinstance(failures, int) and failures > 0:
            # Neither a score nor a mere "Pass" says that it was the first attempt.
            said = bare(written.get(exam) or written.get(score, ""))
            if points is not None or said in ("pass", "passed", "p"):
                answers[exam] = "fail_then_pass"
        return []

    def _attempts(self, exam: str, written: Written, answers: dict[str, Any]) -> list[ProfileFault]:
        """Read what a result or a score says of attempts before it, as "232 (2nd attempt)" and "F/238"."""
        faults = []
        for field in (exam, f"{exam}_score"):
            told = _told(exam, written[field], answers) if answers.get(field) is _UNREADABLE else {}
            other = next((n for n in told if n != field and _contradicts(answers.get(n), told[n])), None)
            if other:
                message = (
                    f"{_FIELDS[field].title} is {shown(written[field])}, but {_FIELDS[other].title} is "
                    f"{shown(written[other])}. Keep one of them."
                )
                faults.append(ProfileFault(field, message))
            elif told:
                answers |= {field: None} | told
        return faults

    def _parted(self, exam: str, text: str) -> tuple[Any, int | None]:
        """Return the result and the score in "Pass, 215" or "215", and no score in other texts."""
        found = re.fullmatch(r"(\D*)\b([1-3]\d\d)\b(\D*)", text)
        if found is None or int(found[2]) > HIGHEST_SCORE:
            return _UNREADABLE, None
        rest = found[1] + found[3]
        if not bare(rest):
            return _UNREADABLE, int(found[2])
        result = self._answer(exam, rest)
        return (result, int(found[2])) if result in ("pass", "fail_then_pass") else (_UNREADABLE, None)


def _told(exam: str, text: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that the course of an exam's attempts gives; empty where it says nothing sure."""
    history = exam_history(text)
    if history is None or (exam not in _FIELDS and history.score is None):
        return {}
    told: dict[str, Any] = {} if history.score is None else {f"{exam}_score": history.score}
    if history.failures is not None and f"{exam}_failures" in _FIELDS:
        told[f"{exam}_failures"] = history.failures
    if exam in _FIELDS:
        if not history.passed and (history.score or 0) < _PASSING[exam]:
            return {}
        counted = answers.get(f"{exam}_failures")
        failed = history.failures or (counted if isinstance(counted, int) else 0)
        told[exam] = "fail_then_pass" if failed else "pass"
    return told


def _contradicts(answer: Any, told: Any) -> bool:
    # A mere "pass" does not say that it was the first attempt.
    return answer not in (told, None, _UNREADABLE) and (answer, told) != ("pass", "fail_then_pass")


def years_since(cell: str, match_year: int) -> int:
    """Return the years from a year of graduation to the application season, the autumn before the Match.

    Raises:
        ValueError: if the cell does not name one year with four digits, or one after the Match.
    """
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", cell))
    if len(years) != 1:
        raise ValueError(
            f"{shown(cell)} is not a year of graduation. Write it with four digits, such as 2022."
        )
    year = int(years.pop())
    if year > match_year:
        raise ValueError(f"A graduate of {year} is not in the Match of {match_year}. Check the year.")
    # Who graduates in the year of the Match has not done so yet, which is no year since.
    return max(match_year - 1 - year, 0)


# What a cell was taken for, in words.


def _is_plain(name: str, text: str, answer: Any) -> bool:
    """Return whether a cell says its answer as we or the page would write it."""
    words: Mapping[Any, str] = _words(name)
    if isinstance(answer, bool):
        usual = ("yes", "true", "y", "1") if answer else ("no", "false", "n", "0")
        return bare(text) in {*usual, bare(words.get(answer, ""))}
    if isinstance(answer, (int, float)):
        number = re.fullmatch(r"(\d+)(?:[.,](\d+))?", text)
        return number is not None and float(f"{number[1]}.{number[2] or 0}") == answer
    if isinstance(answer, tuple):
        return bare(text) == bare("".join(answer))
    if isinstance(answer, (date, dict)):
        return text.startswith(str(answer)) or isinstance(answer, dict)
    return bare(text) in {bare(str(answer)), bare(words.get(answer, ""))}


def _words(name: str) -> Mapping[Any, str]:
    # The score has a slider and no question of the form.
    return {} if name == "step2_ck_score" else question(name).words or {}


def _in_words(name: str, answer: Any) -> str:
    if answer in ((), None):
        return "no score yet" if name == "step2_ck_score" else question(name).empty or "no answer"
    if isinstance(answer, bool):
        return _words(name).get(answer, "yes" if answer else "no")
    if isinstance(answer, tuple):
        return " and ".join(answer) if len(answer) < 3 else ", ".join(answer)
    return f"{answer:g}" if isinstance(answer, float) else _words(name).get(answer, str(answer))
