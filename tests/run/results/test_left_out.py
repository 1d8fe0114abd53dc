"""Results that may be passed on: nothing in the file tells what it leaves out."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.problems import Place, problem
from onefile_desktop.roster.reading import read_roster
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.results.left_out import INSTEAD, LABELS, without
from onefile_desktop.run.results.report import write_results
from onefile_desktop.run.verifying.verification import Difference, Verification
from tests.run.scenes import Cohort

_HEADERS = ["Role", "First name", "Last name", "Email", "MIS ID", "Class", *LABELS.values(), "Remarks", "Framework"]
_AMY = {
    "DOB": date(2004, 3, 23),
    "ULN": "1000000043",
    "NINO": "AB123456C",
    "SupportFunding": "Yes",
    "MobileNumber": "07700 900123",
    "Telephone": "01632 960001",
    "Website": "https://amy.example.org",
    "HomeAddress": "1 Mill Lane, Bakewell",
    "L12": "Gypsy or Irish Traveller",
    "L13": "Nonbinary",
    "L14": "Asthma",
    "L15": "Wheelchair",
    "L16": "Dyslexia",
}
_SECRETS = [
    "2004-03-23", "23/03/2004", "38069",  # Excel's number for that day
    *(str(value) for name, value in _AMY.items() if name not in {"DOB", "SupportFunding"}),
    "07700900123",
    "care leaver", "QQ999999D", "07700 900999", "Anxiety", "Zoe Hidden", "31/02/2001", "Old Barn",
    "the nurse says", "Scribbled", "Listed illness", "Named illness", "Made by", "Told by",
]  # fmt: skip


def _write_roster(path: Path) -> None:
    book = Workbook()
    book.properties.creator = "Made by somebody"
    people = book.worksheets[0]
    people.title = "People"
    people.append(["Scribbled: Amy Adams has Asthma"])
    people.append(_HEADERS)
    cells = [*_AMY.values(), "care leaver", "Baker L2"]
    assert len(cells) == len(LABELS) + 2
    people.append(["Learner", "Amy", "Adams", "amy.adams@example.org", "0042", "Autumn", *cells])
    people.append(["Learner", "Ben", "Bright", "ben.bright@example.org", "0043", "Autumn", None, None, "QQ999999D"])
    people.append(
        ["Learner", "Cai", "Cooper", "cai@example.org", None, "Autumn", "31/02/2001", *[None] * 6, "Old Barn"]
    )
    people.append(["Learner", "Zoe", "Zane", "Zoe Hidden", "0045", "Autumn", *[None] * 10, "Anxiety"])
    people.row_dimensions[5].hidden = people.row_dimensions[6].hidden = True
    people["B3"].comment = Comment("the nurse says", "Told by a nurse")
    people.add_data_validation(DataValidation("list", formula1='"Listed illness"', sqref="Q3:Q9"))
    book.defined_names["Illness"] = DefinedName("Illness", attr_text='"Named illness"')
    book.create_sheet("Phones").append(["07700 900999"])
    book.save(path)


def _cohort() -> Cohort:
    cohort = Cohort()
    amy = cohort.person("Amy Adams", DOB="2004-03-23T00:00:00Z", NINO="AB123456C", MISID="0042")
    ben = cohort.person("Ben Bright", NINO="QQ999999D")
    cohort.rows[:] = [replace(row, row=row.row + 1) for row in cohort.rows]
    cohort.changes[:] = [replace(one, row=row, person_row=row) for one, row in ((amy, 3), (ben, 4))]
    said = "“31/02/2001” is not a date. “Old Barn” is not a code."
    cohort.rows.append(PlannedRow("People", 5, "Cai Cooper", Role.LEARNER, Standing.EXCLUDED, message=said))
    return cohort


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    """A run over that roster: Amy created, Ben refused for his National Insurance number, Cai left out."""
    file = tmp_path / "roster.xlsx"
    _write_roster(file)
    path = tmp_path / "run.sqlite3"
    to_mend = problem("date-invalid", Place("People", 5), value="31/02/2001", why="is no date.")
    plan = replace(_cohort().plan(), problems=(to_mend,))
    with Journal.create(path, plan, run="r1", connection={}, roster=read_roster(file)) as journal:
        amy, ben = journal.changes()
        refused = 'OneFile refused this: {"NINO": "qq999999d"} is unknown.'
        again = "It was sent a second time, born 2004-03-23T00:00:00Z."
        journal.record(
            [
                replace(amy, state=ChangeState.DONE, onefile_id=1001, attempts=1, message=again),
                replace(ben, state=ChangeState.FAILED, message=refused, attempts=1),
            ]
        )
    return path


def _results(journal_path: Path, out: Path) -> tuple[str, ...]:
    with Journal.open(journal_path) as journal:
        return write_results(journal, out, leave_out_sensitive=True)


def _told(path: Path) -> list[str]:
    """Those of the secrets that stand somewhere in the file."""
    return _standing_in(path, _SECRETS)


def _standing_in(path: Path, secrets: Sequence[str]) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode(errors="replace").casefold() for name in archive.namelist()]
    return [secret for secret in secrets if any(secret.casefold() in part for part in parts)]


def _values(path: Path, sheet: str) -> list[Sequence[object]]:
    book = load_workbook(path)
    try:
        return [list(row) for row in book[sheet].iter_rows(values_only=True)]
    finally:
        book.close()


def test_the_whole_results_do_tell(journal_path: Path, tmp_path: Path) -> None:
    """What the next tests look for would be found."""
    out = tmp_path / "results.xlsx"
    with Journal.open(journal_path) as journal:
        write_results(journal, out)
    assert set(_SECRETS) - set(_told(out)) == {"23/03/2004", "07700900123"}


def test_nothing_that_is_left_out_stands_anywhere_in_the_file(journal_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.xlsx"
    assert _results(journal_path, out) == ("other sheets, formats, formulas and comments",)
    assert _told(out) == []
    above, headers, amy, ben, cai = _values(out, "People")[:5]
    assert set(above) == {None}
    labels = [f"{label} {INSTEAD}" for label in LABELS.values()]
    kept = ["Role", "First name", "Last name", "Email", "MIS ID", "Class"]
    ours = ["OneFile outcome", "OneFile ID", "OneFile message"]
    assert [header for header in headers if header] == [*kept, *labels, f"Remarks {INSTEAD}", "Framework", *ours]
    assert amy[:6] == ["Learner", "Amy", "Adams", "amy.adams@example.org", "0042", "Autumn"]
    assert amy[-3:] == ["created", 1001, f"It was sent a second time, born {INSTEAD}."]
    assert (ben[0], ben[-3], ben[-1]) == ("Learner", "failed", "OneFile refused this. What it said is left out here.")
    assert cai[-1] == f"“{INSTEAD}” is not a date. “{INSTEAD}” is not a code."
    (left_out,) = [line[1] for line in _values(out, "Summary") if line[0] == "Left out of this workbook"]
    assert "Date of birth" in str(left_out)
    assert "Remarks" in str(left_out)


def test_neither_an_update_nor_onefile_tells_what_is_left_out(journal_path: Path, tmp_path: Path) -> None:
    """Words are no numbers that could be looked for, and a date can be written in many ways."""
    cohort = _cohort()
    amy = cohort.changes.pop(0)
    update = writes.update_user(1001, {"HomeAddress": "Womens Refuge, York", "SupportFunding": True, "MISID": "0042"})
    told = (
        "Change home address of Amy Adams from Rose Cottage, Leeds to Womens Refuge, York; support funding from no to "
        "yes; MIS ID from nothing to 0042"
    )
    was = {"HomeAddress": "Rose Cottage, Leeds", "SupportFunding": False, "MISID": None}
    cohort.changes.insert(
        0, Change("u", ChangeKind.UPDATE, "People", 3, "Amy Adams", 3, 1001, update, told=told, was=was)
    )
    cohort.rows[0] = replace(cohort.rows[0], standing=Standing.CHANGE, onefile_id=1001)
    assert amy.row == 3
    again, out = tmp_path / "again.sqlite3", tmp_path / "results.xlsx"
    with Journal.create(
        again, cohort.plan(), run="r2", connection={}, roster=read_roster(tmp_path / "roster.xlsx")
    ) as journal:
        reason = "OneFile refused this: DOB 3/23/2004 12:00:00 AM is not allowed. Correct the roster."
        journal.record([replace(one, state=ChangeState.FAILED, message=reason) for one in journal.changes()])
        write_results(journal, tmp_path / "whole.xlsx")
        write_results(journal, out, leave_out_sensitive=True)
    secrets = ("Rose Cottage", "Womens Refuge", "3/23/2004", "from no to")
    assert _standing_in(tmp_path / "whole.xlsx", secrets) == list(secrets)
    assert _standing_in(out, secrets) == []
    refused = "OneFile refused this. What it said is left out here."
    assert _values(out, "People")[2][-1] == (f"Change home address, support funding, MIS ID of Amy Adams: {refused}")
    assert f"People, row 3, Amy Adams: Change home address, support funding, MIS ID of Amy Adams: {refused}" in [
        line[1] for line in _values(out, "Summary")
    ]


def test_a_roster_whose_columns_were_moved_is_left_out(journal_path: Path, tmp_path: Path) -> None:
    book = load_workbook(tmp_path / "roster.xlsx")
    people = book["People"]
    for row in range(2, people.max_row + 1):
        known, secret = people.cell(row, 6).value, people.cell(row, 7).value
        people.cell(row, 6, str(secret))
        people.cell(row, 7, str(known))
    book.save(tmp_path / "roster.xlsx")
    book.close()
    out = tmp_path / "results.xlsx"
    assert len(_results(journal_path, out)) == 1
    assert _told(out) == []


def test_what_reading_back_has_found_is_told_without_what_is_left_out(journal_path: Path, tmp_path: Path) -> None:
    secret = Difference("People", 3, "Amy Adams", "home address", "Rose Cottage", "Womens Refuge")
    other = Difference("People", 3, "Amy Adams", "class", "Autumn", "Spring")
    out = tmp_path / "results.xlsx"
    with Journal.open(journal_path) as journal:
        found = Verification(2, 1, (secret, other))
        write_results(journal, out, leave_out_sensitive=True, verification=found)
    told = [line[1] for line in _values(out, "Summary")]
    assert f"row 3, Amy Adams: home address is “{INSTEAD}” in OneFile, planned “{INSTEAD}”" in told
    assert other.sentence in told
    assert _standing_in(out, ("Rose Cottage", "Womens Refuge")) == []


def test_it_can_be_loaded_as_a_roster_again(journal_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.xlsx"
    _results(journal_path, out)
    again = check(read_roster(out), today=date(2026, 11, 22))
    assert [(one.row.number, one.name, one.text("MISID")) for one in again.people] == [
        (3, "Amy Adams", "0042"),
        (4, "Ben Bright", "0043"),
        (5, "Cai Cooper", ""),
    ]
    assert {found.code for found in again.problems if found.is_error} <= {"required-missing"}


def test_a_plain_workbook_leaves_them_out_too(journal_path: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").unlink()
    out = tmp_path / "results.xlsx"
    assert len(_results(journal_path, out)) == 1
    assert _told(out) == []
    headers, amy, _, cai = _values(out, "People")
    assert set(LABELS.values()).isdisjoint(map(str, headers))
    assert amy[1] == "Amy Adams"
    assert "to be mended" in str(cai[-1])


def test_results_that_are_a_roster_again_leave_out_what_an_earlier_run_said(journal_path: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    with Journal.open(journal_path) as journal:
        write_results(journal, first)
    again = tmp_path / "again.sqlite3"
    cohort = _cohort()
    there = "Amy Adams (OneFile ID 1001) is in OneFile already."
    cohort.rows[0] = replace(cohort.rows[0], standing=Standing.LEFT_ALONE, onefile_id=1001, message=there)
    del cohort.changes[0]
    with Journal.create(again, cohort.plan(), run="r2", connection={}, roster=read_roster(first)):
        pass
    _results(again, second)
    assert _told(second) == []
    assert _values(second, "People")[2][-1] == there
    assert _values(second, "People")[4][-1] == f"“{INSTEAD}” is not a date. “{INSTEAD}” is not a code."
    header = _values(second, "People")[1]
    assert [name for name in header if str(name).startswith("OneFile")] == [
        "OneFile outcome",
        "OneFile ID",
        "OneFile message",
    ]


def test_what_tells_of_health_and_what_is_private_is_marked() -> None:
    private = {"DOB", "HomeAddress", "MobileNumber", "Telephone"}
    assert set(LABELS) >= {"L12", "L13", "L14", "L15", "L16", "NINO", "ULN", *private}
    assert set(LABELS).isdisjoint({"FirstName", "LastName", "Email", "MISID", "Role", "FrameworkTemplate"})
    assert all(PEOPLE[name].sensitive.endswith(".") for name in LABELS)


@given(st.lists(st.from_regex(r"[A-Z]{2}[0-9]{6}[A-D]", fullmatch=True), min_size=1, max_size=4), st.text())
def test_no_number_is_left_in_a_message(secrets: list[str], around: str) -> None:
    message = f" {around} ".join(["Refused:", *(f"“{one}” or ({one.lower()})." for one in secrets)])
    left = without(message, secrets).casefold()
    assert not any(one.casefold() in left for one in secrets if one not in around)


def test_a_word_that_is_left_out_is_not_taken_out_of_sentences() -> None:
    assert without("Created. “Yes” is odd; a code of 12.", ["Created", "Yes", "12"]) == (
        f"Created. “{INSTEAD}” is odd; a code of 12."
    )
