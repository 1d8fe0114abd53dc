"""Text files of separated values (.csv, .tsv, .txt) to a sheet, with rows numbered as Excel numbers them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from onefile_desktop.roster.files.csv_encoding import decoded, looks_like_text
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow

__all__ = ["UnreadableTextError", "looks_like_text", "read_csv"]

_MOST_CELLS = 4_000_000
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # of any sheet in Excel
_LONGEST_CELL = 32_767  # characters, in Excel; a text over several lines that is longer began with a stray quote
_DELIMITERS = "\t|;,"  # where two fit equally well the first is right, since texts hold commas most of all
_SAMPLE_TEXT, _SAMPLE_RECORDS = 65_536, 200
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
_FEWEST_TELLING = 3  # columns, below which other texts look like rows too easily

_NAMED = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\r|\n|\Z)")
_REST = re.compile(r"[^\r\n]*+")
_BREAK = re.compile(r"\r\n|\r|\n")
_OPENING = re.compile(r' *+"')
_INSIDE = re.compile(r'(?:[^"]++|"")*+')
_AS_TEXT = re.compile(r'="((?:[^"]++|"")*+)"')
_GUARDED = re.compile(r"'[=+\-@\t\r]")


class UnreadableTextError(Exception):
    """The text cannot be a roster; the message, a fragment of a sentence about the file, says why."""


def read_csv(content: bytes, name: str) -> Sheet:
    """The sheet `name` of a file of separated values, whose cells are texts, or None where they are empty.

    A row is what Excel shows as one: a record, which line breaks in quotes do not end, blank ones being counted. A
    first line such as `sep=;` names the delimiter and is no row of its own, so the one after it is row 1. What people
    write so that Excel leaves a text alone is taken off: ="00123" is 00123, and '+44 is +44.

    A quote at the beginning of a field that nothing closes hides no rows: it is taken off in a row that has as many
    fields as most, and stays in any other, which may be torn. Raises `UnreadableTextError`.
    """
    if not looks_like_text(content):
        raise UnreadableTextError("it is not text")
    text = decoded(content).replace("\0", "").rstrip("\r\n\x1a")
    named = _NAMED.match(text)
    if named:
        text = text[named.end() :]
    layout = _layout(text, named[1] if named else _DELIMITERS)
    rows: list[SheetRow] = []
    room = _MOST_CELLS
    for number, fields in enumerate(layout.records(text), start=1):
        cells = [_cell(field) for field in fields]
        while cells and cells[-1] is None:
            cells.pop()
        room -= len(cells)
        if len(cells) > _MOST_COLUMNS:
            raise UnreadableTextError(f"row {number:,} has more than {_MOST_COLUMNS:,} columns")
        if number > _MOST_ROWS:
            raise UnreadableTextError(f"it has more than {_MOST_ROWS:,} rows")
        if room < 0:
            raise UnreadableTextError(f"it has more than {_MOST_CELLS:,} cells")
        if cells:
            rows.append(SheetRow(number, tuple(cells)))
    return Sheet(name, tuple(rows))


def _layout(text: str, delimiters: str) -> "_Layout":
    """The delimiter among `delimiters` that most of the first records have, and have equally often."""
    sample = text[:_SAMPLE_TEXT]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\r"), sample.rfind("\n")) + 1] or sample
    fits: list[tuple[float, int, _Layout]] = []
    for delimiter in delimiters:
        records = islice(_Layout(delimiter).records(sample), _SAMPLE_RECORDS)
        widths = [len(fields) for fields in records if any(fields)]
        split = Counter(width for width in widths if width > 1)
        if split:
            width, alike = max(split.items(), key=lambda found: (found[1], found[0]))
            fits.append(((split.total() + alike) / len(widths), width, _Layout(delimiter, width)))
    return max(fits, key=lambda fit: fit[:2])[2] if fits else _Layout(delimiters[-1])


def _cell(text: str) -> CellValue:
    if not text:
        return None
    if text[0] == "'" and _GUARDED.match(text):
        return text[1:]
    if text[0] == "=" and (kept := _AS_TEXT.fullmatch(text)):
        return kept[1].replace('""', '"') or None
    return text


@dataclass(frozen=True)
class _Layout:
    """How a text is cut into records: at which character, and into how many fields as a rule (0: not known)."""

    delimiter: str
    width: int = 0

    def records(self, text: str) -> Iterator[list[str]]:
        """The fields of each record, in time that grows with the text's length only."""
        position = 0
        while position < len(text):
            match = _LINE.match(text, position)
            assert match
            line, position = match[1], match.end()
            if '"' not in line:
                many = line.count(self.delimiter) > _MOST_COLUMNS
                yield (line.rstrip(self.delimiter) if many else line).split(self.delimiter, _MOST_COLUMNS)
            elif (fields := self._well_quoted(line)) is not None:
                yield fields
            else:
                fields, position = self._quoted(text, match.start())
                yield fields

    def _well_quoted(self, line: str) -> list[str] | None:
        """The fields of a line whose quotes are as they should be and close before it ends, else None."""
        if line.count('"') % 2 or ' "' in line:
            return None
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None

    def _quoted(self, text: str, position: int) -> tuple[list[str], int]:
        """The fields of the record at `position`, and where the next one begins."""
        fields: list[str] = []
        stray: list[int] = []
        line_end = position
        while True:
            if position >= line_end:
                line_end = _end(_REST, text, position)
            value, position, is_stray = self._field(text, position, line_end, len(fields))
            if is_stray:
                stray.append(len(fields))
            fields.append(value)
            if text[position : position + 1] != self.delimiter:
                break
            position += 1
        if len(fields) == self.width:  # so the quote belongs to this field, and holds nothing together
            for index in stray:  # a quote alone means something: the same as above
                fields[index] = fields[index].lstrip(" ")[1:] or fields[index]
        break_ = _BREAK.match(text, position)
        return fields, break_.end() if break_ else position

    def _field(self, text: str, start: int, line_end: int, before: int) -> tuple[str, int, bool]:
        """The field at `start`, with `before` others before it, in a line that ends at `line_end`; where the field
        ends; and whether it begins with a quote that nothing closes."""
        opening = _OPENING.match(text, start)
        closing = self._closing(text, opening.end(), line_end, before) if opening else None
        end = _end(self._literal, text, start if closing is None else closing + 1)
        if opening is None or closing is None:
            return text[start:end], end, opening is not None
        value, after = text[opening.end() : closing], text[closing + 1 : end]
        if after.strip(" "):  # text after the closing quote, or quotes in the text that were not doubled
            value += f'"{after[:-1]}' if after.endswith('"') else after
        return value.replace('""', '"'), end, False

    def _closing(self, text: str, start: int, line_end: int, before: int) -> int | None:
        """Where the quote stands that closes the text at `start`; None if none does."""
        closing = _end(_INSIDE, text, start, line_end)
        if closing < line_end:
            return closing
        closing = _end(_INSIDE, text, start, start + _LONGEST_CELL)
        return closing if self._closes(text, start, closing, before) else None

    def _closes(self, text: str, start: int, closing: int, before: int) -> bool:
        """Whether the text from `start`, over several lines, is one that the quote at `closing` closes.

        Lines inside it that look like rows are rows that a stray quote would hide, unless the record has as many
        fields with the text as rows have. A line with an address between delimiters is always somebody's row, or a
        part of it.
        """
        after = text[closing + 1 : closing + 2]
        if text[closing : closing + 1] != '"' or after not in ("", self.delimiter, "\r", "\n"):
            return False
        lines = _BREAK.split(text[start:closing])
        if self.width >= _FEWEST_TELLING and any(map(self._is_somebodys, lines)):
            return False
        inside = lines[1:-1]
        rows = all(line.count(self.delimiter) + 1 == self.width for line in inside)
        if not (inside and rows and self.width >= _FEWEST_TELLING):
            return True
        return self._ends_after(self.width - before - 1, text, closing + 1)

    def _is_somebodys(self, line: str) -> bool:
        """Whether a line has an address as a field of its own, and something else beside it."""
        if "@" not in line or self.delimiter not in line:
            return False
        addresses = [_ADDRESS.fullmatch(field) is not None for field in line.split(self.delimiter) if field]
        return any(addresses) and not all(addresses)

    def _ends_after(self, fields: int, text: str, position: int) -> bool:
        """Whether a record ends after so many more `fields`, of which those that begin with a quote are well quoted."""
        if fields < 0:
            return False
        between = re.escape(self.delimiter)
        field = rf'{between}(?:"(?:[^"]++|"")*+"|(?!")[^{between}\r\n]*+)'
        rest = re.compile(rf"(?:{field}){{{fields}}}+(?![^\r\n])")
        return rest.match(text, position, position + _LONGEST_CELL) is not None

    @cached_property
    def _literal(self) -> re.Pattern[str]:
        return re.compile(rf"[^{re.escape(self.delimiter)}\r\n]*+")


def _end(pattern: re.Pattern[str], text: str, start: int, stop: int | None = None) -> int:
    match = pattern.match(text, start, len(text) if stop is None else stop)
    assert match
    return match.end()
