"""Firm places of a list and groups that look alike, in words."""

from __future__ import annotations

import pandas as pd

from smartpick.plan.firmness import DRAWS, AlikeGroup, Firmness


def firmness_sentence(firmness: Firmness) -> str:
    """Say how many places are firm, and what that means."""
    size, firm = len(firmness.share), int(firmness.firm.sum())
    if not size:
        return ""
    if firm == size:
        return "Every place is firm: it stays on the list when the figures behind the order are shaken."
    return (
        f"{firm} of {size} places are firm: they stayed in at least four of five lists when we shook the "
        f"figures behind the order by their own errors ({DRAWS} times). The others could go to programs that "
        "look just as good to us."
    )


def alike_sentence(group: AlikeGroup) -> str:
    """Say of a group that the figures cannot choose within it."""
    together = len(group.listed) + len(group.others)
    places = "1 state" if group.states == 1 else f"{group.states} states"
    coast = "on the Pacific Coast" if group.pacific else f"in {places}"
    any_ = "any one of them is" if len(group.listed) == 1 else f"any {len(group.listed)} of them are"
    return (
        f"{together} {group.specialty} programs {coast} look alike to us; {any_} as good as those on your "
        "list. Choose among them by what you care about: the place, the size, what their websites say."
    )


def program_labels(programs: pd.DataFrame) -> dict[str, str]:
    """Return how each program of the directory is named in a list to choose from: its name and place."""
    rows = programs[["program_id", "name", "city", "state"]].fillna("").astype(str)
    return {
        program: f"{name} ({', '.join(part for part in (city, state) if part)})"
        for program, name, city, state in rows.itertuples(index=False)
    }


def alike_table(group: AlikeGroup, programs: pd.DataFrame) -> pd.DataFrame:
    """Return a group as a table: those on the list first, then those that are as good.

    Args:
        group: The group.
        programs: The programs of the directory.
    """
    ids = [*group.listed, *group.others]
    rows = programs.drop_duplicates("program_id").set_index("program_id").reindex(ids)
    return pd.DataFrame(
        {
            "Program": rows["name"].astype(str).to_numpy(),
            "City": rows["city"].fillna("not known").astype(str).to_numpy(),
            "State": rows["state"].astype(str).to_numpy(),
            "First-year positions": rows["positions_pgy1"].astype("Int64").to_numpy(),
            "On your list": ["yes"] * len(group.listed) + ["as good"] * len(group.others),
            "Website": rows["website"].to_numpy(),
        }
    )
