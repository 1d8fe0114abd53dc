"""Text files: every way in which programs write a .csv."""

import codecs
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onefile_desktop.errors import RosterShapeError
from tests.roster.corpus.case import Case, People, Sentence
from tests.roster.corpus.cast import ANN, BEN, CATRIN, GITA, HEADERS, ULNS, Cast, at, changed, listed, wider
from tests.roster.corpus.excel import Rows

_ZOE: Cast = changed(ANN, FirstName="Zoë", LastName="Šimek", PlacementID="Café € Quay")
_ENCODINGS = {
    "utf8": ("utf-8", b""),
    "utf8-with-mark": ("utf-8", codecs.BOM_UTF8),
    "utf16-le": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf16-be": ("utf-16-be", codecs.BOM_UTF16_BE),
    "windows-1252": ("cp1252", b""),
}
_BETWEEN = {"commas": ",", "semicolons": ";", "tabs": "\t", "pipes": "|"}


def written(
    path: Path,
    *,
    table: Rows,
    between: str = ",",
    encoding: str = "utf-8",
    mark: bytes = b"",
    line_end: str = "\r\n",
    before: str = "",
) -> None:
    """A text file with these rows, its cells quoted where they hold what stands `between` them, a quote or a line
    break, and `before` above them."""
    lines = (between.join(_quoted(cell, between) for cell in row) for row in table)
    text = before + "".join(f"{line}{line_end}" for line in lines)
    path.write_bytes(mark + text.encode(encoding))


def _quoted(cell: object, between: str) -> str:
    text = "" if cell is None else str(cell)
    if any(char in text for char in f'{between}"\n'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _by_hand(path: Path, *, text: str) -> None:
    path.write_bytes(text.encode())


def _all_kinds() -> Iterator[Case]:
    """Each delimiter in each encoding, with a letter that is written differently in each."""
    expected = People((at(2, _ZOE), at(3, BEN), at(4, GITA)), header_row=1)
    for delimiter, between in _BETWEEN.items():
        for name, (encoding, mark) in _ENCODINGS.items():
            make = partial(written, table=[HEADERS, _ZOE, BEN, GITA], between=between, encoding=encoding, mark=mark)
            yield Case(f"{delimiter}-{name}.csv", make, expected)


_HEADER = ",".join(HEADERS)
_ANN, _BEN, _CATRIN = (",".join(cell or "" for cell in cast) for cast in (ANN, BEN, CATRIN))
_IDS = wider(("MIS ID", "ULN", "Mobile"), (ANN, ("00123", ULNS[0], "07700900101")), (BEN, ("00124", ULNS[1], "")))
_AS_FORMULAS = [
    [f'="{cell}"' if column > 6 and row and cell else cell for column, cell in enumerate(cells)]
    for row, cells in enumerate(_IDS)
]
_WITH_IDS = (at(2, ANN, MISID="00123", ULN=ULNS[0], MobileNumber="07700900101"), at(3, BEN, MISID="00124", ULN=ULNS[1]))
_ADDRESSES = wider(
    ("Home address",), (ANN, ("1 Quay Street\nHarbourside\nEX1 1AA",)), (BEN, ('The "Old" Mill, Hill Lane',))
)
_LINES = "1 Quay Street\nHarbourside, by the quay, second floor, left, ring twice, Dock, UK\nEX1 1AA"
_LINES_LIKE_ROWS = wider(("Home address",), (ANN, (_LINES,)), (BEN, ("Hill Lane",)))
_MANY_COMMAS = wider(
    ("Home address",), (ANN, ("Flat 1, 2, Quay Street, Harbourside, EX1",)), (BEN, ("3, Mill Lane, Hill, EX2",))
)

CASES = (
    *_all_kinds(),
    Case(
        "utf16-without-mark.csv",
        partial(written, table=[HEADERS, _ZOE, BEN], encoding="utf-16-le"),
        People((at(2, _ZOE), at(3, BEN))),
    ),
    Case(
        "line-that-says-sep.csv",
        partial(written, table=[HEADERS, ANN, BEN], between=";", before="sep=;\r\n"),
        People(listed(ANN, BEN), header_row=1),
    ),
    Case(
        "line-that-says-sep-quoted.csv",
        partial(written, table=[HEADERS, ANN], between="|", before='"sep=|"\r\n'),
        People(listed(ANN), header_row=1),
    ),
    Case("zeros-kept-in-text.csv", partial(written, table=_IDS), People(_WITH_IDS)),
    Case(
        "zeros-kept-by-formulas.csv",
        partial(_by_hand, text="".join(",".join(str(cell or "") for cell in row) + "\r\n" for row in _AS_FORMULAS)),
        People(_WITH_IDS),
    ),
    Case(
        "line-breaks-in-cells.csv",
        partial(written, table=_ADDRESSES),
        People(
            (
                at(2, ANN, HomeAddress="1 Quay Street\nHarbourside\nEX1 1AA"),
                at(3, BEN, HomeAddress='The "Old" Mill, Hill Lane'),
            )
        ),
    ),
    Case(
        "semicolons-with-commas-in-cells.csv",
        partial(written, table=_MANY_COMMAS, between=";"),
        People(
            (
                at(2, ANN, HomeAddress="Flat 1, 2, Quay Street, Harbourside, EX1"),
                at(3, BEN, HomeAddress="3, Mill Lane, Hill, EX2"),
            )
        ),
    ),
    Case(
        "quote-never-closed.csv",
        partial(
            _by_hand,
            text=(f'{_HEADER}\r\nLearner,"Ann,Lee,ann.lee@example.org,Quayside Nursery,Care A,Gita Rao\r\n{_BEN}\r\n'),
        ),
        People(listed(ANN, BEN)),
    ),
    Case(
        "lines-of-a-cell-that-look-like-rows.csv",
        partial(written, table=_LINES_LIKE_ROWS),
        People((at(2, ANN, HomeAddress=_LINES), at(3, BEN, HomeAddress="Hill Lane"))),
    ),
    Case(
        "quote-inside-a-word.csv",
        partial(
            _by_hand,
            text=(
                f'{_HEADER}\r\nLearner,Ann "Annie",Lee,ann.lee@example.org,Quayside Nursery,Care A,Gita Rao\r\n'
                f"{_BEN}\r\n"
            ),
        ),
        People((at(2, ANN, FirstName='Ann "Annie"'), at(3, BEN))),
    ),
    Case(
        "spaces-after-commas.csv",
        partial(
            _by_hand,
            text=(
                "Role, First name, Last name, Email, Placement, Class, Default assessor\n"
                'Learner, "Ann", Lee, ann.lee@example.org, "Quayside Nursery", Care A, Gita Rao\n'
            ),
        ),
        People(listed(ANN), header_row=1),
    ),
    Case("old-mac-line-ends.csv", partial(written, table=[HEADERS, ANN, BEN], line_end="\r"), People(listed(ANN, BEN))),
    Case(
        "unix-line-ends-and-none-at-the-end.csv",
        partial(_by_hand, text=f"{_HEADER}\n{_ANN}\n{_BEN}"),
        People(listed(ANN, BEN)),
    ),
    Case(
        "blank-lines-and-ragged-ends.csv",
        partial(_by_hand, text=(f"{_HEADER}\r\n\r\n{_ANN},,,\r\n,,,,,,\r\n{_BEN}\r\n\r\n\r\n")),
        People((at(3, ANN), at(5, BEN))),
    ),
    Case(
        "title-above-the-header.csv",
        partial(
            _by_hand,
            text=(f"Learner export\r\nPrinted 02/11/2026 by Nia Price\r\n\r\n{_HEADER}\r\n{_ANN}\r\n{_CATRIN}\r\n"),
        ),
        People((at(5, ANN), at(6, CATRIN)), header_row=4),
    ),
    Case("header-only.csv", partial(_by_hand, text=f"{_HEADER}\r\n"), Sentence("nobody below", RosterShapeError)),
    Case(
        "letter-called-csv.csv",
        partial(
            _by_hand,
            text=(
                "Dear Nia,\n\nplease find the list of learners attached, as we said on the phone.\n\nBest wishes\nTom\n"
            ),
        ),
        Sentence("column names|header", RosterShapeError),
    ),
)
