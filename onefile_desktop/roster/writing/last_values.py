"""Puts the last values of formulas back into a workbook that openpyxl saved, which writes formulas alone.

Without them nothing but Excel could tell what the cells hold, this program included.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

from onefile_desktop.roster.rows import CellError, CellValue, NotCalculated, Sheet
from onefile_desktop.roster.saving import writable

# As openpyxl writes a cell with a formula: no type, and a value without content.
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"( s="[0-9]+")?>(<f[ >/].*?)<v ?/></c>', re.DOTALL)


def with_last_values(saved: bytes, workbook: Workbook, sheets: Sequence[Sheet]) -> bytes:
    """The workbook `saved`, which `workbook` was saved as, with the formulas' values as `sheets` have them."""
    by_name = {sheet.name: sheet for sheet in sheets}
    parts = {sheet.path.lstrip("/"): by_name[sheet.title] for sheet in workbook.worksheets if sheet.title in by_name}
    with ZipFile(BytesIO(saved)) as archive:
        changed = {name: archive.read(name) for name in parts}
        changed = {name: part for name, part in changed.items() if b"<f" in part}
        if not changed:
            return saved
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as filled:
            for name in archive.namelist():
                part = _filled(changed[name], parts[name], workbook) if name in changed else archive.read(name)
                filled.writestr(name, part)
    return buffer.getvalue()


def _filled(part: bytes, sheet: Sheet, workbook: Workbook) -> bytes:
    cells: Mapping[int, tuple[CellValue, ...]] = {row.number: row.cells for row in sheet.rows}

    def fill(match: re.Match[bytes]) -> bytes:
        column, row, style, formula = match.groups()
        held, index = cells.get(int(row), ()), column_index_from_string(column.decode()) - 1
        value = held[index] if index < len(held) else None
        if isinstance(value, NotCalculated):
            return match[0]
        kind, text = _as_saved(value, workbook)
        head = b'<c r="%b%b"%b t="%b">' % (column, row, style or b"", kind.encode())
        return head + formula + b"<v>%b</v></c>" % escape(writable(text)).encode()

    return _FORMULA.sub(fill, part)


def _as_saved(value: CellValue, workbook: Workbook) -> tuple[str, str]:
    """The type of a cell that shows `value`, and the text of its value, as ECMA-376 (18.3.1.4) has them."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, int | float):
        return "n", repr(value)
    if isinstance(value, date):
        return "n", repr(_serial_number(value, workbook.epoch))
    if isinstance(value, CellError):
        return "e", value.text
    return "str", value if isinstance(value, str) else ""


def _serial_number(value: date, epoch: datetime) -> float:
    """What Excel saves for a day or a moment; it takes 1900 for a leap year."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    days = (moment - epoch) / timedelta(days=1)
    return days if days > 60 or epoch.year != 1899 else days - 1
