"""What no reader should be given: the limits of a workbook's archive, and of the XML in it.

They are held before a reader has the file, because a few kilobytes can unpack to gigabytes, or say that a sheet
reaches to the far corner.
"""

import struct
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MOST_CELLS = 4_000_000
"""Of the rectangle from A1 to the last filled cell of a sheet, and of all sheets that are read together. The reader
keeps it whole at some 40 bytes a cell, filled or not, and 50,000 rows of 60 columns are 3 million."""

# An honest workbook of 50,000 rows and 60 columns unpacks to some 170 MB, at 6 to 8 times its size.
_MOST_UNPACKED = 300 * 1024 * 1024
_HIGHEST_RATIO = 100
_RATIO_MATTERS = 20 * 1024 * 1024
_MOST_PARTS = 5_000
_ENTRY = b"PK\x01\x02"  # begins the entry of each part in the archive's directory
_MOST_TEXTS = 4_000_000  # at some 54 bytes each in the reader, however short
_TEXTS_MATTER = 20 * 1024 * 1024
_BLOCK = 1024 * 1024
# No tag needs a tenth of this; expat goes over an unfinished one again with every block.
_LONGEST_TAG = 4 * 1024 * 1024

# Everything that zipfile is known to raise over an archive that was cut short or tampered with.
BROKEN_ARCHIVE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class DamagedError(Exception):
    """The file is a zip archive whose parts cannot be had, or make no sense."""


class TooLargeError(Exception):
    """The file would unpack to more than any roster needs; the message, a fragment of a sentence, says what.

    Where one sheet is the reason, `sheet` is its index and `reaches` its last filled row and column, as counts.
    """

    def __init__(self, message: str, sheet: int | None = None, reaches: tuple[int, int] = (0, 0)) -> None:
        super().__init__(message)
        self.sheet = sheet
        self.reaches = reaches


class Parts:
    """The parts of an archive, by name: in any case and with either slash, as readers find them."""

    def __init__(self, archive: ZipFile) -> None:
        """Raises `DamagedError` where two parts have one name, since readers would differ in which they take."""
        self._archive = archive
        self._by_name: dict[str, ZipInfo] = {}
        for part in archive.infolist():
            name = _key(part.filename)
            if name in self._by_name or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise DamagedError
            self._by_name[name] = part

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._by_name

    def size(self, name: str) -> int:
        """The bytes that a part unpacks to, 0 where there is none."""
        part = self._by_name.get(_key(name))
        return part.file_size if part else 0

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, some at a time; `zipfile` lets none unpack to more than its size in the directory."""
        with self._archive.open(self._by_name[_key(name)]) as part:
            while block := part.read(_BLOCK):
                yield block


@contextmanager
def opened(content: bytes, wordiness: int = 1) -> Generator[Parts]:
    """The parts of the archive `content`, within the limits, of a format that takes `wordiness` times as many bytes
    for a cell as .xlsx does.

    Raises `DamagedError` for a broken archive, also while its parts are read, and `TooLargeError`.
    """
    if content.count(_ENTRY) > _MOST_PARTS:
        raise TooLargeError(f"it consists of more than {_MOST_PARTS:,} parts")
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            limit_unpacked(unpacked, len(content), wordiness)
            yield Parts(archive)
    except BROKEN_ARCHIVE as error:
        raise DamagedError from error


def limit_unpacked(unpacked: int, packed: int, wordiness: int = 1) -> None:
    """Raises `TooLargeError` where `packed` bytes may not unpack to `unpacked`."""
    ratio = _HIGHEST_RATIO * wordiness
    if unpacked > _MOST_UNPACKED * wordiness:
        raise TooLargeError(f"it unpacks to {unpacked // 1024**2:,} MB")
    if unpacked > max(_RATIO_MATTERS * wordiness, ratio * packed):
        raise TooLargeError(f"it unpacks to {unpacked // 1024**2:,} MB, more than {ratio} times its size")


def limit_texts(parts: Parts, name: str) -> None:
    """Raises `TooLargeError` where the part `name` holds more of the texts that cells share than can be kept."""
    if parts.size(name) < _TEXTS_MATTER:
        return
    texts = sum(block.count(b"<si") + block.count(b":si") for block in parts.blocks(name))
    if texts > _MOST_TEXTS:
        raise TooLargeError(f"it holds more than {_MOST_TEXTS:,} texts")


def parse(
    blocks: Iterable[bytes],
    *,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Goes through XML, in time that grows with its length only, and calls `start`, `end` and `text` as it comes.

    Names come with their prefix. Raises `DamagedError` for what is no XML, is not in an encoding that grows out of
    ASCII (the reader takes such a sheet for an empty one), or declares entities, which no workbook does.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    given = 0
    try:
        for block in blocks:
            if not given and (b"\x00" in block[:4] or block.startswith((b"\xff\xfe", b"\xfe\xff"))):
                raise DamagedError
            parser.Parse(block)
            given += len(block)
            if given - parser.CurrentByteIndex > _LONGEST_TAG:
                raise DamagedError
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise DamagedError from error


def _refuse(*_: object) -> None:
    raise DamagedError


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
