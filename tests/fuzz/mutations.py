"""Ways to damage a workbook, each from a seeded source of chance, so that every mutant can be made again."""

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

Mutation = Callable[[bytes, Random], bytes]

_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
_NASTY_NUMBERS = (
    b"0",
    b"-1",
    b"1e308",
    b"-1e308",
    b"NaN",
    b"1048576",
    b"1048577",
    b"99999999999999999999",
    b"",
    b"2958466",
)
_NASTY_TEXT = (
    b"<",
    b">",
    b"&",
    b"&x;",
    b"]]>",
    b"<!--",
    b"\x00",
    b"\xff\xfe",
    b"&#0;",
    b"&#xD800;",
    b"</row>",
    b"</c>",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A1" t="s"><v>4000000000</v></c>',
    b'<c r="B3" t="e"><v>#N/A</v></c>',
    b"<f>A1</f>",
    b'<row r="1048576"/>',
    b'<mergeCell ref="A1:XFD1048576"/>',
)


def flip_bytes(content: bytes, chance: Random) -> bytes:
    """A few bytes become others."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(content: bytes, chance: Random) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(len(content) + 1)]


def cut_out(content: bytes, chance: Random) -> bytes:
    """A piece in the middle is missing, or stands there twice."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((1, 10, 500, 20_000)))
    return content[:start] + (content[end:] if chance.random() < 0.6 else content[start:end] + content[start:])


def drop_part(content: bytes, chance: Random) -> bytes:
    """A part of the archive is missing, empty, or another one's content."""
    parts = _parts(content)
    if not parts:
        return cut_out(content, chance)
    name = chance.choice(sorted(parts))
    deed = chance.randrange(3)
    if deed == 0:
        del parts[name]
    else:
        parts[name] = b"" if deed == 1 else parts[chance.choice(sorted(parts))]
    return _zipped(parts)


def break_xml(content: bytes, chance: Random) -> bytes:
    """XML that is not well-formed, or well-formed and hostile."""

    def broken(part: bytes) -> bytes:
        for _ in range(chance.choice((1, 2, 10))):
            place = chance.randrange(len(part) + 1)
            deed = chance.randrange(5)
            if deed == 0:
                part = part[:place] + part[place + chance.choice((1, 5, 100)) :]
            elif deed == 1:
                part = part[:place] + chance.choice(_NASTY_TEXT) + part[place:]
            elif deed == 2:
                tags = list(re.finditer(rb"<[^<>]{1,200}>", part))
                tag = chance.choice(tags) if tags else None
                part = part[: tag.start()] + part[tag.end() :] if tag else part
            elif deed == 3:
                part = re.sub(rb"<(\w)", _ENTITIES + b"]><\\1", part, count=1)
            else:
                part = part[:place] + b"<a>" * chance.choice((100, 30_000)) + part[place:]
        return part

    return _changed_part(content, chance, broken)


def lie_in_xml(content: bytes, chance: Random) -> bytes:
    """References, counts and numbers that are not true."""

    def lying(part: bytes) -> bytes:
        numbers = list(re.finditer(rb"(?<=[\">A-Z])[0-9][0-9.]{0,18}(?=[\"<])", part))
        for found in chance.sample(numbers, min(len(numbers), chance.choice((1, 4, 40)))):
            new = chance.choice(_NASTY_NUMBERS)
            if len(new) <= found.end() - found.start() or chance.random() < 0.5:
                part = part[: found.start()] + new + part[found.end() :]
        return part.replace(b' r="A', chance.choice((b' r="A', b' r="XFD', b' r="AAAA', b' x="A')))

    return _changed_part(content, chance, lying)


def lie_in_zip(content: bytes, chance: Random) -> bytes:
    """Sizes, offsets and check sums of the archive that are not true."""
    changed = bytearray(content)
    headers = [match.start() for match in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", content)]
    for start in chance.sample(headers, min(len(headers), chance.choice((1, 3)))):
        at = start + chance.choice((8, 10, 14, 16, 18, 20, 22, 24, 26, 28, 30, 42))
        if at + 4 <= len(changed):
            changed[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 20)))
    return bytes(changed)


def bomb(content: bytes, chance: Random) -> bytes:
    """A part that unpacks to far more than it takes."""
    parts = _parts(content)
    name = chance.choice(sorted(parts)) if parts else "xl/worksheets/sheet1.xml"
    row = chance.choice(
        (b" ", b"<row><c><v>1</v></c></row>", b"<si><t>a</t></si>", b'<c t="inlineStr"><is><t>b</t></is></c>')
    )
    size = chance.choice((1, 5, 60)) * 1_000_000
    old = parts.get(name, b"")
    middle = len(old) // 2
    parts[name] = old[:middle] + row * (size // len(row)) + old[middle:]
    return _zipped(parts)


def restored(content: bytes, chance: Random) -> bytes:
    """The same parts, packed or named in another way: all of it may well be read."""
    parts = _parts(content)
    if not parts:
        return content
    if chance.random() < 0.5:
        parts = {
            name.upper() if chance.random() < 0.2 else name.replace("/", "\\") if chance.random() < 0.2 else name: part
            for name, part in parts.items()
        }
    return _zipped(parts, packed=chance.random() < 0.5)


MUTATIONS: Mapping[str, Mutation] = {
    deed.__name__: deed
    for deed in (flip_bytes, cut_off, cut_out, drop_part, break_xml, lie_in_xml, lie_in_zip, bomb, restored)
}


def mutant(seeds: Mapping[str, bytes], number: int, seed: int) -> tuple[str, bytes]:
    """The mutant `number` of the series `seed`: a file name that says what it is, and its bytes."""
    chance = Random(f"{seed}-{number}")
    name = chance.choice(sorted(seeds))
    deeds = [chance.choice(sorted(MUTATIONS)) for _ in range(chance.choice((1, 1, 1, 2)))]
    content = seeds[name]
    for deed in deeds:
        content = MUTATIONS[deed](content, chance)
    stem, _, suffix = name.rpartition(".")
    return f"{number:05d}-{'-'.join(deeds)}-{stem[:40]}.{suffix}", content


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return {}


def _changed_part(content: bytes, chance: Random, change: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(content)
    if not parts:
        return flip_bytes(content, chance)
    sheets = [name for name in sorted(parts) if "sheet" in name.lower() or "content" in name.lower()]
    name = chance.choice(sheets if sheets and chance.random() < 0.6 else sorted(parts))
    parts[name] = change(parts[name])
    return _zipped(parts)


def _zipped(parts: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """The parts as an archive. Each bears the oldest date that a zip can, so that it is the same whenever made."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part, compress_type=ZIP_DEFLATED if packed else ZIP_STORED)
    return made.getvalue()
