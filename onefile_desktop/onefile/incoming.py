"""The body of an answer as it comes in, plain and never without end.

What is compressed is unpacked here, a bounded piece at a time: a small answer may unpack to more than any memory holds.
"""

import zlib
from collections.abc import Iterator

import httpx

ACCEPTED_ENCODING = "gzip"

_LARGEST_BYTES = 64 * 1024 * 1024  # unpacked; a page of a search has some 100 kilobytes
_UNPACKED_AT_ONCE = 1024 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class BoundedStream(httpx.SyncByteStream):
    """The plain body of an answer whose Content-Encoding is `encoding`: at most 64 MB large, else it is cut off.

    Raises `httpx.ReadError` where it is cut off, and `httpx.DecodingError` for a body that is compressed in another way
    than was asked for, or damaged.
    """

    def __init__(self, inner: httpx.SyncByteStream, encoding: str) -> None:
        self._inner = inner
        self._encoding = encoding.strip().lower()

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._plain():
            size += len(piece)
            if size > _LARGEST_BYTES:
                raise httpx.ReadError("The answer is too large.")
            yield piece

    def close(self) -> None:
        """Lets go of the connection, which closes where the answer is not at its end."""
        self._inner.close()

    def _plain(self) -> Iterator[bytes]:
        match self._encoding:
            case "" | "identity":
                return iter(self._inner)
            case "gzip" | "x-gzip":
                return _unpacked(self._inner)
            case _:
                raise httpx.DecodingError("The answer is compressed in a way that was not asked for.")


def _unpacked(pieces: httpx.SyncByteStream) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(_GZIP)
    is_empty = True
    for packed in pieces:
        is_empty = is_empty and not packed
        while packed:
            try:
                plain = unpacking.decompress(packed, _UNPACKED_AT_ONCE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            yield plain
            packed = b"" if unpacking.eof else unpacking.unconsumed_tail
    if not (is_empty or unpacking.eof):
        raise httpx.DecodingError("The compressed answer is not whole.")
