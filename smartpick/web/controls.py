"""Controls: how a widget shows what is in force and takes a change to its owner; the profile's questions.

The session owns every answer; a widget only shows it. In each run a widget starts from the owner's value, and
its key stays the same for as long as it shows that value on the same page. When the owner holds something
else (a link, a reset, an answer that follows another, an answer that was refused) or another page is entered,
the key is a new one, so the browser sets up a new widget, which shows the value it starts from.

Streamlit's own memory of widgets is never asked: it is kept by page, given up when a page is left, and lost
when a run is cut short. And nothing is ever written into a widget, so no typing in progress is undone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from secrets import token_hex
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.profile import ApplicantProfile, Ask, question
from smartpick.web.blocks import as_plain_text
from smartpick.web.session import sitting

_KEY = "in_force"


@dataclass
class _Drawn:
    """What a widget shows: set when it is made, and by the person's changes since."""

    page: str
    key: str
    value: Any


@dataclass
class _Controls:
    """The controls of a session.

    Attributes:
        page: The page that is shown.
        drawn: Each control as it was drawn last, by its name.
        made: How many keys have been given out.
        session: Keeps keys apart from those of an earlier session: a browser whose connection was lost sends
            what its widgets showed before.
    """

    page: str = ""
    drawn: dict[str, _Drawn] = field(default_factory=dict)
    made: int = 0
    session: str = field(default_factory=lambda: token_hex(3))


@dataclass(frozen=True)
class Control:
    """What to give to a widget: its key, the value in force, and the callback that takes a change."""

    key: str
    value: Any
    on_change: Callable[[], None]

    def widget(self, starts_from: str = "value") -> dict[str, Any]:
        """Return the arguments of a Streamlit widget; `starts_from` is its name for what it starts from."""
        return {starts_from: self.value, "key": self.key, "on_change": self.on_change}

    def one_of(self, options: Sequence[Any]) -> dict[str, Any]:
        """Return the arguments of a widget that starts from the place of its value among the options."""
        place = options.index(self.value) if self.value in options else None
        return {"index": place, "key": self.key, "on_change": self.on_change}


def enter_page(page: str) -> bool:
    """Note which page is drawn next; return whether it is another page than before."""
    controls = _controls()
    other, controls.page = controls.page != page, page
    return other


def control(name: str, value: Any, take: Callable[[Any], None]) -> Control:
    """Return what a widget needs to show the owner's value.

    Args:
        name: The control's name, unique on its page. On several pages it may stand for the same answer.
        value: What the owner holds, as the widget shows it.
        take: Takes a value that the person has chosen to the owner, who may refuse it.
    """
    controls = _controls()
    drawn = controls.drawn.get(name)
    if drawn is None or drawn.page != controls.page or drawn.value != value:
        controls.made += 1
        key = f"{name}-{controls.session}-{controls.made}"
        drawn = controls.drawn[name] = _Drawn(controls.page, key, value)

    def changed() -> None:
        value = st.session_state[drawn.key]
        # Streamlit also calls this for a widget that nobody touched: when the run that made it was cut short,
        # the browser's first word of it looks like news.
        if value != drawn.value:
            drawn.value = value
            take(value)

    return Control(drawn.key, value, changed)


def kept(name: str, start: Any, value: Any = None) -> Control:
    """Return what a widget needs to show a choice that the session keeps under its name.

    Args:
        name: The control's name, and the place in the session where the choice is kept.
        start: The choice as long as none was made.
        value: What the widget shows, if that is not the choice as it is kept.
    """

    def take(chosen: Any) -> None:
        st.session_state[name] = chosen

    return control(name, st.session_state.get(name, start) if value is None else value, take)


def _controls() -> _Controls:
    controls: _Controls = st.session_state.setdefault(_KEY, _Controls())
    return controls


# The questions of the profile. A widget's own change goes through `Sitting.answer`.

# Streamlit takes None for "nothing chosen yet", so an answer that is None stands under this word.
_NO_ANSWER = "no answer"
# Wide of every exam that still counts and every one that can be planned.
_FIRST_DAY, _LAST_DAY = date(2005, 1, 1), date(2035, 12, 31)


def ask(field: str) -> None:
    """Ask a question of the profile as its field says, if it is asked with the other answers as they are."""
    profile, asked = sitting().profile, question(field)
    if not asked.when(vars(profile)):
        return
    kind = ApplicantProfile.model_fields[field].annotation
    if asked.words:
        _choice(field, asked, asked.words)
    elif asked.options:
        _several(field, asked)
    elif kind is bool:
        st.checkbox(**_asked(asked), **_answer(field).widget())
    elif kind == date | None:
        day = _answer(field, lambda day: None if day is None else min(max(day, _FIRST_DAY), _LAST_DAY))
        st.date_input(
            **_asked(asked),
            **day.widget(),
            min_value=_FIRST_DAY,
            max_value=_LAST_DAY,
            format="YYYY-MM-DD",
        )
    elif kind is float and _limit(field, "le") == 1:
        share = _answer(field, lambda share: round(100 * share), lambda percent: percent / 100)
        st.slider(**_asked(asked), **share.widget(), min_value=0, max_value=100, step=5, format="%d %%")
    else:
        _number(field, asked)
    message = sitting().faults.get(field)
    if message:
        st.caption(f":material/info: {as_plain_text(message)}")


def _choice(field: str, asked: Ask, answers: Mapping[Any, str]) -> None:
    words = {_NO_ANSWER if answer is None else answer: text for answer, text in answers.items()}
    answer = _answer(
        field,
        lambda answer: _NO_ANSWER if answer is None else answer,
        lambda word: None if word == _NO_ANSWER else word,
    )
    st.selectbox(
        **_asked(asked),
        **answer.one_of(list(words)),
        options=list(words),
        format_func=words.__getitem__,
    )


def _several(field: str, asked: Ask) -> None:
    answer = _answer(field, list, tuple)
    st.multiselect(
        **_asked(asked),
        **answer.widget("default"),
        options=list(dict.fromkeys([*asked.options, *answer.value])) if asked.others else list(asked.options),
        max_selections=_limit(field, "max_length"),
        accept_new_options=asked.others,
        placeholder="Choose or type" if asked.others else None,
        wrap=True,
    )


def _number(field: str, asked: Ask) -> None:
    least = _limit(field, "ge") if asked.least is None else asked.least
    # A link or a file may hold a half week; the profile keeps it, the control rounds.
    answer = _answer(field, lambda number: None if number is None else max(round(number), least or 0))
    st.number_input(
        **_asked(asked),
        **answer.widget(),
        min_value=least,
        max_value=_limit(field, "le"),
        step=asked.step,
        placeholder=asked.empty,
    )


def _asked(asked: Ask) -> dict[str, Any]:
    own = sitting()
    return {"label": asked.label_for(vars(own.profile)), "help": asked.help, "disabled": own.follows}


def _limit(field: str, name: str) -> int | None:
    """Return a limit of the profile's own, None where it has none."""
    metadata = ApplicantProfile.model_fields[field].metadata
    return next((int(getattr(each, name)) for each in metadata if hasattr(each, name)), None)


def _answer(
    field: str,
    value_of: Callable[[Any], Any] = lambda answer: answer,
    answer_of: Callable[[Any], Any] = lambda value: value,
) -> Control:
    """Return the control of an answer; the functions turn it into the widget's value and back."""
    return control(
        f"answer_{field}",
        value_of(getattr(sitting().profile, field)),
        lambda value: sitting().answer(**{field: answer_of(value)}),
    )


# A table of which one row is opened.

_HEAD, _ROWS_IN_SIGHT = 40, 7


def opening_table(
    table: pd.DataFrame,
    name: str,
    ids: Sequence[str],
    open_row: Callable[[int], None],
    *,
    columns: Sequence[str],
    config: Mapping[str, Any],
    row_height: int,
    alt: str,
) -> None:
    """Draw a table; `open_row` gets the place of the row that a person chooses.

    Args:
        table: The rows.
        name: Of the table. Other rows are another table: a selection is a position, and would point to
            something else.
        ids: What tells the rows apart.
        open_row: Called before the page is drawn anew.
        columns: Those to show, in this order.
        config: Streamlit's `column_config`.
        row_height: Height of a row in pixels.
        alt: The table in words, for those who do not see it.
    """
    key = f"{name}_{sha256('|'.join(ids).encode()).hexdigest()[:12]}"

    def take() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            open_row(rows[0])

    st.dataframe(
        table,
        column_order=columns,
        column_config=config,
        hide_index=True,
        height=min(len(table), _ROWS_IN_SIGHT) * row_height + _HEAD,
        row_height=row_height,
        key=key,
        on_select=take,
        selection_mode="single-row",
        placeholder="not known",
        alt=alt,
    )
