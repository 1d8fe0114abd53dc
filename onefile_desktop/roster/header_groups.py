"""The upper line of a header of two, where it groups the columns: "Employer" above "First name" and "Email".

A group reaches over the columns it was merged over, or, unmerged, to the right as long as what stands below is
something that anybody has.

Of a group that nobody knows ("Key contact", "Delivery team") its place tells that it may be somebody else's: behind the
learner's name, above an email or a telephone. It is put before those with `UNDER` between, which the matching reads.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.matching.header_words import (
    ASSESSOR,
    DETAILS,
    EMPLOYER,
    LEARNER,
    MANAGER,
    MORE_SECTIONS,
    OF_ANYBODY,
    OTHERS,
    OWN_NAMES,
    PROGRAMMES,
    SECTIONS,
    SOMEBODY,
    THINGS,
    UNDER,
    is_of_self,
    sounds_like_a_note,
)
from onefile_desktop.roster.matching.vocabulary import Vocabulary
from onefile_desktop.roster.rows import Area, CellValue, SheetRow

_LONGEST_GROUP = 60
_HALVES, _FULL = frozenset({"FirstName", "LastName"}), "FullName"
_AT_WORK = frozenset({EMPLOYER, MANAGER})
_OF_COLUMNS = DETAILS - {"contact"}
_OF_NOBODY = frozenset(
    {"login", "account", "sign", "system", "reach", "college", "academy", "school", "university", "training", "term"}
)
_OF_GROUPS = SOMEBODY | THINGS | SECTIONS | {LEARNER}


class _Kind(Enum):
    """What the text above a group of columns says: whose they are, what they are of, or neither.

    What nobody knows may be the name of somebody; a note never is.
    """

    PERSON = auto()  # somebody other than whom the row is about
    THING = auto()
    PROGRAMME = auto()
    OWN = auto()  # the person whom the row is about, or a mere section
    UNKNOWN = auto()
    NOTE = auto()


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


class Groups:
    """The texts of the line `upper` as groups of the columns that the line `lower` names.

    `merged` are the merged areas of the sheet, `words` those of its fields; `called` is the field that a text names.
    """

    def __init__(
        self,
        upper: SheetRow,
        lower: SheetRow,
        merged: Iterable[Area],
        words: Vocabulary,
        called: Callable[[str], str | None],
    ) -> None:
        self._lower, self._words, self._called = lower, words, called
        self._width = max(len(upper.cells), len(lower.cells))
        self._groups = tuple(self._read(upper, merged))

    def names(self, named: Mapping[str, int]) -> Sequence[CellValue] | None:
        """What the columns are called by both lines; None where the upper does not group them.

        `named` are the columns that name a field by the lower line alone.
        """
        theirs = [group for group in self._groups if self._is_anothers(group, named)]
        if not theirs and not self._are_groups():
            return None
        texts: list[CellValue] = [self._below(at) or None for at in range(self._width)]
        for group in self._groups:
            for at in self._reach(group):
                low = self._below(at)
                texts[at] = self._joined(group, low) if low else (group.text if at == group.own.start else None)
        for group in theirs:
            for at in self._reach(group) if group.kind is _Kind.UNKNOWN else ():
                low = self._below(at)
                is_anybodys = self._called(low) in OF_ANYBODY | OWN_NAMES
                if low and texts[at] == low and is_anybodys and not self._is_somebodys(low):
                    texts[at] = f"{group.text}{UNDER}{low}"
        return texts

    def _below(self, at: int) -> str:
        """The text of the lower line in the column `at`, empty where there is none."""
        return text_at(self._lower.cells, at)

    def _read(self, upper: SheetRow, merged: Iterable[Area]) -> Iterator[_Group]:
        reaches = {
            area.first_column: area.last_column for area in merged if area.first_row <= upper.number <= area.last_row
        }
        filled = [at for at in range(len(upper.cells)) if text_at(upper.cells, at)]
        for at, following in zip(filled, [*filled[1:], self._width], strict=False):
            text = text_at(upper.cells, at)
            own = range(at, min(reaches.get(at, at), following - 1) + 1)
            behind = range(at + 1, following) if len(own) == 1 else range(0)
            yield _Group(text, self._kind(text), own, behind)

    def _reach(self, group: _Group) -> Iterator[int]:
        """The columns that a group is about: its own, and those behind as far as anybody may have what they hold."""
        yield from group.own
        for at in group.behind:
            low = self._below(at)
            if low and not self._is_somebodys(low) and not self._words.words(low) <= DETAILS:
                return
            yield at

    def _is_anothers(self, group: _Group, named: Mapping[str, int]) -> bool:
        """Whether its place tells that a group may be somebody else's: behind the learner's name, above what all have.

        Not if a part of the learner's name stands in it that does not stand before it.
        """
        before = {name for name in (*_HALVES, _FULL) if named.get(name, group.own.start) < group.own.start}
        if not before or group.kind in (_Kind.OWN, _Kind.NOTE):
            return False
        is_whole = _FULL in before or before >= _HALVES
        lows = (low for at in self._reach(group) if (low := self._below(at)))
        under = [self._called(low) for low in lows if not self._is_somebodys(low)]
        is_own = not is_whole and any(name in (*_HALVES, _FULL) and name not in before for name in under)
        return len(under) > 1 and not is_own and not OF_ANYBODY.isdisjoint(under)

    def _kind(self, text: str) -> _Kind:
        words = {word for word in self._words.words(text) if len(word) > 2 or not word.isdecimal()} - {"or", "and"}
        if len(text) > _LONGEST_GROUP or text.endswith(":") or not (words or is_of_self(text)):
            return _Kind.NOTE
        if words <= SECTIONS | MORE_SECTIONS:
            return _Kind.OWN
        if words - _OF_GROUPS:
            is_year = any(map(str.isdecimal, words))
            is_note = is_year or words & (_OF_COLUMNS | _OF_NOBODY) or is_of_self(text) or sounds_like_a_note(text)
            return _Kind.NOTE if is_note else _Kind.UNKNOWN
        if words & SOMEBODY:
            return _Kind.PERSON
        if words & PROGRAMMES:
            return _Kind.PROGRAMME
        return _Kind.THING if words & THINGS else _Kind.OWN

    def _are_groups(self) -> bool:
        """Whether these stand above groups of columns, rather than being a title, or a row of a legend."""
        unknown = (_Kind.UNKNOWN, _Kind.NOTE)
        below = [at for at in range(self._width) if self._below(at)]
        known = [group for group in self._groups if group.kind not in unknown and self._below(group.own.start)]
        if not below or all(group.kind is _Kind.OWN for group in known):
            return False
        if any(len(group.own) > 1 and not set(below) <= set(group.own) for group in known):
            return True
        names = [plain(self._below(at)) for at in below]
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
        is_plainer_alone = group.kind in (_Kind.UNKNOWN, _Kind.NOTE) or (
            group.kind is _Kind.PROGRAMME and not self._words.words(low) <= DETAILS
        )
        return low if is_plainer_alone else ways[0]

    def _is_somebodys(self, low: str) -> bool:
        """Whether a name says by itself whose it is, or what of."""
        return not (SOMEBODY | THINGS | {LEARNER}).isdisjoint(self._words.words(low))


def text_at(cells: Sequence[CellValue], index: int) -> str:
    """The text of a cell, empty where the row has none there."""
    return display(cells[index]) if index < len(cells) else ""
