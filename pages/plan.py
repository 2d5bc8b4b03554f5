"""Self-assessment and action plan: where you stand, what to do first, and what it would bring."""

from smartpick.web.entrance import enter

enter("action_plan", title="Action plan", icon="checklist", place=5)
