"""What the done page says: how a run has ended, and what is to be done about it."""

from dataclasses import dataclass

from onefile_desktop.gui.jobs import Finished
from onefile_desktop.gui.theme import Tone
from onefile_desktop.gui.wording import counted
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.run.engine import RunEnding

READ_AGAIN = "Read the corrected roster again"
_MEND = " Correct your roster and read it again: only what failed or is new goes out."
_UNSAVED = (
    "The results say what became of every row and hold every OneFile ID. You can save them later too, with “Earlier "
    "runs” on the left, as long as the run is on this computer."
)


@dataclass(frozen=True)
class Told:
    """The headings of the page, and its message with a button where `action` is its text."""

    title: str
    subtitle: str
    tone: Tone
    headline: str
    text: str
    action: str = ""


def told_of_ending(finished: Finished, attention: int, looks: int, *, may_read_again: bool) -> Told:
    """How a run has ended, of whose rows `looks` need a look: for `attention` of them something is to be done, and with
    the others OneFile only holds something else than was planned.
    """
    centre = finished.info.organisation_name
    if finished.result.ending is not RunEnding.FINISHED:
        subtitle = f"{centre}: what was sent so far, and what is left."
        return Told("Stopped", subtitle, Tone.WARNING, "The run is not finished", finished.result.message)
    if attention:
        return Told(
            "Done, with rows that need a look",
            f"{centre}: everything that could be done is done.",
            Tone.WARNING,
            f"{counted(looks, 'row needs', 'rows need')} a look",
            f"The message beside each says why.{_MEND if may_read_again else ''}",
            READ_AGAIN if may_read_again else "",
        )
    if looks:
        return Told(
            "Done, with something that differs",
            f"{centre}: everything that was planned was sent.",
            Tone.WARNING,
            f"{counted(looks, 'row differs', 'rows differ')} from the plan",
            "The message beside each says what OneFile holds now.",
        )
    rehearsed = finished.info.environment == Environment.REHEARSAL
    where = "the rehearsal centre" if rehearsed else "OneFile"
    return Told(
        "All done",
        f"{centre}: everything that was planned is done in {where}.",
        Tone.GOOD,
        "Everything went well",
        "Save the results workbook to keep every OneFile ID.",
    )


def unsaved_question(leaving: str) -> tuple[str, str, str, str]:
    """What is asked before results are left behind: title, text, and the words for yes and no. `leaving` is a verb."""
    return f"{leaving} without saving the results?", _UNSAVED, f"{leaving} without saving", "Stay here"


def told_of_copying(pairs: int) -> tuple[Tone, str, str]:
    """What is said once so many pairs of IDs are on the clipboard."""
    if not pairs:
        return Tone.ACCENT, "There are no pairs to copy", "Nobody of this run has a OneFile ID."
    headline = f"{counted(pairs, 'pair of IDs is', 'pairs of IDs are')} copied"
    return Tone.GOOD, headline, "Paste them into a spreadsheet, or into your MIS."
