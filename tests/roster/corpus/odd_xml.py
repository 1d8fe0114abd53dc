"""Workbooks whose XML is right, or nearly so, but not as Excel would write it: what other programs export."""

import re
from datetime import date
from pathlib import Path

from tests.roster.corpus import xlsx_by_hand as hand
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, HEADERS, ULNS, at, changed, listed
from tests.roster.corpus.excel import write_parts

_TABLE = (hand.texts(1, HEADERS), hand.texts(2, ANN), hand.texts(3, BEN))
_SHEET = hand.sheet(_TABLE)
_BORN = date(2004, 3, 23)


def _write(path: Path, parts: dict[str, str]) -> None:
    write_parts(path, hand.as_bytes(parts))


def _inline(path: Path) -> None:
    _write(path, hand.package({"Learners": _SHEET}))


def _shared_sheet() -> str:
    rows = (HEADERS, ANN, BEN)
    return hand.sheet(
        hand.row(
            number,
            [
                hand.shared(f"{hand.letter(column)}{number}", (number - 1) * len(HEADERS) + column)
                for column in range(7)
            ],
        )
        for number, _ in enumerate(rows, start=1)
    )


def _no_shared_texts(path: Path) -> None:
    _write(path, hand.package({"Learners": _shared_sheet()}))


def _too_few_shared_texts(path: Path) -> None:
    items = [f"<t>{cell}</t>" for cell in (*HEADERS, *ANN)]
    _write(path, hand.package({"Learners": _shared_sheet()}, shared_texts=hand.shared_strings(items)))


def _no_styles(path: Path) -> None:
    rows = (hand.texts(1, (*HEADERS, "DOB")), hand.texts(2, ANN, [hand.number("H2", 38069, hand.DATE)]))
    _write(path, hand.package({"Learners": hand.sheet(rows)}, styles=None))


def _cells_without_places(path: Path) -> None:
    _write(path, hand.package({"Learners": re.sub(r'<c r="[A-Z]+\d+"', "<c", _SHEET)}))


def _nothing_has_a_place(path: Path) -> None:
    bare = re.sub(r'<c r="[A-Z]+\d+"', "<c", _SHEET)
    _write(path, hand.package({"Learners": re.sub(r'<row r="\d+"', "<row", bare)}))


def _prefixed(path: Path) -> None:
    """Every tag of the sheet, the workbook and the shared texts has a prefix, as some report writers do it."""
    items = [f"<t>{cell}</t>" for cast in (HEADERS, ANN, BEN) for cell in cast]
    parts = hand.package({"Learners": _shared_sheet()}, shared_texts=hand.shared_strings(items))
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        tagged = re.sub(r"<(/?)(\w)", r"<\1x:\2", parts[name])
        parts[name] = tagged.replace(' xmlns="', ' xmlns:x="')
    _write(path, parts)


def _absolute(path: Path) -> None:
    _write(path, hand.package({"Learners": _SHEET}, target="/xl/worksheets/sheet{}.xml"))


def _backslashes(path: Path) -> None:
    _write(path, {name.replace("/", "\\"): content for name, content in hand.package({"Learners": _SHEET}).items()})


def _strict(path: Path) -> None:
    """As Excel saves a "Strict Open XML Spreadsheet": other namespaces, and dates as ISO texts."""
    born = '<c r="H2" s="1" t="d"><v>2004-03-23T00:00:00.000</v></c>'
    rows = (hand.texts(1, (*HEADERS, "DOB")), hand.texts(2, ANN, [born]))
    namespaces = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/"
        "officeDocument/relationships",
    }
    parts = hand.package({"Learners": hand.sheet(rows)})
    for usual, strict in namespaces.items():
        parts = {name: content.replace(usual, strict) for name, content in parts.items()}
    _write(path, parts)


def _rich_text(path: Path) -> None:
    """Names in several fonts, with the hints that Japanese Excel keeps for reading them aloud."""
    cells = ["Learner", "", "Sato", "hana.sato@example.org", *ANN[4:]]
    first = (
        '<r><t>Ha</t></r><r><rPr><b/></rPr><t xml:space="preserve">na </t></r>'
        '<rPh sb="0" eb="2"><t>ハナ</t></rPh><phoneticPr fontId="0"/>'
    )
    items = [*(f"<t>{cell}</t>" for cell in HEADERS), *(f"<t>{cell}</t>" for cell in cells)]
    items[len(HEADERS) + 1] = first
    rows = [
        hand.row(row, [hand.shared(f"{hand.letter(column)}{row}", (row - 1) * 7 + column) for column in range(7)])
        for row in (1, 2)
    ]
    _write(path, hand.package({"Learners": hand.sheet(rows)}, shared_texts=hand.shared_strings(items)))


def _escapes(path: Path) -> None:
    """Excel writes what XML cannot hold as _x000D_, and a text that looks so as _x005F_x000D_."""
    rows = (
        hand.texts(1, (*HEADERS, "Home address", "MIS ID")),
        hand.texts(2, (*changed(ANN, FirstName="_x0041_nn"), "1 Quay Street_x000D_\nHarbourside", "_x005F_x0041_7")),
    )
    _write(path, hand.package({"Learners": hand.sheet(rows)}))


def _dates(path: Path, properties: str, formatted: int, unformatted: int) -> None:
    rows = (
        hand.texts(1, (*HEADERS, "DOB")),
        hand.texts(2, ANN, [hand.number("H2", formatted, hand.DATE)]),
        hand.texts(3, BEN, [hand.number("H3", unformatted)]),
    )
    _write(path, hand.package({"Learners": hand.sheet(rows)}, properties=properties))


def _from_1904(path: Path) -> None:
    _dates(path, '<workbookPr date1904="1"/>', 38069 - 1462, 38069 - 1462)


def _serials(path: Path) -> None:
    _dates(path, "", 38069, 38069)


def _zeros_by_format(path: Path) -> None:
    """The zeros are not in the numbers but in the way they are shown."""
    rows = (
        hand.texts(1, (*HEADERS, "MIS ID", "Mobile", "ULN")),
        hand.texts(
            2,
            ANN,
            [
                hand.number("H2", 123, hand.FIVE_DIGITS),
                hand.number("I2", 7700900101, hand.ELEVEN_DIGITS),
                hand.number("J2", float(ULNS[0])),
            ],
        ),
    )
    _write(path, hand.package({"Learners": hand.sheet(rows)}))


def _external_links(path: Path) -> None:
    """Links to another workbook and a command to be run: only what was saved of them is read."""
    rows = (
        hand.texts(1, (*HEADERS, "MIS ID", "Website")),
        hand.texts(
            2,
            ANN,
            [
                hand.formula("H2", "[1]Sheet1!$A$1", "S-17"),
                hand.formula("I2", "cmd|' /C calc'!A0", "https://ann.example.org"),
            ],
        ),
    )
    parts = hand.package({"Learners": hand.sheet(rows)})
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    _write(path, {**parts, "xl/externalLinks/externalLink1.xml": link})


_WITH_ADDRESS = {"FirstName": "Ann", "HomeAddress": "1 Quay Street\nHarbourside", "MISID": "_x0041_7"}

CASES = (
    Case("texts-inside-the-cells.xlsx", _inline, People(listed(ANN, BEN))),
    Case("shared-texts-missing.xlsx", _no_shared_texts, Sentence("damaged|not copied completely|could not be read")),
    Case("shared-texts-too-few.xlsx", _too_few_shared_texts, Sentence("damaged|not copied completely|could not be")),
    Case("styles-missing.xlsx", _no_styles, People((at(2, ANN, DOB=_BORN),))),
    Case("cells-without-places.xlsx", _cells_without_places, People(listed(ANN, BEN))),
    Case("rows-and-cells-without-places.xlsx", _nothing_has_a_place, People(listed(ANN, BEN))),
    Case("tags-with-prefixes.xlsx", _prefixed, People(listed(ANN, BEN), sheet="Learners")),
    Case("absolute-targets.xlsx", _absolute, People(listed(ANN, BEN), sheet="Learners")),
    Case("backslashes-in-part-names.xlsx", _backslashes, People(listed(ANN, BEN))),
    Case("strict-open-xml.xlsx", _strict, People((at(2, ANN, DOB=_BORN),))),
    Case(
        "rich-text-with-reading-hints.xlsx",
        _rich_text,
        People((at(2, ANN, FirstName="Hana", LastName="Sato", Email="hana.sato@example.org"),)),
    ),
    Case("escaped-characters.xlsx", _escapes, People((at(2, ANN, **_WITH_ADDRESS),))),
    Case("dates-from-1904.xlsx", _from_1904, People((at(2, ANN, DOB=_BORN), at(3, BEN, DOB=_BORN)))),
    Case("dates-without-a-format.xlsx", _serials, People((at(2, ANN, DOB=_BORN), at(3, BEN, DOB=_BORN)))),
    Case(
        "zeros-shown-by-the-format.xlsx",
        _zeros_by_format,
        People((at(2, ANN, MISID="00123", MobileNumber="07700900101", ULN=ULNS[0]),)),
    ),
    Case(
        "links-and-commands.xlsx",
        _external_links,
        People((at(2, ANN, MISID="S-17", Website="https://ann.example.org"),)),
    ),
)
