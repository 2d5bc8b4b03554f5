"""The page of sources and method."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from smartpick.presenters.sources import trust_words
from smartpick.ui.page import page_context, safely

_STEPS = (
    (
        "Chance by score",
        "Reports print the scores of those who matched in their preferred specialty and of those who did "
        "not. Bayes' rule on the two distributions gives the chance at each score. Where the two groups are "
        "alike, the curve is flat. Outside the published scores no number is worked out.",
    ),
    (
        "Chance by interviews",
        "In the same way the number of programs ranked gives the chance of a match. Every interview is taken "
        "as a ranked program, so the chance is at the upper end of what is likely.",
    ),
    (
        "Who invites",
        "For each program we start from the published interview rates of its specialty and place, for your "
        "applicant type. Many programs invite almost nobody of a type; what a program says about visas moves "
        "the chance that it is one of them. No single program's own rate is in this product.",
    ),
    (
        "What your profile changes",
        "Score, visa, attempts, years, experience, letters and research move the odds of each invitation. "
        "Some of these effects are published, some are derived from published figures, some are assumed, "
        "with wide ranges. The page says how much rests on assumptions and can leave them out.",
    ),
    (
        "The whole list",
        "One applicant's invitations go together: who is passed over by one program is more often passed "
        "over by the next. A shared effect, sized from the published spread of ranks, carries that. Without "
        "it the chance of any match would look too high.",
    ),
    (
        "The best list",
        "Programs are added one by one, always the one that adds most to the expected value of the best "
        "outcome, within your limits. How much a place on the Pacific Coast is worth to you is your answer.",
    ),
    (
        "Ranges",
        "Every chance has an 80 % range from sampling error, differences between programs and the ranges of "
        "the parameters. It does not cover a model that is wrong, or a year unlike the published ones.",
    ),
)


@safely
def method() -> None:
    """Draw the page."""
    here = page_context()
    st.title("Sources and method", anchor=False)
    st.write(
        "SmartPick is independent. It is affiliated with none of the publishers named here, and a chance "
        "shown here is an estimate, not a promise."
    )
    st.subheader("The model in plain words", anchor=False)
    for title, text in _STEPS:
        st.markdown(f"**{title}.** {text}")
    sources = here.engine.facts.sources
    st.subheader(f"All {len(sources)} sources", anchor=False)
    st.dataframe(
        _table(sources),
        hide_index=True,
        key="all_sources",
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
            "Year": st.column_config.NumberColumn(format="%d", width="small"),
            "Link": st.column_config.LinkColumn(display_text="open", width="small"),
        },
        alt="Title, publisher, year, how the figures were obtained, and link of every source",
    )


def _table(sources: pd.DataFrame) -> pd.DataFrame:
    rows = sources.sort_values(["publisher", "published_year", "title"], ascending=[True, False, True])
    return pd.DataFrame(
        {
            "Title": rows["title"],
            "Publisher": rows["publisher"],
            "Year": rows["published_year"],
            "Figures": [trust_words(trust) for trust in rows["trust"]],
            "Checked": rows["checked"],
            "Link": rows["url"],
        }
    )
