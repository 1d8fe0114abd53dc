"""Which bytes are text, and what they say: UTF-8, UTF-16 and UTF-32, or Windows-1252, which Excel writes in Britain."""

import codecs
import re

_MARKS = (  # with the bytes of a unit; UTF-32 first, whose mark begins as that of UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF8, "utf-8", 1),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
_SAMPLE = 65_536  # even, so that no character of UTF-16 is cut
_ASCII_BYTES = bytes(range(0x80))
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MOST_NO_TEXT = 0.05  # of the characters; bytes by chance have twice as many
_MOST_REPAIRS = 10_000
_NOT_UTF_8 = re.compile("[\udc80-\udcff]+")


def looks_like_text(content: bytes) -> bool:
    """Whether the beginning of `content` can be read as text; a few stray bytes of other things are allowed."""
    text = decoded(content[:_SAMPLE])
    return len(_NO_TEXT.findall(text)) <= _MOST_NO_TEXT * len(text)


def decoded(content: bytes) -> str:
    """The text of `content`, without the mark that tells its encoding. What no encoding explains becomes U+FFFD."""
    for mark, encoding, unit in _MARKS:
        if content.startswith(mark):
            return content[len(mark) : len(content) // unit * unit].decode(encoding, "replace")
    unmarked = _utf_16(content[:_SAMPLE])
    if unmarked:
        return content[: len(content) // 2 * 2].decode(unmarked, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(content)


def _utf_16(sample: bytes) -> str | None:
    """UTF-16 without a mark shows by the zeros beside spaces, digits, separators and Latin letters."""
    pairs = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second * 10 > pairs > 0 and first * 10 < second:
        return "utf-16-le"
    if first * 10 > pairs > 0 and second * 10 < first:
        return "utf-16-be"
    return None


def _mixed(content: bytes) -> str:
    """Windows-1252, or UTF-8 into which some of it was pasted or that was cut short."""
    bad = content.decode("utf-8", "replace").count("\ufffd")
    good = len(content.translate(None, _ASCII_BYTES)) - bad
    if good > bad and bad <= _MOST_REPAIRS:
        return _NOT_UTF_8.sub(_as_windows, content.decode("utf-8", "surrogateescape"))
    return content.decode("cp1252", "replace")


def _as_windows(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")
