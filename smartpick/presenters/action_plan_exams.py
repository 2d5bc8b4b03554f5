"""The exam decision in words and rows."""

from __future__ import annotations

import pandas as pd

from smartpick.guidance.exam_decision import Decision, Option
from smartpick.odds.estimate import Estimate
from smartpick.presenters.action_plan_words import weeks_text
from smartpick.presenters.fee_words import NOT_KNOWN, fees_text
from smartpick.presenters.wording import about_people, dollars, percent, percent_range


def chance_text(chance: Estimate) -> str:
    """Return a chance with its range and as a count of people."""
    return f"{percent(chance.point)} ({range_text(chance)}), {about_people(chance.point)}"


def range_text(chance: Estimate) -> str:
    """Return the range of a chance, named."""
    return f"80\u202f% range {percent_range(chance.low, chance.high)}"


def short_chance_text(chance: Estimate) -> str:
    """Return a chance with its range."""
    return f"{percent(chance.point)} ({percent_range(chance.low, chance.high)})"


def option_figures(option: Option) -> list[tuple[str, str]]:
    """Return name and text of each figure of an option that is open."""
    if option.chance is None or option.chance_pacific is None or option.application_cost is None:
        return []
    return [
        ("Chance of matching", chance_text(option.chance)),
        ("On the Pacific Coast", short_chance_text(option.chance_pacific)),
        ("Exam fee", exam_cost_text(option)),
        ("Application fees", fees_text(option.application_cost)),
        ("Time before applying", time_text(option)),
    ]


def exam_cost_text(option: Option) -> str:
    """Return the fee of the exam."""
    if option.exam_cost_usd is None:
        return NOT_KNOWN
    return dollars(option.exam_cost_usd) if option.exam_cost_usd else "none"


def time_text(option: Option) -> str:
    """Return how long it takes until the application goes out."""
    if option.year_later:
        return "until the next season"
    if option.weeks is None:
        return NOT_KNOWN
    return weeks_text(option.weeks) if option.weeks else "none"


def decision_sentences(decision: Decision) -> list[str]:
    """Say how far apart the open options are, in words that leave the choice to the person."""
    chances = [o for o in decision.options if o.chance is not None and o.name != "step3_later"]
    if len(chances) < 2:
        return ["Only applying now is open; the others say why not."]
    points = [o.chance.point for o in chances if o.chance is not None]
    lowest, highest = percent(min(points)), percent(max(points))
    overlap = _all_overlap([o.chance for o in chances if o.chance is not None])
    said = f"The open options come to between {lowest} and {highest}."
    if lowest == highest:
        said = f"The open options come to the same {lowest}."
    if overlap:
        said += " Their ranges overlap, so time, money and visa may weigh more than the difference."
    return [said]


def decision_table(decision: Decision) -> pd.DataFrame:
    """Return the options as rows to download; probabilities 0 to 1, unknown left empty."""
    rows = []
    for option in decision.options:
        row: dict[str, object] = {"option": option.title, "open": "yes" if option.open else "no"}
        for name, chance in (
            ("match_probability", option.chance),
            ("match_probability_pacific", option.chance_pacific),
        ):
            row[name] = None if chance is None else round(chance.point, 4)
            row[f"{name}_low"] = None if chance is None else round(chance.low, 4)
            row[f"{name}_high"] = None if chance is None else round(chance.high, 4)
        row["exam_fee_usd"] = option.exam_cost_usd
        row["application_fees_usd"] = option.application_cost and option.application_cost.known_usd
        row["trade_offs"] = option.why_closed or " ".join(option.trade_offs)
        rows.append(row)
    return pd.DataFrame(rows)


def decision_alternative_text(decision: Decision) -> str:
    """Return the chart in words, for those who do not see it."""
    told = [f"{o.title}: {chance_text(o.chance)}" for o in decision.options if o.chance is not None]
    return "Chance of matching by option. " + "; ".join(told) + "."


def _all_overlap(chances: list[Estimate]) -> bool:
    return max(c.low for c in chances) <= min(c.high for c in chances)
