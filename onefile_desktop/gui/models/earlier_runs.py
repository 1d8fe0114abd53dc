"""The runs of this computer, as a table."""

from onefile_desktop.gui.models.listing import Field, Listing
from onefile_desktop.gui.theme import Look, Tone
from onefile_desktop.onefile.environments import Environment
from onefile_desktop.run.journal import RunInfo

_ENVIRONMENTS = {Environment.REHEARSAL: "rehearsal", Environment.PRACTICE: "Practice", Environment.BETA: "Beta"}


class EarlierRuns(Listing[RunInfo]):
    """One run a row."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            (
                Field("Started", _started),
                Field("Roster", lambda info: info.roster_file.name if info.roster_file else "–"),
                Field("Centre", _centre),
                Field("State", lambda info: _state(info)[0], lambda info: _state(info)[1:]),
            ),
        )


def _started(info: RunInfo) -> str:
    return f"{info.started.astimezone():%d/%m/%Y %H:%M}"


def _centre(info: RunInfo) -> str:
    environment = _ENVIRONMENTS.get(Environment(info.environment))
    return f"{info.organisation_name} ({environment})" if environment else info.organisation_name


def _state(info: RunInfo) -> tuple[str, str, Tone]:
    if info.forgotten:
        return "Details removed", "minus-circle", Tone.QUIET
    if not info.finished:
        return "Nothing was sent" if info.unsent else "Not finished", "clock", Tone.WARNING
    if info.resumable:
        return "Not known for all", "question", Tone.WARNING
    if info.differs:
        return "Differs from the plan", "warning", Tone.WARNING
    return "Finished, nothing was sent" if info.unsent else "Finished", "check-circle", Tone.GOOD
