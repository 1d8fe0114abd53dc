"""The roster and what is said of it, without what a file that is passed on does not need."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.updates import within_a_sentence
from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE
from onefile_desktop.roster.matching.columns import column_letter, field_called
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow
from onefile_desktop.run.journal import ChangeState, JournalChange, RunInfo
from onefile_desktop.run.results.outcome import RowOutcome
from onefile_desktop.run.verifying.verification import Verification

INSTEAD = "(left out)"
LABELS: Mapping[str, str] = {name: one.label for name, one in PEOPLE.items() if one.sensitive}
"""What people call the fields that are left out, by their names."""

_OUTCOME_HEADERS = frozenset({"onefileoutcome", "onefileid", "onefilemessage"})
_TELLING = re.compile(r"[\d@]")
_FEWEST_TELLING = 4
"""So many characters, digits among them, are no other word by chance."""
_REFUSED = "OneFile refused this. What it said is left out here."
_TO_MEND = "This row was not sent, because something on it is to be mended. What it is has been left out here."

Place = tuple[str, int]
"""A sheet and the number of a row."""


@dataclass(frozen=True)
class Discreet:
    """A run's roster of which only the columns are kept that are known and not sensitive.

    What is not known to be harmless goes: columns that were not recognised, whatever stands above the header, rows that
    name nobody of the run, and every other sheet.
    """

    info: RunInfo
    sheets: Sequence[Sheet] = field(repr=False)
    found: Sequence[RowOutcome] = field(repr=False)

    @property
    def headers(self) -> Mapping[str, int]:
        """The number of the header's row on each sheet of the roster."""
        rows = {self.info.people_sheet: self.info.people_header_row}
        if self.info.assignments_sheet is not None and self.info.assignments_header_row is not None:
            rows[self.info.assignments_sheet] = self.info.assignments_header_row
        return rows

    def kept(self) -> tuple[Sheet, ...]:
        """The roster's sheets with what is kept; the heading of what is not says so."""
        return tuple(self._kept(sheet) for sheet in self.sheets if sheet.name in self.headers)

    def left_out(self) -> tuple[str, ...]:
        """The headings of the columns that are left out."""
        return tuple(dict.fromkeys(heading for sheet in self.sheets for heading in self._left_out(sheet)))

    @cached_property
    def values(self) -> Mapping[Place, frozenset[str]]:
        """By sheet and row, the texts that are left out and stand nowhere else on it."""
        return {
            (sheet.name, row.number): self._secrets(sheet, row)
            for sheet in self.sheets
            if sheet.name in self.headers
            for row in sheet.rows
        }

    def _kept(self, sheet: Sheet) -> Sheet:
        header_row = self.headers[sheet.name]
        numbers = {one.row for one in self.found if one.sheet == sheet.name}
        rows = [
            SheetRow(row.number, self._headings(sheet, row) if row.number == header_row else self._cells(sheet, row))
            for row in sheet.rows
            if row.number == header_row or row.number in numbers
        ]
        return Sheet(sheet.name, tuple(rows), sheet.hidden & numbers)

    def _headings(self, sheet: Sheet, header: SheetRow) -> tuple[CellValue, ...]:
        return tuple(self._heading(sheet, index, display(value)) for index, value in enumerate(header.cells))

    def _heading(self, sheet: Sheet, index: int, text: str) -> CellValue:
        if plain(text) in _OUTCOME_HEADERS:
            return text
        if not self._stays(sheet, index):
            return f"{text} {INSTEAD}" if text and INSTEAD not in text else text or None
        # What another row above it made clear, or the admin did, is gone.
        fields = PEOPLE if sheet.name == self.info.people_sheet else ASSIGNMENTS
        known, meant = field_called(text, fields), fields[self._field(sheet, index)]
        return text if known is meant else meant.label

    def _cells(self, sheet: Sheet, row: SheetRow) -> tuple[CellValue, ...]:
        return tuple(value if self._stays(sheet, index) else None for index, value in enumerate(row.cells))

    def _secrets(self, sheet: Sheet, row: SheetRow) -> frozenset[str]:
        ours = self._outcome_columns(sheet)
        stay = frozenset(_texts(self._cells(sheet, row)))
        dropped = (
            value for index, value in enumerate(row.cells) if not self._stays(sheet, index) and index not in ours
        )
        return frozenset(_texts(dropped)) - stay

    def _outcome_columns(self, sheet: Sheet) -> frozenset[int]:
        header = next((row for row in sheet.rows if row.number == self.headers[sheet.name]), None)
        cells = header.cells if header else ()
        return frozenset(index for index, value in enumerate(cells) if plain(display(value)) in _OUTCOME_HEADERS)

    def _left_out(self, sheet: Sheet) -> Iterator[str]:
        header_row = self.headers.get(sheet.name)
        for row in sheet.rows:
            if row.number == header_row:
                texts = [(index, display(value)) for index, value in enumerate(row.cells)]
                yield from (
                    text.removesuffix(INSTEAD).strip()
                    for index, text in texts
                    if text and not self._stays(sheet, index) and plain(text) not in _OUTCOME_HEADERS
                )

    def _stays(self, sheet: Sheet, index: int) -> bool:
        name = self._field(sheet, index)
        return bool(name) and name not in LABELS

    def _field(self, sheet: Sheet, index: int) -> str:
        return self.info.columns.get(sheet.name, {}).get(column_letter(index), "")


def discreet_change(one: JournalChange) -> JournalChange:
    """`one` in words without what is left out: which fields were sent, and not that OneFile refused them because of a
    value, which it may say in another form than it was sent in.
    """
    change = one.change
    if LABELS.keys().isdisjoint((*change.request.body, *change.was)):
        return one
    told = change.told
    if change.kind is ChangeKind.UPDATE:
        labels = (within_a_sentence(PEOPLE[name]) for name in change.request.body if name in PEOPLE)
        told = f"Change {', '.join(labels)} of {change.person}"
    is_quoting = one.state is ChangeState.FAILED or "OneFile refused" in one.message
    return replace(one, change=replace(change, told=told), message=_REFUSED if is_quoting else one.message)


def discreet_verification(found: Verification) -> Verification:
    """`found` without what is left out: of such a field it only says that it differs."""
    hidden = {within_a_sentence(PEOPLE[name]) for name in LABELS}
    differences = (
        replace(one, planned=INSTEAD, found=INSTEAD) if one.what in hidden else one for one in found.differences
    )
    return replace(found, differences=tuple(differences))


def discreet(
    found: Sequence[RowOutcome], changes: Iterable[JournalChange], roster: Discreet | None
) -> tuple[RowOutcome, ...]:
    """What became of the rows, its messages without what is left out: they quote cells, and OneFile what was sent.

    Where no roster can tell what its cells hold, a row that is to be mended says no more than that.
    """
    secrets = {place: set(texts) for place, texts in roster.values.items()} if roster else dict[Place, set[str]]()
    for one in changes:
        of_row = secrets.setdefault((one.change.sheet, one.change.row), set())
        of_row.update(_sent(one.change.request.body), _sent(one.change.was))
    places: dict[Place, list[Place]] = {}
    for one in found:
        places.setdefault((one.sheet, one.same_as or one.row), []).append((one.sheet, one.row))
    return tuple(
        replace(one, message=_TO_MEND)
        if one.to_mend and roster is None
        else replace(
            one,
            message=without(
                one.message,
                {text for place in places[one.sheet, one.same_as or one.row] for text in secrets.get(place, ())},
            ),
        )
        for one in found
    )


def without(message: str, secrets: Iterable[str]) -> str:
    """`message` with none of the `secrets` that it quotes, and none that is a number, a code or an address."""
    for secret in sorted(secrets, key=len, reverse=True):
        if not secret.strip():
            continue
        message = message.replace(f"“{secret}”", f"“{INSTEAD}”")
        if len(secret) >= _FEWEST_TELLING and _TELLING.search(secret):
            message = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", INSTEAD, message, flags=re.IGNORECASE)
    return message


def _texts(values: Iterable[CellValue]) -> Iterator[str]:
    """How a message may show what stands in cells: as Excel does, or as it is sent."""
    for value in values:
        if isinstance(value, bool) or value is None:
            continue
        yield display(value)
        if isinstance(value, datetime | date):
            yield f"{value:%Y-%m-%d}"
        if isinstance(value, str):
            yield value
            yield "".join(value.split())


def _sent(values: Mapping[str, JsonValue]) -> Iterator[str]:
    """How a message may show the sensitive values among those that are sent."""
    for name, value in values.items():
        if name in LABELS and isinstance(value, str | int):
            yield str(value)
            moment = day(value)
            if moment is not None:
                yield from _texts([moment])
