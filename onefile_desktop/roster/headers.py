"""Which row of a sheet is its header, and what stands in it where it takes two.

A header of two lines is one of two kinds: names broken in two ("Date of" above "birth"), and groups above the names
("Employer" above "First name" and "Email"). A group reaches over the columns it was merged over, or, unmerged, to the
right as long as what stands below is something that anybody has. Titles and instructions above a header are neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from onefile_desktop.onefile.roles import Role
from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.fields import Field, Kind
from onefile_desktop.roster.matching.columns import Mapped, field_meant, leaves_out
from onefile_desktop.roster.matching.header_words import (
    ASSESSOR,
    DETAILS,
    EMPLOYER,
    LEARNER,
    MANAGER,
    OTHERS,
    PROGRAMMES,
    SECTIONS,
    SOMEBODY,
    THINGS,
)
from onefile_desktop.roster.matching.vocabulary import vocabulary
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow
from onefile_desktop.roster.values import read_value

_ROWS_LOOKED_AT = 30
_FEWEST_MATCHES = 2
_LONGEST_GROUP = 60
_NEARLY_ALL = 0.8


def find_header_row(sheet: Sheet, fields: Mapping[str, Field], mapping: Mapped = ()) -> int | None:
    """The number of the row, near the top, in which most cells name a field; None where none names two.

    Of a header of two lines it is the second. Of rows that name equally many the first counts, unless there are no
    people between it and the next: then it is a legend. Cells that hold a role, as those of people do, count only
    beside others. Raises `UsageError` where `mapping` means a field that is not there.
    """
    finder = _Finder(sheet, fields, mapping)
    best: _Header | None = None
    for position in range(min(_ROWS_LOOKED_AT, len(sheet.rows))):
        found = finder.ending_at(position)
        if finder.may_be_header(found) and (
            best is None
            or found.rank > best.rank
            or (found.rank == best.rank and not finder.has_people_between(best, found))
        ):
            best = found
    return best.last_row if best else None


def header_cells(
    sheet: Sheet, header_row: int, fields: Mapping[str, Field], mapping: Mapped = ()
) -> tuple[CellValue, ...]:
    """The texts of the header on `header_row`, one a column, both lines joined where it takes two and that says more.

    `header_row` may be either of the two lines. Where there is no such row, there are no cells.
    """
    position = next((at for at, row in enumerate(sheet.rows) if row.number == header_row), None)
    if position is None:
        return ()
    finder = _Finder(sheet, fields, mapping)
    own = finder.ending_at(position)
    if position + 1 < len(sheet.rows):
        below = finder.ending_at(position + 1)
        if below.first_row == header_row and below.rank >= own.rank:
            return below.cells
    return own.cells


def is_header_again(cells: Sequence[CellValue], header: Sequence[CellValue]) -> bool:
    """Whether a row repeats the header, or one line of it, as it does where a page ends or sheets were joined."""
    pairs = [
        (plain(text), plain(display(header[index])) if index < len(header) else "")
        for index, cell in enumerate(cells)
        if (text := display(cell))
    ]
    again = sum(text == name for text, name in pairs)
    if again >= _FEWEST_MATCHES and again >= _NEARLY_ALL * len(pairs):
        return True
    starts = [len(text) > 2 and name != text and name.startswith(text) for text, name in pairs]
    if any(starts) and len(pairs) >= _FEWEST_MATCHES:
        return all(start or _is_role(text) for start, (text, _) in zip(starts, pairs, strict=True))
    return len(pairs) >= _FEWEST_MATCHES and all(len(text) > 2 and name.endswith(text) for text, name in pairs)


class _Kind(Enum):
    """What the text above a group of columns says: whose they are, what they are of, or neither."""

    PERSON = auto()  # somebody other than whom the row is about
    THING = auto()
    PROGRAMME = auto()
    OWN = auto()  # the person whom the row is about, or a mere section
    UNKNOWN = auto()


@dataclass(frozen=True)
class _Group:
    """A text in the upper line: the columns that it was merged over, and those without one of their own behind them."""

    text: str
    kind: _Kind
    own: range
    behind: range

    @property
    def is_wide(self) -> bool:
        """Whether it stands above more columns than one."""
        return len(self.own) + len(self.behind) > 1


@dataclass(frozen=True)
class _Header:
    """A header as it could be: its lines and texts, the columns that name a field, and how much speaks for it.

    `rank` counts the fields that are named, first without the cells that may as well be somebody's role. `is_telling`
    where one of those others is not the role itself.
    """

    first_row: int
    last_row: int
    cells: tuple[CellValue, ...]
    named: Mapping[str, int]
    rank: tuple[int, int]
    is_telling: bool


class _Finder:
    """Looks at the rows of one sheet as headers."""

    def __init__(self, sheet: Sheet, fields: Mapping[str, Field], mapping: Mapped) -> None:
        self._sheet, self._fields = sheet, fields
        self._words = vocabulary(fields)
        self._mapping = {plain(header): target for header, target in reversed(mapping) if plain(header)}

    def ending_at(self, position: int) -> _Header:
        """The header whose last line is the row at `position`, with the line above where both are one header."""
        lower = self._sheet.rows[position]
        alone = self._header(lower.number, lower.number, lower.cells)
        upper = self._sheet.rows[position - 1] if position else None
        if upper is None or upper.number != lower.number - 1:
            return alone
        above = self._header(upper.number, upper.number, upper.cells)
        if not (alone.rank[0] or above.rank[0]):
            return alone
        return self._grouped(upper, lower) or self._broken(upper, lower, alone, above) or alone

    def may_be_header(self, found: _Header) -> bool:
        """Whether it names two fields, and not only people by their roles, as a legend does."""
        return len(found.named) >= _FEWEST_MATCHES and found.is_telling

    def has_people_between(self, first: _Header, second: _Header) -> bool:
        """Whether a row between the two has values in the columns that `first` names."""
        return any(
            sum(bool(_text(row.cells, column)) for column in first.named.values()) >= _FEWEST_MATCHES
            for row in self._sheet.rows
            if first.last_row < row.number < second.first_row
        )

    def _header(self, first_row: int, last_row: int, cells: Sequence[CellValue]) -> _Header:
        named: dict[str, int] = {}
        solid: set[str] = set()
        for column, cell in enumerate(cells):
            text = display(cell) if isinstance(cell, str) else ""
            name = self._named(text)
            if name is not None:
                named.setdefault(name, column)
                if not _is_role(text):
                    solid.add(name)
        is_telling = any(self._fields[name].kind is not Kind.ROLE for name in solid)
        return _Header(first_row, last_row, tuple(cells), named, (len(solid), len(named)), is_telling)

    def _named(self, text: str) -> str | None:
        """The field that the header `text` names, as far as its words tell."""
        if not text:
            return None
        if self._mapping and (target := self._mapping.get(plain(text))) is not None:
            return None if leaves_out(target) else field_meant(target, self._fields).name
        meaning = self._words.meaning(text)
        return meaning.field.name if meaning else None

    def _broken(self, upper: SheetRow, lower: SheetRow, alone: _Header, above: _Header) -> _Header | None:
        """Both lines as one whose names are broken in two, where that names more than either.

        Where it names as much as the upper, every text in the lower must go on with a name, and none be a person's.
        """
        width = max(len(upper.cells), len(lower.cells))
        texts = [f"{_text(upper.cells, at)} {_text(lower.cells, at)}".strip() or None for at in range(width)]
        both = self._header(upper.number, lower.number, texts)
        more = both.rank[1] - max(alone.rank[1], above.rank[1])
        ends = [(text, texts[at] or "") for at in range(len(lower.cells)) if (text := _text(lower.cells, at))]
        goes_on = all(self._named(whole) and whole != text and not _is_role(text) for text, whole in ends)
        return both if more > 0 or (more == 0 and both.rank > alone.rank and goes_on) else None

    def _grouped(self, upper: SheetRow, lower: SheetRow) -> _Header | None:
        """Both lines as one whose upper line groups the columns, where it does."""
        width = max(len(upper.cells), len(lower.cells))
        groups = self._groups(upper, width)
        below = [at for at in range(len(lower.cells)) if _text(lower.cells, at)]
        if not self._are_groups(groups, lower, below):
            return None
        texts: list[CellValue] = [_text(lower.cells, at) or None for at in range(width)]
        for group in groups:
            for at in group.own:
                low = _text(lower.cells, at)
                texts[at] = self._joined(group, low) if low else (group.text if at == group.own.start else None)
            for at in group.behind:
                low = _text(lower.cells, at)
                if low and not self._is_somebodys(low) and not self._words.words(low) <= DETAILS:
                    break
                texts[at] = self._joined(group, low) if low else None
        both = self._header(upper.number, lower.number, texts)
        return both if self.may_be_header(both) else None

    def _groups(self, upper: SheetRow, width: int) -> Sequence[_Group]:
        merged = {
            area.first_column: area.last_column
            for area in self._sheet.merged
            if area.first_row <= upper.number <= area.last_row
        }
        filled = [at for at in range(len(upper.cells)) if _text(upper.cells, at)]
        groups: list[_Group] = []
        for at, following in zip(filled, [*filled[1:], width], strict=False):
            text = _text(upper.cells, at)
            own = range(at, min(merged.get(at, at), following - 1) + 1)
            behind = range(at + 1, following) if len(own) == 1 else range(0)
            groups.append(_Group(text, self._kind(text), own, behind))
        return groups

    def _kind(self, text: str) -> _Kind:
        words = self._words.words(text) - {"or", "and"}
        if not words or len(text) > _LONGEST_GROUP or text.endswith(":") or words - _OF_GROUPS:
            return _Kind.UNKNOWN
        if words & SOMEBODY:
            return _Kind.PERSON
        if words & PROGRAMMES:
            return _Kind.PROGRAMME
        return _Kind.THING if words & THINGS else _Kind.OWN

    def _are_groups(self, groups: Sequence[_Group], lower: SheetRow, below: Sequence[int]) -> bool:
        """Whether these stand above groups of columns, rather than being a title, or a row of a legend."""
        known = [group for group in groups if group.kind is not _Kind.UNKNOWN and _text(lower.cells, group.own.start)]
        if not below or all(group.kind is _Kind.OWN for group in known):
            return False
        if any(len(group.own) > 1 and not set(below) <= set(group.own) for group in known):
            return True
        names = [plain(_text(lower.cells, at)) for at in below]
        is_told_apart = len(known) > 1 or len(set(names)) < len(names)
        starts_later = known[0].own.start > below[0]
        if starts_later and any(group.is_wide and self._words.words(group.text) & OTHERS for group in known):
            return True
        return any(group.is_wide for group in known) and is_told_apart and (len(known) > 1 or starts_later)

    def _joined(self, group: _Group, low: str) -> str:
        """What the column below `group` is called that is called `low` there."""
        if group.kind is _Kind.OWN or self._is_somebodys(low):
            return low
        words = self._words.words(group.text) & SOMEBODY
        short = (
            "Assessor" if words == frozenset({ASSESSOR}) else "Employer" if words and words <= _AT_WORK else group.text
        )
        ways = [f"{group.text} {low}", f"{short} {low}"]
        meant = [(meaning.stage, way) for way in ways if (meaning := self._words.meaning(way))]
        if meant:
            return min(meant, key=lambda one: one[0])[1]
        is_plainer_alone = group.kind is _Kind.UNKNOWN or (
            group.kind is _Kind.PROGRAMME and not self._words.words(low) <= DETAILS
        )
        return low if is_plainer_alone else ways[0]

    def _is_somebodys(self, low: str) -> bool:
        """Whether a name says by itself whose it is, or what of."""
        return not (SOMEBODY | THINGS | {LEARNER}).isdisjoint(self._words.words(low))


_AT_WORK = frozenset({EMPLOYER, MANAGER})
_OF_GROUPS = SOMEBODY | THINGS | SECTIONS | {LEARNER}


def _is_role(text: str) -> bool:
    return isinstance(read_value(Kind.ROLE, text), Role)


def _text(cells: Sequence[CellValue], index: int) -> str:
    return display(cells[index]) if index < len(cells) else ""
