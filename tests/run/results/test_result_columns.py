"""Where on the roster its outcomes stand."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from onefile_desktop.roster.rows import Roster, Table
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.report import write_results
from tests.run.results.rosters import HEADERS, OURS, carried_out, people_and_assignments, save_results, values_of


def test_what_is_merged_on_the_right_is_left_alone(tmp_path: Path, roster_file: Path) -> None:
    book = load_workbook(roster_file)
    book["People"]["A7"] = "Notes for the office"
    book["People"].merge_cells("A7:F7")
    book.save(roster_file)
    book.close()
    save_results(carried_out(tmp_path, roster_file), tmp_path / "results.xlsx")
    assert values_of(tmp_path / "results.xlsx", "People")[0][6:] == OURS


def test_a_title_over_the_whole_width_takes_no_column(tmp_path: Path, roster_file: Path) -> None:
    book = load_workbook(roster_file)
    book["Assignments"].insert_rows(1)
    book["Assignments"]["A1"] = "Who assesses whom"
    book["Assignments"].merge_cells("A1:XFD1")
    book["People"]["A9"] = "Notes for the office"
    book["People"].merge_cells("A9:XFD9")
    book.save(roster_file)
    book.close()
    roster = Roster(roster_file, Table("People", 1, (), ()), Table("Assignments", 2, (), ()))
    cohort = people_and_assignments()
    cohort.rows[:] = [one if one.on_people else replace(one, row=one.row + 1) for one in cohort.rows]
    cohort.changes[:] = [one if one.sheet == "People" else replace(one, row=one.row + 1) for one in cohort.changes]
    with Journal.create(tmp_path / "run.sqlite3", cohort.plan(), run="r1", connection={}, roster=roster) as journal:
        write_results(journal, tmp_path / "results.xlsx")
    assert [one for one in values_of(tmp_path / "results.xlsx", "People")[0] if one] == [*HEADERS, *OURS]
    assert [one for one in values_of(tmp_path / "results.xlsx", "Assignments")[1] if one] == [
        "Learner",
        "Person",
        *OURS,
    ]
    assert values_of(tmp_path / "results.xlsx", "Assignments")[2][2] == "not-attempted"


def test_a_sheet_that_is_full_to_the_last_column_is_filled_in_where_it_is_empty(
    tmp_path: Path, roster_file: Path
) -> None:
    book = load_workbook(roster_file)
    book["People"]["XFC1"], book["People"]["D1"] = "Far out", "More"
    book.save(roster_file)
    book.close()
    save_results(carried_out(tmp_path, roster_file), tmp_path / "results.xlsx")
    headers = values_of(tmp_path / "results.xlsx", "People")[0]
    assert headers[:7] == [*HEADERS, "More", "OneFile ID", "OneFile message", None]
    assert headers[16382:] == ["Far out", "OneFile outcome"]


def test_messages_that_somebody_merged_are_told_row_by_row(tmp_path: Path, roster_file: Path) -> None:
    first = tmp_path / "first.xlsx"
    journal_path = carried_out(tmp_path, roster_file)
    save_results(journal_path, first)
    book = load_workbook(first)
    book["People"]["F2"] = "Please both ring Jo"
    book["People"].merge_cells("F2:F3")
    book.save(roster_file)
    book.close()
    assert save_results(journal_path, tmp_path / "second.xlsx") == ()
    assert [row[5] for row in values_of(tmp_path / "second.xlsx", "People")[1:3]] == [
        row[5] for row in values_of(first, "People")[1:3]
    ]
