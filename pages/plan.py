"""Self-assessment and action plan: where you stand, what to do first, and what it would bring."""

from smartpick.ui.entrance import enter

enter("action_plan")
