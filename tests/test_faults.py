"""What goes wrong around the app: killed builds, no room on the disk, odd clocks, languages and folders.

What becomes of a damaged database on the pages is in `pages/test_damaged_database.py`, of a server that is
restarted under an open page in `browser/test_privacy_browser.py`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import CHECKOUT

from smartpick.store import ensure_database


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python on our code and return what came of it."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])}
        | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.skipif(os.name != "posix", reason="a build is started here as a child of the test's process")
def test_killed_builds_leave_the_old_database_or_the_whole_new_one() -> None:
    # The same for a thousand kills of whole builds: `make kills`.
    done = run(str(CHECKOUT / "tests" / "killed_builds.py"), "--small", "--count", "12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 builds killed" in done.stdout


# Builds under a limit on the size of files, which strikes where a full disk would; prints what was said.
LIMITED = """
import resource, sys
from pathlib import Path
from smartpick.build.database import build_database
from smartpick.build.schema import cannot_write
data, database, *limits = sys.argv[1:]
for limit in limits:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        build_database(Path(data), Path(database))
    except OSError as error:
        print(cannot_write(error))
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit on the size of files")
def test_where_a_file_may_not_grow_the_old_database_stays_and_the_reason_is_said(
    small_data: Path, tmp_path: Path
) -> None:
    database = ensure_database(small_data, tmp_path / "x.duckdb", lambda line: None)
    before = database.read_bytes()
    with (small_data / "sources.csv").open("ab") as sources:
        sources.write(b"\n")
    limits = [0, 1, 4096, 20_000, len(before) // 2, len(before) - 5000]
    done = run("-c", LIMITED, str(small_data), str(database), *map(str, limits))
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    said = done.stdout.splitlines()
    assert len(said) == len(limits)
    for line in said:
        assert line.startswith(f"{database} cannot be written: ") and "SMARTPICK_DATABASE" in line
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.duckdb"]


def test_a_disk_without_room_is_said(small_data: Path) -> None:
    """A real one, of a few kilobytes, where the system lets one be made."""
    if not shutil.which("unshare"):
        pytest.skip("the machine has no unshare")
    whole = str(2**40)
    command = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=64k tmpfs /mnt && exec "$@"', "sh"]
    done = subprocess.run(
        [*command, sys.executable, "-c", LIMITED, str(small_data), "/mnt/x.duckdb", whole],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("no disk can be made here")
    assert done.stdout == (
        "The disk is full: /mnt/x.duckdb could not be written. Free some space and try again.\n"
    ), done.stderr


@pytest.mark.slow
def test_an_odd_clock_language_time_zone_and_home_change_nothing(
    shared_database: Path, tmp_path: Path
) -> None:
    """Turkish has its own capital of i and a comma in numbers; in Kiritimati it is tomorrow already."""
    nowhere = tmp_path / "file"
    nowhere.write_text("in the way of every folder", encoding="utf-8")
    language = "tr_TR.UTF-8"
    if shutil.which("localedef"):
        subprocess.run(
            ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(tmp_path / language)],
            check=False,
            capture_output=True,
        )
    done = run(
        str(CHECKOUT / "tests" / "odd_surroundings.py"),
        "2040-02-29",
        "1990-01-01",
        HOME=str(nowhere / "home"),
        XDG_CACHE_HOME=str(nowhere / "cache"),
        TZ="Pacific/Kiritimati",
        LC_ALL=language if (tmp_path / language).is_dir() else "C",
        LOCPATH=str(tmp_path),
        SMARTPICK_DATABASE=str(shared_database),
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
