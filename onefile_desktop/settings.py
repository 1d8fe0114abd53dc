"""What the program remembers between two starts: connections and a few habits, in one file, and never a secret."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from onefile_desktop import paths

_FILE = "settings.json"
_SET_ASIDE = "settings.unreadable{}.json"
_SCHEMA = 1

AT_ONCE_RANGE = range(1, 9)
"""How many calls a run may have under way at a time."""
KEEP_DAYS_RANGE = range(1, 366)
"""For how many days a run's journal may keep the personal details of people."""


@dataclass(frozen=True)
class SavedConnection:
    """A connection as the wizard saved it; its API token lies in the system's store for secrets under `name`.

    `abilities` are what the service's searches were seen to do, as `Abilities.as_values` writes them; None where they
    have not been tried out.
    """

    name: str
    url: str
    organisation_id: int | None = None
    organisation_name: str = ""
    abilities: Mapping[str, object] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class SavedMapping:
    """How the admin matched the columns of one kind of roster: no cell of any row, only the names of its columns.

    `headers` stand as in the sheet, from column A on, empty where a column has none. `choices` pair a header, or a
    column's letter where its header does not name it, with a field's API name, or `-` for a column left out.
    """

    headers: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Settings:
    """Everything that is remembered.

    `roster_folder` is where the last roster was opened; `mappings` are the newest first. `calls_at_once` is how many
    calls a run has under way at a time, `keep_days` after how many days the personal details of its people are removed
    from its journal. `notice` is a sentence for the person about settings that could not be read; it is not saved.
    """

    connections: tuple[SavedConnection, ...] = ()
    roster_folder: str | None = None
    mappings: tuple[SavedMapping, ...] = ()
    calls_at_once: int = 4
    keep_days: int = 30
    notice: str | None = field(default=None, compare=False)

    def connection(self, name: str) -> SavedConnection | None:
        """The saved connection of that name, None where there is none."""
        return next((connection for connection in self.connections if connection.name == name), None)


def load() -> Settings:
    """What was saved last; the defaults before that, and, with a notice, where the file cannot be read.

    A file with unusable content is moved aside, so that nothing in it is overwritten. For how many days it kept details
    nobody knows then, so they are kept for as long as may be, until somebody chooses anew.
    """
    file = paths.data_folder() / _FILE
    try:
        return _settings(json.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        return _unread() if _is_some_set_aside() else Settings()
    except OSError:
        return _unread(_notice(file))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _unread(_notice(_set_aside(file)))


def save(settings: Settings) -> None:
    """Saves `settings` all at once, readable by their owner only; raises `OSError` where that cannot be done."""
    content = {"schema": _SCHEMA, **asdict(settings)}
    del content["notice"]
    _replace(paths.data_folder() / _FILE, json.dumps(content, ensure_ascii=False, indent=2))


def files() -> tuple[Path, ...]:
    """Every file in which settings are, or were set aside."""
    return paths.named(paths.data_folder(), paths.SETTINGS)


def keep_days() -> int | None:
    """For how many days details are kept; None where that cannot be read, or was set aside and not chosen anew.

    Unlike `load` this moves nothing, so that whoever loads the settings next hears of what is wrong with them.
    """
    try:
        return _settings(json.loads((paths.data_folder() / _FILE).read_text("utf-8"))).keep_days
    except FileNotFoundError:
        return None if _is_some_set_aside() else Settings.keep_days
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def are_whole() -> bool:
    """Whether everything that was ever saved can be read: nothing is damaged, or was set aside for that."""
    return keep_days() is not None and not _is_some_set_aside()


def _is_some_set_aside() -> bool:
    return any(not file.name.startswith(_FILE) for file in files())


def save_if_possible(settings: Settings) -> bool:
    """As `save`, for what nobody needs to hear of: whether it could be done."""
    try:
        save(settings)
    except OSError:
        return False
    return True


def _unread(notice: str | None = None) -> Settings:
    """The defaults, but no details are removed sooner than somebody may have chosen."""
    return Settings(keep_days=KEEP_DAYS_RANGE[-1], notice=notice)


def _settings(content: object) -> Settings:
    """Raises `ValueError`, `KeyError` or `TypeError` where `content` is nothing that `save` writes."""
    values = _object(content)
    if values["schema"] != _SCHEMA:
        raise ValueError("written by another version")
    return Settings(
        connections=tuple(_connection(_object(item)) for item in _list(values["connections"])),
        roster_folder=_text(values["roster_folder"]) if values.get("roster_folder") is not None else None,
        mappings=tuple(_mapping(_object(item)) for item in _list(values.get("mappings", []))),
        calls_at_once=_one_of(AT_ONCE_RANGE, values.get("calls_at_once"), otherwise=Settings.calls_at_once),
        keep_days=_one_of(KEEP_DAYS_RANGE, values.get("keep_days"), otherwise=Settings.keep_days),
    )


def _connection(values: Mapping[str, object]) -> SavedConnection:
    organisation = values["organisation_id"]
    if organisation is not None and not isinstance(organisation, int):
        raise TypeError("not a number")
    abilities = values.get("abilities")
    return SavedConnection(
        _text(values["name"]),
        _text(values["url"]),
        organisation,
        _text(values["organisation_name"]),
        None if abilities is None else _object(abilities),
    )


def _mapping(values: Mapping[str, object]) -> SavedMapping:
    choices = [_list(pair) for pair in _list(values["choices"])]
    return SavedMapping(
        tuple(_text(header) for header in _list(values["headers"])),
        tuple((_text(column), _text(field)) for column, field in choices),
    )


def _one_of(allowed: range, value: object, *, otherwise: int) -> int:
    """A number that was saved, or `otherwise` where it is none that may be: the other settings are good without it."""
    return value if type(value) is int and value in allowed else otherwise


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return cast("list[object]", value)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return cast("dict[str, object]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _notice(file: Path) -> str:
    return f"Your settings could not be read, so the program starts without them. They are kept in {file}."


def _set_aside(file: Path) -> Path:
    names = (_SET_ASIDE.format(number) for number in ("", *(f"-{number}" for number in range(2, 100))))
    free = next((one for one in map(file.with_name, names) if not one.exists()), None)
    try:
        return file if free is None else file.replace(free)
    except OSError:
        return file


def _replace(file: Path, content: str) -> None:
    """Puts `content` in the place of `file`, so that a power cut leaves the old or the new one whole."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")  # made readable by its owner only
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    except BaseException:
        new.unlink()
        raise
