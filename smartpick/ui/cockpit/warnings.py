"""What to know before reading the numbers."""

from smartpick.assessment import Assessment
from smartpick.ui.blocks import block, note_html


def warnings(assessment: Assessment) -> None:
    """Show the warnings, a score below passing first and strong; nothing takes room when all is well."""
    tier = assessment.tier
    said_elsewhere = {tier.score_missing_note}
    notes = [
        note_html(text, strong=text == tier.below_passing_note)
        for text in assessment.warnings
        if text not in said_elsewhere
    ]
    if notes:
        block(*notes)
