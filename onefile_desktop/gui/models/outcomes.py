"""What became of the rows of a run, with what reading people back has shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onefile_desktop.run.results.outcome import RowOutcome
from onefile_desktop.run.verifying.verification import Verification
from onefile_desktop.run.verifying.verification_words import what_differs


def with_differences(rows: Sequence[RowOutcome], found: Verification | None) -> tuple[RowOutcome, ...]:
    """The rows, with whatever OneFile holds otherwise than was planned told in their messages."""
    told = _told(found)
    return tuple(
        replace(row, message=f"{row.message} {said}".strip()) if (said := told.get((row.sheet, row.row))) else row
        for row in rows
    )


def differing(rows: Sequence[RowOutcome], found: Verification | None) -> list[RowOutcome]:
    """Those of the rows for whom OneFile holds something else than was planned."""
    told = _told(found)
    return [row for row in rows if (row.sheet, row.row) in told]


def _told(found: Verification | None) -> dict[tuple[str, int], str]:
    said = defaultdict[tuple[str, int], list[str]](list)
    for one in found.differences if found is not None else ():
        sentence = what_differs(one.what, one.found, one.planned)
        said[one.sheet, one.row].append(f"{sentence[0].upper()}{sentence[1:]}.")
    return {place: " ".join(sentences) for place, sentences in said.items()}
