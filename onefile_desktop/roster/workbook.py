"""Workbook files to sheets of cells, numbered as Excel numbers them.

Here the file is fetched, and nothing in it is looked at: that is done in a process of its own, because some files
abort whoever reads them.
"""

import errno
import stat
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.roster.files.file_kinds import Kind, is_lock_name, refusal
from onefile_desktop.roster.files.reader_process import sheets_of
from onefile_desktop.roster.rows import Sheet

_LARGEST_FILE = 50 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_NOT_THERE_NOW = frozenset({*range(358, 405), 426})
"""What Windows says of a file that OneDrive keeps online and cannot fetch (ERROR_CLOUD_FILE_...)."""
_HELD = frozenset({32, 33})
"""What Windows says of a file that another program keeps to itself (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION)."""
_NOT_FETCHED = frozenset({errno.EIO, errno.ETIMEDOUT, errno.EDEADLK, errno.ENOTCONN, errno.EHOSTDOWN, errno.ESTALE})
"""What other systems say of a file that is kept online, or on a drive that is not there now."""


def read_workbook(path: Path, password: str | None = None) -> tuple[Sheet, ...]:
    """The sheets of the workbook `path` (.xlsx, .xlsm, .xls, .xlsb, .ods, or text such as .csv), which is only read.

    What the file holds decides, not its name. Raises `PasswordNeededError` where it is protected and `password`
    does not open it, and `UnreadableFileError` where it is no workbook, or cannot or may not be read.
    """
    return sheets_of(read_file(path), path.name, password)


def read_file(path: Path) -> bytes:
    """The bytes of `path`; raises `UnreadableFileError` where they cannot be had, or are too many for a roster."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableFileError("Not a file", f"“{path.name}” is a folder.", "Choose the workbook inside it.")
        if not stat.S_ISREG(about.st_mode):  # a pipe or a device, which may never come to an end
            raise UnreadableFileError("Not a file", f"“{path.name}” is not an ordinary file.", "Choose a workbook.")
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise _not_to_be_had(path, error) from error
    if len(content) > _LARGEST_FILE:
        raise UnreadableFileError(
            "File too large",
            f"“{path.name}” is larger than {_LARGEST_FILE // _MEGABYTE} MB, which no roster is.",
            "Copy the people into a new workbook and choose that.",
        )
    if not content:
        raise refusal(Kind.EMPTY, path.name)
    return content


def _not_to_be_had(path: Path, error: OSError) -> UnreadableFileError:
    name, code = path.name, getattr(error, "winerror", None)
    if isinstance(error, FileNotFoundError):
        return UnreadableFileError(
            "No such file", f"There is no file “{path}”.", "Check its name and folder; it may have been moved."
        )
    if isinstance(error, PermissionError) and is_lock_name(name):
        return refusal(Kind.LOCK, name)
    if code in _HELD:
        return UnreadableFileError(
            "Open elsewhere", f"“{name}” is open in another program.", "Close it in Excel, and try again."
        )
    if code in _NOT_THERE_NOW or error.errno in _NOT_FETCHED:
        return UnreadableFileError(
            "Kept elsewhere",
            f"“{name}” is kept online or on another computer, and could not be fetched.",
            "Check the connection, open the file once in Excel so that it is downloaded, and try again.",
        )
    if isinstance(error, PermissionError):
        return UnreadableFileError(
            "Not allowed",
            f"You are not allowed to read “{name}”.",
            "Close it in Excel, ask its owner, or copy it to a folder of your own.",
        )
    return UnreadableFileError(
        "Unreadable file",
        f"“{name}” could not be read ({error.strerror or 'the system refuses it'}).",
        "Copy it to this computer, and try again.",
    )
