"""Tells whether a file is still the one that was read."""

import hashlib
from pathlib import Path


def fingerprint(file: Path) -> str:
    """A digest of the file's content; empty where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
