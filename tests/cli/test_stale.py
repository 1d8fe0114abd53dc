"""A plan that holds no more is not sent, and the exit code says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onefile_desktop.enrolment.rechecking import FRESH_SECONDS
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run import moments
from onefile_desktop.run.moments import Moment
from tests.cli.conftest import Run, state_of
from tests.cli.rosters import new_learner, write_roster
from tests.enrolment.colleagues import ALISON, Clock, Colleague

ASSESSOR = f"{ALISON['FirstName']} {ALISON['LastName']}"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Two new learners."""
    return write_roster(tmp_path / "r.xlsx", new_learner(1, ASSESSOR), new_learner(2, ASSESSOR))


@contextmanager
def meanwhile(happens: Callable[[], object]) -> Iterator[None]:
    """Right before the run it is a while later, and something has happened since the centre was read."""
    clock = Clock(FRESH_SECONDS)

    def later() -> Moment:
        happens()
        return clock()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "this_moment", later)
        yield


def test_somebody_was_created_while_the_plan_was_made(run: Run, centre: RehearsalServer, roster: Path) -> None:
    them = Colleague(centre)
    with meanwhile(lambda: them.add("Tamsin", "Quillfeather1", "tamsin1@example.org")):
        said = run("submit", roster, "--url", centre.url, "--yes", "--json")
    assert (said.code, said.out) == (2, "")
    told = said.err.splitlines()[-1]
    assert "Since the plan was made, Tamsin Quillfeather1 (Learner, OneFile ID" in told
    assert "Nothing was sent." in told
    assert state_of(centre)["calls"]["by_endpoint"]["POST /User"] == 1
    assert run("submit", roster, "--url", centre.url, "--yes", "--json").json["done"] == 1
    emails = [user.get("Email") for user in state_of(centre)["users"]]
    assert (emails.count("tamsin1@example.org"), emails.count("tamsin2@example.org")) == (1, 1)


def test_what_others_do_holds_nobody_up(run: Run, centre: RehearsalServer, roster: Path) -> None:
    them = Colleague(centre)
    with meanwhile(lambda: them.add("Ann", "Other", "ann@example.org")):
        said = run("submit", roster, "--url", centre.url, "--yes", "--json")
    assert (said.code, said.json["done"]) == (0, 2)


def test_a_quick_submit_reads_the_centre_once(run: Run, centre: RehearsalServer, roster: Path) -> None:
    run("plan", roster, "--url", centre.url, "--json")
    before = state_of(centre)["calls"]["by_endpoint"]["POST /User/Search/{page}/{size}"]
    assert run("submit", roster, "--url", centre.url, "--yes", "--json").code == 0
    after = state_of(centre)["calls"]["by_endpoint"]["POST /User/Search/{page}/{size}"]
    assert after == 2 * before


def test_another_plan_than_the_one_that_was_looked_at(run: Run, centre: RehearsalServer, roster: Path) -> None:
    digest = run("plan", roster, "--url", centre.url, "--json").json["digest"]
    Colleague(centre).add("Tamsin", "Quillfeather1", "tamsin1@example.org")
    said = run("submit", roster, "--url", centre.url, "--yes", "--json", "--digest", digest)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "the roster or the centre has changed since" in said.err
    assert state_of(centre)["calls"]["by_endpoint"]["POST /User"] == 1
