"""Opens a connection to a centre, OneFile's or the built-in rehearsal's. Tokens come from the keyring or the caller."""

import hashlib
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from onefile_desktop import credentials, paths, settings
from onefile_desktop.centre.abilities import Abilities, abilities_from
from onefile_desktop.centre.learning import learn
from onefile_desktop.enrolment.which_centre import chosen_centre
from onefile_desktop.errors import ConnectionFailedError, TokenRefusedError, UnreadableFileError, UsageError
from onefile_desktop.onefile.client import OneFileClient, Timeouts
from onefile_desktop.onefile.endings import CallError, SessionRefusedError
from onefile_desktop.onefile.environments import Environment, as_compared, checked_url, environment_of
from onefile_desktop.onefile.limiter import DEFAULT_RATE, Limiter, Rate
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.rehearsal.service import StateFileError
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.lock import held
from onefile_desktop.settings import SavedConnection

_UNKNOWN = Abilities()
_MAKE_ROOM = (
    "Make room on that disk, and make sure that you may write to that folder, or name another folder in "
    "ONEFILE_DESKTOP_HOME."
)


@dataclass(frozen=True)
class RehearsalTarget:
    """The built-in rehearsal centre. `state` is the file it keeps its people in, a new one where it is None."""

    centre: Path | None = None
    state: Path | None = None


@dataclass(frozen=True)
class ServiceTarget:
    """A service at a URL. `name` is what the connection was saved as, None where it was not."""

    url: str
    token: str = field(repr=False)
    organisation_id: int | None = None
    name: str | None = None


Target = RehearsalTarget | ServiceTarget


def saved_target(name: str) -> ServiceTarget:
    """The connection that was saved as `name`, with its token from the keyring.

    Raises `UsageError` where there is none, or where the keyring holds no token for it.
    """
    saved = next((one for one in settings.load().connections if one.name == name), None)
    if saved is None:
        raise UsageError("No such connection", f"No connection is saved as “{name}”.", "Save one in the wizard first.")
    token = credentials.token_of(name)
    if token is None:
        raise UsageError(
            "No token",
            f"The keyring of this computer holds no API token for “{name}”.",
            "Open the wizard and enter the token again.",
        )
    return ServiceTarget(saved.url, token, saved.organisation_id, name)


class Connection:
    """An open connection to one centre. Close it when done; a rehearsal centre stops with it.

    `abilities` are what the service's searches are known to do.
    """

    def __init__(
        self,
        client: OneFileClient,
        organisations: tuple[Organisation, ...],
        organisation: Organisation,
        environment: Environment,
        *,
        rate: Rate,
        name: str | None = None,
        rehearsal: RehearsalServer | None = None,
        state: Path | None = None,
        abilities: Abilities = _UNKNOWN,
    ) -> None:
        self.client = client
        self.organisations = organisations
        self.organisation = organisation
        self.environment = environment
        self.rate = rate
        self._name = self._saved_as = name
        self.abilities = abilities
        self._rehearsal = rehearsal
        self._state = state
        self._keep = False
        self._held: set[Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def choose(self, organisation_id: int) -> None:
        """Works on another of the customer's centres from now on. Raises `UsageError` for one it does not have."""
        self.organisation = chosen_centre(self.organisations, organisation_id)

    def learn(self) -> None:
        """Tries the service's searches out, unless that was done before, with at most four calls that only read.

        A connection that is saved remembers what they did. Raises the errors of `onefile.endings`.
        """
        if self.abilities == _UNKNOWN:
            self.saw(learn(self.client, self.organisation.id))

    def saved_as(self, name: str, *, with_token: bool) -> None:
        """Takes the `name` that the connection has just been saved as, under which `saw` remembers from now on.

        Without its token a run cannot be gone on with by the name alone, so the run does not keep it.
        """
        self._saved_as = name
        self._name = name if with_token else None

    def saw(self, abilities: Abilities) -> None:
        """Takes note of what the searches were seen to do; a connection that is saved remembers it."""
        updated = self.abilities.updated(abilities)
        if updated == self.abilities:
            return
        self.abilities = updated
        known = settings.load()
        saved = _saved_at(self.client.base_url, self._saved_as)
        if saved is None:
            return
        remembered = replace(saved, abilities=updated.as_values())
        connections = tuple(remembered if one == saved else one for one in known.connections)
        settings.save_if_possible(replace(known, connections=connections))

    def ledger(self) -> Ledger:
        """What this program remembers of this centre. A rehearsal centre's is gone with that centre."""
        return Ledger(self._ledger_file())

    @contextmanager
    def exclusively(self) -> Generator[None]:
        """Keeps every other window and command of this program from changing the centre, until the block has ended.

        Blocks of one connection may be nested. Raises `CentreBusyError` where somebody else works on the centre, and
        `CannotRecordError` where that cannot be told.
        """
        lock = self._lock_file()
        if lock in self._held:
            yield
            return
        with held(lock):
            self._held.add(lock)
            try:
                yield
            finally:
                self._held.discard(lock)

    def _lock_file(self) -> Path:
        return self._ledger_file().with_suffix(".lock")

    def _ledger_file(self) -> Path:
        centre = _instance(self.client.server) if self.environment is Environment.REHEARSAL else self.client.base_url
        name = hashlib.sha256(f"{centre} {self.organisation.id}".encode()).hexdigest()[:24]
        return paths.ledgers_folder() / f"{name}.sqlite"

    def description(self) -> Mapping[str, object]:
        """What a run's journal keeps to connect again later; never the token."""
        if self._rehearsal is not None:
            return {"kind": "rehearsal", "state": str(self._state), "organisation": self.organisation.id}
        return {
            "kind": "service",
            "url": self.client.base_url,
            "organisation": self.organisation.id,
            "name": self._name,
        }

    def keep_rehearsal(self, keep: bool) -> None:
        """Whether the rehearsal centre's people outlive this connection, for a run that goes on later."""
        self._keep = keep

    def close(self) -> None:
        """Ends the connection; may be called twice."""
        self.client.close()
        if self._rehearsal is not None:
            self._rehearsal.stop()
            if self._state is not None and not self._keep:
                self._state.unlink(missing_ok=True)
                self._ledger_file().unlink(missing_ok=True)
                self._lock_file().unlink(missing_ok=True)


def connect(target: Target, *, rate: Rate = DEFAULT_RATE, timeouts: Timeouts | None = None) -> Connection:
    """Opens `target` and learns whose it is, with two calls; a named one also learns, once, what its searches do.

    Raises `TokenRefusedError`, `ConnectionFailedError`, `WhichCentreError`, `UsageError` (an address or a centre
    that cannot be) or `UnreadableFileError` (a centre file).
    """
    if isinstance(target, RehearsalTarget):
        return _rehearse(target, rate, timeouts)
    if not target.token:
        raise UsageError("No token", "OneFile needs an API token, and none was given.", "Set ONEFILE_TOKEN to it.")
    return _open(target, rate, timeouts)


def _rehearse(target: RehearsalTarget, rate: Rate, timeouts: Timeouts | None) -> Connection:
    state = target.state or paths.rehearsals_folder() / f"{uuid4().hex}.json"
    try:
        server = RehearsalServer(centre=target.centre, state=state, rate=rate.calls, window_seconds=rate.seconds)
    except StateFileError as error:  # nobody has named the file
        raise UnreadableFileError("The rehearsal centre cannot be kept", error.message, _MAKE_ROOM) from error
    server.start()
    try:
        service = ServiceTarget(server.url, server.token, server.organisation_id)
        return _open(service, rate, timeouts, rehearsal=server, state=state)
    except BaseException:
        server.stop()
        raise


def _open(
    target: ServiceTarget,
    rate: Rate,
    timeouts: Timeouts | None,
    *,
    rehearsal: RehearsalServer | None = None,
    state: Path | None = None,
) -> Connection:
    url = checked_url(target.url)
    client = OneFileClient(url, target.token, limiter=Limiter(rate), timeouts=timeouts or Timeouts())
    try:
        organisations = client.organisations(client.customer().id)
        environment = environment_of(url, client.server)
        wanted = target.organisation_id
        if wanted is None and environment is Environment.REHEARSAL and organisations:
            wanted = organisations[0].id
        organisation = chosen_centre(organisations, wanted)
        connection = Connection(
            client,
            organisations,
            organisation,
            environment,
            rate=rate,
            name=target.name,
            rehearsal=rehearsal,
            state=state,
            abilities=_remembered(url, target.name),
        )
        if target.name is not None:
            connection.learn()
    except SessionRefusedError as error:
        client.close()
        raise TokenRefusedError(
            "OneFile refused the token",
            error.reason,
            "Check the address and the API token; OneFile support can give you a new token.",
        ) from error
    except CallError as error:
        client.close()
        raise ConnectionFailedError(
            "OneFile could not be reached", error.reason, "Check the address as well, and try again."
        ) from error
    except BaseException:
        client.close()
        raise
    return connection


def _remembered(url: str, name: str | None) -> Abilities:
    saved = _saved_at(url, name)
    return _UNKNOWN if saved is None or saved.abilities is None else abilities_from(saved.abilities)


def _saved_at(url: str, name: str | None) -> SavedConnection | None:
    """The connection saved as `name`, if it is still one to `url`."""
    saved = settings.load().connection(name) if name else None
    return saved if saved is not None and as_compared(saved.url) == url else None


def _instance(server: str | None) -> str:
    found = re.search(r"\((.*)\)", server or "")
    return found.group(1) if found else server or ""
