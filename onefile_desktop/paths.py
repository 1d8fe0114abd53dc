"""Where the program keeps its own files, and where the files that it ships are.

This is the only place that knows whether the program runs from a source checkout, an installed
package or a frozen build.
"""

import os
import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_OWNER_ONLY = 0o700


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


def _bundle() -> Path | None:
    """Where a frozen build has unpacked itself."""
    folder = getattr(sys, "_MEIPASS", None)
    return None if folder is None else Path(folder)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    return folder


def _resources() -> Path:
    bundle = _bundle()
    if bundle is not None:
        return bundle / "resources"
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
