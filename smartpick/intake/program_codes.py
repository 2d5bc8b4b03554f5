"""Program codes as people and spreadsheets write them."""

from __future__ import annotations

import re

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
    if not re.fullmatch(r"[\d\s\-–.]+", tidy):
        return None
    digits = re.sub(r"\D", "", tidy)
    # Codes of two-digit specialties start with a zero; spreadsheets keep numbers without it.
    if len(digits) == _ACGME_DIGITS - 1:
        digits = f"0{digits}"
    return digits if len(digits) == _ACGME_DIGITS else None


def nrmp_code(text: str) -> str | None:
    """Return an NRMP code ("3039120C0", with or without "NRMP:" before it); None if the text is none."""
    match = _NRMP_ID.fullmatch(text.strip())
    return match.group(1).upper() if match and re.search(r"[A-Za-z]", match.group(1)) else None


def code_in_name(text: str) -> str | None:
    """Return the ACGME code that stands within a program's name, as in "Name (1400511046)"."""
    match = _IN_A_NAME.search(text)
    return re.sub(r"\D", "", match.group(1)) if match else None


def looks_rounded(text: str) -> bool:
    """Return whether a spreadsheet has rounded the code away ("1.40051E+09")."""
    return bool(re.fullmatch(r"\d(\.\d+)?e\+?\d+", text.strip().lower()))
