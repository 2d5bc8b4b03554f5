"""The words of a program's name, so written that abbreviations and spellings meet."""

from __future__ import annotations

import re
import unicodedata


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# Words that tell no program from another.
_SILENT = words_in(
    "the of at and for in a an program programs residency residencies inc llc gme dept department "
    "division track categorical acgme"
)

_LONG_FORM: dict[str, str] = {
    "u": "university",
    "uni": "university",
    "univ": "university",
    "universities": "university",
    "st": "saint",
    "ste": "saint",
    "sts": "saint",
    "saints": "saint",
    "mt": "mount",
    "ft": "fort",
    # Med stands for medical as well as medicine, so all three are one word.
    "medical": "med",
    "medicine": "med",
    "hosp": "hospital",
    "hosps": "hospital",
    "hospitals": "hospital",
    "ctr": "center",
    "ctrs": "center",
    "cntr": "center",
    "cntrs": "center",
    "cen": "center",
    "centre": "center",
    "centers": "center",
    "hlth": "health",
    "healthcare": "health",
    "care": "",
    "sys": "system",
    "syst": "system",
    "systems": "system",
    "sch": "school",
    "schl": "school",
    "coll": "college",
    "reg": "regional",
    "regl": "regional",
    "mem": "memorial",
    "meml": "memorial",
    "gen": "general",
    "genl": "general",
    "comm": "community",
    "commun": "community",
    "cmty": "community",
    "ed": "education",
    "edu": "education",
    "educ": "education",
    "educational": "education",
    "grad": "graduate",
    "sci": "science",
    "sciences": "science",
    "fdn": "foundation",
    "found": "foundation",
    "affil": "affiliated",
    "affiliates": "affiliated",
    "inst": "institute",
    "assoc": "association",
    "clinics": "clinic",
    "svcs": "services",
    "svc": "services",
    "netwk": "network",
    "natl": "national",
    "cnty": "county",
    "co": "county",
    "presby": "presbyterian",
    "meth": "methodist",
    "childrens": "children",
    "cal": "california",
    "calif": "california",
    "penna": "pennsylvania",
    "so": "southern",
}
_SEVERAL_WORDS: dict[str, tuple[str, ...]] = {
    "som": ("school", "med"),
    "com": ("college", "med"),
    "hsc": ("health", "science", "center"),
    "medcenter": ("med", "center"),
    "uc": ("university", "california"),
    "ucla": ("university", "california", "los", "angeles"),
    "ucsf": ("university", "california", "san", "francisco"),
    "ucsd": ("university", "california", "san", "diego"),
    "uci": ("university", "california", "irvine"),
    "ucr": ("university", "california", "riverside"),
    "usf": ("university", "south", "florida"),
    "nyu": ("new", "york", "university"),
    "nyp": ("new", "york", "presbyterian"),
    "suny": ("state", "university", "new", "york"),
    "lsu": ("louisiana", "state", "university"),
    "lsuhsc": ("louisiana", "state", "university", "health", "science", "center"),
    "ohsu": ("oregon", "health", "science", "university"),
    "umass": ("university", "massachusetts"),
    "vcu": ("virginia", "commonwealth", "university"),
    "wvu": ("west", "virginia", "university"),
    "msu": ("michigan", "state", "university"),
    "uab": ("university", "alabama", "birmingham"),
    "uams": ("university", "arkansas", "med", "science"),
    "utmb": ("university", "texas", "med", "branch"),
}

# All the ways to write the words above.
SPELLINGS: frozenset[str] = frozenset(_LONG_FORM) | _SILENT


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name that tell programs apart, each one once, in long form and lower case."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`]", "", plain)
    plain = re.sub(r"\b([a-z])\s*&\s*([a-z])\b", r"\1\2", plain)
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        words += _SEVERAL_WORDS.get(word) or (_LONG_FORM.get(word, word),)
    return tuple(dict.fromkeys(word for word in words if word and word not in _SILENT))
