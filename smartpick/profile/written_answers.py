"""What people write, read as an answer: the words of the page, usual ones, numbers with a unit, days, lists.

Whatever has two meanings is never guessed: it is `Unclear`, with what to write instead. The usual answers
stand in `usual_answers.toml`. Every way into a profile reads text here: rosters, saved files, links, JSON.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from smartpick.profile.specialty_names import listed_specialties
from smartpick.prose import read_words

_TEXTS = read_words(__file__, "usual_answers")
# Stands for "nothing of the kind was written"; None is an answer.
NOT_READ = object()


class Unclear(ValueError):  # noqa: N818 - a finding about an answer, not a failure of ours
    """A text that is no answer, or more than one.

    Attributes:
        why: What is open, to follow "Visa need is 'yes', "; empty where there is nothing to add.
        write: What to write, in sentences; empty for the advice that the field has anyway.
    """

    def __init__(self, why: str = "", write: str = "") -> None:
        super().__init__(why)
        self.why, self.write = why, write


class NoAnswer(Unclear):
    """A text that says that there is no answer, where there must be one."""


def bare(text: str) -> str:
    """Return a text without case, accents, spaces and the signs that do not matter in an answer.

    Those that do are left: a question mark is a doubt, "<" a limit.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (sign for sign in folded if sign in "?!*%#@" or unicodedata.category(sign)[0] in "LNS")
    return re.sub(r"\+(?=\w)", "", "".join(kept))


def _bare_all(words: list[str]) -> frozenset[str]:
    return frozenset(bare(word) for word in words)


_NO_ANSWER = _bare_all(_TEXTS["no_answer"]["words"]) | {""}
_YES_OR_NO = {True: _bare_all(_TEXTS["yes_or_no"]["true"]), False: _bare_all(_TEXTS["yes_or_no"]["false"])}


def _usual(name: str) -> dict[str, str]:
    """Return the code that each usual answer to a field stands for."""
    own = dict(_TEXTS["usual"].get(name, {}))
    like = _usual(own.pop("like")) if "like" in own else {}
    return like | {bare(word): code for code, words in own.items() for word in words}


_USUAL = {name: _usual(name) for name in _TEXTS["usual"]}
_CITIZENSHIP = {bare(word): kind for kind, words in _TEXTS["citizenship"].items() for word in words}
_NO_VISA = {bare(word) for word in _TEXTS["usual"]["visa_need"]["none"]} | {"none", "na"}
_USUAL["visa_need"] |= dict.fromkeys(_CITIZENSHIP, "none")
_LIKE = {name: own["like"] for name, own in _TEXTS["usual"].items() if "like" in own}
_UNCLEAR: dict[str, dict[str, Mapping[str, str]]] = {
    name: {bare(word): each for each in several for word in each["answers"]}
    for name, several in _TEXTS["unclear"].items()
}


def says_nothing(text: str) -> bool:
    """Return whether a text says that there is no answer, as "N/A", "TBD" and "-" do."""
    return bare(text) in _NO_ANSWER


def read_text(name: str, text: str, read: Callable[[str, str], Any], or_empty: bool) -> Any:
    """Return what a text says as the answer to the field `name`; None for no answer where it may be empty.

    `read` takes the field's name and the text and returns `NOT_READ` for what it does not know.

    Raises:
        Unclear: if it is no answer, or none that has one meaning.
    """
    if (answer := read(name, text)) is not NOT_READ:
        return answer
    if (unclear := _UNCLEAR.get(_LIKE.get(name, name), {}).get(bare(text))) is not None:
        raise Unclear(unclear["why"], unclear.get("write", ""))
    if not says_nothing(text):
        raise Unclear
    if or_empty:
        return None
    raise NoAnswer("which is no answer" if text.strip() else "")


def is_open(name: str, text: str) -> bool:
    """Return whether a text can mean two things as an answer to the field `name`."""
    return bare(text) in _UNCLEAR.get(_LIKE.get(name, name), {})


def usual_examples(name: str) -> tuple[str, ...]:
    """Return some of the usual answers to a field, as an explanation of it shows them."""
    if name in _TEXTS["numbers"]:
        unit = _TEXTS["numbers"][name]["units"]
        special = {"score": ("not taken",), "dollars": ("$2,000", "2k"), "share": ("70 %",)}
        return special.get(unit) or (f"2 {_TEXTS['units'][unit][1]}", "two")
    usual = _TEXTS["usual"].get(name, {})
    usual = usual | _TEXTS["usual"][usual["like"]] if "like" in usual else usual
    return tuple(word for code, words in usual.items() if code != "like" for word in words[:2])


def leaves_citizenship_open(applicant_type: str) -> bool:
    """Return whether an applicant type says "IMG" and not which."""
    return _UNCLEAR["applicant_type"].get(bare(applicant_type), {}).get("open") == "citizenship"


def citizenship_in(visa_need: str) -> bool | None:
    """Return whether words in the place of a visa say that the applicant is a US citizen; None if neither."""
    said = re.split(r"[(),;/]|\s[-–—]\s", re.sub(r"\bn/a\b", "na", visa_need, flags=re.IGNORECASE))
    whole, *parts = (bare(part) for part in (visa_need, *said))
    # "No (citizen)", "N/A - green card": none is needed, and why.
    told = {_CITIZENSHIP.get(part) for part in parts if part and part not in _NO_VISA}
    kind = _CITIZENSHIP.get(whole) or (told.pop() if len(told) == 1 else None)
    return None if kind is None else kind == "citizen"


def shown(answer: Any) -> str:
    """Return an answer as it can be quoted in a message: text in quotation marks, at most 40 characters."""
    if answer is None:
        return "empty"
    if isinstance(answer, bool):
        return "true" if answer else "false"
    # Half a character, as \ud83d alone in JSON, can be neither printed nor stored; it is shown as written.
    text = " ".join(str(answer).split()).encode("utf-8", "backslashreplace").decode("utf-8")
    text = text if len(text) <= 40 else text[:39] + "…"
    return text if isinstance(answer, (int, float)) else f"'{text}'"


# One of a few


def read_choice(words: Mapping[Any, str]) -> Callable[[str, str], Any]:
    """Return what reads one of a few answers; `words` has the page's words for the code of each."""
    known = {
        bare(spelling): code for code, word in words.items() if code is not None for spelling in (code, word)
    }
    # No answer, in the words of the page.
    none = bare(words.get(None, ""))

    def read(name: str, text: str) -> Any:
        if text in words:
            return text
        key = bare(text)
        if none and key == none:
            return None
        usual = known | _USUAL.get(name, {})
        if key in usual:
            return usual[key]
        if name == "visa_need":
            need = "none" if citizenship_in(text) is not None else _visa_in(text)
            if need is not None:
                return need
        return _same_of_all(text, lambda part: usual.get(part, NOT_READ))

    return read


_VISA_WORDS = _TEXTS["visa_words"]
_SILENT_OF_VISAS, _PREFERS = (frozenset(_VISA_WORDS[kind]) for kind in ("silent", "prefers"))


def _visa_in(text: str) -> str | None:
    """Return the need that prose names, as "H-1B with Step 3" or "J-1, open to H-1B"; None if in doubt.

    It must name a visa, and hold no word whose meaning is not known.
    """
    tidy = _tidy(text)
    for phrase in _VISA_WORDS["no_preference"]:
        tidy = tidy.replace(phrase, " ")
    tidy = re.sub(r"\b(no|not|without) h\W?1\W?b\b", " ", tidy)
    tidy, j1 = re.subn(r"\bj\W?1\b", " ", tidy)
    tidy, h1b = re.subn(r"\bh\W?1\W?b\b", " ", tidy)
    words = set(re.findall(r"[^\W_]+|\?", tidy))
    if not (j1 or h1b) or words - _SILENT_OF_VISAS - _PREFERS:
        return None
    if j1 and h1b:
        return None if "only" in words else "either"
    # Who prefers one may take the other.
    return None if words & _PREFERS else "j1" if j1 else "h1b"


def _same_of_all(text: str, read: Callable[[str], Any]) -> Any:
    """Return what all parts of a text say, each by itself, as in "native/bilingual" and "CA, OR and WA"."""
    several = {read(bare(part)) for part in re.split(r"[,;/&+]|\band\b", text.casefold())}
    return several.pop() if len(several) == 1 else NOT_READ


def read_yes_or_no(words: Mapping[Any, str]) -> Callable[[str, str], Any]:
    """Return what reads yes or no; `words` are the page's for True, False and None, where it has any."""
    named = {bare(word): answer for answer, word in words.items()}

    def one(name: str, key: str) -> Any:
        usual = _USUAL.get(name, {}).get(key)
        if usual is not None:
            return usual == "true"
        if key in named:
            return named[key]
        return next((answer for answer, said in _YES_OR_NO.items() if key in said), NOT_READ)

    def read(name: str, text: str) -> Any:
        # "Yes (2025)": since when does not matter.
        text = re.sub(r"\s*\((19|20)\d\d\)\s*$", "", text)
        if (answer := one(name, bare(text))) is not NOT_READ:
            return answer
        return _same_of_all(text, lambda part: one(name, part))

    return read


# Numbers

_WORDS = _TEXTS["number_words"]
_COUNTS: dict[str, int] = {word: number for number, words in enumerate(_WORDS["counts"]) for word in words}
_WORDS_OF = {kind: _bare_all(words) for kind, words in _WORDS.items() if kind != "counts"}
_UNITS = {unit: _bare_all(words) for unit, words in _TEXTS["units"].items()}
_MONTHS_IN = {"months": 1, "years": 12}
# A year of 365.25 days has 52.18 weeks.
WEEKS_IN_A_MONTH = 365.25 / 12 / 7
_ABOUT = r"~|≈|about\b|approximately\b|approx\b\.?|around\b|circa\b|ca\b\.?"
_BOUND = r"[<>]=?|≤|≥|(?:at least|at most|up to|less than|more than|under|over|above|below|min|max)\b"
_NUMBER = re.compile(
    rf"(?P<about>{_ABOUT})?\s*(?P<bound>{_BOUND})?\s*(?P<money>us\$|usd|\$)?\s*"
    r"(?P<number>-?[.,]?\d(?:[\d.,' ]*\d)?)\s*(?P<rest>.*)"
)
_SAYS_MORE = re.compile(r"\+|(?:or|and)\s+(?:more|above|up|less|fewer|below)\b")
_TWO_NUMBERS = re.compile(r"(?:-|/|\+|to\b|or\b|and\b)\s*\d")
_OTHER_MONEY = re.compile(r"[€£₹¥]|\b(?:eur|gbp|inr|cad|rs)\b")
_MARK = "and what its mark means is not known"
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d\b")


def _tidy(text: str) -> str:
    """Return a text in one line and small letters, with one sign each for dashes and apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    dashes = "".join("-" if unicodedata.category(s) == "Pd" or s == "−" else s for s in plain)
    line = " ".join("".join(s for s in dashes if unicodedata.category(s) != "Cf").split())
    # A pair of quotation marks; one alone may be what broke a table.
    return re.sub("^([\"“”„«'])(.*)([\"“”»'])$", r"\2", line)


def read_number(name: str, text: str) -> Any:
    """Return the number in a text, in the field's own unit; None for words that say that there is none."""
    field, key = _TEXTS["numbers"][name], bare(text)
    unit = field["units"]
    if key in _WORDS_OF["none"] and "none" in field:
        return None if field["none"] == "empty" else field["none"]
    if key in _WORDS_OF.get(field.get("empty"), ()):
        return None
    if unit == "score" and key in _WORDS_OF["result"]:
        raise Unclear("which is a result and no score")
    if key in _WORDS_OF["none"]:
        raise Unclear("which may mean 0 or no limit" if "empty" in field else "")
    if unit == "dollars" and _OTHER_MONEY.search(text.casefold()):
        raise Unclear("which is not in US dollars")
    text = re.sub("[½¼¾]", lambda part: str(unicodedata.numeric(part[0])).lstrip("0"), text)
    if any(unicodedata.category(sign) == "No" for sign in text):
        raise Unclear(_MARK)
    return _number_in(_tidy(text), unit, may_be_about="about" in field)


def _number_in(text: str, unit: str, may_be_about: bool) -> Any:
    first, _, after = text.partition(" ")
    found = _NUMBER.fullmatch(f"{_COUNTS[first]} {after}" if first in _COUNTS else text)
    if found is None or len(found["number"]) > 40:
        return NOT_READ
    rest = found["rest"].strip("()[]., -:") if not _TWO_NUMBERS.match(found["rest"]) else found["rest"]
    if _ISO_DAY.match(text):
        raise Unclear("which is a day; spreadsheets make one of '2-3'")
    if _TWO_NUMBERS.match(rest):
        raise Unclear("which gives more than one number")
    if found["bound"] or _SAYS_MORE.match(rest):
        raise Unclear("which gives a limit and no number")
    if found["about"] and not may_be_about:
        raise Unclear("which is not exact")
    if rest.startswith("*"):
        raise Unclear(_MARK)
    if found["money"] and unit != "dollars":
        return NOT_READ
    if unit == "years" and re.fullmatch(r"(19|20)\d\d", text):
        raise Unclear("which is a year")
    return _in_unit(_value_of(found["number"], unit), bare(rest), unit)


def _in_unit(value: Any, said: str, unit: str) -> Any:
    """Return a number in the field's unit, given the unit that is `said` after it."""
    if not said or said in _UNITS[unit]:
        return value
    if unit == "share" and said == "%":
        return value / 100
    if unit == "dollars" and said in ("k", "kusd", "k$"):
        return value * 1000
    if unit == "failures" and said in ("attempt", "attempts"):
        raise Unclear("which does not say how many attempts failed")
    given = next((each for each in ("weeks", "months", "years") if said in _UNITS[each]), None)
    if given in _MONTHS_IN and unit in _MONTHS_IN:
        return value * _MONTHS_IN[given] / _MONTHS_IN[unit]
    if given and unit == "weeks":
        return round(value * _MONTHS_IN[given] * WEEKS_IN_A_MONTH)
    if given and unit in _MONTHS_IN:
        raise Unclear(f"which is in {given}")
    return NOT_READ


def _value_of(number: str, unit: str) -> int | float:
    """Return what digits with separators come to; these part thousands or a fraction."""
    sign, digits = (-1, number[1:]) if number.startswith("-") else (1, number)
    parts = re.split(r"[.,' ]", digits)
    marks = re.findall(r"[.,' ]", digits)
    if not marks:
        return sign * int(digits)
    grouped = 1 <= len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(part) == 3 for part in parts[1:-1])
    last_is_group = grouped and len(parts[-1]) == 3
    if last_is_group and len(set(marks)) == 1:
        if len(marks) > 1 or marks[0] in "' " or (marks[0] == "," and unit in ("dollars", "programs")):
            return sign * int("".join(parts))
        whole, thousands = parts[0], "".join(parts)
        fraction = float(f"{whole}.{parts[1]}")
        if unit in ("years", "months", "weeks", "share") and not fraction.is_integer():
            # The other reading is beyond every limit.
            return sign * fraction
        raise Unclear(f"which can be {fraction:g} or {thousands}")
    groups = set(marks[:-1])
    if marks[-1] not in ".," or (groups and not (grouped and len(groups) == 1 and marks[-1] not in groups)):
        raise Unclear("in which the separators are not clear")
    value = float(f"{''.join(parts[:-1]) or 0}.{parts[-1]}")
    return sign * (int(value) if value.is_integer() else value)


# How an exam went, in words

_EXAM_SIGNS = {word: sign for sign, words in _TEXTS["exam_words"].items() for word in words}
_ORDINALS = {
    word: f"@{place}" for place, words in enumerate(_TEXTS["ordinals"]["words"], 1) for word in words
}
_EXAM_LABEL = re.compile(r"(usmle\s*)?(step\s*(1|2|3|i{1,3})\b\s*)?(2?ck\b\s*)?(score\b)?[\s:=]*")
# Attempts that failed, each with the score of it, before what counts in the end: a pass, a score, or both.
_EXAM_COURSE = re.compile(r"((?:S )?F (?:S )??)*(P S|S P|P|S) ")
_MOST_SIGNS = 14
_MONTH_OF_EXAM = re.compile(r"\(\s*(?:[a-z]{3,9}\.?\s+|\d\d?/)?(?:19|20)\d\d\s*\)")


@dataclass(frozen=True)
class ExamHistory:
    """What a text says of an exam that was passed in the end, or of which it gives the last score.

    `passed` is whether it says so; `score` and `failures` are None where it says nothing of them.
    """

    passed: bool
    score: int | None
    failures: int | None


def exam_history(text: str) -> ExamHistory | None:
    """Return what "232 (2nd attempt)", "F/238" or "pass after 2 fails" says of an exam; None if in doubt.

    A second attempt says that the first one failed: an exam that was passed is not taken again.
    """
    tidy = _MONTH_OF_EXAM.sub("", _EXAM_LABEL.sub("", _tidy(text), count=1))
    signs: list[str] = []
    scores: list[int] = []
    for word in re.findall(r"\d+(?:st|nd|rd|th)?|[^\W\d_]+|[^\s\w]", tidy):
        sign = _EXAM_SIGNS.get(word) or _ORDINALS.get(word) or str(_COUNTS.get(word, word))
        if sign.isdecimal() and len(sign) == 3 and 1 <= int(sign) <= 300:
            scores.append(int(sign))
            sign = "S"
        if not re.fullmatch(r"[SPFA]|@?\d|silent", sign):
            return None
        signs += [] if sign == "silent" else [sign]
    if len(signs) > _MOST_SIGNS:
        return None
    said: set[int] = set()

    def counted(less: int) -> Callable[[re.Match[str]], str]:
        def take(found: re.Match[str]) -> str:
            said.add(int(found[1]) - less)
            return ""

        return take

    course = "".join(f"{sign} " for sign in signs)
    for form, less in ((r"(\d) F (A )?", 0), (r"F (\d) (A )?", 0), (r"@(\d) (A )?", 1), (r"(\d) A ", 1)):
        course = re.sub(form, counted(less), course)
    end = _EXAM_COURSE.fullmatch(course)
    if failed := course.count("F"):
        said.add(failed)
    if end is None or len(said) > 1 or min(said, default=0) < 0:
        return None
    return ExamHistory("P" in end[2], scores[-1] if "S" in end[2] else None, said.pop() if said else None)


# Days


def read_day(name: str, text: str) -> Any:
    """Return the day that a text names; None for words that say that there is none."""
    if bare(text) in _WORDS_OF["no_score"] | _WORDS_OF["none"]:
        return None
    tidy = re.sub(r"[t ]\d\d:\d\d(:\d\d(\.\d+)?)?z?$", "", _tidy(text).rstrip("."))
    tidy = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", tidy)
    if re.search("[a-z]", tidy):
        tidy = " ".join(re.sub(r"[-,./]", " ", tidy.replace("sept ", "sep ")).split())
    days = {day for each in _TEXTS["days"]["formats"] if (day := _day(tidy, each)) is not None}
    if len(days) > 1:
        raise Unclear(f"which can be {' or '.join(sorted(day.isoformat() for day in days))}")
    if not days and any(_day(tidy, each) for each in _TEXTS["days"]["without_day"]):
        raise Unclear("which does not name the day")
    return days.pop() if days else NOT_READ


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


# Lists


def read_specialties(name: str, text: str) -> Any:
    """Return the names in a text, in their order; those that are not known stay as they are written."""
    if says_nothing(text):
        return NOT_READ
    found = listed_specialties(text)
    if found.doubtful:
        raise ValueError(
            f"Specialty {shown(text)} can be several specialties or a combined one. "
            f"Write '{', '.join(found.names)}' for several, or '{found.doubtful[0]}' for the combined one."
        )
    return found.names


_BETWEEN = re.compile(r"[|;,/&\n]|\band\b")


def read_languages(name: str, text: str) -> Any:
    """Return the languages in a text besides English."""
    if bare(text) in _WORDS_OF["none"] or says_nothing(text):
        return ()
    items = (item.strip(" .") for item in _BETWEEN.split(text))
    return tuple(
        item for item in items if item and bare(item) not in ("english", "englishonly", "onlyenglish")
    )
