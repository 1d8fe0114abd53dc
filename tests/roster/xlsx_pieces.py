"""Workbooks put together from their parts, for what no program writes, or each writes in its own manner."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from onefile_desktop.roster.files.xlsx_looks import SheetLook
from onefile_desktop.roster.files.xlsx_parts import look
from onefile_desktop.roster.rows import Area

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Parts = Mapping[str, str | bytes]


def relationships(*targets: tuple[str, str, str]) -> str:
    """A part of relationships to these: identifier, kind and target."""
    tags = (f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for name, kind, to in targets)
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(tags)}</Relationships>'


def parts(*sheets: str | bytes, styles: str = "", calculation: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets, as plain as can be."""
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    book = f"<sheets>{entries}</sheets>{calculation}"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            *((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
        ),
    }
    made |= {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in zip(numbers, sheets, strict=True)}
    return made | ({"xl/styles.xml": styles} if styles else {})


def packed(contents: Parts, compression: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", compression) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, after: str = "") -> str:
    """The XML of a sheet with these rows, and what comes after them."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def look_of(rows: str, after: str = "", *, styles: str = "", calculation: str = "") -> SheetLook:
    """The look at the only sheet of a workbook with these rows."""
    (found,) = look(packed(parts(sheet(rows, after), styles=styles, calculation=calculation)))
    return found


def formats(*codes: str) -> str:
    """A part of styles: the style numbered from 1 has the first of these formats, and so on; 0 has none."""
    named = "".join(f'<numFmt numFmtId="{164 + index}" formatCode="{code}"/>' for index, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{164 + index}"/>' for index in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="000"/></dxf></dxfs>'
        "</styleSheet>"
    )


def saved(workbook: Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>7</v></c><c r="C1" t="e"><v>#REF!</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2"><f>A1</f><v></v></c><c r="D2" s="1"/></row>'
)
SHEET = sheet(_ROWS, '<mergeCells><mergeCell ref="A4:A5"/></mergeCells>')
"""A sheet with one of everything that a look tells; its style 1 shows three digits at least."""

LOOK = SheetLook(
    failed={(0, 2): "#REF!"},
    uncalculated=frozenset({(1, 1)}),
    shown={(0, 1): "007"},
    hidden=frozenset({2}),
    merged=(Area(4, 0, 5, 0),),
    reaches=(2, 3),
)
"""The look at it."""
