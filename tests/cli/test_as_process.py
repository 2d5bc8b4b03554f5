"""The command as a process of its own: its exit code and both streams, as a shell sees them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, database: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "smartpick.cli", *arguments],
        env={**os.environ, "SMARTPICK_DATABASE": str(database)},
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.slow
def test_a_damaged_database_is_built_again(shared_database: Path, tmp_path: Path) -> None:
    database = tmp_path / "smartpick.duckdb"
    whole = shared_database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    result = run("curve", "--specialty", "IM", database=database)
    assert result.returncode == 0, result.stderr
    assert "48.5%" in result.stdout
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_reader_who_has_seen_enough_is_no_error(shared_database: Path) -> None:
    command = f'"{sys.executable}" -m smartpick.cli sources --json | head -n 1'
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "SMARTPICK_DATABASE": str(shared_database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout.strip(), result.stderr.strip()) == (0, "[", "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_output_to_a_full_disk_is_said(shared_database: Path) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "smartpick.cli", "sources"],
            env={**os.environ, "SMARTPICK_DATABASE": str(shared_database)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr.strip() == (
        "smartpick: The disk is full: the file could not be written. Free some space and try again."
    )


@pytest.mark.slow
def test_half_a_character_on_a_terminal_without_unicode(shared_database: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_bytes(b'{"languages": ["\xff"]}')
    for how in (("assess", str(profile)), ("assess", "-")):
        with profile.open("rb") as stream:
            result = subprocess.run(
                [sys.executable, "-m", "smartpick.cli", *how],
                env={**os.environ, "SMARTPICK_DATABASE": str(shared_database), "PYTHONIOENCODING": "ascii"},
                stdin=stream,
                capture_output=True,
                text=True,
                check=False,
            )
        assert result.returncode == 2
        assert "is not a text file in UTF-8" in result.stderr and "Traceback" not in result.stderr
