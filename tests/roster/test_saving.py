"""Workbooks are saved whole or not at all."""

import os
import stat
import sys
from pathlib import Path

import pytest

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.saving import replacing


def test_it_is_on_the_disk_before_it_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a power cut leaves the old file or the new one, and never an empty one."""
    out = tmp_path / "results.xlsx"
    out.write_bytes(b"old")
    seen: list[tuple[str, bytes]] = []
    put_on_disk = os.fsync

    def watched(descriptor: int) -> None:
        what = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else f"{os.fstat(descriptor).st_size} bytes"
        seen.append((what, out.read_bytes()))
        put_on_disk(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    with replacing(out) as draft:
        draft.write_bytes(b"whole")
    folder = [] if sys.platform == "win32" else [("folder", b"whole")]
    assert seen == [("5 bytes", b"old"), *folder]
    assert [file.name for file in tmp_path.iterdir()] == ["results.xlsx"]


def test_what_the_disk_refuses_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "results.xlsx"
    out.write_bytes(b"old")

    def refused(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(UnreadableFileError, match="Input/output error"), replacing(out) as draft:
        draft.write_bytes(b"new")
    assert out.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["results.xlsx"]
