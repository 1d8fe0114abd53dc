"""What of a workbook is lost when it is saved anew: told by comparing the files' parts."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_PARTS = {
    "charts": re.compile(r"xl/charts/chart[^/]*\.xml|xl/chartsheets/.*\.xml"),
    "pictures": re.compile(r"xl/media/.*"),
    "form controls and embedded objects": re.compile(r"xl/(ctrlProps|activeX|embeddings)/.*"),
    "macros": re.compile(r"xl/vbaProject\.bin"),
    "slicers and timelines": re.compile(r"xl/(slicers|timelines)/.*"),
    "threaded comments": re.compile(r"xl/threadedComments/.*"),
    "data connections and queries": re.compile(r"xl/(connections\.xml|queryTables/.*)"),
}
_DRAWINGS = re.compile(r"xl/drawings/drawing[^/]*\.xml")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
_EXTENSIONS = {
    "conditional formats of Excel’s newer kinds": b"x14:conditionalFormatting ",
    "drop-downs that take their list from another sheet": b"x14:dataValidation ",
    "sparklines": b"x14:sparklineGroup ",
}


def unkept(before: Path, after: Path) -> tuple[str, ...]:
    """Names, for people, of what the workbook `before` has and `after`, saved from it, has not."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        return tuple(_lost(old, new))


def _lost(old: zipfile.ZipFile, new: zipfile.ZipFile) -> Iterator[str]:
    for name, part in _PARTS.items():
        if _count(old, part) > _count(new, part):
            yield name
    if any(_SHAPE.search(content) for content in _contents(old, _DRAWINGS)):
        yield "drawn shapes and text boxes"
    for name, mark in _EXTENSIONS.items():
        if any(mark in content for content in _contents(old, _SHEETS)):
            yield name


def _count(archive: zipfile.ZipFile, part: re.Pattern[str]) -> int:
    return sum(1 for name in archive.namelist() if part.fullmatch(name))


def _contents(archive: zipfile.ZipFile, part: re.Pattern[str]) -> Iterator[bytes]:
    return (archive.read(name) for name in archive.namelist() if part.fullmatch(name))
