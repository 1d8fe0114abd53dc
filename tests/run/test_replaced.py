"""Who has the seat at a learning aim: whoever was assigned last, whichever run is resumed after that."""

from pathlib import Path

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf, UserId
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.plan.record import Assigned
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import ASSESSOR, STANDARD, Cohort, Site, cohort_of, ending_of, site


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
