"""Somebody else who works in the same centre, while a plan lies about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onefile_desktop import paths
from onefile_desktop.onefile import writes
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.moments import Moment, this_moment

CENTRE = json.loads(paths.resource("rehearsal/centre.json").read_text("utf-8"))
ORGANISATION = CENTRE["organisations"][0]["ID"]
_HERE = [user for user in CENTRE["users"] if user["OrganisationID"] == ORGANISATION and not user["Archived"]]
ALISON = next(user for user in _HERE if user["Role"] == Role.ASSESSOR)
"""An assessor of the built-in centre."""
LEARNER, OTHER_LEARNER = [user for user in _HERE if user["Role"] == Role.LEARNER][:2]
"""Two of its learners."""


class Clock:
    """The time, as far ahead as a test says."""

    def __init__(self, ahead: float = 0) -> None:
        self.ahead = ahead

    def __call__(self) -> Moment:
        moment = this_moment()
        return Moment(moment.ticks + self.ahead, moment.wall + self.ahead)


class Colleague:
    """Changes the centre with calls of their own."""

    def __init__(self, server: RehearsalServer) -> None:
        self._server = server

    def add(self, first: str, last: str, email: str, role: Role = Role.LEARNER, **more: JsonValue) -> int:
        """Creates somebody; returns their ID."""
        needs: dict[str, JsonValue] = {}
        if role is Role.LEARNER:
            needs = {name: LEARNER[name] for name in ("DefaultAssessorID", "ClassroomID", "PlacementID")}
        person = {"OrganisationID": ORGANISATION, "FirstName": first, "LastName": last, "Email": email}
        with self._client() as client:
            made = client.send(writes.create_user({**person, "Role": int(role), **needs, **more})).id
        assert made is not None
        return made

    def change(self, person: int, **changed: JsonValue) -> None:
        """Changes fields of somebody."""
        with self._client() as client:
            client.send(writes.update_user(person, changed))

    def archive(self, person: int) -> None:
        """Archives somebody."""
        with self._client() as client:
            client.send(writes.Request(f"/User/{person}/Archive", {}))

    def make_placement(self, name: str) -> None:
        """Makes a placement."""
        with self._client() as client:
            client.send(writes.create_placement(ORGANISATION, name))

    @contextmanager
    def _client(self) -> Iterator[OneFileClient]:
        with OneFileClient(self._server.url, self._server.token) as client:
            yield client


def centre_file(folder: Path, **options: object) -> Path:
    """The built-in centre as a file, with other options."""
    file = folder / "centre.json"
    file.write_text(json.dumps(CENTRE | {"options": CENTRE["options"] | options}), "utf-8")
    return file
