"""The prose in TOML files: every table has what the code asks for, every placeholder is filled."""

import json
from pathlib import Path
from typing import get_args

import pytest

from smartpick.profile import ApplicantProfile
from smartpick.prose import joined, read_prose
from smartpick.text import curves
from smartpick.text.curves import View, explanations
from smartpick.whatif.action_plan import ORDERS, TRACKS
from smartpick.whatif.curves import Chance
from smartpick.whatif.levers import LimitKind
from smartpick.whatif.self_assessment import COLUMNS, GROUPS_EASIEST_FIRST, LABELS, WeakPoints

FOLDER = Path(curves.__file__).parent
NAMES = ("curves", "method", "season", "self_assessment", "whatif")


def test_every_file_is_read_and_lines_flow() -> None:
    assert {*NAMES} <= {path.stem for path in FOLDER.glob("*.toml")}
    for name in NAMES:
        texts = json.dumps(read_prose(curves.__file__, name), ensure_ascii=False)
        assert "  " not in texts and " \\n" not in texts
    letter = read_prose(curves.__file__, "self_assessment")["letters"][0]["text"]
    assert letter.startswith("Dear Dr. [name],\n\nThank you") and letter.endswith("\n\n[your name]")


def test_the_tables_have_what_the_code_asks_for() -> None:
    whatif, own, season = (read_prose(curves.__file__, n) for n in ("whatif", "self_assessment", "season"))
    assert [*whatif["orders"]] == [*ORDERS] and {*whatif["tracks"]} == {*TRACKS}
    assert {*whatif["limits"]} - {"names"} == {*get_args(LimitKind)} - {"flat_curve"}
    assert [*own["columns"]] == [*COLUMNS] and {*own["labels"]} == {*LABELS}
    assert [*own["groups"]] == [*GROUPS_EASIEST_FIRST]
    stages = get_args(ApplicantProfile.model_fields["season_stage"].annotation)
    assert [*season["stages"]] == [*stages]
    one = ("x",)
    standings = {WeakPoints(exams, others, (), ()).standing for exams in ((), one) for others in ((), one)}
    assert {*own["summary"]} == {*standings, "strengths"}


def test_names_in_a_row() -> None:
    assert [joined("abc"[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize("view", get_args(View))
@pytest.mark.parametrize("chance", get_args(Chance))
def test_explanations_are_filled_in(view: View, chance: Chance) -> None:
    sentences = " ".join(explanations(view, chance, 1234))
    assert "{" not in sentences
    assert ("1,234 applications" in sentences) == (view == "region")
