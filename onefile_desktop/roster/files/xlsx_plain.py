"""The cells of a sheet's XML that nothing needs to be said about: nearly all, found by one regular expression.

It knows them as most programs write them. Any others are left to the parser, which takes some five times as long and
understands them however they are written.
"""

import re
from functools import lru_cache

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]{0,40}):)?worksheet[\s>]")
_MOST_STYLES = 100


def prefix_in(beginning: bytes) -> bytes | None:
    """What stands before the colon in the names of a sheet's elements, often nothing; None where it is no sheet."""
    root = _ROOT.search(beginning)
    return (root[1] or b"") if root else None


@lru_cache(maxsize=16)
def plain_cells(
    prefix: bytes, zero_styles: frozenset[int], struck: frozenset[int], recalculated: bool
) -> re.Pattern[bytes]:
    """Matches a cell with a value and nothing that must be told, its column and row being groups; or a blank cell.

    Only one that another with its place in it follows, or the end of the row: where places are left out, they follow
    from the cells before. Every repetition is possessive and ends at the next tag, so the time is linear.
    """
    tag = re.escape(prefix + b":" if prefix else b"")
    c, v, f, inline, t, row = (tag + name for name in (b"c", b"v", b"f", b"is", b"t", b"row"))
    # A saved 0 may mean that the formula was never calculated.
    saved = rb"(?!<%b>0(?:\.0)?<)" % v if recalculated else b""
    return re.compile(
        rb'<%b r="(?:' % c
        + rb'([A-Z]{1,3}+)([0-9]{1,7}+)"(?: s="[0-9]{1,5}+")?+%b(?:' % _not_of(struck)
        + rb' t="[sbd]"><%b>[^<]++</%b>' % (v, v)
        + rb'|%b(?: t="(?:n|str)")?+>(?:<%b(?: aca="false")?+>[^<]++</%b>%b)?+<%b>[^<]++</%b>'
        % (_not_of(zero_styles), f, f, saved, v, v)
        + rb'| t="inlineStr"><%b><%b(?: xml:space="preserve")?+>[^<]*+</%b></%b>' % (inline, t, t, inline)
        + rb")</%b>" % c
        + rb'|[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]{1,5}+")?+ ?/>'
        + rb')(?=<%b r="|</%b>)' % (c, row)
    )


def _not_of(styles: frozenset[int]) -> bytes:
    """Matches nothing, after a style that is none of `styles`; never where these are many or hold the default one."""
    if len(styles) > _MOST_STYLES or 0 in styles:
        return b"(?!)"
    named = [str(style).encode() for style in sorted(styles)]
    by_length = (b"|".join(name for name in named if len(name) == length) for length in range(1, 6))
    return b"".join(rb'(?<! s="(?:%b)")' % names for names in by_length if names)
