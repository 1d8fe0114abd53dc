"""Whose a column may be whose own name does not tell: an email, a telephone, an address.

A column behind one with another person may be that person's, as long as only such details stand between the two. So may
one under a group of which nobody knows whose it is; `headers` tells which groups those are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onefile_desktop.roster.matching.header_words import DETAILS, SOMEBODY, group_and_name, is_of_self
from onefile_desktop.roster.matching.vocabulary import Stage, Vocabulary
from onefile_desktop.roster.rows import Column

_NAMES = frozenset({"name", "firstname", "lastname", "fullname"})
_CONTACTS = (frozenset({"contact"}), frozenset({"contact", "name"}))


@dataclass(frozen=True)
class Owner:
    """Somebody else whose a column may be, `said` being where they are named.

    `is_beside` where that is another column, and `is_known` where that one is called as in the template, which has no
    details of assessors and employers.
    """

    said: str
    is_beside: bool = False
    is_known: bool = False


class Owners:
    """Whose the columns of one sheet may be."""

    def __init__(self, columns: Sequence[Column], words: Vocabulary) -> None:
        self._columns, self._words = columns, words

    def of(self, column: Column) -> Owner | None:
        """Whose `column` may be, where that is somebody else and its header does not say that it is the learner's."""
        group, _ = group_and_name(column.header)
        if group:
            return Owner(f"“{group}”, which stands above it")
        before = None if is_of_self(column.header) else self._before[column.index]
        if before is None:
            return None
        meant = self._words.meaning(before.header)
        is_known = meant is not None and meant.stage is Stage.NAME
        return Owner(f"column {before.letter}", is_beside=True, is_known=is_known)

    @cached_property
    def _before(self) -> Sequence[Column | None]:
        """For each column the last one before it that is of somebody else, unless one of the learner's came between."""
        before: list[Column | None] = []
        theirs = None
        for column in self._columns:
            before.append(theirs)
            words = self._words.words(column.header)
            if words & SOMEBODY or words in _CONTACTS:
                theirs = column
            elif theirs is not None and (group_and_name(column.header)[0] or self._is_the_learners(column, words)):
                theirs = None
        return before

    def _is_the_learners(self, column: Column, words: frozenset[str]) -> bool:
        """Whether a column that names nobody is more than a detail that anybody has, or says that it is theirs."""
        if not words <= DETAILS or is_of_self(column.header):
            return True
        meant = self._words.meaning(column.header)
        return bool(words & _NAMES) and (meant is None or meant.field.name != "FullName" or not self._has_halves)

    @cached_property
    def _has_halves(self) -> bool:
        """Whether first and last name have columns of their own, so that a mere "Name" is rather somebody else's."""
        meant = (self._words.meaning(column.header) for column in self._columns)
        named = {one.field.name for one in meant if one is not None and one.stage <= Stage.SYNONYM}
        return {"FirstName", "LastName"} <= named
