"""Many creates in doubt at once, some of them alike: whoever is found is the right one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onefile_desktop.onefile.roles import Role
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState
from tests.run.scenes import ASSESSOR, CENTRE_ID, CLASSROOM, PLACEMENT, Cohort, Site, ending_of, site

_OPTIONS: Sequence[Mapping[str, object]] = (
    {},
    {"search_shows_email": False},
    {"search_honours": []},
    {"search_shows_email": False, "search_honours": []},
)
_SHARED = "office@example.org"


def _interrupted(here: Site, cohort: Cohort) -> None:
    """The journal as a program leaves it that was killed while all of these were under way."""
    here.create(cohort)
    with here.journal() as journal:
        journal.record(replace(change, state=ChangeState.SENDING, attempts=1) for change in journal.changes())


def _arrived(cohort: Cohort, places: Sequence[int]) -> list[dict[str, Any]]:
    """Those of the cohort whose call had arrived before."""
    return [
        {"ID": 900 + place, "PlacementID": PLACEMENT, **cohort.changes[place].request.body} for place in sorted(places)
    ]


def _assert_each_is_themselves(here: Site, cohort: Cohort, may_be_unknown: bool = False) -> None:
    """Everybody whose change is done has their own ID, and nobody is there twice."""
    people = {user["ID"]: user for user in here.state()["users"] if user["ID"] != ASSESSOR}
    with here.journal() as journal:
        changes = journal.changes()
    for change in changes:
        if may_be_unknown and change.state is ChangeState.UNKNOWN:
            continue
        assert change.state is ChangeState.DONE, change.message
        assert change.onefile_id is not None
        held, body = people[change.onefile_id], change.change.request.body
        assert [held[name] for name in ("FirstName", "LastName", "Email", "Role")] == [
            body[name] for name in ("FirstName", "LastName", "Email", "Role")
        ]
    ids = [change.onefile_id for change in changes if change.onefile_id is not None]
    assert len(ids) == len(set(ids))
    identities = [(one["FirstName"], one["LastName"], one["Email"], one["Role"]) for one in people.values()]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("options", _OPTIONS, ids=["", "no email", "no filter", "neither"])
def test_eight_under_way_when_the_program_was_killed(tmp_path: Path, options: Mapping[str, object]) -> None:
    cohort = Cohort()
    for name in ("Amy Adams", "Ben Bright", "Cai Cooper", "Dee Dunn", "Eve Ellis", "Fay Ford", "Gus Gale", "Hal Hart"):
        cohort.person(name)
    with site(tmp_path, options=options, people=_arrived(cohort, (0, 2, 5, 6))) as here:
        _interrupted(here, cohort)
        assert ending_of(here.carry_out(concurrency=8)) is RunEnding.FINISHED
        _assert_each_is_themselves(here, cohort)
        assert here.state()["calls"]["by_endpoint"]["POST /User"] == 4


@pytest.mark.parametrize("arrived", [(), (0,), (1,), (0, 1)], ids=str)
@pytest.mark.parametrize("options", _OPTIONS, ids=["", "no email", "no filter", "neither"])
def test_two_of_one_name_with_different_emails(
    tmp_path: Path, options: Mapping[str, object], arrived: Sequence[int]
) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams", Email="amy.one@example.org")
    cohort.person("Amy Adams", Email="amy.two@example.org")
    with site(tmp_path, options=options, people=_arrived(cohort, arrived)) as here:
        _interrupted(here, cohort)
        here.carry_out()
        _assert_each_is_themselves(here, cohort)


@pytest.mark.parametrize("arrived", [(), (0,), (1,), (0, 1)], ids=str)
@pytest.mark.parametrize("options", _OPTIONS, ids=["", "no email", "no filter", "neither"])
def test_two_who_share_a_mailbox(tmp_path: Path, options: Mapping[str, object], arrived: Sequence[int]) -> None:
    """Neither holds the other up: whoever is somebody else of the roster is not this person."""
    cohort = Cohort()
    cohort.person("Amy Adams", Email=_SHARED)
    cohort.person("Ann Adams", Email=_SHARED)
    with site(tmp_path, options=options, people=_arrived(cohort, arrived)) as here:
        _interrupted(here, cohort)
        here.carry_out()
        _assert_each_is_themselves(here, cohort)


def test_a_stranger_in_the_shared_mailbox_still_holds_them_up(tmp_path: Path) -> None:
    """Perhaps it is Amy, by another name: that is for a person to say."""
    cohort = Cohort()
    cohort.person("Amy Adams", Email=_SHARED)
    cohort.person("Ann Adams", Email=_SHARED)
    stranger = {
        "ID": 950,
        "OrganisationID": CENTRE_ID,
        "Role": 1,
        "FirstName": "Amelia",
        "LastName": "Adams",
        "Email": _SHARED,
        "DefaultAssessorID": ASSESSOR,
        "ClassroomID": CLASSROOM,
        "PlacementID": PLACEMENT,
    }
    with site(tmp_path, people=[stranger]) as here:
        _interrupted(here, cohort)
        here.carry_out()
        assert here.states() == {"create:2": "unknown", "create:3": "unknown"}
        assert here.new_people() == ["Amelia Adams"]


def _who(person: tuple[str, str, str, Role, bool]) -> tuple[str, str, str, Role]:
    first, last, email, role, _ = person
    return first, last, email, role


_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(("Amy", "Ann", "Bo")),
        st.sampled_from(("Adams", "Bright")),
        st.sampled_from((_SHARED, "one@example.org", "two@example.org")),
        st.sampled_from((Role.LEARNER, Role.ASSESSOR)),
        st.booleans(),
    ),
    min_size=2,
    max_size=8,
    unique_by=_who,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=_PEOPLE, options=st.sampled_from(_OPTIONS), concurrency=st.sampled_from((1, 4, 8)))
def test_any_mixture(
    people: list[tuple[str, str, str, Role, bool]], options: Mapping[str, object], concurrency: int
) -> None:
    cohort = Cohort()
    for first, last, email, role, _ in people:
        cohort.person(f"{first} {last}", role, Email=email)
    arrived = [place for place, person in enumerate(people) if person[-1]]
    with TemporaryDirectory() as folder, site(Path(folder), options=options, people=_arrived(cohort, arrived)) as here:
        _interrupted(here, cohort)
        here.carry_out(concurrency=concurrency)
        _assert_each_is_themselves(here, cohort)
