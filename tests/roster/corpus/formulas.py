"""Formulas: with a value that was saved, without one, and failed."""

from functools import partial
from pathlib import Path

from tests.roster.corpus import xlsx_by_hand as hand
from tests.roster.corpus.case import Case, People
from tests.roster.corpus.cast import ANN, BEN, HEADERS, at, changed, without
from tests.roster.corpus.excel import write_parts


def _by_hand(path: Path, *, rows: list[str]) -> None:
    write_parts(path, hand.as_bytes(hand.package({"Learners": hand.sheet(rows)})))


_HEADER = hand.texts(1, (*HEADERS, "MIS ID", "Mobile", "Support funding"))
_SAVED = [
    _HEADER,
    hand.row(
        2,
        [
            *(hand.text(f"{letter}2", cell or "") for letter, cell in zip("ABC", ANN[:3], strict=True)),
            hand.formula("D2", 'LOWER(B2&"."&C2&"@example.org")', "ann.lee@example.org"),
            *(hand.text(f"{letter}2", cell or "") for letter, cell in zip("EFG", ANN[4:], strict=True)),
            hand.formula("H2", "1000+17", "1017", "n"),
            hand.formula("I2", 'IF(TRUE,"","x")', ""),
            hand.formula("J2", "1=1", "1", "b"),
        ],
    ),
    hand.texts(3, BEN, ['<c r="J3" t="b"><v>0</v></c>']),
]
_UNSAVED = [
    _HEADER,
    hand.texts(
        2,
        changed(ANN, Email=None),
        [hand.formula("D2", 'B2&"@example.org"'), '<c r="H2"><f>1000+17</f></c>', '<c r="I2"><f>X1</f><v></v></c>'],
    ),
    hand.texts(3, BEN),
]
_FAILED = [
    _HEADER,
    hand.texts(
        2,
        changed(ANN, ClassroomID=None),
        [hand.formula("F2", "VLOOKUP(A2,Z:Z,1,0)", "#N/A", "e"), hand.formula("H2", "#REF!", "#REF!", "e")],
    ),
    hand.texts(3, BEN, ['<c r="I3" t="e"><v>#DIV/0!</v></c>']),
]

CASES = (
    Case(
        "formulas-with-saved-values.xlsx",
        partial(_by_hand, rows=_SAVED),
        People((at(2, ANN, MISID="1017", SupportFunding=True), at(3, BEN, SupportFunding=False))),
    ),
    Case(
        "formulas-never-calculated.xlsx",
        partial(_by_hand, rows=_UNSAVED),
        People(
            (without(at(2, ANN), "Email"), at(3, BEN)),
            (
                (2, "D", "formula-not-calculated"),
                (2, "H", "formula-not-calculated"),
                (2, "I", "formula-not-calculated"),
            ),
        ),
    ),
    Case(
        "formulas-that-failed.xlsx",
        partial(_by_hand, rows=_FAILED),
        People(
            (without(at(2, ANN), "ClassroomID"), at(3, BEN)),
            ((2, "F", "cell-error"), (2, "H", "cell-error"), (3, "I", "cell-error")),
        ),
    ),
)
