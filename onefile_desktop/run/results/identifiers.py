"""By what the MIS and OneFile know the same people, for the MIS to take over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.roster.saving import could_run
from onefile_desktop.run.forgetting import PERSON
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange

HEADINGS: Mapping[str, int] = {"MIS ID": 20, "OneFile ID": 14, "Role": 18, "Name": 32, "Sheet": 16, "Row": 8}
"""What the columns are called, and how wide each is in characters."""


@dataclass(frozen=True)
class IdPair:
    """Somebody whom a run created or recognised, as both systems know them.

    `mis_id` is empty where the roster and OneFile have none, `person` as well once a run's personal details were
    removed. `sheet` and `row` are where the roster has them, or describes them beside a learner.
    """

    role: Role | None
    person: str = field(repr=False)
    mis_id: str = field(repr=False)
    onefile_id: int
    sheet: str = ""
    row: int = 0

    def cells(self) -> tuple[str | int, ...]:
        """The pair in the order of `HEADINGS`."""
        role = self.role.label if self.role else ""
        return self.mis_id, self.onefile_id, role, self.person, self.sheet, self.row


def id_pairs(journal: Journal) -> tuple[IdPair, ...]:
    """Everybody whom the run created or recognised, in the roster's order, and then managers whom rows describe."""
    made = [one for one in journal.changes() if one.change.kind is ChangeKind.CREATE and one.state is ChangeState.DONE]
    pairs: dict[int, IdPair] = {}
    for pair in _pairs(journal, made):
        pairs.setdefault(pair.onefile_id, pair)
    return tuple(pairs.values())


def as_table(pairs: Iterable[IdPair]) -> str:
    """The pairs as text with tabs between the columns and headings above, to be pasted into a spreadsheet.

    What a spreadsheet might take for a formula begins with an apostrophe.
    """
    lines = (HEADINGS, *(pair.cells() for pair in pairs))
    return "\n".join("\t".join(map(_pasted, line)) for line in lines)


def _pairs(journal: Journal, made: list[JournalChange]) -> Iterator[IdPair]:
    by_row = {one.change.person_row: one for one in made if one.change.person_row is not None}
    for row in journal.rows():
        if not row.on_people or row.same_as is not None:
            continue
        create = by_row.get(row.row)
        onefile_id = create.onefile_id if create else row.onefile_id
        if onefile_id is not None:
            yield IdPair(row.role, _known(row.person), row.mis_id or _sent(create), onefile_id, row.sheet, row.row)
    for one in made:
        if one.change.person_row is None and one.onefile_id is not None:
            change = one.change
            yield IdPair(change.role, _known(change.person), _sent(one), one.onefile_id, change.sheet, change.row)


def _pasted(cell: str | int) -> str:
    text = " ".join(str(cell).split())
    return f"'{text}" if could_run(text) else text


def _known(person: str) -> str:
    return "" if person == PERSON else person


def _sent(create: JournalChange | None) -> str:
    """The MIS ID that a create has sent: journals of older versions have it nowhere else."""
    sent = create.change.request.body.get("MISID") if create else None
    return sent if isinstance(sent, str) else ""
