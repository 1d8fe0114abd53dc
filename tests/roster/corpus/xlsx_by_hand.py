"""The parts of an .xlsx file written by hand, for what no well-behaved program writes."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tests.roster.corpus.excel import Parts

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Formats: 0 general, 1 a date, 2 five digits with their zeros, 3 eleven digits, 4 text.
STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/>\
<numFmt numFmtId="165" formatCode="00000000000"/></numFmts><fonts count="1"><font/></fonts><fills count="2">\
<fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border/></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>\
<xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>"""
DATE, FIVE_DIGITS, ELEVEN_DIGITS, AS_TEXT = 1, 2, 3, 4


def letter(column: int) -> str:
    """The letter of a column that counts from 0."""
    return chr(ord("A") + column) if column < 26 else letter(column // 26 - 1) + letter(column % 26)


def text(where: str, content: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'


def number(where: str, value: float | str, style: int = 0) -> str:
    """A cell with a number."""
    return f'<c r="{where}" s="{style}"><v>{value}</v></c>'


def formula(where: str, source: str, saved: str | None = None, kind: str = "str") -> str:
    """A cell with a formula, and its value of `kind` as saved; None where it never was."""
    value = "" if saved is None else f"<v>{escape(saved)}</v>"
    return f'<c r="{where}" t="{kind}"><f>{escape(source)}</f>{value}</c>'


def shared(where: str, index: int) -> str:
    """A cell whose text is the shared one at `index`."""
    return f'<c r="{where}" t="s"><v>{index}</v></c>'


def row(number: int, cells: Iterable[str], attributes: str = "") -> str:
    """A row with these cells."""
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def texts(number: int, values: Sequence[str | None], more: Iterable[str] = ()) -> str:
    """A row of texts from column A on, and `more` cells on their right."""
    cells = [text(f"{letter(column)}{number}", value) for column, value in enumerate(values) if value is not None]
    return row(number, [*cells, *more])


def sheet(rows: Iterable[str], after: str = "") -> str:
    """A sheet of these rows; `after` stands behind its data, as merged cells do."""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def shared_strings(items: Iterable[str]) -> str:
    """The part with shared texts; each item is the inside of its `si`."""
    return f'{_HEAD}<sst xmlns="{_MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def package(
    sheets: Mapping[str, str],
    *,
    shared_texts: str | None = None,
    styles: str | None = STYLES,
    properties: str = "",
    target: str = "worksheets/sheet{}.xml",
) -> dict[str, str]:
    """The parts of a workbook with these sheets, in which `target` says how the workbook names them."""
    parts = {f"xl/worksheets/sheet{index}.xml": content for index, content in enumerate(sheets.values(), start=1)}
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{index}" r:id="rId{index}"/>'
        for index, name in enumerate(sheets, start=1)
    )
    related = [_relation(f"rId{index}", "worksheet", target.format(index)) for index in range(1, len(sheets) + 1)]
    declared = [_declared(f"/{part}", "worksheet+xml") for part in parts]
    if styles is not None:
        parts["xl/styles.xml"] = styles
        related.append(_relation("rIdStyles", "styles", "styles.xml"))
        declared.append(_declared("/xl/styles.xml", "styles+xml"))
    if shared_texts is not None:
        parts["xl/sharedStrings.xml"] = shared_texts
        related.append(_relation("rIdTexts", "sharedStrings", "sharedStrings.xml"))
        declared.append(_declared("/xl/sharedStrings.xml", "sharedStrings+xml"))
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    book = _declared("/xl/workbook.xml", "sheet.main+xml")
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_TYPES}">{defaults}{book}{"".join(declared)}</Types>',
        "_rels/.rels": _relations([_relation("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related),
        **parts,
    }


def as_bytes(parts: Mapping[str, str]) -> Parts:
    """The parts as they are stored."""
    return {name: content.encode() for name, content in parts.items()}


def _relations(related: Iterable[str]) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{"".join(related)}</Relationships>'


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _declared(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}"/>'
