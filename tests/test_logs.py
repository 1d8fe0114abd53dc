"""What the program writes down about itself."""

import logging
import os
import sys
from pathlib import Path

import pytest

from onefile_desktop import logs, paths
from tests.run.disks import disk

_ours = logging.getLogger("onefile_desktop.somewhere")


def texts(home: Path) -> str:
    """Everything in the logs folder."""
    return "".join(file.read_text("utf-8") for file in sorted((home / "logs").iterdir()))


def test_what_is_logged_is_written_down_and_no_longer_afterwards(home: Path) -> None:
    with logs.written():
        _ours.debug("people-7-create: sent")
    _ours.info("too late")
    said = texts(home)
    assert "people-7-create: sent" in said
    assert "too late" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_may_read_it(home: Path) -> None:
    before = os.umask(0)
    try:
        with logs.written(crashes=True):
            _ours.info("something")
    finally:
        os.umask(before)
    files = list((home / "logs").iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o077 for file in (*files, home / "logs")} == {0}


@pytest.mark.logs_warnings
def test_an_error_is_told_by_its_places_and_never_by_its_words(home: Path) -> None:
    with logs.written():
        try:
            _fail()
        except ValueError:
            _ours.exception("A mistake in the program")
    said = texts(home)
    assert "amy" not in said.lower()
    assert "builtins.KeyError\nthen\n" in said
    assert f"tests/test_logs.py, line {_fail.__code__.co_firstlineno + 4}, in _fail" in said


def _fail() -> None:
    try:
        _ = {}["Amy Adams"]
    except KeyError as error:
        raise ValueError("amy.adams@example.org") from error


def test_a_full_file_makes_room_for_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MOST_BYTES", 2000)
    with logs.written():
        for number in range(200):
            _ours.info("line %d", number)
    files = list((home / "logs").iterdir())
    assert len(files) == 2
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "line 199" in texts(home)


def test_only_the_newest_files_are_kept(home: Path) -> None:
    for number in range(30):
        (paths.logs_folder() / f"20260101-0000{number:02}-1.log").write_text("old")
    with logs.written():
        _ours.info("new")
    kept = sorted(file.name for file in (home / "logs").iterdir())
    assert len(kept) == 20
    assert "20260101-000029-1.log" in kept
    assert "20260101-000010-1.log" not in kept


def test_the_logs_of_others_are_left_alone(home: Path) -> None:
    others = [paths.logs_folder() / f"2026-01-{number:02}.log" for number in range(1, 31)]
    for file in others:
        file.write_text("another program's")
    with logs.written():
        _ours.info("new")
    assert all(file.exists() for file in others)


def test_a_folder_that_cannot_be_written_to_stops_nobody(home: Path) -> None:
    home.write_text("a file where the folder should be")
    with logs.written(crashes=True):
        _ours.info("nobody hears this")


def test_a_disk_that_is_full_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with disk(tmp_path / "disk", 64) as small:
        monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(small.folder / "home"))
        with logs.written(crashes=True):
            small.fill()
            for number in range(200):
                _ours.info("line %d: nobody hears this", number)
    assert capsys.readouterr().err == ""
