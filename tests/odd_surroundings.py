"""Pages, files to take away and commands, with a clock that says what it is told.

    python tests/odd_surroundings.py 2040-02-29 1990-01-01 --all

A process of its own, so that locale, time zone, home folder and clock can be odd from its start. It prints a
line for each fault and ends with 1 where there is one.
"""

from __future__ import annotations

import datetime
import io
import json
import locale
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

_REAL = {"date": datetime.date, "datetime": datetime.datetime}
_shift = datetime.timedelta()
# Pages on which the day counts; with --all, all of them are drawn.
DATED = ("pages/applications.py", "pages/plan.py")


class _Shown(type):
    """Whatever was a date before is one still."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _REAL[cls.__name__])


class date(datetime.date, metaclass=_Shown):  # noqa: N801 - it stands in the place of the real one
    """A date whose today is another."""

    @classmethod
    def today(cls) -> datetime.date:
        return (_REAL["datetime"].now() + _shift).date()


class datetime_(datetime.datetime, metaclass=_Shown):  # noqa: N801
    """A time whose now is another."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime.datetime:
        return _REAL["datetime"].now(tz) + _shift


datetime_.__name__ = "datetime"


def main(days: list[str], whole: bool) -> int:
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    import smartpick.web.cockpit.page  # noqa: F401
    from smartpick.cli import main as command
    from smartpick.web.entrance import pages

    faults: list[str] = []
    for module in ("action_plan", "applications.checklist", "advising.roster", "charts"):
        import_module(f"smartpick.web.{module}")
    for day in days:
        _turn_to(datetime.date.fromisoformat(day))
        every = ["dashboard.py", *(each.file for each in pages())]
        for page in every if whole else DATED if day == days[0] else DATED[:1]:
            faults += [f"{day} {page}: {fault}" for fault in _drawn(page)]
    with tempfile.TemporaryDirectory() as folder:
        profile, roster = Path(folder, "profile.json"), Path(folder, "roster.csv")
        profile.write_text(json.dumps({"step2_ck_score": 222, "max_applications": 5}), encoding="utf-8")
        roster.write_text("code,step2_ck_score,budget_usd\nİ1,222,1500.5\n", encoding="utf-8")
        for arguments in (
            ["assess", str(profile)],
            ["report", str(profile), "-o", f"{folder}/report.pdf"],
            ["report", str(profile), "-o", f"{folder}/report.html"],
            ["cohort", str(roster), "-o", f"{folder}/out.xlsx"],
            ["cohort", str(roster), "-o", f"{folder}/out.csv"],
            ["cohort", "--template", f"{folder}/template.xlsx"],
        ):
            said = io.StringIO()
            with redirect_stdout(said), redirect_stderr(said):
                code = command(arguments)
            if code or "Traceback" in said.getvalue():
                faults.append(f"{' '.join(arguments)}: {code} {said.getvalue()}")
        if "1500.5" not in Path(folder, "out.csv").read_text(encoding="utf-8-sig"):
            faults.append("a number of the roster came out otherwise")
    print(*faults, sep="\n")
    return int(bool(faults))


def _turn_to(day: datetime.date) -> None:
    """Have the clock of all modules of ours and of Streamlit's that are loaded show noon of a day."""
    global _shift
    _shift = _REAL["datetime"].combine(day, datetime.time(12)) - _REAL["datetime"].now()
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("smartpick", "streamlit"):
            for kind, other in (("date", date), ("datetime", datetime_)):
                if getattr(module, kind, None) is _REAL[kind]:
                    setattr(module, kind, other)


def _drawn(page: str) -> list[str]:
    from streamlit.testing.v1 import AppTest

    from smartpick.paths import app_folder

    app = AppTest.from_file(str(app_folder() / "dashboard.py"), default_timeout=240)
    if page != "dashboard.py":
        app.switch_page(page)
    app.run()
    said = " ".join(str(element.proto.body) for element in app.get("html"))
    faults = [str(each.message) for each in app.exception]
    if "did not work" in said:
        faults.append("something did not work")
    if len(said) < 2000:
        faults.append(f"there is next to nothing on it: {said[:300]}")
    return faults


if __name__ == "__main__":
    sys.exit(main([day for day in sys.argv[1:] if day != "--all"], "--all" in sys.argv))
