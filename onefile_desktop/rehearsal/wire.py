"""HTTP/1.1 as bytes: the body of a call, read to its end, and an answer written in one piece."""

from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from io import BufferedIOBase

from onefile_desktop.rehearsal.faults import Delivery
from onefile_desktop.rehearsal.messages import RefusedError

_LONGEST_BODY = 16 * 1024 * 1024
_LONGEST_LINE = 4096
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_BODILESS = frozenset({204, 304})


def read_body(source: BufferedIOBase, headers: Mapping[str, str]) -> bytes:
    """The body that follows the headers (their names in lower case), by its length or in chunks.

    Raises `RefusedError` for one that cannot be read, after which the connection is of no more use,
    and `ConnectionError` where the caller goes away meanwhile.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return _read_chunks(source)
    return _read_exactly(source, _length(headers.get("content-length", "0"), base=10))


def _read_chunks(source: BufferedIOBase) -> bytes:
    body = b""
    while size := _length(_read_line(source).partition(";")[0], base=16):
        body += _read_exactly(source, size)
        _read_line(source)
        if len(body) > _LONGEST_BODY:
            raise RefusedError(413, "The body is too long.")
    while _read_line(source):
        """Trailing headers say nothing here."""
    return body


def _length(text: str, base: int) -> int:
    digits = text.strip()
    try:
        length = int(digits, base) if digits.isalnum() else -1
    except ValueError:
        length = -1
    if length < 0:
        raise RefusedError(400, "The length of the body is not a number.")
    if length > _LONGEST_BODY:
        raise RefusedError(413, "The body is too long.")
    return length


def _read_exactly(source: BufferedIOBase, size: int) -> bytes:
    content = source.read(size)
    if len(content) < size:
        raise ConnectionAbortedError("The caller went away in the middle of a body")
    return content


def _read_line(source: BufferedIOBase) -> str:
    line = source.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise ConnectionAbortedError("The caller went away in the middle of a body")
    return line.decode("latin-1").strip()


def written(delivery: Delivery, *, server: str, with_body: bool, closing: bool) -> bytes:
    """What goes out for a delivery: status line, headers and body together, or nothing at all.

    `closing` announces the end of the connection, which a fault does not.
    """
    answer = delivery.answer
    if answer is None:
        return b""
    lines = [
        f"HTTP/1.1 {answer.status} {_PHRASES.get(answer.status, 'Unknown')}",
        f"Server: {server}",
        f"Date: {formatdate(usegmt=True)}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    has_body = answer.status not in _BODILESS
    if has_body:
        lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {delivery.promised}"]
    if closing:
        lines.append("Connection: close")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head + answer.body if has_body and with_body else head
