"""What became of the rows of a run, with what reading people back has shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from onefile_desktop.run.results.outcome import RowOutcome
from onefile_desktop.run.verifying.verification import Verification
from onefile_desktop.run.verifying.verification_words import what_differs


@dataclass(frozen=True)
class SeenRow:
    """What `became` of a row, and sentences about what OneFile holds otherwise than was planned, if anything."""

    became: RowOutcome
    differs: str = field(default="", repr=False)

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody has to do something about this row, or see to what differs."""
        return bool(self.differs) or self.became.needs_attention

    @property
    def message(self) -> str:
        """All there is to say of the row: first what differs, because what became of it stands beside."""
        row = self.became
        counted = (
            (row.assignments.done, "done"),
            (row.assignments.failed, "failed"),
            (row.assignments.unknown, "not known"),
        )
        assignments = ", ".join(f"{count} {word}" for count, word in counted if count)
        told = f"Assignments: {assignments}." if assignments and row.on_people else ""
        return " ".join(part for part in (self.differs, row.message, told) if part)


def seen(rows: Iterable[RowOutcome], found: Verification | None) -> tuple[SeenRow, ...]:
    """The rows, each with what differs; nothing does where nobody was read back."""
    said = defaultdict[tuple[str, int], list[str]](list)
    for one in found.differences if found is not None else ():
        sentence = what_differs(one.what, one.found, one.planned)
        said[one.sheet, one.row].append(f"{sentence[0].upper()}{sentence[1:]}.")
    return tuple(SeenRow(row, " ".join(said.get((row.sheet, row.row), ()))) for row in rows)
