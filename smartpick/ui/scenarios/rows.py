"""A table of figures that becomes a card for each row on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from smartpick.presenters.scenarios import Cell


def row_html(name: str, small_html: str, columns: Sequence[str], cells: Sequence[Cell]) -> str:
    """Return a row.

    Args:
        name: Of the row, plain text.
        small_html: What stands under the name, made by the functions of this package.
        columns: Names of the columns, repeated in each card on a phone.
        cells: One for each column.
    """
    body = "".join(_cell(column, cell) for column, cell in zip(columns, cells, strict=True))
    return f'<tr><th scope="row"><b>{escape(name)}</b>{small_html}</th>{body}</tr>'


def small_line(text: str) -> str:
    """Return a line of small plain text for under the name."""
    return f'<span class="sp-differs">{escape(text)}</span>'


def table_html(caption: str, first_column: str, columns: Sequence[str], rows: Iterable[str]) -> str:
    """Return the table; `rows` come from `row_html`."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (first_column, *columns))
    return (
        f'<table class="sp-scenarios"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(column: str, cell: Cell) -> str:
    apart = f'<span class="sp-apart">{escape(cell.against_first)}</span>' if cell.against_first else ""
    span = f"<small>{escape(cell.span)}</small>" if cell.span else ""
    return (
        f'<td><span class="sp-name" aria-hidden="true">{escape(column)}</span>'
        f"<b>{escape(cell.figure)}</b>{apart}{span}</td>"
    )
