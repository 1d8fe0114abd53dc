"""An answer as it comes in: neither for ever, nor without end.

The timeout of an HTTP client is for each piece; an answer that drips would hold up whoever wants to stop.
"""

import time
from collections.abc import Iterator

import httpx

_LARGEST_BYTES = 64 * 1024 * 1024  # as sent, which may be compressed; a page of a search has some 100 kilobytes


class BoundedStream(httpx.SyncByteStream):
    """The body of an answer that has begun now: at most `seconds` long and 64 MB large, else it is cut off.

    A last piece may come late by as long as a single piece is waited for. Raises `httpx.ReadError` where it is cut off.
    """

    def __init__(self, inner: httpx.SyncByteStream, seconds: float) -> None:
        self._inner = inner
        self._until = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._inner:
            size += len(piece)
            if time.monotonic() > self._until or size > _LARGEST_BYTES:
                raise httpx.ReadError("The answer takes too long or is too large.")
            yield piece

    def close(self) -> None:
        """Lets go of the connection, which closes where the answer is not at its end."""
        self._inner.close()
