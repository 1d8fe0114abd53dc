"""What became of every row, as people and scripts read it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.roster.problems import Place, problem
from onefile_desktop.run.journal import ChangeState, Journal, JournalChange
from onefile_desktop.run.results.outcome import Outcome, RowOutcome, Tally, managers, needs_attention, outcomes
from onefile_desktop.run.results.results_json import as_json
from onefile_desktop.run.results.summary import summary
from tests.run.scenes import ASSESSOR, CENTRE_ID, Cohort


def _journal(folder: Path, cohort: Cohort, **states: tuple[ChangeState, int | None]) -> Journal:
    """A journal whose changes have come as far as `states` says; the rest is done."""
    plan = replace(cohort.plan(), problems=(problem("cell-error", Place("People", 90), value="#N/A"),))
    journal = Journal.create(folder / "run.sqlite3", plan, run="r1", connection={}, roster=None)
    changes: list[JournalChange] = []
    for number, change in enumerate(journal.changes()):
        state, onefile_id = states.get(change.change.key.replace(":", "_"), (ChangeState.DONE, 1000 + number))
        message = "" if state in {ChangeState.DONE, ChangeState.PLANNED} else f"It {state}."
        changes.append(replace(change, state=state, onefile_id=onefile_id, message=message, attempts=1))
    journal.record(changes)
    return journal


def _one(journal: Journal, sheet: str = "People", row: int = 2) -> RowOutcome:
    with journal:
        return next(one for one in outcomes(journal) if (one.sheet, one.row) == (sheet, row))


def _existing(cohort: Cohort, row: int, standing: Standing) -> PlannedRow:
    planned = PlannedRow("People", row, f"Person {row}", Role.LEARNER, standing, 500 + row)
    cohort.rows.append(planned)
    return planned


def _change_of(row: PlannedRow, key: str, kind: ChangeKind) -> Change:
    request = (
        writes.assign_user(ASSESSOR, row.onefile_id or 0, Level.ADDITIONAL)
        if kind is ChangeKind.ASSIGN
        else writes.update_user(row.onefile_id or 0, {"MISID": "M"})
    )
    return Change(key, kind, row.sheet, row.row, row.person, row.row, row.onefile_id, request)


def test_somebody_who_was_created_with_everything(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    cohort.standard(amy)
    cohort.assign(amy)
    cohort.rows.append(PlannedRow("Assignments", 2, "Amy Adams", Role.LEARNER, Standing.CHANGE, on_people=False))
    cohort.assign(amy, place=("Assignments", 2))
    with _journal(tmp_path, cohort) as journal:
        people, assignment = outcomes(journal)
    assert (people.outcome, people.onefile_id, people.message) == (Outcome.CREATED, 1000, "Created.")
    assert (people.assignments, people.further) == (Tally(done=2), Tally(done=1))
    assert not people.needs_attention
    assert (assignment.outcome, assignment.onefile_id, assignment.message) == (Outcome.UPDATED, 1000, "Assigned.")
    assert (assignment.on_people, assignment.stands_alone) == (False, False)


def test_somebody_who_was_created_and_then_refused_something(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    standard = cohort.standard(amy)
    cohort.assign(amy, level=Level.LEARNING_AIM, after=[standard])
    cohort.assign(amy)
    failed, left = (ChangeState.FAILED, None), (ChangeState.NOT_ATTEMPTED, None)
    one = _one(_journal(tmp_path, cohort, standard_1=failed, assign_2=left, assign_3=failed))
    assert one.outcome is Outcome.CREATED
    assert one.assignments == Tally(failed=1, not_attempted=1)
    assert (one.assignments_done, one.assignments_failed, one.assignments_unknown) == (0, 1, 0)
    assert one.further == Tally(failed=1)
    assert one.needs_attention
    assert one.message == (
        "Created. the standard “Baker”; Ada Okafor as assessor: It failed. Ada Okafor as assessor: It not-attempted."
    )


@pytest.mark.parametrize(
    ("state", "outcome", "message"),
    [
        (ChangeState.FAILED, Outcome.FAILED, "It failed."),
        (ChangeState.UNKNOWN, Outcome.UNKNOWN, "It unknown."),
        (ChangeState.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED, "It not-attempted."),
        (ChangeState.PLANNED, Outcome.NOT_ATTEMPTED, "Not sent yet: resume this run to go on."),
        (
            ChangeState.SENDING,
            Outcome.UNKNOWN,
            "It was being sent when the program ended: resume this run to find out what became of it.",
        ),
    ],
)
def test_somebody_who_was_not_created(tmp_path: Path, state: ChangeState, outcome: Outcome, message: str) -> None:
    cohort = Cohort()
    cohort.assign(cohort.person("Amy Adams"))
    left = (ChangeState.NOT_ATTEMPTED, None)
    one = _one(_journal(tmp_path, cohort, create_2=(state, None), assign_1=left))
    assert (one.outcome, one.onefile_id) == (outcome, None)
    assert one.message.endswith(message)
    assert needs_attention([one])


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ((ChangeState.DONE, ChangeState.FAILED), Outcome.UPDATED),
        ((ChangeState.FAILED, ChangeState.UNKNOWN), Outcome.FAILED),
        ((ChangeState.UNKNOWN, ChangeState.PLANNED), Outcome.UNKNOWN),
        ((ChangeState.PLANNED, ChangeState.PLANNED), Outcome.NOT_ATTEMPTED),
        ((ChangeState.DONE, ChangeState.DONE), Outcome.UPDATED),
    ],
)
def test_somebody_who_was_there_already_and_changed(
    tmp_path: Path, states: tuple[ChangeState, ChangeState], outcome: Outcome
) -> None:
    cohort = Cohort()
    row = _existing(cohort, 2, Standing.CHANGE)
    cohort.changes += [_change_of(row, "u", ChangeKind.UPDATE), _change_of(row, "a", ChangeKind.ASSIGN)]
    one = _one(_journal(tmp_path, cohort, u=(states[0], None), a=(states[1], None)))
    assert (one.outcome, one.onefile_id) == (outcome, 502)
    assert one.message == "Brought up to date." or one.needs_attention


def test_rows_for_which_nothing_was_sent(tmp_path: Path) -> None:
    cohort = Cohort()
    for number, standing in enumerate((Standing.UNCHANGED, Standing.LEFT_ALONE, Standing.EXCLUDED, Standing.CHANGE)):
        _existing(cohort, 2 + number, standing)
    cohort.rows.append(PlannedRow("People", 90, "#N/A", None, Standing.EXCLUDED, message="Mend it."))
    with _journal(tmp_path, cohort) as journal:
        found = outcomes(journal)
    assert [one.outcome.value for one in found] == ["unchanged", "already-there", "excluded", "unchanged", "excluded"]
    assert [one.needs_attention for one in found] == [False, False, False, False, True]
    assert found[-1].message == "Mend it."
    assert found[0].message.startswith("Already in OneFile")


def test_what_was_made_beside_the_rows_is_said_where_it_was_asked_for(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    employer = replace(cohort.person("Emma Ployer", Role.EMPLOYER), row=2, person_row=None)
    cohort.rows.pop()
    dairy = writes.create_placement(CENTRE_ID, "Dairy")
    cohort.changes = [Change("p", ChangeKind.PLACEMENT, "People", 2, "Dairy", None, None, dairy), employer, amy]
    one = _one(_journal(tmp_path, cohort))
    assert one.message == "Created. Emma Ployer was created too (OneFile ID 1001)."
    assert one.further == Tally(done=2)
    (tmp_path / "failed").mkdir()
    failed = _one(
        _journal(tmp_path / "failed", cohort, p=(ChangeState.FAILED, None), create_2=(ChangeState.NOT_ATTEMPTED, None))
    )
    assert failed.message.startswith("It not-attempted. placement: It failed.")


def test_what_is_the_same_of_several_changes_is_said_once(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    for _ in range(2):
        cohort.standard(amy)
    cohort.assign(amy)
    cohort.assign(amy)
    states = {one.key.replace(":", "_"): (ChangeState.FAILED, None) for one in cohort.changes[1:4]}
    row = _one(_journal(tmp_path, cohort, **states))
    assert row.message == "Created. the standard “Baker”; Ada Okafor as assessor: It failed."
    assert (row.further.failed, row.assignments) == (2, Tally(done=1, failed=1))


def test_the_summary_counts_what_was_given_refused_unknown_and_not_attempted(tmp_path: Path) -> None:
    cohort = Cohort()
    amy, ben = cohort.person("Amy Adams"), cohort.person("Ben Bright")
    given = [cohort.template(amy), cohort.standard(amy), cohort.unit(amy), cohort.template(ben), cohort.standard(ben)]
    kinds = (ChangeState.DONE, ChangeState.FAILED, ChangeState.UNKNOWN, ChangeState.PLANNED, ChangeState.SENDING)
    states = {one.key.replace(":", "_"): (state, None) for one, state in zip(given, kinds, strict=True)}
    with _journal(tmp_path, cohort, **states) as journal:
        told = dict(summary(journal.info, outcomes(journal), journal.changes()))
    what = "Framework templates, standards and units"
    assert {label: number for label, number in told.items() if label.startswith(what)} == {
        f"{what} given to learners": 1,
        f"{what} refused by OneFile": 1,
        f"{what} of which it is not known whether they were given to learners": 2,
        f"{what} not attempted": 1,
    }
    assert not [label for label in told if label.startswith(("Placements", "Classes", "Further placements"))]


@pytest.mark.parametrize("row", [2, 3], ids=["first row", "further row"])
def test_a_manager_who_is_created_for_somebody_is_said_with_them(tmp_path: Path, row: int) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    first = cohort.rows[0]
    cohort.rows.append(replace(first, row=3, same_as=first.row))
    request = writes.create_user({"Email": "jo@example.org"})
    key = f"people-{row}-employer-create"
    about = writes.IdOf(key)
    told = "Create Jo Reed as Employer"
    cohort.changes.append(
        Change(key, ChangeKind.CREATE, "People", row, "Jo Reed", None, about, request, (), Role.EMPLOYER, (), told)
    )
    assert amy
    done = _one(_journal(tmp_path, cohort))
    assert (done.outcome, done.message) == (Outcome.CREATED, "Created. Jo Reed was created too (OneFile ID 1001).")
    assert (done.further, done.needs_attention) == (Tally(done=1), False)
    (tmp_path / "refused").mkdir()
    refused = _one(_journal(tmp_path / "refused", cohort, **{key: (ChangeState.FAILED, None)}))
    assert f"{told}: It failed." in refused.message
    assert (refused.further, refused.needs_attention) == (Tally(failed=1), True)


def test_the_json_counts_every_person_once(tmp_path: Path) -> None:
    cohort = Cohort()
    amy, ben = cohort.person("Amy Adams"), cohort.person("Ben Bright")
    there = _existing(cohort, 4, Standing.LEFT_ALONE)
    cohort.assign(amy, place=("Assignments", 2))
    alone = PlannedRow("Assignments", 3, "Zoe Zane", Role.LEARNER, Standing.CHANGE, 700, on_people=False)
    cohort.changes.append(replace(_change_of(alone, "z", ChangeKind.ASSIGN), person_row=None))
    cohort.rows += [
        PlannedRow("Assignments", 2, "Amy Adams", Role.LEARNER, Standing.CHANGE, on_people=False),
        alone,
        PlannedRow("Assignments", 4, "Yan Yu", Role.LEARNER, Standing.UNCHANGED, 701, on_people=False),
        PlannedRow("Assignments", 5, "Person 4", Role.LEARNER, Standing.UNCHANGED, there.onefile_id, on_people=False),
        PlannedRow("Assignments", 6, "?", None, Standing.EXCLUDED, on_people=False),
    ]
    with _journal(tmp_path, cohort, create_3=(ChangeState.FAILED, None)) as journal:
        document: Any = as_json(journal, seconds=1.23456, calls=9)
    assert ben.key == "create:3"
    assert [(entry["sheet"], entry["row"], entry["outcome"]) for entry in document["results"]] == [
        ("People", 2, "created"),
        ("People", 3, "failed"),
        ("People", 4, "already-there"),
        ("Assignments", 3, "updated"),
        ("Assignments", 4, "unchanged"),
    ]
    assert document["results"][0]["assignments"] == {"done": 1, "failed": 0, "unknown": 0, "not_attempted": 0}
    assert document["results"][3]["onefile_id"] == 700
    assert [entry["row"] for entry in document["assignment_rows"]] == [2, 3, 4, 5, 6]
    counts = ("done", "failed", "unknown", "not_attempted", "excluded", "already_there", "unchanged")
    assert [document[count] for count in counts] == [2, 1, 0, 0, 0, 1, 1]
    assert (document["run"], document["finished"], document["seconds"], document["calls"]) == ("r1", False, 1.235, 9)


def test_a_manager_who_was_there_already_was_not_created(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams")
    jo, ann = cohort.person("Jo Reed", Role.EMPLOYER), cohort.person("Ann Abel", Role.OBSERVER)
    cohort.changes[1:] = [replace(one, row=2, person_row=None) for one in (jo, ann)]
    del cohort.rows[1:]
    with _journal(tmp_path, cohort) as journal:
        amy, made, found = journal.changes()
        journal.record([replace(found, attempts=0)])
        assert managers(journal.changes()) == Tally(done=1)
        document: Any = as_json(journal, seconds=1, calls=1)
    assert amy.change.person_row == 2
    assert made.change.person == "Jo Reed"
    assert document["managers"]["done"] == 1
