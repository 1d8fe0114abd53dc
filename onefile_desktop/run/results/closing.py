"""The last sentence about a run that has sent all it could."""

from collections.abc import Iterable

from onefile_desktop.run.events import ENDING_MESSAGES, RunEnding
from onefile_desktop.run.results.outcome import RowOutcome

_LOOKS_AGAIN = "Of some of them nobody knows what OneFile did: resume this run first, which looks again."
_CORRECT = "Correct the roster and submit it again; only what is missing is sent."

DIFFERED = (
    "When people were read back from OneFile, something was not as planned. If a results workbook was saved right "
    "then, it says what; if not, look at these people in OneFile, or submit the roster again: the plan then shows what "
    "is still missing."
)
"""Of a run whose verification is over: what it found was told at that time, and is not kept."""


def closing(found: Iterable[RowOutcome], *, resumable: bool) -> str:
    """How a finished run ended, and what to do about it. `resumable` says that resuming it would look again."""
    rows = sum(one.needs_attention for one in found)
    if not rows:
        return ENDING_MESSAGES[RunEnding.FINISHED]
    looks_again = f" {_LOOKS_AGAIN}" if resumable else ""
    return f"The run is finished. {need_a_look(rows)}.{looks_again} {_CORRECT}"


def need_a_look(rows: int) -> str:
    """So many rows, in words."""
    return "1 row needs a look" if rows == 1 else f"{rows} rows need a look"
