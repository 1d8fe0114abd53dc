"""What the wizard says while a run is under way: one face for each stage of it, and what it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from onefile_desktop.gui.wording import counted
from onefile_desktop.run.events import Waiting
from onefile_desktop.run.waits import Waits


class Stage(Enum):
    """What a run is doing, or has been asked to do."""

    LOOKING = auto()
    CANCELLING = auto()
    SENDING = auto()
    PAUSING = auto()
    PAUSED = auto()
    GOING_ON = auto()
    ASKING = auto()
    STOPPING = auto()
    VERIFYING = auto()
    SKIPPING = auto()
    ENDED = auto()


@dataclass(frozen=True)
class Face:
    """How the page looks in one stage. A button whose text is empty is not there; one with an ellipsis takes no click.

    `now` says in a line what is going on, and `note`, beside the buttons, what they do.
    """

    title: str
    subtitle: str
    now: str
    status: str
    pause: str = ""
    stop: str = ""
    note: str = ""


_LOOKING = ("A last look at the centre", "Nothing is sent before it is sure that the plan still holds.")
_SENDING = (
    "Submitting",
    "You can pause or stop at any time. Nothing is lost, and the run can go on later where it stopped.",
)
_PAUSED = ("Paused", "Nothing is sent until you go on. You can also close the program: the run is offered next time.")
_VERIFYING = (
    "Reading back what was made",
    "Everything has been sent. Now OneFile is asked whether it holds it as planned.",
)
_FIRST_FINISHED = "What is under way is finished first."
_UNDER_WAY = "The run is under way."

FACES: Mapping[Stage, Face] = {
    Stage.LOOKING: Face(
        *_LOOKING, "", "Nothing has been sent yet.", stop="Cancel", note="You can cancel: nothing has been sent yet."
    ),
    Stage.CANCELLING: Face(*_LOOKING, "", "Nothing has been sent yet.", stop="Cancelling …"),
    Stage.SENDING: Face(*_SENDING, "Sending.", _UNDER_WAY, "Pause", "Stop", _FIRST_FINISHED),
    Stage.PAUSING: Face(*_SENDING, "Finishing the calls that are under way.", _UNDER_WAY, "Pausing …", "Stop"),
    Stage.PAUSED: Face(*_PAUSED, "Nothing is being sent.", "The run is paused.", "Go on", "Stop"),
    Stage.GOING_ON: Face(*_SENDING, "Going on.", _UNDER_WAY, "Going on …", "Stop"),
    Stage.ASKING: Face(
        "One person first",
        "Look at this person in OneFile now. Nothing else is sent until you say so.",
        "",
        "The run waits for your answer.",
    ),
    Stage.STOPPING: Face(*_SENDING, "Finishing the calls that are under way.", _UNDER_WAY, stop="Stopping …"),
    Stage.VERIFYING: Face(
        *_VERIFYING,
        "",
        "Everything has been sent.",
        stop="Skip",
        note="This can take a minute. Skipping it changes nothing.",
    ),
    Stage.SKIPPING: Face(*_VERIFYING, "", "Everything has been sent.", stop="Skipping …"),
    Stage.ENDED: Face(*_SENDING, "", ""),
}

READING = ("Reading the centre once more", "This makes sure that nobody has changed what the plan is about.")

NOTHING_MEANWHILE = "Nothing is being sent while OneFile is away."


@dataclass(frozen=True)
class Wait:
    """What is said of a wait: `before` and `after` the words that count its seconds down."""

    title: str
    before: str
    after: str = ""

    def text(self, seconds: int) -> str:
        """All of it, with `seconds` to go."""
        moment = f"in {counted(seconds, 'second', 'seconds')}" if seconds > 0 else "now"
        return f"{self.before} {moment}. {self.after}".strip()


def wait_of(event: Waiting) -> Wait:
    """What a run waits for."""
    if not event.is_away:
        return Wait("Waiting", f"{event.reason} The run goes on")
    minutes = round(Waits().give_up_after / 60)
    return Wait(
        "Waiting for OneFile",
        f"{event.reason} The run tries again",
        f"It goes on by itself when OneFile is back; after {minutes} minutes without an answer it stops, and you can "
        "go on with it later.",
    )


def reading_back(done: int, total: int) -> str:
    """How far reading back has come."""
    return f"Reading back what was made: {done} of {total}"


def reading_newcomers(done: int, total: int) -> str:
    """How far the look at what other runs made has come."""
    return f"Looking at what other runs have made: {done} of {total}" if done < total else FACES[Stage.SENDING].now


def last_settled(person: str) -> str:
    """What is going on, after something of `person` was settled."""
    return f"Sending. The last answer was about {person}." if person else "Sending."


STOP_AND_CLOSE = (
    "Stop the run and close?",
    (
        "The run is not finished. It can stop after the calls that have begun, and go on the next time you open the "
        "program. Nothing is lost."
    ),
    "Stop and close",
    "Let it run",
)
"""Asked where the window is closed while a run is under way, paused or waiting for an answer."""

SKIP_AND_CLOSE = (
    "Close without reading back?",
    (
        "Everything has been sent. What was made is just being read back and compared with the plan, and you have not "
        "seen the results yet."
    ),
    "Close",
    "Let it finish",
)
"""Asked where the window is closed while what was made is read back."""
