"""A second look at a centre: what is read again, and what is said to have changed."""

import json
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import pytest

from onefile_desktop.centre.concern import Concern, NewPerson
from onefile_desktop.centre.differences import differences
from onefile_desktop.centre.download import Reading, download
from onefile_desktop.centre.recheck import Reread, reread
from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.centre.wanted import Wanted
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.models import Named, Organisation, Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import write_faults
from tests.enrolment.colleagues import ALISON, CENTRE, LEARNER, ORGANISATION, OTHER_LEARNER, Colleague, centre_file

T = TypeVar("T")
Search = dict[str, bool | int | list[str]]
NOTHING = Wanted(learner_statuses=False, standards=False, units=False, framework_templates=False)
LEARNERS = Concern(roles=frozenset({Role.LEARNER}))
NEW = Concern(roles=frozenset({Role.LEARNER}), creates=frozenset({NewPerson(Role.LEARNER, "ada@example.org", "byrne")}))
ARCHIVED = next(
    user
    for user in CENTRE["users"]
    if user["Archived"] and user["Role"] == Role.LEARNER and user["OrganisationID"] == ORGANISATION
)
PEOPLE_SEARCH, BY_EMAIL, BY_ID = "POST /User/Search/{page}/{size}", "POST /User/Search", "GET /User/{id}"


class Look:
    """A centre that was read once, and can be read again."""

    def __init__(self, server: RehearsalServer, client: OneFileClient, wanted: Wanted) -> None:
        self._server, self._client, self._wanted = server, client, wanted
        self.colleague = Colleague(server)
        self.progress: list[Reading] = []
        self.before = self._finish(download(client, client.organisation(ORGANISATION), wanted))
        self.progress.clear()
        self._calls = self._called()

    def again(self, concern: Concern) -> Reread:
        """Reads it again."""
        calls = self._called()
        found = self._finish(reread(self._client, self.before, self._wanted, concern))
        self._calls = self._called() - calls
        return found

    @property
    def calls(self) -> Counter[str]:
        """The calls of the newest reading, by endpoint."""
        return self._calls

    def _called(self) -> Counter[str]:
        with urlopen(self._server.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return Counter(json.load(answer)["calls"]["by_endpoint"])

    def _finish(self, reading: Generator[Reading, None, T]) -> T:
        while True:
            try:
                self.progress.append(next(reading))
            except StopIteration as done:
                return done.value


@contextmanager
def look(
    folder: Path, wanted: Wanted = NOTHING, search: Search | None = None, faults: Path | None = None
) -> Iterator[Look]:
    """A centre whose searches do what `search` says."""
    with (
        RehearsalServer(centre=centre_file(folder, **(search or {})), faults=faults) as server,
        OneFileClient(server.url, server.token) as client,
    ):
        yield Look(server, client, wanted)


SEARCHES: dict[str, Search] = {
    "by default": {},
    "in small pages": {"page_size_max": 7},
    "hiding emails": {"search_shows_email": False},
    "hiding roles": {"search_shows_role": False},
    "hiding roles, heeding nothing": {"search_shows_role": False, "search_honours": []},
    "showing the archived": {"search_shows_archived": True},
}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
@pytest.mark.parametrize("roles", [{Role.LEARNER}, {Role.ASSESSOR, Role.TRAINEE_ASSESSOR}, set(Role), set()])
def test_an_unchanged_centre_is_the_same(tmp_path: Path, search: Search, roles: set[Role]) -> None:
    with look(tmp_path, search=search) as centre:
        found = centre.again(Concern(roles=frozenset(roles)))
        assert found == Reread(centre.before)
        assert set(centre.calls) <= {PEOPLE_SEARCH}
        assert bool(centre.progress) is bool(roles)


def test_only_the_roles_concerned_are_read(tmp_path: Path) -> None:
    with look(tmp_path) as centre:
        new = centre.colleague.add("Ada", "Byrne", "ada@example.org", Role.IQA)
        assert new not in centre.again(LEARNERS).centre.by_id
        found = centre.again(Concern(roles=frozenset({Role.IQA}))).centre
        assert found.by_id[new].role is Role.IQA
        assert found.people[:-1] == centre.before.people


@pytest.mark.parametrize("shows_role", [True, False])
def test_where_the_role_is_ignored_everybody_is_read_once(tmp_path: Path, *, shows_role: bool) -> None:
    with look(tmp_path, search={"search_honours": [], "search_shows_role": shows_role}) as centre:
        centre.again(Concern(roles=frozenset(Role)))
        assert centre.calls == {PEOPLE_SEARCH: 3}  # a first page for two roles, and the empty one after the last


def test_who_is_new_is_read_whole_only_where_a_row_may_be_about_them(tmp_path: Path) -> None:
    wanted = replace(NOTHING, people=frozenset({(Role.LEARNER, "adabyrne")}))
    with look(tmp_path, wanted) as centre:
        ada = centre.colleague.add("Ada", "Byrne", "ada@example.org", DOB="2004-03-23T00:00:00Z")
        zoe = centre.colleague.add("Zoe", "Reed", "zoe@example.org")
        found = centre.again(LEARNERS).centre.by_id
        assert (found[ada].complete, found[zoe].complete) == (True, False)
        assert found[ada].born is not None
        assert centre.calls[BY_ID] == 1


def test_the_archived_whom_no_search_shows_stay(tmp_path: Path) -> None:
    with look(tmp_path, replace(NOTHING, ids=frozenset({ARCHIVED["ID"]}))) as centre:
        assert centre.before.by_id[ARCHIVED["ID"]].archived
        assert centre.again(LEARNERS).centre == centre.before


@pytest.mark.parametrize("concerned", [True, False], ids=["concerned", "anybody"])
def test_who_is_no_longer_shown_is_looked_up_where_that_matters(tmp_path: Path, *, concerned: bool) -> None:
    with look(tmp_path) as centre:
        centre.colleague.archive(LEARNER["ID"])
        ids = frozenset({LEARNER["ID"]} if concerned else ())
        found = centre.again(replace(LEARNERS, ids=ids)).centre
        assert bool(found.by_id[LEARNER["ID"]].archived) is concerned
        assert bool(differences(centre.before, found)) is concerned
        assert centre.calls[BY_ID] == int(concerned)


def test_somebody_with_another_role_by_now(tmp_path: Path) -> None:
    wanted = replace(NOTHING, ids=frozenset({ALISON["ID"]}))
    with look(tmp_path, wanted) as centre:
        centre.colleague.change(ALISON["ID"], Role=int(Role.IQA))
        found = centre.again(Concern(roles=frozenset({Role.ASSESSOR}))).centre.by_id
        assert found[ALISON["ID"]].role is Role.IQA


@pytest.mark.parametrize(
    ("search", "calls"),
    [({}, 0), ({"search_shows_email": False}, 1), ({"search_shows_email": False, "search_honours": ["Role"]}, 1)],
    ids=["the search shows emails", "it finds them", "it does neither"],
)
def test_the_email_of_each_new_person_is_searched_for_once_where_it_must_be(
    tmp_path: Path, search: Search, calls: int
) -> None:
    with look(tmp_path, search=search) as centre:
        found = centre.again(NEW)
        assert found.centre == centre.before
        assert centre.calls[BY_EMAIL] <= calls
        assert centre.calls[BY_ID] == 0


def test_somebody_who_has_the_email_of_a_new_person_by_now_is_noticed(tmp_path: Path) -> None:
    with look(tmp_path, search={"search_shows_email": False}) as centre:
        assert not centre.before.by_id[LEARNER["ID"]].email
        centre.colleague.change(LEARNER["ID"], Email="Ada@example.org")
        centre.colleague.change(OTHER_LEARNER["ID"], Email="elsewhere@example.org")
        found = centre.again(NEW)
        assert found.noticed == {LEARNER["ID"]}
        assert found.centre.by_id[LEARNER["ID"]].complete
        assert not found.centre.by_id[OTHER_LEARNER["ID"]].complete


def test_a_service_that_refuses_to_search_for_emails(tmp_path: Path) -> None:
    faults = write_faults(tmp_path, {"method": "POST", "path": "/User/Search", "fault": "status", "status": 400})
    with look(tmp_path, search={"search_shows_email": False}, faults=faults) as centre:
        centre.colleague.change(LEARNER["ID"], LastName="Byrne", Email="ada@example.org")
        found = centre.again(NEW)
        assert found.noticed == {LEARNER["ID"]}
        assert (centre.calls[BY_EMAIL], centre.calls[BY_ID]) == (1, 1)


def test_places_are_read_where_the_plan_makes_some(tmp_path: Path) -> None:
    with look(tmp_path) as centre:
        centre.colleague.make_placement("Quince Tree Bakery")
        assert centre.again(Concern()).centre == centre.before
        found = centre.again(Concern(placements=True, classrooms=True)).centre
        assert found.classrooms == centre.before.classrooms
        assert [one.name for one in set(found.placements) - set(centre.before.placements)] == ["Quince Tree Bakery"]


@pytest.mark.parametrize("kind", ["Classroom", "Placement"])
def test_places_are_read_where_the_service_refuses_pages_of_them(tmp_path: Path, kind: str) -> None:
    faults = write_faults(tmp_path, {"method": "POST", "path": f"/{kind}/Search/*/*", "fault": "status", "status": 404})
    with look(tmp_path, faults=faults) as centre:
        assert centre.again(Concern(placements=True, classrooms=True)).centre == centre.before


def test_whoever_the_plan_changes_is_read_whole_again(tmp_path: Path) -> None:
    changed = frozenset({LEARNER["ID"], OTHER_LEARNER["ID"]})
    with look(tmp_path, replace(NOTHING, ids=changed)) as centre:
        concern = replace(LEARNERS, ids=changed, changed=changed)
        assert centre.again(concern) == Reread(centre.before)
        assert centre.calls[BY_ID] == 2
        centre.colleague.change(LEARNER["ID"], MobileNumber="07700 900999")
        found = centre.again(concern).centre
        assert found.by_id[LEARNER["ID"]].fields["MobileNumber"] == "07700 900999"
        assert replace(found, people=()) == replace(centre.before, people=())
        assert set(found.people) - set(centre.before.people) == {found.by_id[LEARNER["ID"]]}


def _centre(*people: Person, placements: tuple[Named, ...] = (), classrooms: tuple[Named, ...] = ()) -> Centre:
    return Centre(Organisation(1, "Harbourside"), people=people, placements=placements, classrooms=classrooms)


ADA = Person(7, Role.LEARNER, "Ada", "Byrne", email="ada@example.org", mis_id="L1", archived=False)
HIDDEN = replace(ADA, email=None)
WHO = "Ada Byrne (Learner, OneFile ID 7)"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (ADA, ADA, None),
        (None, ADA, f"{WHO} was added by somebody else"),
        (None, replace(ADA, role=None), "Ada Byrne (OneFile ID 7) was added by somebody else"),
        (ADA, None, f"{WHO} is no longer there"),
        (ADA, replace(ADA, last_name="Reed"), f"{WHO} is called Ada Reed now"),
        (ADA, replace(ADA, email="a@example.org"), f"{WHO} has the email address a@example.org now"),
        (ADA, replace(ADA, email="ADA@example.org"), None),
        (ADA, replace(ADA, email=None), None),
        (HIDDEN, replace(ADA, complete=True), None),
        (replace(HIDDEN, complete=True), ADA, f"{WHO} has the email address ada@example.org now"),
        (ADA, replace(ADA, mis_id="L2"), f"{WHO} has the MIS ID L2 now"),
        (replace(ADA, mis_id=None), ADA, f"{WHO} has the MIS ID L1 now"),
        (ADA, replace(ADA, archived=True), f"{WHO} was archived"),
        (replace(ADA, archived=True), ADA, f"{WHO} is no longer archived"),
        (replace(ADA, archived=None), ADA, None),
        (ADA, replace(ADA, role=Role.IQA), f"{WHO} has the role IQA now"),
        (ADA, replace(ADA, first_name="Zoe", mis_id="L2"), f"{WHO} is called Zoe Byrne now and has the MIS ID L2 now"),
    ],
)
def test_what_has_become_of_somebody(before: Person | None, after: Person | None, told: str | None) -> None:
    found = differences(_centre(*filter(None, [before])), _centre(*filter(None, [after])))
    assert [one.told for one in found] == ([] if told is None else [told])
    assert all(one.person == 7 for one in found)


def test_an_email_that_was_searched_for_is_told_though_no_search_shows_it() -> None:
    (found,) = differences(_centre(HIDDEN), _centre(replace(ADA, complete=True)), frozenset({7}))
    assert found.told == f"{WHO} has the email address ada@example.org now"


def test_classes_and_placements_that_were_made() -> None:
    old, new = Named(1, "Old"), Named(2, "New")
    before = _centre(placements=(old,), classrooms=(old,))
    after = _centre(placements=(old, new), classrooms=(new, old))
    told = ["the class “New” was made by somebody else", "the placement “New” was made by somebody else"]
    assert [one.told for one in differences(before, after)] == told
    assert differences(after, before) == ()
