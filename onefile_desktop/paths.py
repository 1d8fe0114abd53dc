"""Where the program keeps its own files, and where the files that it ships are.

This is the only place that knows whether the program runs from a source checkout, an installed
package or a frozen build.
"""

import errno
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_OWNER_ONLY = 0o700

JOURNALS = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}\.sqlite")
LEDGERS = re.compile(r"[0-9a-f]{24}\.sqlite")
LOCKS = re.compile(r"[0-9a-f]{24}\.lock")
REHEARSALS = re.compile(r"[0-9a-f]{32}\.json(\.part)?")
LOGS = re.compile(r"\d{8}-\d{6}-\d+\.log(\.1)?")
CRASHES = re.compile(r"crashes\.log")
SETTINGS = re.compile(r"settings\.json(\.[a-z0-9_]{8})?|settings\.unreadable(-\d+)?\.json")
"""What the program calls its own files. Whatever else stands beside them is somebody else's, and never deleted."""


def is_frozen() -> bool:
    """Whether this is a frozen build, which is a program of its own without a Python beside it."""
    return _bundle() is not None


def resource(name: str) -> Path:
    """The shipped file `name`, given relative to the resources folder, for instance `examples/cohort.xlsx`."""
    return _resources() / name


def data_folder() -> Path:
    """The folder for settings, runs and ledgers; made if need be, readable by its owner only.

    `ONEFILE_DESKTOP_HOME` names another one. Raises `OSError` where it cannot be made.
    """
    override = os.environ.get("ONEFILE_DESKTOP_HOME")
    folder = Path(override) if override else platformdirs.user_data_path("OneFile Desktop", appauthor=False)
    return _private(folder)


def runs_folder() -> Path:
    """The folder with one journal a run."""
    return _private(data_folder() / "runs")


def ledgers_folder() -> Path:
    """The folder with one ledger a centre."""
    return _private(data_folder() / "ledgers")


def rehearsals_folder() -> Path:
    """The folder with one file a rehearsal centre, kept until its run is finished."""
    return _private(data_folder() / "rehearsals")


def logs_folder() -> Path:
    """The folder with what the program writes down about itself."""
    return _private(data_folder() / "logs")


def named(folder: Path, *names: re.Pattern[str]) -> tuple[Path, ...]:
    """What is in `folder` under a name that one of `names` describes, sorted."""
    return tuple(sorted(file for file in folder.iterdir() if any(name.fullmatch(file.name) for name in names)))


def same_file(one: Path, other: Path) -> bool:
    """Whether both lead to one file, also where a disk takes “A” and “a” for the same letter, or would lead to one."""
    with suppress(OSError):
        if one.resolve() == other.resolve():
            return True
        if one.exists() or other.exists():
            return one.exists() and other.exists() and one.samefile(other)
        return one.name.casefold() == other.name.casefold() and one.parent.samefile(other.parent)
    return False


def _bundle() -> Path | None:
    """Where a frozen build has unpacked itself."""
    folder = getattr(sys, "_MEIPASS", None)
    return None if folder is None else Path(folder)


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        for one in (folder, *folder.parents):
            if one.is_file():
                raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder", str(one)) from error
        raise
    return folder


def _resources() -> Path:
    bundle = _bundle()
    if bundle is not None:
        return bundle / "resources"
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
