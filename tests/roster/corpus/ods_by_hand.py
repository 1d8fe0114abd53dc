"""OpenDocument workbooks written by hand. Source: OASIS, "OpenDocument v1.3", part 3, section 9 (tables)."""

from collections.abc import Iterable
from datetime import date
from html import escape

from tests.roster.corpus.excel import Parts

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = ("office", "table", "text", "style", "manifest")
_DECLARED = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
_BESIDE_THE_STANDARD = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value: object) -> str:
    """A cell as LibreOffice writes it; a text takes a paragraph for each of its lines."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        shown = f"<text:p>{value:%d/%m/%Y}</text:p>"
        return f'<table:table-cell office:value-type="date" office:date-value="{value}">{shown}</table:table-cell>'
    if isinstance(value, int | float):
        shown = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="float" office:value="{value}">{shown}</table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def failed(shown: str) -> str:
    """A cell whose formula failed, as LibreOffice writes it."""
    return (
        f'<table:table-cell {_BESIDE_THE_STANDARD} table:formula="of:=1/0" office:value-type="string" '
        f'office:string-value="" calcext:value-type="error"><text:p>{escape(shown)}</text:p></table:table-cell>'
    )


def row(values: Iterable[object], after: str = "", visibility: str = "visible") -> str:
    """A row of cells from column A on; `after` stands behind them."""
    told = "" if visibility == "visible" else f' table:visibility="{visibility}"'
    return f"<table:table-row{told}>{''.join(map(cell, values))}{after}</table:table-row>"


def document(name: str, rows: Iterable[str], *, encrypted: bool = False) -> Parts:
    """The parts of a workbook whose only sheet holds `rows`. One that is `encrypted` says so, and holds no XML."""
    table = f'<table:table table:name="{name}">{"".join(rows)}</table:table>'
    content = (
        f'<office:document-content {_DECLARED} office:version="1.3"><office:body><office:spreadsheet>{table}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    secret = (
        '<manifest:encryption-data manifest:checksum-type="SHA256/1K" manifest:checksum="AAAA">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        ' manifest:initialisation-vector="AAAA"/></manifest:encryption-data>'
    )
    manifest = (
        f'<manifest:manifest {_DECLARED} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{secret if encrypted else ''}</manifest:file-entry></manifest:manifest>"
    )
    return {
        "mimetype": _MIMETYPE.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": bytes(range(256)) * 8 if encrypted else content.encode(),
    }
