import dataclasses

import pytest
from slider_page import example_answers


def test_refuses_columns_of_different_length():
    with pytest.raises(ValueError, match="tier has 74 entries for 75 scores"):
        dataclasses.replace(example_answers(), tier=["C"] * 74)


@pytest.mark.parametrize("scores", [[230], [230, 232], [231, 230]])
def test_refuses_scores_that_are_not_consecutive(scores):
    with pytest.raises(ValueError, match="consecutive"):
        dataclasses.replace(example_answers(), scores=scores)


@pytest.mark.parametrize("point", [float("nan"), -0.1, 1.1, 0.99])
def test_refuses_a_point_outside_its_range(point):
    answers = example_answers()
    with pytest.raises(ValueError, match="pacific at 200"):
        dataclasses.replace(answers, pacific=[*answers.pacific[:4], point, *answers.pacific[5:]])
