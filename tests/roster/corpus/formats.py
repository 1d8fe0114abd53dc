"""Every format that a roster may come in."""

from datetime import date
from functools import partial
from pathlib import Path

import xlwt

from tests.roster.corpus import ods_by_hand as ods
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, CATRIN, GITA, HEADERS, ULNS, at, changed, listed, wider, without
from tests.roster.corpus.excel import Rows, workbook, workbook_parts, write_parts
from tests.roster.corpus.text import written
from tests.roster.corpus.xlsb_by_hand import Failed, xlsb

_BORN, _BORN_TOO = date(2004, 3, 23), date(2000, 2, 29)
_FIRST_OF_1904 = date(1904, 1, 1)
_TABLE: Rows = wider(
    ("DOB", "ULN", "Mobile", "Support funding"),
    (ANN, (_BORN, int(ULNS[0]), "07700 900101", True)),
    (BEN, (_BORN_TOO, ULNS[1], "07700 900102", False)),
)
_PEOPLE = (
    at(2, ANN, DOB=_BORN, ULN=ULNS[0], MobileNumber="07700900101", SupportFunding=True),
    at(3, BEN, DOB=_BORN_TOO, ULN=ULNS[1], MobileNumber="07700900102", SupportFunding=False),
)
_EXPECTED = People(_PEOPLE, sheet="Learners", header_row=1)
_SHORT: Rows = [HEADERS, ANN, BEN, GITA]
_BORN_BOTH = People((at(2, ANN, DOB=_BORN), at(3, BEN, DOB=_BORN_TOO)))


def _plain(path: Path) -> None:
    workbook(path, {"Learners": _TABLE})


def _with_macros(path: Path) -> None:
    parts = workbook_parts({"Learners": _TABLE})
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"]
    assert kind in types
    types = types.replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    macros = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    related = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdMacros" Target="vbaProject.bin" '
        b'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/></Relationships>',
    )
    write_parts(
        path,
        {
            **parts,
            "[Content_Types].xml": types.replace(b"</Types>", macros),
            "xl/_rels/workbook.xml.rels": related,
            "xl/vbaProject.bin": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
        },
    )


def _old_excel(path: Path, table: Rows = _TABLE, *, from_1904: bool = False) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    sheet = book.add_sheet("Learners")
    a_date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, values in enumerate(table):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, a_date if isinstance(value, date) else xlwt.Style.default_style)
    book.save(str(path))


def _binary(path: Path) -> None:
    write_parts(path, xlsb("Learners", _TABLE))


def _open_document(path: Path) -> None:
    write_parts(path, ods.document("Learners", map(ods.row, _TABLE)))


def _with_repeats(path: Path) -> None:
    """As LibreOffice saves a sheet whose columns were formatted: empty cells and rows as numbers of repeats."""
    empty = '<table:table-cell table:number-columns-repeated="16377"/>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    rows = (
        ods.row(HEADERS, empty),
        ods.row(ANN, empty),
        f'<table:table-row table:number-rows-repeated="3">{blank}',
        ods.row(BEN, empty),
        f'<table:table-row table:number-rows-repeated="1048570">{blank}',
    )
    write_parts(path, ods.document("Learners", rows))


def _same_cells_repeated(path: Path) -> None:
    """Two neighbours with one text are one cell that is repeated: here the class and the placement."""
    same = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="2">'
        "<text:p>Hill House</text:p></table:table-cell>"
    )
    first = "".join(map(ods.cell, ANN[:4]))
    rows = (ods.row(HEADERS), f"<table:table-row>{first}{same}{ods.cell(ANN[6])}</table:table-row>")
    write_parts(path, ods.document("Learners", rows))


def _text_on_lines(path: Path) -> None:
    table = wider(("Home address",), (ANN, ("1 Quay Street\nHarbourside",)))
    write_parts(path, ods.document("Learners", map(ods.row, table)))


def _hidden_and_failed(path: Path) -> None:
    """As LibreOffice saves it: a formula that failed, rows that are hidden and filtered, and blank ones hidden, too."""
    rows = (
        ods.row(HEADERS),
        f"<table:table-row>{''.join(map(ods.cell, ANN[:5]))}{ods.failed('#N/A')}{ods.cell(ANN[6])}</table:table-row>",
        ods.row(BEN, visibility="filter"),
        ods.row([None], visibility="collapse").replace("-row", '-row table:number-rows-repeated="1000"', 1),
        ods.row(CATRIN, visibility="collapse"),
    )
    write_parts(path, ods.document("Learners", rows))


def _class_merged(path: Path) -> None:
    """One cell for the class of two learners."""
    merged = ods.cell(ANN[5]).replace("-cell ", '-cell table:number-columns-spanned="1" table:number-rows-spanned="2" ')
    covered = "<table:covered-table-cell/>"
    rows = (
        ods.row(HEADERS),
        *(
            f"<table:table-row>{''.join(map(ods.cell, cast[:5]))}{between}{ods.cell(cast[6])}</table:table-row>"
            for cast, between in ((ANN, merged), (BEN, covered))
        ),
    )
    write_parts(path, ods.document("Learners", rows))


def _binary_with_looks(path: Path) -> None:
    table: Rows = [HEADERS, [*ANN[:5], Failed(0x2A), ANN[6]], BEN, changed(CATRIN, PlacementID=None)]
    write_parts(path, xlsb("Learners", table, hidden={3}, merged=[(2, 3, 4, 4)]))


def _numbers_from_1904(path: Path) -> None:
    """Days as plain numbers, in workbooks that count them from 1904: an old one, and a binary one."""
    table = wider(("DOB",), (ANN, ((_BORN - _FIRST_OF_1904).days,)), (BEN, ((_BORN_TOO - _FIRST_OF_1904).days,)))
    if path.suffix == ".xls":
        _old_excel(path, table, from_1904=True)
    else:
        write_parts(path, xlsb("Learners", table, from_1904=True))


def _protected_document(path: Path) -> None:
    write_parts(path, ods.document("Learners", map(ods.row, _SHORT), encrypted=True))


def _xml_of_2003(path: Path) -> None:
    cells = "".join(f'<Cell><Data ss:Type="String">{header}</Data></Cell>' for header in HEADERS)
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Learners"><Table>'
        f"<Row>{cells}</Row></Table></Worksheet></Workbook>\n",
        "utf-8",
    )


CASES = (
    Case("plain.xlsx", _plain, _EXPECTED),
    Case("name-in-capitals.XLSX", _plain, _EXPECTED),
    Case("macros.xlsm", _with_macros, _EXPECTED),
    Case("old-excel.xls", _old_excel, _EXPECTED),
    Case("old-excel-dates-from-1904.xls", partial(_old_excel, from_1904=True), _EXPECTED),
    Case("binary.xlsb", _binary, _EXPECTED),
    Case(
        "binary-hidden-row-and-a-failed-formula.xlsb",
        _binary_with_looks,
        People(
            (without(at(2, ANN), "ClassroomID"), at(3, BEN), at(4, CATRIN)),
            ((1, None, "hidden-rows"), (2, "F", "cell-error")),
        ),
    ),
    Case("binary-days-as-numbers-from-1904.xlsb", _numbers_from_1904, _BORN_BOTH),
    Case("old-excel-days-as-numbers-from-1904.xls", _numbers_from_1904, _BORN_BOTH),
    Case("open-document.ods", _open_document, _EXPECTED),
    Case("open-document-with-a-million-blank-rows.ods", _with_repeats, People((at(2, ANN), at(6, BEN)))),
    Case(
        "open-document-same-cells-repeated.ods",
        _same_cells_repeated,
        People((at(2, ANN, PlacementID="Hill House", ClassroomID="Hill House"),)),
    ),
    Case(
        "open-document-text-on-two-lines.ods",
        _text_on_lines,
        People((at(2, ANN, HomeAddress="1 Quay Street\nHarbourside"),)),
    ),
    Case(
        "open-document-hidden-rows-and-a-failed-formula.ods",
        _hidden_and_failed,
        People(
            (without(at(2, ANN), "ClassroomID"), at(3, BEN), at(1004, CATRIN)),
            ((1, None, "hidden-rows"), (2, "F", "cell-error")),
        ),
    ),
    Case("open-document-class-merged-over-rows.ods", _class_merged, People(listed(ANN, BEN))),
    Case("open-document-with-password.ods", _protected_document, Sentence("password")),
    Case("workbook-called-xls.xls", _plain, _EXPECTED),
    Case("workbook-called-csv.csv", _plain, _EXPECTED),
    Case("old-excel-called-xlsx.xlsx", _old_excel, _EXPECTED),
    Case("xml-of-2003-called-xls.xls", _xml_of_2003, Sentence("not a workbook|XML|Excel 2003")),
    Case("tabs-called-xls.xls", partial(written, table=_SHORT, between="\t"), People(listed(ANN, BEN, GITA))),
)
