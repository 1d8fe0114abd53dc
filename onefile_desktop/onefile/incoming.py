"""The body of an answer as it comes in, plain and never without end.

What is compressed is unpacked here, a bounded piece at a time: a small answer may unpack to more than any memory holds.
"""

import zlib
from collections.abc import Callable, Iterator

import httpx

ACCEPTED_ENCODING = "gzip"

_LARGEST_BYTES = 64 * 1024 * 1024  # unpacked; a page of a search has some 100 kilobytes
_UNPACKED_AT_ONCE = 1024 * 1024
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"})


class BoundedStream(httpx.SyncByteStream):
    """The plain body of an answer whose Content-Encoding is `encoding`: at most 64 MB large, else it is cut off.

    What no compression is called, such as `utf-8`, is passed over: some servers write there what belongs elsewhere.
    Raises `httpx.ReadError` where it is cut off, and `httpx.DecodingError` for a body that is compressed in a way that
    is not known here, or damaged.
    """

    def __init__(self, inner: httpx.SyncByteStream, encoding: str) -> None:
        self._inner = inner
        named = (name.strip().lower() for name in encoding.split(","))
        self._packings = [name for name in named if name in _PACKINGS]

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
        match self._packings:
            case []:
                return iter(self._inner)
            case ["gzip" | "x-gzip"]:
                return _unpacked(self._inner, _in_gzip)
            case ["deflate"]:
                return _unpacked(self._inner, _deflated)
            case _:
                raise httpx.DecodingError("The answer is compressed in a way that was not asked for.")


def _in_gzip(_: bytes) -> int:
    return 16 + zlib.MAX_WBITS


def _deflated(begin: bytes) -> int:
    """With the header that it ought to have, or as some servers send it: without."""
    return zlib.MAX_WBITS if begin[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS


def _unpacked(pieces: httpx.SyncByteStream, format_of: Callable[[bytes], int]) -> Iterator[bytes]:
    """What `pieces` unpack to; `format_of` tells from the first how zlib calls their format."""
    unpacking = None
    for packed in filter(None, pieces):
        unpacking = unpacking or zlib.decompressobj(format_of(packed))
        rest = packed
        while rest:
            try:
                plain = unpacking.decompress(rest, _UNPACKED_AT_ONCE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            yield plain
            rest = b"" if unpacking.eof else unpacking.unconsumed_tail
    if unpacking is not None and not unpacking.eof:
        raise httpx.DecodingError("The compressed answer is not whole.")
