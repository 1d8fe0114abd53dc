"""Results as workbooks."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop.errors import UnreadableFileError, UsageError
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import create_user
from onefile_desktop.plan.changes import PlannedRow, Standing
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.roster.workbook import read_workbook
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.report import write_results
from onefile_desktop.run.verifying.verification import Difference, Verification
from tests.run.results.rosters import (
    HEADERS,
    OURS,
    all_text,
    carried_out,
    people_and_assignments,
    save_results,
    values_of,
)
from tests.run.scenes import Cohort, site


def test_the_roster_itself_gets_an_outcome_in_every_row(tmp_path: Path, roster_file: Path) -> None:
    out = tmp_path / "results.xlsx"
    assert save_results(carried_out(tmp_path, roster_file), out) == ()
    people = values_of(out, "People")
    assert people[0] == [*HEADERS, *OURS]
    assert [row[:4] for row in people[1:]] == [
        ["Adams", "Amy", "=LEN(A1)", "created"],
        ["Bright", "Ben", "=LEN(A1)", "created"],
        ["Cooper", "Cai", "=LEN(A1)", "excluded"],
    ]
    amy, ben = people[1][4], people[2][4]
    assert isinstance(amy, int)
    assert people[3][4] is None
    assert people[3][5] == "=1+1 is wrong"
    assert [row[2:4] for row in values_of(out, "Assignments")] == [OURS[:2], ["updated", ben], ["failed", amy]]
    assert values_of(out, "Notes")[1][1] == "kept"
    book = load_workbook(out)
    message = book["People"]["F4"]
    assert (message.data_type, message.quotePrefix) == ("s", True)
    assert book["People"]["F1"].font.b
    assert book["People"]["D1"].font.b
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True) if row[0]}
    book.close()
    assert summary["People created"] == 2
    assert summary["Assignments refused by OneFile"] == 1
    assert summary["Environment"] == "Rehearsal: nothing in the real OneFile was changed"
    assert summary["To do"] == "2 rows need a look:"
    assert not list(tmp_path.glob(".onefile-*"))


def test_the_results_as_a_roster_get_no_second_set_of_columns(tmp_path: Path, roster_file: Path) -> None:
    save_results(carried_out(tmp_path, roster_file), roster_file.with_name("results.xlsx"))
    (tmp_path / "again").mkdir()
    out = tmp_path / "again" / "results.xlsx"
    save_results(carried_out(tmp_path / "again", tmp_path / "results.xlsx"), out)
    assert values_of(out, "People")[0] == [*HEADERS, *OURS]
    book = load_workbook(out)
    assert book.sheetnames == ["People", "Assignments", "Notes", "Summary", "OneFile IDs"]
    book.close()


def test_a_sheet_of_the_users_called_summary_stays(tmp_path: Path, roster_file: Path) -> None:
    book = load_workbook(roster_file)
    book["Notes"].title = "Summary"
    book.save(roster_file)
    book.close()
    out = tmp_path / "results.xlsx"
    save_results(carried_out(tmp_path, roster_file), out)
    assert values_of(out, "Summary")[1][1] == "kept"
    assert values_of(out, "OneFile Summary")[0][0] == "OneFile enrolment results"


def test_a_roster_that_was_corrected_is_still_used_and_one_that_was_sorted_is_not(
    tmp_path: Path, roster_file: Path
) -> None:
    journal_path = carried_out(tmp_path, roster_file)
    book = load_workbook(roster_file)
    book["People"]["C2"] = "corrected"
    book.save(roster_file)
    save_results(journal_path, tmp_path / "one.xlsx")
    assert values_of(tmp_path / "one.xlsx", "People")[1][2] == "corrected"
    book["People"]["A2"], book["People"]["A3"] = "Bright", "Adams"
    book.save(roster_file)
    book.close()
    lost = save_results(journal_path, tmp_path / "two.xlsx")
    assert "the roster’s own columns and formats" in lost[0]
    assert values_of(tmp_path / "two.xlsx", "People")[0][0] == "Roster row"


def test_where_the_roster_is_gone_a_plain_workbook_can_be_loaded_again(tmp_path: Path, roster_file: Path) -> None:
    journal_path = carried_out(tmp_path, roster_file)
    roster_file.unlink()
    out = tmp_path / "results.xlsx"
    assert len(save_results(journal_path, out)) == 1
    headers, amy, ben, cai = values_of(out, "People")
    row = dict(zip(headers, amy, strict=True))
    assert (row["First name"], row["Role"], row["Default assessor"], row["Roster row"]) == ("Amy", "Learner", 51, 2)
    assert (row["OneFile outcome"], row["OneFile ID"]) == ("created", amy[-2])
    assert "=cmd@example.org" in ben
    assert cai[:3] == [4, "Cai Cooper", "Learner"]
    headers, of_ben, of_amy, beside_amy = values_of(out, "Assignments")
    assert dict(zip(headers, of_amy, strict=True)) | {"OneFile message": ""} == {
        "Roster row": 3,
        "Roster name": "Amy Adams",
        "Learner": amy[-2],
        "Person": 999,
        "Level": 1,
        "Standard": None,
        "Unit": None,
        "OneFile outcome": "failed",
        "OneFile ID": amy[-2],
        "OneFile message": "",
    }
    assert (of_ben[0], of_ben[2], of_ben[-3]) == (2, ben[-2], "updated")
    assert beside_amy[:5] == [None, "Amy Adams", amy[-2], 51, 1]
    again = check(read_roster(out), today=date(2026, 11, 22))
    assert [(one.learner.text, one.person.text) for one in again.assignments] == [
        (str(ben[-2]), "51"),
        (str(amy[-2]), "999"),
        (str(amy[-2]), "51"),
    ]


@pytest.mark.parametrize("content", [b"PK not really a zip", b"\xd0\xcf\x11\xe0 encrypted"])
def test_where_the_roster_cannot_be_read_a_plain_one_is_written(
    tmp_path: Path, roster_file: Path, content: bytes
) -> None:
    journal_path = carried_out(tmp_path, roster_file)
    roster_file.write_bytes(content)
    assert len(save_results(journal_path, tmp_path / "results.xlsx")) == 1
    assert values_of(tmp_path / "results.xlsx", "People")[0][0] == "Roster row"


def test_a_run_without_a_roster_has_a_plain_workbook(tmp_path: Path) -> None:
    cohort = Cohort()
    emma = cohort.person("Emma Ployer", Role.EMPLOYER)
    amy = cohort.person("Amy Adams", StartOn="2026-09-01T00:00:00Z", SupportFunding=True)
    learner = {**amy.request.body, "DefaultEmployerID": {"$id_of": emma.key}}
    cohort.changes[1] = replace(amy, request=create_user(learner))
    with site(tmp_path) as here:
        here.create(cohort)
        here.carry_out()
        assert save_results(here.journal_path, tmp_path / "results.xlsx") == ()
    headers, first, second = values_of(tmp_path / "results.xlsx", "People")
    row = dict(zip(headers, second, strict=True))
    assert row["Default employer"] == dict(zip(headers, first, strict=True))["OneFile ID"]
    assert row["Start date"] == datetime.fromisoformat("2026-09-01T00:00:00")
    assert row["Support funding"] == "Yes"
    assert values_of(tmp_path / "results.xlsx", "Summary")[-1] == ["To do", "Nothing: all went well."]


def test_two_rows_of_one_person_are_one_person_when_a_plain_workbook_is_loaded_again(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams")
    cohort.rows.append(PlannedRow("People", 3, "Amy Adams", Role.LEARNER, Standing.CREATE, same_as=2))
    with site(tmp_path) as here:
        here.create(cohort)
        here.carry_out()
        save_results(here.journal_path, tmp_path / "results.xlsx")
    again = check(read_roster(tmp_path / "results.xlsx"), today=date(2026, 11, 22))
    assert [person.numbers for person in again.people] == [(2, 3)]


def test_the_roster_itself_is_never_overwritten(tmp_path: Path, roster_file: Path) -> None:
    journal_path = carried_out(tmp_path, roster_file)
    before = roster_file.read_bytes()
    for out in (roster_file, tmp_path / "." / "roster.xlsx"):
        with pytest.raises(UsageError, match="is the roster itself"):
            save_results(journal_path, out)
    link = tmp_path / "link.xlsx"
    link.hardlink_to(roster_file)
    with pytest.raises(UsageError):
        save_results(journal_path, link)
    assert roster_file.read_bytes() == before


def test_a_place_that_cannot_be_written_is_named_and_left_clean(tmp_path: Path, roster_file: Path) -> None:
    journal_path = carried_out(tmp_path, roster_file)
    with pytest.raises(UnreadableFileError, match="could not be saved"):
        save_results(journal_path, tmp_path / "missing" / "results.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UnreadableFileError):
        save_results(journal_path, tmp_path / "folder.xlsx")
    assert not list(tmp_path.glob(".*"))


def test_what_cannot_be_kept_is_named(tmp_path: Path, roster_file: Path) -> None:
    with zipfile.ZipFile(roster_file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"picture")
        archive.writestr("xl/ctrlProps/ctrlProp1.xml", b"<formControlPr/>")
        archive.writestr("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''></xdr:sp></xdr:wsDr>")
        archive.writestr("xl/worksheets/sheet9.xml", b"<worksheet><x14:sparklineGroup /></worksheet>")
    lost = save_results(carried_out(tmp_path, roster_file), tmp_path / "results.xlsx")
    assert lost == ("pictures", "form controls and embedded objects", "drawn shapes and text boxes", "sparklines")


def test_many_rows_to_look_at_are_cut_short(tmp_path: Path) -> None:
    rows = [PlannedRow("People", number, f"P{number}", Role.LEARNER, Standing.CREATE) for number in range(2, 300)]
    with Journal.create(
        tmp_path / "run.sqlite3", Cohort(rows=rows).plan(), run="r1", connection={}, roster=None
    ) as journal:
        write_results(journal, tmp_path / "results.xlsx")
    last = values_of(tmp_path / "results.xlsx", "Summary")[-1]
    assert last[1] == "and 98 more: see the column “OneFile message”."


def test_the_last_values_of_formulas_are_kept(tmp_path: Path, roster_file: Path) -> None:
    """So that the results can be loaded as a roster without a detour through Excel."""
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(roster_file) as old, zipfile.ZipFile(calculated, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"(<f>LEN\(A1\)</f>)<v ?/>|(<f>LEN\(A1\)</f>)<v></v>", rb"\1\2<v>9</v>", part))
    calculated.replace(roster_file)
    save_results(carried_out(tmp_path, roster_file), tmp_path / "results.xlsx")
    people = next(sheet for sheet in read_workbook(tmp_path / "results.xlsx") if sheet.name == "People")
    assert [row.cells[2] for row in people.rows[1:]] == [9, 9, 9]
    assert values_of(tmp_path / "results.xlsx", "People")[1][2] == "=LEN(A1)"


def test_a_text_file_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    text = tmp_path / "roster.csv"
    people = [
        f"Learner,{name},{name.split()[0].lower()}@example.org,00{name[0]}" for name in ("Amy Adams", "Ben Bright")
    ]
    text.write_text("\n".join(["Role,Name,Email,MIS ID", *people, "Learner,Cai Cooper,,0043"]), encoding="utf-8")
    cohort = people_and_assignments()
    cohort.rows = [row for row in cohort.rows if row.on_people]
    cohort.changes = [change for change in cohort.changes if change.sheet == "People"]
    read = read_roster(text)
    sheet = read.people.sheet
    cohort.rows = [replace(row, sheet=sheet) for row in cohort.rows]
    cohort.changes = [replace(change, sheet=sheet) for change in cohort.changes]
    with site(tmp_path) as here:
        Journal.create(here.journal_path, cohort.plan(), run="r1", connection={}, roster=read).close()
        here.carry_out()
        assert save_results(here.journal_path, tmp_path / "results.xlsx") == ()
    headers, amy, _, cai = values_of(tmp_path / "results.xlsx", sheet)
    assert headers == ["Role", "Name", "Email", "MIS ID", *OURS]
    assert (amy[1], amy[4]) == ("Amy Adams", "created")
    assert (cai[3], cai[4]) == ("0043", "excluded")


def test_what_was_read_back_is_told_in_the_summary(tmp_path: Path) -> None:
    differs = Difference("People", 2, "Amy Adams", "class", "Autumn", "Spring")
    found = Verification(2, 1, (differs,), cannot_be_checked=3)
    with Journal.create(tmp_path / "run.sqlite3", Cohort().plan(), run="r1", connection={}, roster=None) as journal:
        write_results(journal, tmp_path / "results.xlsx", verification=found)
        write_results(journal, tmp_path / "plain.xlsx")
    lines = values_of(tmp_path / "results.xlsx", "Summary")
    told = [line[1] for line in lines if line[1] in found.sentences]
    assert told == list(found.sentences)
    assert ("To do", "Look at what differs from the plan, above. Everything else went well.") in map(tuple, lines)
    assert "verified" not in all_text(tmp_path / "plain.xlsx")


def test_managers_are_counted_among_those_who_were_created(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    jo = create_user({**cohort.person("Jo Reed", Role.EMPLOYER).request.body})
    cohort.rows.pop()
    cohort.changes[1] = replace(cohort.changes[1], request=jo, sheet=amy.sheet, row=amy.row, person_row=None)
    cohort.standard(amy)
    lines = _summary_of(tmp_path, cohort)
    assert lines["People created"] == 2
    assert lines["of them managers named on learners’ rows"] == 1
    assert lines["Framework templates, standards and units given to learners"] == 1


def test_who_was_left_as_they_are_although_their_row_asks_for_more_is_to_do(tmp_path: Path) -> None:
    left = PlannedRow("People", 2, "Cai Cooper", Role.LEARNER, Standing.LEFT_ALONE, 704, asks_for_more=True)
    lines = _summary_of(tmp_path, Cohort(rows=[left, replace(left, row=3, asks_for_more=False)]))
    assert lines["People already in OneFile, left as they were"] == 2
    assert "none of it was done" in str(lines["To do"])
    assert "1 person" in str(lines["To do"])


def test_rows_of_assignments_are_not_counted_as_people(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.rows += [
        PlannedRow("Assignments", row, "Zoe Zane", Role.LEARNER, Standing.UNCHANGED, 701, on_people=False)
        for row in (2, 3)
    ]
    lines = _summary_of(tmp_path, cohort)
    assert "People already in OneFile, nothing to change" not in lines
    assert lines["Rows of the sheet “Assignments” for learners without a row of people"] == 2


def _summary_of(folder: Path, cohort: Cohort) -> dict[object, object]:
    with site(folder) as here:
        here.create(cohort)
        here.carry_out()
        save_results(here.journal_path, folder / "results.xlsx")
    return {line[0]: line[1] for line in values_of(folder / "results.xlsx", "Summary") if line[0]}
