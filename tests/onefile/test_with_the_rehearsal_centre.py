"""The client and the rehearsal centre, which know nothing of each other, agree on the API."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.client import OneFileClient, Timeouts, all_pages
from onefile_desktop.onefile.endings import CallError, NoAnswerError, ServiceAwayError, TooManyCallsError
from onefile_desktop.onefile.environments import Environment, environment_of
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.models import WriteAnswer
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.endings_table import may_be_carried_out


class Rehearsal:
    """A running rehearsal centre, a client of it, and what the centre says it has seen."""

    def __init__(self, server: RehearsalServer, client: OneFileClient) -> None:
        self.organisation = server.organisation_id
        self.client = client
        self._state_url = server.url.removesuffix("/api/v2.1") + "/rehearsal/state"

    def state(self) -> dict:
        with urlopen(self._state_url) as answer:
            return json.load(answer)

    def learner(self, email: str) -> writes.Request:
        names = {"FirstName": "Ada", "LastName": "King", "Email": email}
        other = next(user for user in self.state()["users"] if user["Role"] == Role.LEARNER)
        shared = ("OrganisationID", "Role", "DefaultAssessorID", "ClassroomID", "PlacementID")
        return writes.create_user(names | {field: other[field] for field in shared})

    def created(self, email: str) -> int:
        return sum(user["Email"] == email for user in self.state()["users"])


def everything(search: Callable[..., tuple]) -> list:
    """What all pages of a search hold."""
    return [item for page in all_pages(lambda page, size: search(page=page, size=size), 20) for item in page]


@pytest.fixture
def rehearse(closing: ExitStack, tmp_path: Path) -> Callable[..., Rehearsal]:
    def start(*faults: dict, limiter: Limiter | None = None, **options) -> Rehearsal:
        if faults:
            options["faults"] = tmp_path / "faults.json"
            options["faults"].write_text(json.dumps(faults))
        server = closing.enter_context(RehearsalServer(**options))
        timeouts = Timeouts(connect=5, answer=0.5)
        client = OneFileClient(server.url, server.token, limiter=limiter, timeouts=timeouts)
        return Rehearsal(server, closing.enter_context(client))

    return start


def test_the_way_in(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse()
    client = rehearsal.client
    organisations = client.organisations(client.customer().id)
    assert client.organisation(rehearsal.organisation) in organisations
    assert environment_of(client.base_url, client.server) is Environment.REHEARSAL


def test_everything_that_is_read(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse()
    client, centre = rehearsal.client, rehearsal.organisation
    for fetch in (client.classrooms, client.placements, client.providers):
        names = everything(partial(fetch, centre))
        assert len({name.id for name in names}) == len(names) > 0
        assert all(name.name for name in names)
    for names in (client.standards(centre), client.framework_templates(centre), client.learner_statuses(centre)):
        assert all(name.name for name in names)
        assert names
    assert {unit.standard_id for unit in client.units(organisation_id=centre)}
    for role in Role:
        people = everything(partial(client.search_users, centre, role=role))
        assert {person.role for person in people} == {role}
        assert client.find_users(centre, {"LastName": people[0].last_name}, role)
        whole = client.user(people[0].id)
        assert whole is not None
        assert (whole.complete, whole.role, whole.name) == (True, role, people[0].name)
    assert client.user(1) is None


def test_everything_that_is_written(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse()
    client, centre = rehearsal.client, rehearsal.organisation
    learner = client.send(rehearsal.learner("ada@example.org")).id
    assessor = client.search_users(centre, role=Role.ASSESSOR, page=1, size=1)[0].id
    observer = client.search_users(centre, role=Role.OBSERVER, page=1, size=1)[0].id
    template = client.framework_templates(centre)[0].id
    standards = [standard.id for standard in client.standards(centre)]
    assert learner is not None
    client.send(writes.update_user(learner, {"MISID": "L-1", "DefaultAssessorID": assessor}))
    client.send(writes.assign_framework_template(template, learner))
    had = {aim.standard_id for aim in client.learning_aims(learner, page=1, size=50)}
    new = next(standard for standard in standards if standard not in had)
    assert isinstance(client.send(writes.assign_standard(new, learner)).id, int)
    unit = client.units(standard_id=new)[0]
    client.send(writes.assign_unit(unit.id, learner, new))
    client.send(writes.assign_user(assessor, learner, Level.LEARNING_AIM, standard=new))
    client.send(writes.assign_user(assessor, learner, Level.UNIT_SUMMARY, unit=unit.id))
    client.send(writes.assign_user(observer, learner, Level.ADDITIONAL))
    client.send(writes.create_classroom(centre, "Class of Ada"))
    client.send(writes.create_placement(centre, "Works of Ada"))
    works = client.placements(centre, page=1, size=200)[-1]
    client.send(writes.assign_placement(observer, works.id))

    whole = client.user(learner)
    assert whole is not None
    assert (whole.mis_id, whole.fields["DefaultAssessorID"]) == ("L-1", assessor)
    assert {aim.standard_id for aim in client.learning_aims(learner, page=1, size=50)} == had | {new}
    assert unit.id in {summary.unit_id for summary in client.unit_summaries(learner, page=1, size=50)}
    assert {made["AssigneeID"] for made in rehearsal.state()["assignments"]} >= {assessor, observer}
    assert works.name == "Works of Ada"
    assert client.calls == rehearsal.state()["calls"]["total"]


@pytest.mark.parametrize(
    ("fault", "ending", "created"),
    [
        ({"fault": "lost-answer"}, NoAnswerError, 1),
        ({"fault": "lost-request"}, NoAnswerError, 0),
        ({"fault": "hang", "seconds": 2}, NoAnswerError, 1),
        ({"fault": "status", "status": 500, "body": "Oops", "carried_out": True}, ServiceAwayError, 1),
        ({"fault": "status", "status": 500, "body": "Oops", "carried_out": False}, ServiceAwayError, 0),
        ({"fault": "maintenance", "seconds": 2}, ServiceAwayError, 0),
        ({"fault": "too-many", "seconds": 2, "retry_after": True}, TooManyCallsError, 0),
        ({"fault": "garbled"}, NoAnswerError, 1),
        ({"fault": "cut"}, NoAnswerError, 1),
    ],
)
def test_an_ending_says_whether_it_may_have_happened(
    rehearse: Callable[..., Rehearsal], fault: dict, ending: type[CallError], created: int
) -> None:
    rehearsal = rehearse({"method": "POST", "path": "/User", "calls": [1], **fault})
    with pytest.raises(ending) as caught:
        rehearsal.client.send(rehearsal.learner("ada@example.org"))
    assert rehearsal.created("ada@example.org") == created
    assert rehearsal.state()["calls"]["by_endpoint"]["POST /User"] == 1
    assert may_be_carried_out(caught.value) or not created


@pytest.mark.parametrize("fault", [{"fault": "expire-session"}, {"fault": "stale"}, {"fault": "slow", "seconds": 0.1}])
def test_what_does_no_harm(rehearse: Callable[..., Rehearsal], fault: dict) -> None:
    rehearsal = rehearse({"method": "POST", "path": "/User", "calls": [1], **fault})
    rehearsal.client.customer()
    assert rehearsal.client.send(rehearsal.learner("ada@example.org")).id is not None
    assert rehearsal.created("ada@example.org") == 1


def test_an_empty_answer_is_a_yes_without_an_id(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse({"method": "POST", "path": "/User", "calls": [1], "fault": "empty"})
    assert rehearsal.client.send(rehearsal.learner("ada@example.org")) == WriteAnswer(None)
    assert rehearsal.created("ada@example.org") == 1


def test_the_rate_is_kept(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse(rate=10, window_seconds=0.5, limiter=Limiter(Rate(10, 0.5)))
    for _ in range(29):
        rehearsal.client.customer()
    calls = rehearsal.state()["calls"]
    assert (calls["total"], calls["too_many"], calls["busiest_window"]) == (30, 0, 10)


def test_a_rate_that_others_use_up(rehearse: Callable[..., Rehearsal]) -> None:
    rehearsal = rehearse(rate=3, window_seconds=0.3, limiter=Limiter(Rate(5, 0.3)))
    for _ in range(8):
        rehearsal.client.customer()
    assert rehearsal.state()["calls"]["too_many"] > 0
