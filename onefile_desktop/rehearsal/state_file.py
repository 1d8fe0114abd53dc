"""The state file: a rehearsal centre as it stands, so that it is the same one after a restart."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.centre_file import Contents, contents_of, read_json
from onefile_desktop.rehearsal.records import Record, Value, records_in, text_in

_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class State:
    """What is kept beside the centre's contents; times are in seconds since 1970."""

    contents: Contents
    instance: str
    token: str
    sessions: dict[str, float] = field(default_factory=dict[str, float])
    visible_from: dict[str, float] = field(default_factory=dict[str, float])
    emails_sent: list[Record] = field(default_factory=list[Record])
    calls: Record = field(default_factory=dict[str, Value])


def read_state_file(path: Path) -> State:
    """The state in the file at `path`. Raises `UnreadableFileError` where it is not one."""
    value = read_json(path, "state file")
    if not isinstance(value, dict) or not text_in(value, "instance") or not text_in(value, "token"):
        raise UnreadableFileError(
            "The state file cannot be used",
            f"{path} is not the state of a rehearsal centre.",
            "Name another file, or remove this one to begin with a fresh centre.",
        )
    calls = value.get("calls")
    return State(
        contents=contents_of(value.get("centre"), path, "state file"),
        instance=text_in(value, "instance"),
        token=text_in(value, "token"),
        sessions=_moments(value, "sessions"),
        visible_from=_moments(value, "visible_from"),
        emails_sent=records_in(value, "emails_sent"),
        calls=calls if isinstance(calls, dict) else {},
    )


def write_state_file(path: Path, value: Record) -> None:
    """Puts `value` at `path` in one step: a reader, or a restart, finds the old state or the new one.

    Raises `OSError`. The file holds a token and is readable by its owner only.
    """
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "w", encoding="utf-8") as file:
        file.write(json.dumps(value, ensure_ascii=False))
    part.replace(path)


def _moments(value: Record, name: str) -> dict[str, float]:
    moments = value.get(name)
    if not isinstance(moments, dict):
        return {}
    return {key: moment for key, moment in moments.items() if isinstance(moment, int | float)}
