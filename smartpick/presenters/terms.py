"""The glossary: what the abbreviations and words of the Match mean, in a sentence or two each."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "attempt": "One sitting of an exam. A failed sitting stays on the transcript after a later pass.",
    "categorical": "A position that covers the whole training of a specialty, from the first year on. "
    "Preliminary positions last one year; advanced ones start after it.",
    "contiguous ranks": "How many programs of the preferred specialty stand at the top of a rank order list "
    "before the first program of another specialty.",
    "ECFMG": "The body that certifies graduates of medical schools abroad. They cannot start residency "
    "without its certificate.",
    "ERAS": "The service through which most applications reach the programs. Its fee rises with the number "
    "of applications in a specialty.",
    "H-1B": "A work visa. Fewer programs offer it than the J-1, and it needs a passed Step 3.",
    "hands-on experience": "Clinical work in which the student or graduate examines patients: electives, "
    "sub-internships, externships. Programs weigh it above watching.",
    "IMG": "International medical graduate: someone who graduated from a medical school abroad. A non-US IMG "
    "is not a US citizen, a US IMG is.",
    "interview rate": "The share of its applicants that a program invites to an interview, counted for one "
    "type of applicant in one season.",
    "J-1": "The exchange visitor visa, the usual one for residents from abroad. It brings a duty to go home "
    "for two years, or to work where physicians are short.",
    "LOR": "Letter of recommendation. A US letter is from a physician who saw the applicant work in the "
    "United States.",
    "Main Match": "The yearly run in which applicants' and programs' rank order lists are brought together.",
    "match probability": "Our estimate of the chance of a match. It always has a range.",
    "match rate": "A published share: of all who took part, how many matched.",
    "NRMP": "The organization that runs the Main Match and publishes its results.",
    "observership": "Watching clinical work without examining patients.",
    "PGY-1": "Postgraduate year 1, the first year of residency.",
    "preferred specialty": "The specialty of the first program on a rank order list.",
    "range": "We give a point and an 80 % range: were the model right, the true value would lie in the range "
    "four times out of five.",
    "rank order list": "The programs in the order in which an applicant wants them, handed in after the "
    "interviews. Programs hand in such a list of applicants.",
    "ResidencyCAS": "The service that takes applications in place of ERAS in a few specialties.",
    "signal": "A mark on a limited number of applications that tells a program it is among the favorites.",
    "SOAP": "The week before Match Day in which unfilled positions are offered to those who did not match.",
    "Step 2 CK": "The clinical knowledge exam of the US licensing series; a score of three digits.",
    "Step 3": "The last exam of the US licensing series. Most take it during residency; some before, for a "
    "visa or to strengthen an application.",
    "USCE": "US clinical experience: time in patient care in the United States, hands-on or watching.",
}

_BY_LOWER_NAME = {name.lower(): name for name in TERMS}


def meaning(term: str) -> str:
    """Return what a term means; letter case does not count.

    Raises:
        KeyError: if the glossary does not have it.
    """
    return TERMS[_BY_LOWER_NAME[term.lower()]]


def term_help(*terms: str) -> str:
    """Return the meanings of a few terms as one help text: "ERAS: The service ..."."""
    return " ".join(f"{_BY_LOWER_NAME[term.lower()]}: {meaning(term)}" for term in terms)


def term_lines(*terms: str) -> list[str]:
    """Return one line of markdown for each term, all of them in order of name if none is named."""
    names = [_BY_LOWER_NAME[term.lower()] for term in terms] or sorted(TERMS, key=str.lower)
    return [f"**{name}**: {TERMS[name]}" for name in names]
