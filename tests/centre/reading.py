"""Reads rehearsal centres on real sockets, and services that a test makes up."""

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from onefile_desktop import paths
from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.onefile.scripted import Call, Reply, http

CENTRE = json.loads(paths.resource("rehearsal/centre.json").read_text("utf-8"))
ORGANISATION = CENTRE["organisations"][0]["ID"]
HERE = [user for user in CENTRE["users"] if user["OrganisationID"] == ORGANISATION]
ACTIVE = [user for user in HERE if not user.get("Archived")]
ARCHIVED = next(user for user in HERE if user.get("Archived"))
ADA = next(user for user in ACTIVE if user["Role"] == Role.LEARNER and user.get("MISID"))
NOTHING = Wanted(learner_statuses=False, standards=False, units=False, framework_templates=False)
NO_CONTENT = Reply(b"HTTP/1.1 204 No Content\r\n\r\n")


@dataclass(frozen=True)
class Read:
    """What a download brought, and the calls it took by endpoint."""

    centre: Centre
    progress: Sequence[Reading]
    calls: dict[str, int]


def finish(reading: Generator[Reading, None, Centre]) -> tuple[list[Reading], Centre]:
    """A download to its end."""
    progress: list[Reading] = []
    with closing(reading):
        while True:
            try:
                progress.append(next(reading))
            except StopIteration as done:
                return progress, done.value


def centre_file(folder: Path, changed: dict[str, Any] | None = None, **options: Any) -> Path:
    """The built-in centre as a file, with other options, or other lists."""
    file = folder / "centre.json"
    file.write_text(json.dumps(CENTRE | (changed or {}) | {"options": CENTRE.get("options", {}) | options}), "utf-8")
    return file


def read(
    wanted: Wanted,
    folder: Path,
    *,
    known: Abilities | None = None,
    faults: Sequence[dict[str, object]] = (),
    changed: dict[str, Any] | None = None,
    **options: Any,
) -> Read:
    """Reads the built-in centre with other options, faults or lists."""
    fault_file = folder / "faults.json"
    fault_file.write_text(json.dumps(list(faults)), "utf-8")
    with (
        RehearsalServer(centre=centre_file(folder, changed, **options), faults=fault_file, rate=10_000) as server,
        OneFileClient(server.url, server.token) as client,
    ):
        organisation = client.organisation(ORGANISATION)
        progress, centre = finish(download(client, organisation, wanted, known or Abilities()))
        with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return Read(centre, progress, json.load(answer)["calls"]["by_endpoint"])


def of_one_row(user: dict[str, Any], **changes: str) -> Wanted:
    """What a roster with one row wants that is `user`, with some of their details changed."""
    row = {**user, **changes}
    role = Role(row["Role"])
    return replace(
        NOTHING,
        people=frozenset({(role, folded(f"{row['FirstName']} {row['LastName']}").replace(" ", ""))}),
        last_names=frozenset({(role, folded(row["LastName"]))}),
        emails=frozenset({(role, folded(row["Email"]))}),
    )


def read_from(client: OneFileClient, wanted: Wanted = NOTHING) -> Centre:
    """Reads a made-up service."""
    return finish(download(client, Organisation(1, "Made up"), wanted))[1]


def people_only(answer: Callable[[int, int, dict[str, Any]], Sequence[dict[str, Any]]]) -> Callable[[Call], Reply]:
    """A service that has nothing but people: `answer` gives those of a page, for its number, size and the filters."""

    def script(call: Call) -> Reply:
        parts = call.path.split("/")
        if "/User/Search/" not in call.path:
            return NO_CONTENT
        page, size = int(parts[-2]), int(parts[-1])
        if page < 1:
            return http(400, '{"message": "Pages are counted from 1."}')
        found = answer(page, size, json.loads(call.body))
        return http(200, json.dumps(list(found)), "Content-Type: application/json") if found else NO_CONTENT

    return script


def person(number: int, role: Role, **fields: object) -> dict[str, Any]:
    """Somebody as a search shows them."""
    name = {"FirstName": "Una", "LastName": f"Vale{number}", "Email": f"una{number}@example.org"}
    return {"ID": number, "Role": int(role), **name, **fields}
