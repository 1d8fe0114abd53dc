"""What a case of the corpus is: a file with an oddity of its own, and what is expected of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError, UserFacingError
from onefile_desktop.roster.options import ReadOptions

Plain = int | str | bool | date | tuple[str, ...]
"""A value as plain data: a reference is its text, several are a tuple of theirs."""

Person = Mapping[str, Plain]
"""Somebody who is expected: the `row` as Excel numbers it, the `role` by its label, and each field with a value.
What a further row of theirs adds stands under `row 4` or the like, as texts."""

Said = tuple[int | None, str | None, str]
"""A problem that is expected: row, column and code. What is said of a whole column stands at its header, and
what is said of a whole table has no column, and what is said of another sheet no row either."""


AS_FOUND = ReadOptions()


@dataclass(frozen=True)
class People:
    """The file is a roster: everybody in it, and every problem that is told, in any order."""

    people: tuple[Person, ...]
    problems: tuple[Said, ...] = ()
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True)
class Sentence:
    """The file cannot be used: the kind of error, and a regular expression that its sentence has to fit somewhere."""

    words: str
    kind: type[UserFacingError] = UnreadableFileError


@dataclass(frozen=True)
class Case:
    """One file: its name, who makes it at a path, and what is expected. One that is not `kept` is made when the
    test runs, because it is large, is no single file, or is written by the program itself."""

    name: str
    make: Callable[[Path], object]
    expected: People | Sentence
    options: ReadOptions = AS_FOUND
    password: str | None = None
    kept: bool = True

    @property
    def title(self) -> str:
        """The file's name, and how it is read where that is not the usual way: a file may be tried in several."""
        usual, own = AS_FOUND.__dict__, self.options.__dict__
        said = [name for name, value in own.items() if value != usual[name]]
        said += [f"password={self.password}"] if self.password else []
        return f"{self.name} ({', '.join(said)})" if said else self.name
