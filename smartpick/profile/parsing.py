"""Reading a profile from JSON or from a mapping of answers."""

import json
from collections.abc import Mapping
from typing import Any

from smartpick.profile.answer_types import shown
from smartpick.profile.applicant import ApplicantProfile
from smartpick.profile.faults import ProfileFault, ProfileFaults

# The field name of a fault that concerns the document and no single answer.
WHOLE_PROFILE = "profile"


def parse_profile(data: Mapping[str, Any] | str) -> ApplicantProfile:
    """Return the profile in a mapping of answers or in JSON text.

    Raises `ProfileFaults` with every fault at once, or with the line and column where JSON breaks off.
    """
    return ApplicantProfile.from_answers(_read_json(data) if isinstance(data, str) else data)


def _read_json(text: str) -> Mapping[str, Any]:
    try:
        answers = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_each_name_once, parse_constant=_no_such_number
        )
    except json.JSONDecodeError as error:
        raise _document_fault(
            f"The profile is not readable as JSON at line {error.lineno}, column {error.colno} "
            f"({error.msg.lower()}). Correct it there and try again."
        ) from None
    except RecursionError:
        raise _document_fault("The profile is nested too deeply. Write one object with one level.") from None
    except ProfileFaults:
        raise
    except ValueError:
        raise _document_fault("The profile holds a number with too many digits. Shorten it.") from None
    if not isinstance(answers, dict):
        raise _document_fault(
            'The profile must be one JSON object of named answers, such as {"step2_ck_score": 225}.'
        )
    return answers


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ProfileFaults(
            [
                ProfileFault(name, f"{shown(name)} is answered more than once. Keep one answer.")
                for name in repeated
            ]
        )
    return dict(pairs)


def _no_such_number(text: str) -> float:
    raise _document_fault(
        f"The profile holds {text}, which is not a number. Enter a number or remove the field."
    )


def _document_fault(message: str) -> ProfileFaults:
    return ProfileFaults([ProfileFault(WHOLE_PROFILE, message)])
