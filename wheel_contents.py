"""What the wheel holds beside the package, so that `smartpick run` works away from a checkout."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

APP_FILES = ("dashboard.py", "pages", "data", ".streamlit")


class AppInsideTheWheel(BuildHookInterface):
    """Packs the app under `smartpick/app`; an editable install uses the checkout's own files instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the app's files to a wheel that is to be shipped."""
        if version == "standard":
            build_data["force_include"] |= {name: f"smartpick/app/{name}" for name in APP_FILES}
