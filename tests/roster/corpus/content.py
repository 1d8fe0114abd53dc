"""Whether two files hold the same, whatever their bytes: zip archives pack otherwise from one library to the next,
and a protected workbook is sealed with other random bytes each time."""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from tests.roster.corpus import protected


def same_content(one: Path, other: Path) -> bool:
    """Whether the two hold the same parts, or the same bytes where they have no parts."""
    return _content(one) == _content(other)


def _content(path: Path) -> object:
    password = protected.SEALED.get(path.name.removeprefix("made-"))
    content = path.read_bytes() if password is None else protected.unprotected(path, password)
    try:
        with ZipFile(BytesIO(content)) as archive:
            return [(name, archive.read(name)) for name in archive.namelist()]
    except (BadZipFile, zlib.error):
        return content
