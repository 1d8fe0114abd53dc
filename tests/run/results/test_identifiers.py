"""Who has which ID in the MIS and in OneFile."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.results.identifiers import IdPair, as_table, id_pairs
from onefile_desktop.run.results.report import write_results
from tests.run.scenes import Cohort


def _journal(folder: Path) -> Journal:
    """Amy created with a manager, Ben refused, Cai recognised, Dee left out and Amy's second row."""
    cohort = Cohort()
    amy, ben = cohort.person("Amy Adams", MISID="0042"), cohort.person("Ben Bright", MISID="0043")
    cohort.rows[0] = replace(cohort.rows[0], mis_id="0042")
    body: dict[str, writes.JsonValue] = {"FirstName": "Jo", "LastName": "Reed", "Email": "jo@example.org"}
    request = writes.create_user(body)
    cohort.changes.append(
        Change("jo", ChangeKind.CREATE, "People", 2, "Jo Reed", None, IdOf("jo"), request, (), Role.EMPLOYER)
    )
    cohort.rows += [
        PlannedRow("People", 4, "Cai Cooper", Role.LEARNER, Standing.LEFT_ALONE, 704, mis_id="=7"),
        PlannedRow("People", 5, "Dee Dunn", Role.LEARNER, Standing.EXCLUDED),
        replace(cohort.rows[0], row=6, same_as=2),
        PlannedRow("Assignments", 2, "Cai Cooper", Role.LEARNER, Standing.CHANGE, 704, on_people=False),
    ]
    journal = Journal.create(folder / "run", cohort.plan(), run="r1", connection={}, roster=None)
    became = {amy.key: (ChangeState.DONE, 701), ben.key: (ChangeState.FAILED, None), "jo": (ChangeState.DONE, 702)}
    journal.record(
        replace(one, state=became[one.change.key][0], onefile_id=became[one.change.key][1], attempts=1)
        for one in journal.changes()
    )
    return journal


def test_everybody_who_was_created_or_recognised_has_a_pair(tmp_path: Path) -> None:
    with _journal(tmp_path) as journal:
        assert id_pairs(journal) == (
            IdPair(Role.LEARNER, "Amy Adams", "0042", 701, "People", 2),
            IdPair(Role.LEARNER, "Cai Cooper", "=7", 704, "People", 4),
            IdPair(Role.EMPLOYER, "Jo Reed", "", 702, "People", 2),
        )


def test_they_can_be_pasted_into_a_spreadsheet(tmp_path: Path) -> None:
    with _journal(tmp_path) as journal:
        lines = as_table(id_pairs(journal)).split("\n")
    assert lines == [
        "MIS ID\tOneFile ID\tRole\tName\tSheet\tRow",
        "0042\t701\tLearner\tAmy Adams\tPeople\t2",
        "'=7\t704\tLearner\tCai Cooper\tPeople\t4",
        "\t702\tEmployer\tJo Reed\tPeople\t2",
    ]
    odd = IdPair(Role.LEARNER, "Amy\tAdams\nsecond", "1", 5)
    assert as_table([odd]).count("\t") == 10


def test_the_results_have_them_on_a_sheet_that_keeps_leading_zeros(tmp_path: Path) -> None:
    with _journal(tmp_path) as journal:
        write_results(journal, tmp_path / "results.xlsx")
    book = load_workbook(tmp_path / "results.xlsx")
    sheet = book["OneFile IDs"]
    assert [cell.value for cell in sheet[2]] == ["0042", 701, "Learner", "Amy Adams", "People", 2]
    assert (sheet["A2"].data_type, sheet["A2"].number_format) == ("s", "@")
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=7", "s")
    assert sheet.auto_filter.ref == "A1:F4"
    book.close()


def test_without_personal_details_the_ids_and_rows_are_left(tmp_path: Path) -> None:
    with _journal(tmp_path) as journal:
        journal.forget_people()
        assert id_pairs(journal) == (
            IdPair(Role.LEARNER, "", "", 701, "People", 2),
            IdPair(Role.LEARNER, "", "", 704, "People", 4),
            IdPair(Role.EMPLOYER, "", "", 702, "People", 2),
        )
