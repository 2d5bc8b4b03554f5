"""What the columns of a person's table hold, guessed from their names.

A wrong guess is worse than none: the page shows every guess and lets it be changed, and a column about
something near (numbers of applicants, interview dates, rates of applicants who signaled) is left alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import fuzz, process

from smartpick.intake.names import WORDS, words_in
from smartpick.profile import ApplicantType
from smartpick.programs.evidence import STATUSES, ListStatus

Unit = Literal["auto", "percent", "share"]


@dataclass(frozen=True)
class Field:
    """Something a column can hold: its name here, its label for people, and whether it is plain text."""

    name: str
    label: str
    is_text: bool = False


RATE_FIELDS: dict[str, ApplicantType] = {
    "interview_rate_non_us_img": "non_us_img",
    "interview_rate_us_img": "us_img",
    "interview_rate_us_do": "us_do_senior",
    "interview_rate_us_md": "us_md_senior",
}
_RATE_OF: dict[str, str] = {kind: name for name, kind in RATE_FIELDS.items()}
ANY_RATE = "interview_rate"

FIELDS = tuple(Field(name, **words) for name, words in WORDS["fields"].items())
FIELD = {each.name: each for each in FIELDS}


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds what: the column's index, and the unit of a column of shares, by field name."""

    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, name: str) -> Unit:
        """Return how the numbers of a share column are to be read."""
        return self.units.get(name, "auto")

    @property
    def names_programs(self) -> bool:
        """Whether the columns say which program a row is about."""
        return "program_id" in self.columns or "program_name" in self.columns


_COLUMN_NAMES: dict[str, list[str]] = WORDS["column_names"]
_BY_WHOLE_NAME = {alias: name for name, aliases in _COLUMN_NAMES.items() for alias in aliases}
# Names made of these words alone name the field too: "ACGME Code #". See `words.toml`.
_BY_WORDS = {
    name: (
        [words_in(group) for group in each["needs"]],
        words_in(each["others"]),
        words_in(each.get("in_a_list", "")),
    )
    for name, each in WORDS["names_by_words"].items()
}
_IN_A_LIST = re.compile(r"[,(&/]|\band\b|\bname\b")
_NEAR_ENOUGH = 90.0
_WORDS = {key: words_in(text) for key, text in WORDS["column_words"].items()}
_J1, _H1B = re.compile(r"\bj\W?1\b"), re.compile(r"\bh\W?1\W?b?\b")
_ANOTHER_VISA = re.compile(r"\b[a-z]\W?\d\b|\bopt\b|\bead\b|\btn\b|green card")
_US = re.compile(r"\bu\.?\s?s\.?(?=\W|$)")


def guess_mapping(headers: Sequence[str]) -> ColumnMapping:
    """Return the likely meaning of each column; of several that fit a field equally, the first has it."""
    best: dict[str, tuple[float, int]] = {}
    counts: dict[str, tuple[str, bool, int]] = {}
    for index, header in enumerate(headers):
        name, score = _meaning(header)
        if name == ANY_RATE and status_column(header):
            continue
        if name and score > best.get(name, (0.0, 0))[0]:
            best[name] = (score, index)
        if not name and (counted := _counted(header)):
            counts.setdefault(counted[0], (*counted, index))
    columns = {name: index for name, (_, index) in best.items()}
    _fmg_beside_us_imgs(columns, headers, "_share")
    if "program_name" not in columns and "institution" in columns:
        columns["program_name"] = columns.pop("institution")
    # A count is a share only of the positions it is of: those of a class, or of all residents.
    size = counts.pop("positions", None)
    for name, (_, of_a_class, index) in counts.items():
        if size and size[1] == of_a_class and name.replace("_count", "_share") not in columns:
            columns |= {name: index, "positions": size[2]}
    if not {"non_us_img_share", "img_share"} & columns.keys():
        columns.pop("us_img_share", None)
    return ColumnMapping({name: columns[name] for name in FIELD if name in columns})


GroupNumbers = Literal["rate", "share"]
_SHARE_OF: dict[str, str] = {"non_us_img": "non_us_img_share", "us_img": "us_img_share", "img": "img_share"}


def bare_groups(headers: Sequence[str], mapping: ColumnMapping) -> dict[str, int]:
    """Return the columns that are called by a group of applicants alone, as "US IMG": rates or shares."""
    groups: dict[str, int] = {}
    for index, header in enumerate(headers):
        if group := bare_group(header):
            groups.setdefault(group, index)
    _fmg_beside_us_imgs(groups, headers)
    taken = mapping.columns.values()
    return {group: index for group, index in groups.items() if index not in taken}


def _fmg_beside_us_imgs(columns: dict[str, int], headers: Sequence[str], kind: str = "") -> None:
    """Take "FMG" beside a column of US IMGs for those who are none; "IMG" there is both."""
    us, both, others = (f"{group}{kind}" for group in ("us_img", "img", "non_us_img"))
    if us in columns and both in columns and others not in columns:
        name = headers[columns[both]].lower()
        if "fmg" in name and "img" not in name:
            columns[others] = columns.pop(both)


def bare_group(header: str) -> str | None:
    """Return the group of applicants that a name is about and says nothing else; None for other names."""
    text, words = _words_of(header)
    group = _group(text, set(words)) if set(words) <= _WORDS["bare_group"] else None
    return None if group == "mixed" else group


def with_groups(mapping: ColumnMapping, groups: dict[str, int], numbers: GroupNumbers) -> ColumnMapping:
    """Return the mapping with those columns as what their owner says they are."""
    fields = _SHARE_OF if numbers == "share" else _RATE_OF
    more = {fields[group]: index for group, index in groups.items() if group in fields}
    columns = more | mapping.columns
    if numbers == "share" and not {"non_us_img_share", "img_share"} & columns.keys():
        columns.pop("us_img_share", None)
    return replace(mapping, columns={name: columns[name] for name in FIELD if name in columns})


UseKind = Literal["identity", "used", "asked", "status", "aside", "unknown"]


@dataclass(frozen=True)
class ColumnUse:
    """What becomes of one column.

    Attributes:
        header: Its name.
        kind: identity (finds the program), used (counts), asked (its owner must say what it is), status (how
            far the applicant is, for their own list), aside (known and not used), unknown (not recognised).
        meaning: What it holds.
        remark: Why it is not used, or what was assumed; empty for nothing.
    """

    header: str
    kind: UseKind
    meaning: str
    remark: str = ""


def column_uses(headers: Sequence[str], mapping: ColumnMapping) -> tuple[ColumnUse, ...]:
    """Return what becomes of each column, in the table's order; none is left out."""
    field_of = {index: FIELD[name] for name, index in mapping.columns.items()}
    asked = bare_groups(headers, mapping).values()
    uses = []
    for index, header in enumerate(headers):
        use = _use(header, field_of.get(index), asked=index in asked)
        name, _ = _meaning(header)
        holder = mapping.columns.get(name) if name else None
        if name and holder is not None and use.kind in ("aside", "unknown"):
            remark = f"'{headers[holder]}' is taken for this. It can be changed above."
            use = ColumnUse(header, "aside", FIELD[name].label, remark)
        uses.append(use)
    return tuple(uses)


def _use(header: str, its_field: Field | None, asked: bool) -> ColumnUse:
    if its_field is not None:
        remark = "Taken as the rate of applicants like you." if its_field.name == ANY_RATE else ""
        return ColumnUse(header, "identity" if its_field.is_text else "used", its_field.label, remark)
    if asked:
        return ColumnUse(header, "asked", "A group of applicants", "Say what its numbers are.")
    if status_column(header):
        return ColumnUse(header, "status", "How far you are", "For your own list.")
    phrase = " ".join(_words_of(header)[1])
    for aside in WORDS["kept_aside"]:
        if re.search(aside["name"], phrase):
            return ColumnUse(header, "aside", aside["meaning"], aside["why"])
    return ColumnUse(header, "unknown", "Not recognised", "If it matters, say above what it is.")


_STATUS_HEADERS = re.compile(r"(application |interview )?(status|stage|outcome|result)")
_STATUS_WORDS: dict[str, ListStatus] = {
    name: status for status in STATUSES for name in WORDS["status_columns"].get(status, ())
}
_SILENT_IN_STATUS = words_in(WORDS["status_columns"]["silent"])


StatusColumn = ListStatus | Literal["any"]


def status_column(header: str) -> StatusColumn | None:
    """Return the status that a column is about, "any" for one whose cells say which, None for others."""
    words = re.findall(r"[a-z]+", header.lower().replace("_", " "))
    if set(words) & {"rate", "with", "without", "conducted", "format", "percent", "share"} or "%" in header:
        return None
    phrase = " ".join(word for word in words if word not in _SILENT_IN_STATUS)
    return "any" if _STATUS_HEADERS.fullmatch(phrase) else _STATUS_WORDS.get(phrase)


def header_unit(header: str) -> Unit:
    """Return what a column's name says about the unit of its numbers."""
    text = header.lower()
    if re.search(r"\(0\s*(-|–|to)\s*1\)|fraction", text):
        return "share"
    return "percent" if re.search(r"%|\bper\s?cent(age)?\b|\bpct\b", text) else "auto"


def _words_of(header: str) -> tuple[str, list[str]]:
    """Return a name in lower case and without accents, and its words with slips of the pen mended."""
    letters = unicodedata.normalize("NFKD", header.lower())
    folded = "".join(sign for sign in letters if not unicodedata.combining(sign))
    text = _US.sub("us", folded.replace("_", " "))
    words = re.findall(r"[a-z]+|\d+", text.replace("%", " percent ").replace("#", " number "))
    return text, [_mended(word) for word in words]


def _meaning(header: str) -> tuple[str | None, float]:
    text, words = _words_of(header)
    # A whole name that we know says more than any word in it.
    phrase = " ".join(words)
    if (as_written := " ".join(re.findall(r"[a-z]+|\d+", text))) in _BY_WHOLE_NAME:
        phrase = as_written
    if phrase in _BY_WHOLE_NAME:
        return _BY_WHOLE_NAME[phrase], 100.0 - 0.1 * _COLUMN_NAMES[_BY_WHOLE_NAME[phrase]].index(phrase)
    for name, (needs, others, in_a_list) in _BY_WORDS.items():
        allowed = others.union(*needs, in_a_list if _IN_A_LIST.search(text) else ())
        if set(words) <= allowed and all(group & set(words) for group in needs):
            return name, 88.0
    if re.search(r"\bvisas?\b", text) or _J1.search(text) or _H1B.search(text):
        return _about_visas(text, words)
    about_shares = _about_shares(text, set(words))
    if about_shares or len(phrase) < 5 or _counted(header):
        return about_shares or (None, 0.0)
    close = process.extractOne(phrase, list(_BY_WHOLE_NAME), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return (_BY_WHOLE_NAME[close[0]], close[1] - 10) if close else (None, 0.0)


def _counted(header: str) -> tuple[str, bool] | None:
    """Return (field, whether it is about one class) of a column of numbers of people; None for others."""
    text, words = _words_of(header)
    found, group = set(words), _group(text, set(words))
    of_a_class = bool(found & _WORDS["of_a_class"])
    if found & (_WORDS["share"] | _WORDS["interview"] | (_WORDS["not_residents"] - _WORDS["count"])):
        return None
    if group in ("non_us_img", "img"):
        counted = found & (_WORDS["count"] | _WORDS["of_a_class"])
        return (f"{group}_count", of_a_class) if counted else None
    sized = found & {"positions", "quota", "spots", "residents", "interns", "class"}
    return ("positions", of_a_class) if sized and group is None and len(words) <= 6 else None


def _mended(word: str) -> str:
    """Return the word, with a slip of the pen mended if the word is one of those that matter here."""
    if len(word) < 6 or word in _WORDS["known"]:
        return word
    close = process.extractOne(word, _WORDS["known"], scorer=fuzz.ratio, score_cutoff=85)
    return str(close[0]) if close else word


def _about_visas(text: str, words: list[str]) -> tuple[str | None, float]:
    if _WORDS["not_a_visa"] & set(words):
        return None, 0.0
    j1, h1b = bool(_J1.search(text)), bool(_H1B.search(text))
    if j1 == h1b:
        return (None, 0.0) if not j1 and _ANOTHER_VISA.search(text) else ("visas", 90.0)
    return ("takes_j1" if j1 else "takes_h1b"), 95.0


def _about_shares(text: str, words: set[str]) -> tuple[str, float] | None:
    group = _group(text, words)
    if words & _WORDS["interview"]:
        if words & _WORDS["not_a_rate"] or not words & (_WORDS["share"] | _WORDS["outcome"]):
            return None
        if group is None and words & (_WORDS["all_applicants"] | {"state"}):
            return None
        rate_of = _RATE_OF | {None: ANY_RATE}
        return (rate_of[group], 95.0 if words & _WORDS["share"] else 85.0) if group in rate_of else None
    is_count = words & _WORDS["count"] and not words & _WORDS["share"]
    if (
        group in _SHARE_OF
        and words & (_WORDS["share"] | _WORDS["resident"])
        and not words & _WORDS["not_residents"]
        and not is_count
    ):
        return _SHARE_OF[group], 95.0 if words & _WORDS["resident"] else 85.0
    return None


def _group(text: str, words: set[str]) -> str | None:
    """Return the applicant type a name is about, "img" for IMGs of both kinds, None if it names none."""
    if re.search(
        r"\bnon\W*us(img|fmg)?s?\b|\bnusimgs?\b|\bnon\W*(us\W*)?citizen|\bforeign national|\bnonusimg",
        text,
    ):
        return "non_us_img"
    graduates = words & _WORDS["graduates"]
    if "usimg" in words or (graduates and "us" in words):
        return "us_img"
    if graduates:
        return "img"
    types = [kind for kind in ("us_do_senior", "us_md_senior") if words & _WORDS[kind]]
    return "mixed" if len(types) == 2 else types[0] if types else None
