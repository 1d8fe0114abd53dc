"""The admin's workbook as openpyxl keeps it, what it drops being kept beside it or named."""

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from onefile_desktop.roster.rows import Sheet
from onefile_desktop.roster.writing.plain_copy import MOST_IN_AREAS, cells_in

_MOST_TO_KEEP = 100 * 1024 * 1024  # of XML: openpyxl takes some twelve times as much memory

_DROPPED = {
    "macros": re.compile(r"xl/vbaProject\.bin"),
    "pictures": re.compile(r"xl/media/.*"),
    "the looks of charts": re.compile(r"xl/charts/chart[^/]*\.xml|xl/chartsheets/.*\.xml"),
    "form controls and embedded objects": re.compile(r"xl/(ctrlProps|activeX|embeddings)/.*"),
    "slicers and timelines": re.compile(r"xl/(slicers|timelines)/.*"),
    "conversations in comments": re.compile(r"xl/threadedComments/.*"),
    "data connections and queries": re.compile(r"xl/(connections\.xml|queryTables/.*)"),
}
_DRAWINGS = re.compile(r"xl/drawings/drawing[^/]*\.xml")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_EXTENSIONS = {
    "conditional formats of Excel’s newer kinds": b"x14:conditionalFormatting ",
    "sparklines": b"x14:sparklineGroup ",
}

_LINKED_AREA = re.compile(rb'<(?:\w+:)?hyperlink\s[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_ROOT = re.compile(rb"<((?:\w+:)?)worksheet[^>]*>")
_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}"


@dataclass(frozen=True)
class Kept:
    """A workbook to be changed and saved, and names for people of what of the original it lacks."""

    workbook: Workbook
    lacks: tuple[str, ...]


def kept_copy(content: bytes, sheets: Sequence[Sheet]) -> Kept | None:
    """The .xlsx workbook `content`, of which `sheets` were read; None where it would take too much to keep.

    openpyxl raises almost anything over a workbook that it cannot load.
    """
    areas = sum(cells_in(sheet.merged) for sheet in sheets)
    with ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith(".xml")]
        if sum(part.file_size for part in parts) > _MOST_TO_KEEP:
            return None
        has_rich_text = False
        for part in parts:
            xml = archive.read(part)
            areas += _linked(xml)
            has_rich_text = has_rich_text or b"<r>" in xml
        if areas > MOST_IN_AREAS:
            return None
        reader = ExcelReader(BytesIO(content), rich_text=has_rich_text)  # which takes longer
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it drops, which is kept or named here
            reader.read()
            listed_sheets = list(reader.parser.find_sheets())
        workbook = reader.wb
        workbook.template = False  # a copy of a template is a workbook
        for listed, relationship in listed_sheets:
            sheet = workbook[listed.name] if listed.name in workbook.sheetnames else None
            if isinstance(sheet, Worksheet):
                for rule in _newer_drop_downs(archive.read(cast("Any", relationship).target)):
                    sheet.add_data_validation(rule)
        return Kept(workbook, tuple(_lacking(archive)))


def _linked(part: bytes) -> int:
    """How many cells the links in a sheet lie over."""
    corners = _LINKED_AREA.findall(part)
    return sum(
        (abs(int(to_row) - int(from_row)) + 1) * (abs(_number(to_column) - _number(from_column)) + 1)
        for from_column, from_row, to_column, to_row in corners
    )


def _number(letters: bytes) -> int:
    return column_index_from_string(letters.decode())


def _newer_drop_downs(part: bytes) -> Iterator[DataValidation]:
    """The rules for cells that look to another sheet, as Excel has written them since 2010: openpyxl passes over them.

    Source: [MS-XLSX] 2.6.22, dataValidations.
    """
    root, begin = _ROOT.search(part), part.rfind(b"<extLst")
    if root is None or b"dataValidation" not in part[begin:]:
        return
    extensions = part[begin : part.rindex(b"</extLst>") + len(b"</extLst>")]
    tree = fromstring(root[0] + extensions + b"</%bworksheet>" % root[1])
    for newer in tree.iter(f"{_NEWER}dataValidation"):
        cells = newer.findtext(f"{_FORMULA}sqref")
        attributes = {name: value for name, value in newer.items() if not name.startswith("{")}
        rule = Element("dataValidation", {**attributes, "sqref": cells or ""})
        for part_of_rule in ("formula1", "formula2"):
            formula = newer.findtext(f"{_NEWER}{part_of_rule}/{_FORMULA}f")
            if formula:
                SubElement(rule, part_of_rule).text = formula
        if cells:
            yield cast("Callable[[Element], DataValidation]", DataValidation.from_tree)(rule)


def _lacking(archive: ZipFile) -> Iterator[str]:
    names = archive.namelist()
    for what, part in _DROPPED.items():
        if any(part.fullmatch(name) for name in names):
            yield what
    if any(_SHAPE.search(archive.read(name)) for name in names if _DRAWINGS.fullmatch(name)):
        yield "drawn shapes and text boxes"
    sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    for what, mark in _EXTENSIONS.items():
        if any(mark in archive.read(name) for name in sheets):
            yield what
