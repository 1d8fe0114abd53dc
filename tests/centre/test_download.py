"""Reading a centre: everything, no more than is needed, all at once, and given up at once."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from onefile_desktop.centre.download import download
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CancelledError, NoAnswerError, RefusedError
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.centre.reading import (
    ACTIVE,
    ADA,
    CENTRE,
    NO_CONTENT,
    NOTHING,
    ORGANISATION,
    centre_file,
    finish,
    of_one_row,
    read,
    read_from,
)
from tests.onefile.scripted import TOKEN, Call, Reply, ScriptedServer, authenticated, http

KINDS = {"classrooms": "Classroom", "placements": "Placement", "providers": "Provider"}


def download_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("download")]


def here(kind: str) -> set[int]:
    return {thing["ID"] for thing in CENTRE[kind] if thing["OrganisationID"] == ORGANISATION}


def test_everything_is_read_and_only_this_centre(tmp_path: Path) -> None:
    centre = read(Wanted(), tmp_path).centre
    assert {person.id: person.role for person in centre.people} == {user["ID"]: user["Role"] for user in ACTIVE}
    for kind in (*KINDS, "standards", "framework_templates"):
        assert {thing.id for thing in getattr(centre, kind)} == here(kind), kind
    assert len(centre.learner_statuses) > 2
    assert {unit.id for unit in centre.units} <= {unit["ID"] for unit in CENTRE["units"]}
    assert centre.units


def test_calls_are_counted_and_told(tmp_path: Path) -> None:
    done = read(of_one_row(ADA), tmp_path)
    assert done.centre.calls == sum(done.calls.values()) - 2  # the authentication and the organisation
    counted = [step.calls for step in done.progress]
    assert counted == sorted(counted)
    assert counted[-1] == done.centre.calls
    assert done.progress[0].what == "people"
    assert max(step.count for step in done.progress if step.what == "people") == len(ACTIVE)


@pytest.mark.parametrize("lost", range(1, 9))
def test_an_answer_with_nothing_in_it_hides_nobody(tmp_path: Path, lost: int) -> None:
    """Were it the end of the pages, whoever stands on those that follow would be created again."""
    done = read(NOTHING, tmp_path, faults=[{"path": "/User/Search/*/*", "calls": [lost], "fault": "empty"}])
    assert {one.id for one in done.centre.people} == {user["ID"] for user in ACTIVE}


def test_a_search_that_only_ever_answers_with_nothing_is_no_empty_centre(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError):
        read(NOTHING, tmp_path, faults=[{"path": "/User/Search/*/*", "probability": 1, "fault": "empty"}])


def test_what_the_roster_does_not_name_is_not_read(tmp_path: Path) -> None:
    done = read(NOTHING, tmp_path)
    assert not [call for call in done.calls if any(word in call for word in ("Standard", "Unit", "Template", "Status"))]
    assert done.centre.standards == done.centre.units == done.centre.learner_statuses == ()


def test_one_paged_search_a_role_and_one_call_a_list(tmp_path: Path) -> None:
    calls = read(NOTHING, tmp_path).calls
    del calls["GET /Organisation/{id}"]
    assert calls == {
        "POST /Authentication": 1,
        "POST /User/Search/{page}/{size}": 1 + 2 * len(Role),  # once whether pages count from 0; the last is empty
        "POST /Classroom/Search": 1,
        "POST /Placement/Search": 1,
        "POST /Provider/Search": 1,
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_list_that_is_not_to_be_had_at_once_is_read_by_pages(tmp_path: Path, kind: str, status: int) -> None:
    fault = {"path": f"/{KINDS[kind]}/Search", "probability": 1, "fault": "status", "status": status}
    done = read(NOTHING, tmp_path, faults=[fault])
    assert {thing.id for thing in getattr(done.centre, kind)} == here(kind)


def test_a_list_that_cannot_be_read_at_all_is_an_error(tmp_path: Path) -> None:
    faults = [
        {"path": path, "probability": 1, "fault": "status", "status": 403}
        for path in ("/Placement/Search", "/Placement/Search/*/*")
    ]
    with pytest.raises(RefusedError):
        read(NOTHING, tmp_path, faults=faults)
    assert not download_threads()


def test_a_list_that_may_have_been_cut_short_is_read_by_pages_too() -> None:
    def answer(call: Call) -> Reply:
        if "/Placement/" not in call.path:
            return NO_CONTENT
        page = int(call.path.split("/")[-2]) if call.path[-1].isdigit() else 1
        if page == 0:
            return http(400, "{}")
        found = [{"ID": number, "Name": f"Works {number}"} for number in range(1, 121)][(page - 1) * 100 : page * 100]
        return http(200, json.dumps(found), "Content-Type: application/json") if found else NO_CONTENT

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        placements = read_from(client).placements
    assert [placement.id for placement in placements] == list(range(1, 121))


def test_a_centre_with_nothing_answers_204() -> None:
    with ScriptedServer(authenticated(lambda _: NO_CONTENT)) as server, OneFileClient(server.url, TOKEN) as client:
        centre = read_from(client, of_one_row(ADA))
    assert centre.people == centre.classrooms == centre.placements == centre.providers == ()
    assert centre.notes == ()


def test_calls_go_out_together() -> None:
    """The three lists are answered only when all three have been asked for."""
    together = threading.Barrier(3)

    def answer(call: Call) -> Reply:
        if "/User/" not in call.path:
            together.wait(10)
        return NO_CONTENT

    with ScriptedServer(authenticated(answer)) as server, OneFileClient(server.url, TOKEN) as client:
        assert read_from(client).placements == ()
    assert not together.broken


@pytest.mark.parametrize("late", [range(4, 5), range(5, 9), range(10, 14)], ids=["one role", "some", "last pages"])
def test_whatever_comes_first_the_centre_is_the_same(tmp_path: Path, late: range) -> None:
    slow = {"path": "/User/Search/*/*", "calls": list(late), "fault": "slow", "seconds": 0.15}
    lists = {"path": "/Classroom/Search", "calls": [1], "fault": "slow", "seconds": 0.15}
    (tmp_path / "late").mkdir()
    usual = read(Wanted(), tmp_path).centre
    assert read(Wanted(), tmp_path / "late", faults=[slow, lists]).centre == usual


class TestGivingUp:
    """A service that never has another turn to give: everything waits."""

    @pytest.fixture
    def client(self, tmp_path: Path) -> OneFileClient:
        server = RehearsalServer(centre=centre_file(tmp_path))
        server.start()
        self.server = server
        return OneFileClient(server.url, server.token, limiter=Limiter(Rate(6, 600)))

    @pytest.fixture(autouse=True)
    def tidied(self, client: OneFileClient):
        yield
        client.close()
        self.server.stop()

    def test_by_closing(self, client: OneFileClient) -> None:
        reading = download(client, Organisation(ORGANISATION, ""), NOTHING)
        while client.calls < 6:
            next(reading)
        assert download_threads()
        reading.close()
        assert not download_threads()
        assert not client.limiter.is_stopped

    @pytest.mark.parametrize("stop", [OneFileClient.stop, lambda client: client.limiter.stop()])
    def test_by_stopping(self, client: OneFileClient, stop: Callable[[OneFileClient], None]) -> None:
        reading = download(client, Organisation(ORGANISATION, ""), NOTHING)
        while client.calls < 6:
            next(reading)
        stop(client)
        with pytest.raises(CancelledError):
            finish(reading)
        assert not download_threads()
        assert client.limiter.is_stopped


def test_what_learners_have_is_read_for_those_on_the_roster(tmp_path: Path) -> None:
    aim = CENTRE["learning_aims"][0]
    learner = aim.get("LearnerID", aim.get("UserID"))
    centre = read(Wanted(ids=frozenset({learner}), programmes=True), tmp_path).centre
    assert (learner, aim["StandardID"]) in centre.aims
    assert centre.programmes_read == {learner}
    assert centre.summaries
