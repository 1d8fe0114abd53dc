"""A run from its journal to OneFile: what is sent, when, and how it ends."""

from pathlib import Path

from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import ChangeSettled, Ended, RunEnding
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import ASSESSOR, BRIEF, CENTRE_ID, STANDARD, Cohort, cohort_of, ending_of, site


def test_a_whole_cohort_is_carried_out_in_order(tmp_path: Path) -> None:
    cohort = Cohort()
    iqa = cohort.person("Ian Quill", Role.IQA)
    employer = cohort.person("Emma Ployer", Role.EMPLOYER)
    learner = cohort.person("Amy Adams")
    other = cohort.person("Ben Bright", DefaultAssessorID=ASSESSOR)
    cohort.update(learner, DefaultEmployerID={"$id_of": employer.key})
    template = cohort.template(learner)
    standard = cohort.standard(other)
    unit = cohort.unit(other)
    cohort.assign(learner, IdOf(iqa.key), Level.LEARNING_AIM, after=[template])
    cohort.assign(other, ASSESSOR, Level.UNIT_SUMMARY, after=[standard, unit])
    cohort.assign(learner, IdOf(employer.key))
    with site(tmp_path) as here:
        here.create(cohort)
        events = here.carry_out()
        state = here.state()
        assert here.new_people() == ["Amy Adams", "Ben Bright", "Emma Ployer", "Ian Quill"]
    assert events[-1] == Ended(RunEnding.FINISHED, "The run is finished: there is nothing left to send.")
    settled = [event for event in events if isinstance(event, ChangeSettled)]
    assert (settled[-1].done, settled[-1].total) == (11, 11)
    assert (settled[-1].people_done, settled[-1].people_total) == (4, 4)
    ids = {user["FirstName"]: user["ID"] for user in state["users"]}
    assert {(a["AssigneeID"], a["LearnerID"], a["Level"]) for a in state["assignments"]} == {
        (ids["Ian"], ids["Amy"], 3),
        (ASSESSOR, ids["Ben"], 2),
        (ids["Emma"], ids["Amy"], 1),
    }
    assert {(a["UserID"], a["StandardID"]) for a in state["learning_aims"]} == {
        (ids["Amy"], STANDARD),
        (ids["Ben"], STANDARD),
    }


def test_a_session_that_ends_again_at_once_is_not_a_refused_token(tmp_path: Path) -> None:
    faults = [{"method": "POST", "path": "/User", "calls": [1, 2, 3, 4], "fault": "expire-session"}]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(3))
        assert ending_of(here.carry_out(concurrency=1)) is RunEnding.FINISHED
        assert here.new_people() == ["Amy Adams", "Ben Bright", "Cai Cooper"]
        assert set(here.states().values()) == {"done"}


def test_a_look_whose_person_belongs_to_another_change_is_left_to_a_person(tmp_path: Path) -> None:
    cohort = Cohort()
    first, second = cohort.person("Amy Adams"), cohort.person("Amy Adams")
    assert first.key != second.key
    with site(tmp_path, options={"create_answers": "empty"}) as here:
        here.create(cohort)
        here.carry_out()
        assert "unknown" in here.states().values()
        with here.journal() as journal:
            ids = [change.onefile_id for change in journal.changes() if change.onefile_id is not None]
    assert len(ids) == len(set(ids))


def test_a_number_that_is_the_centres_own_is_not_taken_for_a_persons(tmp_path: Path) -> None:
    faults = [
        {"method": "POST", "path": "/User", "calls": [1], "fault": "status", "status": 200, "body": "7"}
        | {"carried_out": True}
    ]
    with site(tmp_path, faults) as here:
        here.create(cohort_of(1))
        here.carry_out()
        with here.journal() as journal:
            assert journal.changes()[0].onefile_id != CENTRE_ID
        assert here.new_people() == ["Amy Adams"]
        assert set(here.states().values()) == {"done"}


def test_whatever_a_run_tells_is_on_disk_already(tmp_path: Path) -> None:
    told = 0
    with site(tmp_path) as here:
        here.create(cohort_of(6))
        with here.fresh.pop() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            for event in carry_out(journal, client, ledger, control=Control(), waits=BRIEF):
                if isinstance(event, ChangeSettled):
                    told += 1
                    assert event.change in journal.changes()
                    if event.change.change.kind is ChangeKind.CREATE:
                        assert event.change.onefile_id in ledger.record().made
    assert told == 12
