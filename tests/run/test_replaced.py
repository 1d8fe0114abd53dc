"""Who has the seat at a learning aim: whoever was assigned last, whichever run is resumed after that."""

from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.record import Assigned, Given
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import ASSESSOR, BRIEF, CENTRE_ID, STANDARD, Cohort, Site, cohort_of, ending_of, like_amy, site


def seats(here: Site) -> frozenset[Assigned]:
    """What the ledger says of learning aims."""
    with Ledger(here.folder / "ledger.sqlite3") as ledger:
        return frozenset(one for one in ledger.record().assigned if one.level == Level.LEARNING_AIM)


def replacing(assignee: UserId, learner: int) -> Change:
    """Gives the aim of a learner who is there to somebody else."""
    request = writes.assign_user(assignee, learner, Level.LEARNING_AIM, standard=STANDARD)
    waits = request.waits_for()
    return Change("swap", ChangeKind.ASSIGN, "People", 9, "Amy", None, learner, request, waits, Role.ASSESSOR)


def first_run(here: Site) -> int:
    """A learner whose aim the assessor has; the run's journal stays in the file `first`. Returns the learner's ID."""
    cohort = cohort_of(1, assign=False)
    amy = cohort.changes[0]
    cohort.assign(amy, level=Level.LEARNING_AIM, after=[cohort.standard(amy)])
    here.create(cohort)
    assert ending_of(here.carry_out()) is RunEnding.FINISHED
    with here.journal() as journal:
        learner = journal.changes()[0].onefile_id
    assert learner is not None
    assert seats(here) == {Assigned(ASSESSOR, learner, 3, STANDARD, is_iqa=False)}
    here.journal_path.rename(here.folder / "first")
    return learner


def test_an_earlier_run_that_is_resumed_does_not_bring_back_who_was_replaced(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        learner = first_run(here)
        cohort = Cohort()
        new = cohort.person("Noor Haddad", Role.ASSESSOR)
        cohort.changes.append(replacing(IdOf(new.key), learner))
        here.create(cohort)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        with here.journal() as journal:
            noor = journal.changes()[0].onefile_id
        assert noor is not None
        now = {Assigned(noor, learner, 3, STANDARD, is_iqa=False)}
        assert seats(here) == now
        (here.folder / "first").rename(here.journal_path)
        here.carry_out()
        assert seats(here) == now


_OTHER, _AMY = 52, 900
_PEOPLE = [
    like_amy(),
    {
        "ID": _OTHER,
        "OrganisationID": CENTRE_ID,
        "Role": 5,
        "FirstName": "Bo",
        "LastName": "Li",
        "Email": "b@example.org",
    },
]


def _run_of(here: Site, name: str, assignee: int) -> Site:
    """A run that gives Amy the standard, and her aim to `assignee`."""
    standard = writes.assign_standard(STANDARD, _AMY)
    given = Change("std", ChangeKind.STANDARD, "People", 2, "Amy", 2, _AMY, standard, (), Role.LEARNER)
    cohort = Cohort(changes=[given, replace(replacing(assignee, _AMY), depends_on=("std",))])
    (here.folder / name).mkdir()
    run = Site(here.server, here.folder / name)
    run.fresh.append(Journal.create(run.journal_path, cohort.plan(), run=name, connection={}, roster=None))
    return run


def _carry_out(run: Site, *, reopened: bool) -> None:
    if reopened:
        run.journal().close()
    journal = run.fresh.pop() if run.fresh else Journal.open(run.journal_path)
    with journal, Ledger(run.folder.parent / "ledger.sqlite3") as ledger, run.client() as client:
        list(carry_out(journal, client, ledger, control=Control(), waits=BRIEF))


def _seated(here: Site) -> int:
    return here.state()["assignments"][-1]["AssigneeID"]


@pytest.mark.parametrize("was_sent", [True, False])
def test_an_earlier_run_that_is_resumed_takes_no_seat_from_whom_a_later_one_gave_it(
    tmp_path: Path, *, was_sent: bool
) -> None:
    with site(tmp_path, people=_PEOPLE) as here:
        earlier, later = _run_of(here, "r1", ASSESSOR), _run_of(here, "r2", _OTHER)
        if was_sent:
            with earlier.journal() as journal:
                journal.record([replace(journal.changes()[1], state=ChangeState.SENDING, attempts=1, turn=1)])
        _carry_out(later, reopened=False)
        for _ in range(2):
            _carry_out(earlier, reopened=True)
            assert _seated(here) == _OTHER
            assert earlier.states()["swap"] == ("unknown" if was_sent else "not-attempted")
            assert earlier.messages()["swap"].startswith("Somebody else has been assigned since")


def test_a_later_run_that_is_resumed_takes_the_seat_from_whom_an_earlier_one_gave_it(tmp_path: Path) -> None:
    with site(tmp_path, people=_PEOPLE) as here:
        earlier, later = _run_of(here, "r1", ASSESSOR), _run_of(here, "r2", _OTHER)
        _carry_out(earlier, reopened=False)
        _carry_out(later, reopened=True)
        assert _seated(here) == _OTHER
        assert later.states()["swap"] == "done"


def test_nobody_is_said_to_have_a_seat_that_somebody_else_may_have_been_given(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        learner = first_run(here)
        cohort = Cohort()
        cohort.changes.append(replacing(999999, learner))
        here.create(cohort)
        here.carry_out()
        assert here.states() == {"swap": "failed"}
        assert seats(here) == frozenset()
        (here.folder / "first").rename(here.journal_path)
        here.carry_out()
        assert seats(here) == frozenset()


def test_a_standard_is_looked_for_in_onefile_and_not_in_the_ledger(tmp_path: Path) -> None:
    """An earlier run gave it, and somebody has taken it away since."""
    with site(tmp_path, people=_PEOPLE) as here:
        run = _run_of(here, "r1", ASSESSOR)
        with Ledger(tmp_path / "ledger.sqlite3") as ledger:
            ledger.given(Given("standard", str(STANDARD), _AMY))
        _carry_out(run, reopened=True)
        assert run.states() == {"std": "done", "swap": "done"}
        assert run.messages()["std"] == ""


@pytest.mark.parametrize("held", [False, True, None])
def test_one_seat_at_an_aim_is_not_taken_for_the_other(tmp_path: Path, *, held: bool | None) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.assigned(Assigned(ASSESSOR, _AMY, 3, STANDARD, is_iqa=held))
        ledger.assigned(Assigned(ASSESSOR, _AMY, 1))
        for wanted in (False, True):
            assert ledger.holds(Assigned(ASSESSOR, _AMY, 3, STANDARD, is_iqa=wanted)) == (held is wanted)
        assert ledger.holds(Assigned(ASSESSOR, _AMY, 1))
