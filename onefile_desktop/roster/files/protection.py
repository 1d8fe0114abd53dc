"""Opens what a password protects, in memory only."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# because msoffcrypto-tool does not tell its types

import logging
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format import xls97
from msoffcrypto.format.ooxml import OOXMLFile

from onefile_desktop.errors import PasswordNeededError, UnreadableFileError

_BUILT_IN = "VelvetSweatshop"
"""The password under which Excel itself saves what is protected against changes only, and opens it unasked."""
_WHERE = "The wizard asks for it; on the command line it goes into the environment variable ONEFILE_ROSTER_PASSWORD."

logging.getLogger("msoffcrypto").setLevel(logging.CRITICAL)  # it tells its log about keys


def unprotected(content: bytes, name: str, password: str | None) -> bytes:
    """The workbook inside the encrypted workbook `content`, which the file `name` holds.

    Raises `PasswordNeededError` where `password` is None or not the right one, and `UnreadableFileError` where no
    password would do.
    """
    for attempt in (_BUILT_IN, password):
        if attempt and (opened := _opened(content, name, attempt)) is not None:
            return opened
    if password:
        raise PasswordNeededError(
            "Wrong password",
            f"The password that was given does not open “{name}”.",
            f"Try it in Excel: capitals and small letters count. {_WHERE}",
        )
    raise PasswordNeededError(
        "Protected by a password", f"“{name}” is protected by a password.", f"Give its password. {_WHERE}"
    )


def locked_out(name: str) -> UnreadableFileError:
    """What is said of a file that no password would open here."""
    return UnreadableFileError(
        "Protected",
        f"“{name}” is protected in a way that only the program that made it can open, such as a sensitivity label.",
        "Open it there, save a copy without protection (in Excel: File, Info, Protect Workbook), and choose that.",
    )


def _opened(content: bytes, name: str, password: str) -> bytes | None:
    """What is inside; None where `password` is not the right one."""
    inside = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(content))
        if isinstance(file, OOXMLFile):
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
        with _no_file_on_disk():
            file.decrypt(inside)
    except InvalidKeyError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # it fails in many ways over protection that it does not know
        raise locked_out(name) from error
    return inside.getvalue()


@contextmanager
def _no_file_on_disk() -> Generator[None]:
    """Has msoffcrypto put together old workbooks in memory, which it does in a temporary file otherwise."""
    usual, xls97.tempfile = xls97.tempfile, SimpleNamespace(TemporaryFile=BytesIO)
    try:
        yield
    finally:
        xls97.tempfile = usual
