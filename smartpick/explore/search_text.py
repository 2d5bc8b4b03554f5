"""Finding programs by words: any case, with or without accents, abbreviations as well as long forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from smartpick.intake.name_words import name_words


class TextIndex:
    """The words of many texts, laid out for searching while someone types."""

    def __init__(self, texts: Sequence[str]) -> None:
        # A space before and after each word: " word" finds beginnings of words, " word " whole words.
        self._texts = [_spaced((*plain_words(text), *name_words(text))) for text in texts]

    def matches(self, query: str) -> NDArray[np.int64]:
        """Return, for each text, 0 where some word of the query is missing, else a rank that rises with fit.

        A word of the query is found where a word of the text begins with it, or where its long form stands
        ("St" finds Saint). An empty query fits everything alike.
        """
        words = plain_words(query)
        rank = np.ones(len(self._texts), dtype=np.int64)
        for word in words:
            begins = f" {word}"
            whole = (
                [f" {form} " for form in {word, *name_words(word)}]
                if _spells_one_word(word)
                else [f" {word} "]
            )
            rank *= np.array(
                [
                    3 if any(form in text for form in whole) else 1 if begins in text else 0
                    for text in self._texts
                ],
                dtype=np.int64,
            )
        return rank


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", plain)))


def _spells_one_word(word: str) -> bool:
    return len(name_words(word)) == 1


def _spaced(words: Sequence[str]) -> str:
    return f" {' '.join(dict.fromkeys(words))} "
