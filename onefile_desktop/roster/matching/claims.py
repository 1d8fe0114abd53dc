"""The claims of columns on fields, settled from the surest to the least. `columns` says in which stages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onefile_desktop.roster.cells import display, plain
from onefile_desktop.roster.fields import Field
from onefile_desktop.roster.matching.header_words import EMPLOYER, OF_ANYBODY, OWN_NAMES, group_and_name
from onefile_desktop.roster.matching.looks import Looks, are_companies, looks_of, may_be, must_be
from onefile_desktop.roster.matching.owners import Owners
from onefile_desktop.roster.matching.vocabulary import Meaning, Stage, vocabulary
from onefile_desktop.roster.rows import CellValue, Column

_FIRST, _LAST, _FULL = "FirstName", "LastName", "FullName"
_MANAGER = "DefaultEmployerID"
_SAYS_WHO = (_MANAGER, "EmployerFirstName", "EmployerLastName")
_COMPANY = ("PlacementID", "CompanyName")
_JUST_NAME = frozenset({"name"})
_JUST_EMPLOYER = (frozenset({EMPLOYER}), frozenset({EMPLOYER, "name"}))
_HALF = 0.5


@dataclass(frozen=True)
class _Shown:
    """A field that values can show by themselves.

    `noun` is what they are called; beside them the header may hold only the words in `may_say`, or where that is None
    any that mean nothing else, and it must hold one of `must_say` where that is not empty. `is_telling` where they can
    be nothing else.
    """

    noun: str
    may_say: frozenset[str] | None
    must_say: frozenset[str] = frozenset()
    is_telling: bool = False


_STARTS = frozenset({"start", "starting", "started", "commence", "commenced", "begin", "begun"})
_SHOWN: Mapping[str, _Shown] = {
    "Email": _Shown(
        "email addresses", frozenset({"email", "address", "login", "username", "account"}), is_telling=True
    ),
    "ULN": _Shown("ULNs", None, is_telling=True),
    "NINO": _Shown("National Insurance numbers", None, is_telling=True),
    "DOB": _Shown("dates of birth", frozenset({"dob", "birth", "born", "date"})),
    "StartOn": _Shown("start dates", _STARTS | {"date", "programme", "course", "learning"}, _STARTS),
    "Role": _Shown("roles", frozenset({"role", "type", "kind", "user", "account", "who"})),
    _FULL: _Shown("people’s names", _JUST_NAME),
}
_OF_NUMBERS = frozenset({"uln", "nino", "id", "number", "learner", "ref", "code"})


class Claims:
    """Columns on their way to fields.

    "Name" is the full name; but beside a surname it is the first name (unless it holds the surname as well), beside
    a first name the surname (if it holds no first name), and beside both nobody knows what. "Employer" is the
    learner's manager; but beside a column that says who the manager is it is the company, and so it is where its
    values are companies. A company is the placement where no other column is, else the company's name.

    An email or a telephone behind a column with another person may be that person's, and so may one under a group of
    which nobody knows whose it is.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        fields: Mapping[str, Field],
        samples: Sequence[Sequence[CellValue]],
        today: date,
    ) -> None:
        self._columns, self._fields, self._samples, self._today = columns, fields, samples, today
        self._words = vocabulary(fields)
        self._owners = Owners(columns, self._words)
        self._settled: dict[int, Column] = {}
        self._taken: dict[str, Column] = {}
        self._contested: set[str] = set()
        self._remarks: dict[int, str] = {}
        self._looks: dict[int, Looks] = {}

    def obey(self, column: Column, field: Field | None) -> None:
        """Gives `column` the field, or leaves it out where that is None, because the admin said so."""
        if column.index in self._settled:
            return
        if field is None:
            self._settled[column.index] = replace(column, why="left out, as you said", lost=False)
        else:
            self._give(column, field, "you chose it")

    def settled(self) -> tuple[Column, ...]:
        """Every column, with what became of it."""
        meant = [(column, meaning) for column in self._open() if (meaning := self._words.meaning(column.header))]
        meant = [pair for pair in meant if not self._is_anothers_name(*pair)]
        alone = [pair for pair in meant if not self._needs_neighbours(*pair)]
        self._give_named(alone)
        self._guess([pair for pair in alone if pair[1].stage is Stage.LIKE])
        waiting = sorted((pair for pair in meant if self._needs_neighbours(*pair)), key=lambda pair: pair[1].stage)
        self._give_names([pair for pair in waiting if pair[1].field.name == _FULL])
        self._guess([pair for pair in alone if pair[1].stage is Stage.PERHAPS])
        self._give_employers([pair for pair in waiting if pair[1].field.name == _MANAGER])
        for name, shown in _SHOWN.items():
            if name in self._fields and self._is_free(self._fields[name]):
                self._guess_by_looks(self._fields[name], shown)
        return tuple(
            self._settled.get(column.index) or replace(column, why=self._remarks.get(column.index, ""))
            for column in self._columns
        )

    def _open(self) -> Iterator[Column]:
        return (column for column in self._columns if column.index not in self._settled)

    def _is_anothers_name(self, column: Column, meaning: Meaning) -> bool:
        """Whether a name stands under a group of somebody else; those groups come behind the learner's own name."""
        group, _ = group_and_name(column.header)
        if not group or meaning.field.name not in OWN_NAMES:
            return False
        self._remark(column, f"it may belong to “{group}”, which stands above it")
        return True

    def _needs_neighbours(self, column: Column, meaning: Meaning) -> bool:
        if meaning.stage is Stage.NAME or meaning.stage is Stage.PERHAPS:
            return False
        words = self._words.words(column.header)
        is_name = meaning.field.name == _FULL and words == _JUST_NAME
        return is_name or (meaning.field.name == _MANAGER and words in _JUST_EMPLOYER)

    def _give(self, column: Column, field: Field, why: str, *, guessed: bool = False) -> None:
        """Gives `column` the field, where no other has it."""
        if field.name in self._taken:
            self._settled[column.index] = replace(column, why=self._is_already(field))
            return
        given = replace(column, field=field.name, why=why, lost=False, guessed=guessed)
        self._settled[column.index] = self._taken[field.name] = given

    def _is_already(self, field: Field) -> str:
        return f"column {self._taken[field.name].letter} is “{field.label}” already"

    def _is_free(self, field: Field) -> bool:
        """Whether a guess may give `field`. Names in one cell and in two are never both guessed."""
        half_known = _FIRST in self._taken or _LAST in self._taken
        spoken_for = half_known if field.name == _FULL else field.name in (_FIRST, _LAST) and _FULL in self._taken
        return not spoken_for and field.name not in self._taken and field.name not in self._contested

    def _give_named(self, named: Sequence[tuple[Column, Meaning]]) -> None:
        """By name, then by synonym; of columns alike the first, but one with values before an empty one.

        What may be somebody else's comes last and is in doubt: an email, a telephone or an address under such a group,
        or behind somebody of whom nothing else tells it apart.
        """
        sure = [(column, meaning) for column, meaning in named if meaning.stage <= Stage.SYNONYM]
        theirs = {
            column.index: whose
            for column, meaning in sure
            if meaning.field.name in OF_ANYBODY and (whose := self._owners.of(column))
        }
        managers_own = any(meaning.field.name == "EmployerEmail" for _, meaning in sure)
        for column, meaning in sorted(
            sure, key=lambda pair: (pair[0].index in theirs, pair[1].stage, self._is_empty(pair[0]))
        ):
            whose = theirs.get(column.index)
            told_apart = managers_own and meaning.field.name == "Email"
            doubt = whose is not None and not whose.is_known and not (told_apart and whose.is_beside)
            why = f"{_why(meaning)}, but it may belong to {whose.said}" if whose and doubt else _why(meaning)
            self._give(column, meaning.field, why, guessed=doubt)

    def _guess(self, guesses: Sequence[tuple[Column, Meaning]]) -> None:
        for field in dict.fromkeys(meaning.field for _, meaning in guesses):
            claiming = [(column, meaning) for column, meaning in guesses if meaning.field is field]
            fitting = [pair for pair in claiming if self._suits(*pair)]
            filled = [pair for pair in fitting if not self._is_empty(pair[0])] or fitting
            if not self._is_free(field):
                for column, _ in fitting if field.name in self._taken else ():
                    self._remark(column, self._is_already(field))
            elif len(filled) == 1:
                column, meaning = filled[0]
                self._give(column, field, _why(meaning), guessed=True)
            else:
                self._leave_contested(field, [column for column, _ in filled])

    def _suits(self, column: Column, meaning: Meaning) -> bool:
        """Whether nothing speaks against a guess: neither the values nor, if it is a contact's, the neighbours."""
        whose = self._owners.of(column) if "contact" in self._words.words(column.header) else None
        if whose is not None:
            self._remark(column, f"it may belong to {whose.said}")
            return False
        if may_be(meaning.field, self._look(column)):
            return True
        self._remark(column, f"it reads like “{meaning.known}”, but its values do not look like it")
        return False

    def _leave_contested(self, field: Field, columns: Sequence[Column]) -> None:
        """Gives `field` to none of `columns`, because nothing tells which of them is meant."""
        for column in columns:
            other = next(one for one in columns if one is not column)
            self._contested.add(field.name)
            self._remark(column, f"column {other.letter} could be “{field.label}” as well")

    def _remark(self, column: Column, why: str) -> None:
        self._remarks.setdefault(column.index, why)

    def _give_names(self, named: Sequence[tuple[Column, Meaning]]) -> None:
        for column, meaning in named:
            first, last = self._taken.get(_FIRST), self._taken.get(_LAST)
            bare = plain(column.header) in ("name", "names")
            if first and last and bare:
                self._remark(column, f"columns {first.letter} and {last.letter} are the name already")
            elif last and not first and self._is_half(column, last, unknown=bare) and _FIRST not in self._contested:
                self._give_half(column, _FIRST, last)
            elif first and not last and self._is_half(column, first, unknown=False) and _LAST not in self._contested:
                self._give_half(column, _LAST, first)
            else:
                self._give_or_guess(column, meaning)

    def _give_or_guess(self, column: Column, meaning: Meaning) -> None:
        if meaning.stage is Stage.LIKE:
            self._guess([(column, meaning)])
        else:
            self._give(column, meaning.field, _why(meaning))

    def _give_half(self, column: Column, name: str, beside: Column) -> None:
        label = self._fields[beside.field].label if beside.field else ""
        self._give(column, self._fields[name], f"column {beside.letter} is “{label}”", guessed=True)

    def _is_half(self, column: Column, half: Column, *, unknown: bool) -> bool:
        """Whether `column` does not hold the half of the name that `half` does; `unknown` where no row tells."""
        pairs = [
            (whole.casefold().split(), part.casefold().split())
            for row in self._samples
            if (whole := _text(row, column.index)) and (part := _text(row, half.index))
        ]
        held = sum(set(part) <= {word.strip(",") for word in whole} for whole, part in pairs)
        return held < _HALF * len(pairs) if pairs else unknown

    def _give_employers(self, named: Sequence[tuple[Column, Meaning]]) -> None:
        manager = next((self._taken[name] for name in _SAYS_WHO if name in self._taken), None)
        for column, meaning in named:
            if manager is None and not are_companies(self._look(column)):
                self._give_or_guess(column, meaning)
                continue
            why = f"column {manager.letter} says who the manager is" if manager else "its values look like companies"
            fields = (self._fields[name] for name in _COMPANY if name in self._fields)
            company = next((field for field in fields if self._is_free(field)), None)
            if company is None:
                self._remark(column, f"{why}, and the company is there already")
            else:
                self._give(column, company, f"{why}, so this may be the company", guessed=True)

    def _guess_by_looks(self, field: Field, shown: _Shown) -> None:
        looking = [column for column in self._open() if must_be(self._look(column)) == field.name]
        fitting = [column for column in looking if self._header_allows(column.header, shown)]
        if field.name in OF_ANYBODY:
            fitting = [column for column in fitting if self._owners.of(column) is None]
        if len(fitting) == 1:
            self._give(fitting[0], field, f"its values look like {shown.noun}", guessed=True)
        self._leave_contested(field, fitting if len(fitting) > 1 else ())
        for column in looking if shown.is_telling else ():
            self._remark(column, f"its values look like {shown.noun}, but nothing says that they are the person’s own")

    def _header_allows(self, header: str, shown: _Shown) -> bool:
        words = self._words.words(header)
        if shown.must_say and shown.must_say.isdisjoint(words):
            return False
        if shown.may_say is None:
            return all(word in _OF_NUMBERS or not self._words.knows(word) for word in words)
        return words <= shown.may_say

    def _look(self, column: Column) -> Looks:
        if column.index not in self._looks:
            cells = (row[column.index] for row in self._samples if column.index < len(row))
            self._looks[column.index] = looks_of(cells, self._today)
        return self._looks[column.index]

    def _is_empty(self, column: Column) -> bool:
        """Whether none of the samples has a value here; false where there are none."""
        return bool(self._samples) and not any(_text(row, column.index) for row in self._samples)


def _text(cells: Sequence[CellValue], index: int) -> str:
    return display(cells[index]) if index < len(cells) else ""


def _why(meaning: Meaning) -> str:
    match meaning.stage:
        case Stage.NAME:
            return "this is what the column is called"
        case Stage.SYNONYM:
            return f"another word for “{meaning.field.label}”"
        case Stage.LIKE:
            return f"it reads like “{meaning.known}”"
        case Stage.PERHAPS:
            return f"it may be another word for “{meaning.field.label}”"
