"""Programs' names and codes as people and spreadsheets write them, and how well they fit."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA
from scipy.sparse import csr_matrix

from smartpick.prose import read_words

WORDS: dict[str, Any] = read_words(__file__, "words")


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# Programs' names and codes as people and spreadsheets write them, and how well they fit.

_ACGME_DIGITS = 10
_NRMP_ID = re.compile(r"(?:nrmp\W*)?([0-9]{7}[0-9a-z][0-9])", re.IGNORECASE)
_IN_A_NAME = re.compile(r"(?<!\d)(\d{10}|\d{3}-\d{2}-\d{2}-\d{3})(?!\d)")


def acgme_code(text: str) -> str | None:
    """Return the ten digits of an ACGME code; None if the text is none.

    Hyphens ("140-05-11-046"), blanks, a label before it and the leading zero that spreadsheets drop from
    "0400121010" do not matter.
    """
    tidy = re.sub(r"^(acgme|program|code|id|no|number|#|:|\.|\s)+", "", text.strip().lower())
    tidy = tidy.removesuffix(".0")
    if exact := re.fullmatch(r"(\d)\.(\d{8,9})e\+?0?9", tidy):
        # Written as a power of ten with all its digits, as some exports do.
        return (exact[1] + exact[2]).ljust(_ACGME_DIGITS, "0")
    # The letter of a track may follow: see `track_letter`.
    tidy = re.sub(r"(?<=\d{3})\s?[acmprst]$", "", tidy)
    if not re.fullmatch(r"[\d\s\-–.]+", tidy):
        return None
    digits = re.sub(r"\D", "", tidy)
    # Codes of two-digit specialties start with a zero; spreadsheets keep numbers without it.
    if len(digits) == _ACGME_DIGITS - 1:
        digits = f"0{digits}"
    return digits if len(digits) == _ACGME_DIGITS else None


def track_letter(text: str) -> str | None:
    """Return the letter of a track at the end of an ACGME code ("1400511046C"); None if it has none."""
    match = re.search(r"\d{3}\s?([ACMPRSTacmprst])$", text.strip())
    return match.group(1).upper() if match and acgme_code(text) else None


def nrmp_code(text: str) -> str | None:
    """Return an NRMP code ("3039120C0", with or without "NRMP:" before it); None if the text is none."""
    match = _NRMP_ID.fullmatch(text.strip())
    return match.group(1).upper() if match and re.search(r"[A-Za-z]", match.group(1)) else None


def code_in_name(text: str) -> str | None:
    """Return the ACGME code within a program's name, as in "Name (1400511046)"."""
    match = _IN_A_NAME.search(text)
    return re.sub(r"\D", "", match.group(1)) if match else None


def looks_rounded(text: str) -> bool:
    """Return whether a spreadsheet has rounded the code away ("1.40051E+09")."""
    return bool(re.fullmatch(r"\d([.,]\d+)?e\+?\d+", text.strip().lower()))


def places_of_codes(ids: Sequence[str], nrmp_codes: Sequence[str]) -> dict[str, int]:
    """Return the position of each program by its id and, for codes it alone has, by NRMP code."""
    by_code = [(code, i) for i, codes in enumerate(nrmp_codes) for code in codes.split("|") if code]
    holders = Counter(code for code, _ in by_code)
    places = {code: i for code, i in by_code if holders[code] == 1}
    return places | {program_id: i for i, program_id in enumerate(ids)}


def preliminary_codes(nrmp_codes: Sequence[str]) -> frozenset[str]:
    """Return the codes with a P before the last digit, of programs that have others too."""
    tracks = [codes.split("|") for codes in nrmp_codes]
    return frozenset(
        code
        for codes in tracks
        if any(c[-2:-1] != "P" for c in codes)
        for code in codes
        if code[-2:-1] == "P"
    )


# Words that tell no program from another.
_SILENT = words_in(WORDS["program_names"]["silent"])
_LONG_FORMS: dict[str, tuple[str, ...]] = {
    short: tuple(long.split()) for long, shorts in WORDS["long_forms"].items() for short in shorts.split()
} | {short: tuple(long.split()) for short, long in WORDS["several_words"].items()}


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name that tell programs apart, each one once, in long form and lower case."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`]", "", plain)
    plain = re.sub(r"\b([a-z])\s*&\s*([a-z])\b", r"\1\2", plain)
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        words += _LONG_FORMS.get(word, (word,))
    return tuple(dict.fromkeys(word for word in words if word not in _SILENT))


Array = NDArray[np.float64]
Words = tuple[str, ...]
_MENDED_FROM = 0.83
_SHORTEST_MENDED = 5


class NameIndex:
    """How well a row's name fits the name of each program.

    Words count by how rare they are among programs: "Kern" tells more than "University". The share of the
    row's words that the program has (its name, its sponsor's, its city and state) and the share of the
    program's words that the row has are combined by their harmonic mean (the F measure); the better of the
    program's own name and its sponsor's counts. Slips of the pen are mended against the programs' words.
    """

    def __init__(self, names: Sequence[str], sponsors: Sequence[str], contexts: Sequence[Words]) -> None:
        """Index programs by name and sponsor (empty where unknown).

        The words of a program's context (city, state and specialty) help a row and never hurt it.
        """
        read = {name: name_words(name) for name in {*names, *sponsors}}
        own = [read[name] for name in names]
        sponsor = [read[name] or words for name, words in zip(sponsors, own, strict=True)]
        around = [tuple({*o, *s, *c}) for o, s, c in zip(own, sponsor, contexts, strict=True)]
        counts = Counter(word for words in set(own) | set(sponsor) for word in set(words))
        vocabulary = sorted({word for words in around for word in words})
        self._place = {word: i for i, word in enumerate(vocabulary)}
        spellings = {*vocabulary, *_SILENT, *words_in(" ".join(WORDS["long_forms"].values()))}
        self._spellings = sorted(word for word in spellings if len(word) >= _SHORTEST_MENDED)
        distinct = len(set(own) | set(sponsor))
        # The last weight is that of words nobody in the directory has: as telling as the rarest.
        self._unseen = len(vocabulary)
        self._weights = np.array(
            [np.log1p(distinct / (1 + counts[word])) for word in vocabulary] + [np.log1p(distinct)]
        )
        places = [[[self._place[word] for word in words] for words in each] for each in (own, sponsor)]
        self._variants = [(self._matrix(rows), self._totals(rows)) for rows in places]
        self._around = self._matrix([{self._place[word] for word in words} for words in around])

    def similarity(self, names: Sequence[str], contexts: Sequence[Words]) -> Array:
        """Return the fit (0-100) of each name to each program, shape (names, programs)."""
        # Words of this call alone: the index is shared by all sessions and keeps nothing of theirs.
        mended: dict[str, int] = {}
        rows = [self._known(name_words(name), mended) for name in names]
        around = [
            set(row).union(self._known(words, mended)) for row, words in zip(rows, contexts, strict=True)
        ]
        of_row = self._dot(self._matrix(rows), self._around) / self._totals(rows)[:, None]
        best = np.zeros_like(of_row)
        for matrix, program_totals in self._variants:
            of_program = self._dot(self._matrix(around), matrix) / program_totals
            total = of_row + of_program
            f_measure = np.divide(2 * of_row * of_program, total, out=np.zeros_like(total), where=total > 0)
            np.maximum(best, f_measure, out=best)
        return 100 * np.minimum(best, 1.0)

    def _dot(self, rows: csr_matrix, programs: csr_matrix) -> Array:
        return np.asarray((rows.multiply(self._weights).tocsr() @ programs.T).todense(), dtype=float)

    def _known(self, words: Iterable[str], mended: dict[str, int]) -> list[int]:
        """Return the columns of words: each once, but as many as there are of words nobody has."""
        places = [self._place_of(word, mended) for word in words]
        return [
            *dict.fromkeys(p for p in places if p != self._unseen),
            *(p for p in places if p == self._unseen),
        ]

    def _place_of(self, word: str, mended: dict[str, int]) -> int:
        """Return the column of a word, of the one it is a slip of the pen for, or of unknown words."""
        if word in self._place:
            return self._place[word]
        if word not in mended:
            mended[word] = self._place.get(self._right_spelling(word), self._unseen)
        return mended[word]

    def _right_spelling(self, word: str) -> str:
        if len(word) < _SHORTEST_MENDED:
            return word
        # Two letters in the wrong order are one slip, not two.
        close = process.extractOne(
            word, self._spellings, scorer=OSA.normalized_similarity, score_cutoff=_MENDED_FROM
        )
        return next(iter(name_words(close[0])), "") if close else word

    def _totals(self, rows: Sequence[list[int]]) -> Array:
        return np.array([self._weights[row].sum() if row else np.inf for row in rows])

    def _matrix(self, rows: Sequence[Collection[int]]) -> csr_matrix:
        columns = [place for row in rows for place in row]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        shape = (len(rows), len(self._weights))
        return csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
