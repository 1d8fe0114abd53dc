"""A second look at services whose searches mix roles, show others or find nobody by email: all are found."""

import json
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from onefile_desktop.centre.concern import Concern, NewPerson
from onefile_desktop.centre.differences import differences, who
from onefile_desktop.centre.download import Reading
from onefile_desktop.centre.recheck import Reread, reread
from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.roles import Role
from tests.centre.reading import NO_CONTENT, NOTHING, people_only, person, read_from
from tests.onefile.scripted import TOKEN, Call, Reply, ScriptedServer, authenticated, http

LEARNERS = Concern(roles=frozenset({Role.LEARNER}))
NEW = replace(LEARNERS, creates=frozenset({NewPerson(Role.LEARNER, "ada@example.org", "byrne")}))

People = list[dict[str, Any]]


class Service:
    """A service made up of `people`; a search for the last role of `together` shows those of the others too.

    A search by email finds nobody. `hides` are the fields that searches do not show; `by_id_only` is shown of
    everybody who is read by ID.
    """

    def __init__(self, people: People, together: frozenset[int] = frozenset(), *, hides: Iterable[str] = ()) -> None:
        self.people, self._together, self._hidden = people, together, frozenset(hides)
        self.by_id_only: dict[str, Any] = {}
        self.by_id: list[int] = []
        self.by_email: list[str] = []
        self.wait: Callable[[str], object] = lambda _: None

    def __call__(self, call: Call) -> Reply:
        """Its answer to a call."""
        if call.method == "GET":
            user = int(call.path.rpartition("/")[2])
            self.by_id.append(user)
            self.wait("people")
            whole = next((one for one in self.people if one["ID"] == user), None)
            if whole is None:
                return http(404, "Nobody")
            return http(200, json.dumps(whole | self.by_id_only), "Content-Type: application/json")
        if call.path.endswith("/User/Search"):
            self.by_email.append(json.loads(call.body)["Email"])
            self.wait("emails")
            return NO_CONTENT
        return people_only(self._page)(call)

    def _page(self, page: int, size: int, filters: dict[str, Any]) -> People:
        role = filters["Role"]
        roles = self._together if role == max(self._together, default=0) else {role}
        shown = [one for one in self.people if one["Role"] in roles][(page - 1) * size : page * size]
        return [{name: value for name, value in one.items() if name not in self._hidden} for one in shown]


@contextmanager
def looked_at(service: Service, wanted: Wanted = NOTHING) -> Iterator[tuple[Centre, Callable[[Concern], Reread]]]:
    """`service` as it was read, and another look at it."""
    with ScriptedServer(authenticated(service)) as server, OneFileClient(server.url, TOKEN) as client:
        before = read_from(client, wanted)
        yield before, lambda concern: _end(reread(client, before, wanted, concern))


def _end(reading: Generator[Reading, None, Reread]) -> Reread:
    while True:
        try:
            next(reading)
        except StopIteration as done:
            return done.value


OVERLAPPING: dict[str, frozenset[int]] = {
    "trainees come with assessors": frozenset({Role.TRAINEE_ASSESSOR, Role.ASSESSOR}),
    "IQAs come with employers": frozenset({Role.IQA, Role.EMPLOYER}),
    "no role with another": frozenset(),
    "all with observers": frozenset(Role),
}
shows_role = pytest.mark.parametrize("hides", [[], ["Role"]], ids=["role shown", "role hidden"])
overlapping = pytest.mark.parametrize("together", OVERLAPPING.values(), ids=OVERLAPPING)


def of_each_role() -> People:
    return [person(100 * role + number, role) for role in Role for number in (1, 2, 3)]


@shows_role
@overlapping
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.label)
def test_where_searches_of_roles_overlap_nobody_is_missed_and_nobody_is_taken_for_gone(
    together: frozenset[int], hides: list[str], role: Role
) -> None:
    service = Service(of_each_role(), together, hides=hides)
    wanted = replace(NOTHING, people=frozenset({(role, "unavale7")}))
    with looked_at(service, wanted) as (before, again):
        concern = Concern(roles=frozenset({role, Role.LEARNER}))
        assert again(concern) == Reread(before)
        service.people.append(person(7, role))
        found = again(concern).centre
        assert found.by_id[7].role is role
        assert found.people[:-1] == before.people


@shows_role
@overlapping
def test_somebody_the_plan_names_is_known_by_their_new_role(together: frozenset[int], hides: list[str]) -> None:
    service = Service(of_each_role(), together, hides=hides)
    assessor = int(Role.ASSESSOR) * 100 + 1
    with looked_at(service, replace(NOTHING, ids=frozenset({assessor}))) as (_, again):
        next(one for one in service.people if one["ID"] == assessor)["Role"] = int(Role.IQA)
        concern = Concern(roles=frozenset({Role.ASSESSOR, Role.IQA}), ids=frozenset({assessor}))
        assert again(concern).centre.by_id[assessor].role is Role.IQA


def test_who_is_neither_shown_nor_to_be_had_by_id_is_gone() -> None:
    service = Service(of_each_role())
    with looked_at(service) as (before, again):
        gone, not_concerned = (one["ID"] for one in service.people[:2])
        del service.people[:2]
        found = again(replace(LEARNERS, ids=frozenset({gone}))).centre
        assert before.by_id.keys() - found.by_id.keys() == {gone}
        assert found.by_id[not_concerned] == before.by_id[not_concerned]
        assert [one.told for one in differences(before, found)] == [f"{who(before.by_id[gone])} is no longer there"]


def test_somebody_of_another_centre_whom_the_search_shows_is_nobody_here() -> None:
    service = Service([*of_each_role(), person(7, Role.LEARNER, OrganisationID=2)])
    wanted = replace(NOTHING, people=frozenset({(Role.LEARNER, "unavale7")}))
    with looked_at(service, wanted) as (before, again):
        assert 7 not in before.by_id
        assert again(LEARNERS) == Reread(before)


@pytest.mark.parametrize("by_id", [True, False, None])
@pytest.mark.parametrize("shown", [True, False, None])
def test_whoever_is_archived_is_so_as_long_as_nothing_changes(*, shown: bool | None, by_id: bool | None) -> None:
    service = Service([person(number, Role.LEARNER, Archived=shown) for number in (1, 2)])
    service.by_id_only = {"Archived": by_id}
    ids = frozenset({1})
    with looked_at(service, replace(NOTHING, people=frozenset({(Role.LEARNER, "unavale1")}))) as (before, again):
        assert before.by_id[1].complete
        assert again(replace(LEARNERS, ids=ids, changed=ids)) == Reread(before)


def test_an_email_search_that_finds_nobody_is_not_believed_where_it_was_never_seen_to_work() -> None:
    service = Service(of_each_role(), hides=["Email"])
    with looked_at(service) as (before, again):
        assert before.abilities.honours.isdisjoint({"Email"})
        service.people[0] |= {"Email": "Ada@example.org"}
        found = again(NEW)
        assert found.noticed == {service.people[0]["ID"]}
        assert service.by_email == ["ada@example.org"]


def test_where_no_search_helps_with_emails_whoever_is_new_in_a_large_role_is_read() -> None:
    service = Service([person(number, Role.LEARNER) for number in range(100, 200)], hides=["Email"])
    with looked_at(service) as (_, again):
        service.people.append(person(7, Role.LEARNER, LastName="Quince", Email="ada@example.org"))
        assert again(NEW).noticed == {7}
        assert service.by_id == [7]


@pytest.mark.parametrize("asked", ["people", "emails"])
def test_calls_go_out_together(asked: str) -> None:
    """Each call by ID waits for another one, and so does each by email but the first."""
    service = Service(of_each_role(), hides=["Email"])
    learners = [101, 102, 103]
    together = threading.Barrier(2)

    def wait(what: str) -> None:
        if what == asked and len(service.by_email) != 1:
            together.wait(10)

    ids = frozenset({101, 102})
    new = frozenset(NewPerson(Role.LEARNER, f"{name}@example.org", "byrne") for name in ("ada", "ben", "cy"))
    with looked_at(service) as (_, again):
        service.wait = wait
        if asked == "people":
            again(replace(LEARNERS, ids=ids, changed=ids))
        else:
            again(replace(LEARNERS, creates=new))
    assert not together.broken
    assert (sorted(service.by_id), len(service.by_email)) == (([101, 102], 0) if asked == "people" else (learners, 3))
