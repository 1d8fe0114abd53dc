"""Reading a centre: through real sockets, from rehearsal centres that show more or less."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from onefile_desktop import paths
from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer

CENTRE = json.loads(paths.resource("rehearsal/centre.json").read_text("utf-8"))
ORGANISATION = CENTRE["organisations"][0]["ID"]
ACTIVE = [u for u in CENTRE["users"] if u["OrganisationID"] == ORGANISATION and not u.get("Archived")]
ADA = next(u for u in ACTIVE if u["Role"] == Role.LEARNER and u.get("MISID"))


class Read:
    """What a download brought, and what it took."""

    def __init__(self, wanted: Wanted, folder: Path, **options: object) -> None:
        file = folder / "centre.json"
        file.write_text(json.dumps(CENTRE | {"options": CENTRE.get("options", {}) | options}), "utf-8")
        self.progress: list[Reading] = []
        with RehearsalServer(centre=file) as server, OneFileClient(server.url, server.token) as client:
            self.centre = self._finish(download(client, client.organisation(ORGANISATION), wanted))
            with urlopen(server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
                self.calls = json.load(answer)["calls"]["by_endpoint"]

    def _finish(self, reading: Iterator[Reading]) -> Centre:
        while True:
            try:
                self.progress.append(next(reading))
            except StopIteration as done:
                return done.value


def wanted() -> Wanted:
    """What a roster with one learner wants, Ada, who is there."""
    name = f"{ADA['FirstName']} {ADA['LastName']}"
    return Wanted(
        people=frozenset({(Role.LEARNER, folded(name))}),
        last_names=frozenset({(Role.LEARNER, folded(ADA["LastName"]))}),
        emails=frozenset({(Role.LEARNER, folded(ADA["Email"]))}),
    )


def test_everything_is_read_and_only_this_centre(tmp_path: Path) -> None:
    read = Read(Wanted(), tmp_path)
    assert {person.id for person in read.centre.people} == {user["ID"] for user in ACTIVE}
    assert {person.id: person.role for person in read.centre.people} == {user["ID"]: user["Role"] for user in ACTIVE}
    for kind in ("classrooms", "placements", "providers", "standards", "framework_templates"):
        here = {thing["ID"] for thing in CENTRE[kind] if thing["OrganisationID"] == ORGANISATION}
        assert {thing.id for thing in getattr(read.centre, kind)} == here, kind
    assert len(read.centre.learner_statuses) > 2
    assert {unit.id for unit in read.centre.units} <= {unit["ID"] for unit in CENTRE["units"]}
    assert read.centre.units
    assert read.progress[0].what == "people"
    assert read.progress[-1].calls == sum(read.calls.values()) - 2  # the authentication and the organisation


def test_what_the_roster_does_not_name_is_not_read(tmp_path: Path) -> None:
    nothing = Wanted(learner_statuses=False, standards=False, units=False, framework_templates=False)
    read = Read(nothing, tmp_path)
    assert not [call for call in read.calls if any(word in call for word in ("Standard", "Unit", "Template", "Status"))]
    assert read.centre.standards == read.centre.units == read.centre.learner_statuses == ()


@pytest.mark.parametrize("shows_email", [True, False])
def test_whoever_could_be_on_the_roster_is_read_whole_and_nobody_else(tmp_path: Path, *, shows_email: bool) -> None:
    read = Read(wanted(), tmp_path, search_shows_email=shows_email)
    whole = [person for person in read.centre.people if person.complete]
    assert ADA["ID"] in {person.id for person in whole}
    assert len(whole) < 5
    assert read.centre.by_email[folded(ADA["Email"])][0].id == ADA["ID"]
    assert read.centre.notes == ()


def test_a_search_that_shows_no_email_and_cannot_search_for_it_is_said(tmp_path: Path) -> None:
    read = Read(wanted(), tmp_path, search_shows_email=False, search_honours=["Role"])
    whole = {person.id for person in read.centre.people if person.complete}
    assert ADA["ID"] in whole
    assert len(whole) < 5
    assert "compared by name" in read.centre.notes[0]


def test_a_search_that_ignores_even_the_role(tmp_path: Path) -> None:
    read = Read(Wanted(), tmp_path, search_honours=[])
    assert {person.id: person.role for person in read.centre.people} == {user["ID"]: user["Role"] for user in ACTIVE}


@pytest.mark.parametrize("honours", [["Role"], []], ids=["heeds the role", "ignores the role"])
def test_a_search_that_does_not_show_the_role(tmp_path: Path, honours: list[str]) -> None:
    read = Read(wanted(), tmp_path, search_shows_role=False, search_honours=honours)
    assert {person.id for person in read.centre.people} == {user["ID"] for user in ACTIVE}
    known = {person.id: person.role for person in read.centre.people if person.role is not None}
    assert known.items() <= {user["ID"]: user["Role"] for user in ACTIVE}.items()
    assert known[ADA["ID"]] is Role.LEARNER
    assert (len(known) == len(ACTIVE)) is (honours == ["Role"])


def test_whom_this_program_made_is_read_though_no_search_shows_them_yet(tmp_path: Path) -> None:
    archived = next(u for u in CENTRE["users"] if u["OrganisationID"] == ORGANISATION and u.get("Archived"))
    read = Read(Wanted(made=frozenset({archived["ID"]})), tmp_path)
    assert read.centre.by_id[archived["ID"]].complete


def test_small_pages(tmp_path: Path) -> None:
    read = Read(Wanted(), tmp_path, page_size_max=7)
    assert {person.id for person in read.centre.people} == {user["ID"] for user in ACTIVE}


def test_somebody_the_search_hides_is_read_by_id(tmp_path: Path) -> None:
    archived = next(u for u in CENTRE["users"] if u["OrganisationID"] == ORGANISATION and u.get("Archived"))
    read = Read(Wanted(ids=frozenset({archived["ID"], 99_999_999})), tmp_path)
    assert read.centre.by_id[archived["ID"]].archived
    assert 99_999_999 not in read.centre.by_id


def test_what_learners_have_is_read_for_those_on_the_roster(tmp_path: Path) -> None:
    aim = CENTRE["learning_aims"][0]
    learner_id = aim.get("LearnerID", aim.get("UserID"))
    learner = next(user for user in CENTRE["users"] if user["ID"] == learner_id)
    read = Read(Wanted(ids=frozenset({learner["ID"]}), programmes=True), tmp_path)
    assert (learner["ID"], aim["StandardID"]) in read.centre.aims
    assert read.centre.programmes_read == {learner["ID"]}
    assert read.centre.summaries
