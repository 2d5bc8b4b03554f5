"""What the program's pages say, with date, whose word it is, and a link to check."""

from __future__ import annotations

from html import escape

from smartpick.presenters.program_statements import (
    RequirementGroup,
    StatementLine,
    not_said,
    requirement_groups,
)
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.sources import sources_popover

_SIGNS = {"met": "✓", "rule": "✕", "preference": "?", "unknown": "?", "": "·"}


def statement_list(applicant: Applicant, row: int) -> None:
    """Draw the statements on the program at `row`."""
    table = applicant.here.engine.facts.program_requirements
    program_id = applicant.tables.directory.program_ids[row]
    statements = table[table["program_id"] == program_id]
    standing = applicant.standing(row)
    groups = requirement_groups(statements, standing)
    missing = not_said(statements, standing)
    block(
        heading("What its pages say"),
        f'<ul class="sp-said">{"".join(_group(group) for group in groups)}</ul>'
        if groups
        else fine("We have found no statement on any page of this program or its sponsor."),
        fine(
            f"No page that we know says anything on: {', '.join(missing)}. Ask the program."
            if missing
            else ""
        ),
        fine("Most pages are undated. Check the page before you rely on it." if groups else ""),
    )
    if groups:
        sources_popover(
            applicant.here.engine.facts.sources,
            statements["source_id"].unique(),
            key="sources_statements",
            remark="Each statement links the page it is from.",
        )


def _group(group: RequirementGroup) -> str:
    lines = "".join(_line(line) for line in group.lines)
    verdict = f'<span class="sp-for-you">{escape(group.for_you)}</span>' if group.for_you else ""
    conflict = '<p class="sp-fine">The pages do not agree; all are shown.</p>' if group.conflicting else ""
    return (
        f'<li><span class="sp-sign" aria-hidden="true">{_SIGNS[group.answer]}</span>'
        f"<div><b>{escape(group.name)}</b> {verdict}<ul>{lines}</ul>{conflict}</div></li>"
    )


def _line(line: StatementLine) -> str:
    sure = "" if line.sure else ", read with less certainty"
    link = ""
    if line.url is not None:
        address = escape(line.url)
        link = f' · <a href="{address}" target="_blank" rel="noopener noreferrer">check the page</a>'
    about = f"({escape(line.whose)}, {escape(line.when)}{sure})"
    return f'<li>{escape(line.says)} <span class="sp-fine">{about}{link}</span></li>'
