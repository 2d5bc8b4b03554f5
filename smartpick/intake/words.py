"""The word lists of `words.toml`, which people can extend without touching code."""

from typing import Any

from smartpick.prose import read_words

WORDS: dict[str, Any] = read_words(__file__, "words")


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())
