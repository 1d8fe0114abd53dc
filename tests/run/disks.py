"""Folders on a disk of their own, which can be full or read-only: only where this computer lets a test mount one."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCK = b"\0" * 4096


@dataclass(frozen=True)
class Disk:
    """A small disk, mounted at `folder`."""

    folder: Path

    def fill(self) -> None:
        """Leaves no room for anything more."""
        with (self.folder / "filler").open("ab", buffering=0) as file:
            while shutil.disk_usage(self.folder).free:
                file.write(_BLOCK)

    def free(self) -> None:
        """Makes room again."""
        (self.folder / "filler").unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written within the block, before which all files must have been closed."""
        _mount("-o", "remount,ro", self.folder)
        try:
            yield
        finally:
            _mount("-o", "remount,rw", self.folder)


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[Disk]:
    """A disk of that size at `folder`; skips the test where none can be mounted."""
    folder.mkdir()
    if not sys.platform.startswith("linux") or shutil.which("mount") is None:
        pytest.skip("needs Linux")
    try:
        _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder)
    except subprocess.CalledProcessError:
        pytest.skip("may not mount a disk here")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)
