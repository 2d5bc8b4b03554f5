"""The page of the self-assessment and the action plan."""

from smartpick.web.action_plan.page import action_plan

__all__ = ["action_plan"]
