"""The specialty names an applicant may use, and the one name we use for each."""

from difflib import get_close_matches

# The same names as in data/reference/specialties.csv (a test compares the two): a profile must be readable
# before any table is loaded.
SPECIALTY_NAMES: tuple[str, ...] = (
    "Anesthesiology",
    "Child Neurology",
    "Colon and Rectal Surgery",
    "Dermatology",
    "Diagnostic Radiology",
    "Diagnostic Radiology/Nuclear Medicine",
    "Emergency Medicine",
    "Emergency Medicine/Anesthesiology",
    "Emergency Medicine/Family Medicine",
    "Family Medicine",
    "Family Medicine/Osteopathic Neuromusculoskeletal Medicine",
    "Family Medicine/Preventive Medicine",
    "General Surgery",
    "Internal Medicine",
    "Internal Medicine/Anesthesiology",
    "Internal Medicine/Dermatology",
    "Internal Medicine/Emergency Medicine",
    "Internal Medicine/Family Medicine",
    "Internal Medicine/Medical Genetics",
    "Internal Medicine/Neurology",
    "Internal Medicine/Pediatrics",
    "Internal Medicine/Preventive Medicine",
    "Internal Medicine/Psychiatry",
    "Interventional Radiology",
    "Medical Genetics and Genomics",
    "Neurodevelopmental Disabilities",
    "Neurological Surgery",
    "Neurology",
    "Nuclear Medicine",
    "Obstetrics and Gynecology",
    "Occupational and Environmental Medicine",
    "Ophthalmology",
    "Orthopaedic Surgery",
    "Osteopathic Neuromusculoskeletal Medicine",
    "Otolaryngology",
    "Pathology",
    "Pediatrics",
    "Pediatrics/Anesthesiology",
    "Pediatrics/Emergency Medicine",
    "Pediatrics/Medical Genetics",
    "Pediatrics/Physical Medicine and Rehabilitation",
    "Pediatrics/Psychiatry/Child and Adolescent Psychiatry",
    "Physical Medicine and Rehabilitation",
    "Plastic Surgery",
    "Preventive Medicine",
    "Psychiatry",
    "Psychiatry/Family Medicine",
    "Psychiatry/Neurology",
    "Radiation Oncology",
    "Thoracic Surgery",
    "Transitional Year",
    "Urology",
    "Vascular Surgery",
)

_EVERYDAY_NAMES: dict[str, str] = {
    "anaesthesiology": "Anesthesiology",
    "anesthesia": "Anesthesiology",
    "derm": "Dermatology",
    "em": "Emergency Medicine",
    "ent": "Otolaryngology",
    "family practice": "Family Medicine",
    "fm": "Family Medicine",
    "gs": "General Surgery",
    "im": "Internal Medicine",
    "ir": "Interventional Radiology",
    "med-peds": "Internal Medicine/Pediatrics",
    "medicine": "Internal Medicine",
    "medicine-pediatrics": "Internal Medicine/Pediatrics",
    "neuro": "Neurology",
    "neurosurgery": "Neurological Surgery",
    "ob-gyn": "Obstetrics and Gynecology",
    "ob/gyn": "Obstetrics and Gynecology",
    "obgyn": "Obstetrics and Gynecology",
    "obstetrics and gynaecology": "Obstetrics and Gynecology",
    "ortho": "Orthopaedic Surgery",
    "orthopedic surgery": "Orthopaedic Surgery",
    "paediatrics": "Pediatrics",
    "path": "Pathology",
    "peds": "Pediatrics",
    "plastics": "Plastic Surgery",
    "pm&r": "Physical Medicine and Rehabilitation",
    "pmr": "Physical Medicine and Rehabilitation",
    "psych": "Psychiatry",
    "rad onc": "Radiation Oncology",
    "radiology": "Diagnostic Radiology",
    "surgery": "General Surgery",
    "transitional": "Transitional Year",
    "ty": "Transitional Year",
}

_BY_SPELLING: dict[str, str] = {name.lower(): name for name in SPECIALTY_NAMES} | _EVERYDAY_NAMES


def recognised_specialty(answer: str) -> str | None:
    """Return our name for a specialty however it is capitalised or abbreviated; None if unknown."""
    return _BY_SPELLING.get(" ".join(answer.lower().split()))


def similar_specialties(answer: str, limit: int = 3) -> list[str]:
    """Return up to `limit` of our names that are spelled like `answer`, nearest first."""
    spellings = get_close_matches(" ".join(answer.lower().split()), list(_BY_SPELLING), n=2 * limit)
    return list(dict.fromkeys(_BY_SPELLING[spelling] for spelling in spellings))[:limit]
