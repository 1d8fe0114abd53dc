"""Every odd roster file: it holds what its maker makes, and comes to what a user must expect of it."""

import io
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from onefile_desktop.__main__ import main
from onefile_desktop.errors import UserFacingError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.reading import understand
from onefile_desktop.roster.rows import Checked, CheckedRow, Reference, Roster, Value
from onefile_desktop.roster.workbook import read_workbook
from tests.roster.books import TODAY
from tests.roster.corpus.case import Case, People, Plain, Sentence
from tests.roster.corpus.cases import CASES, FILES, FOLDER
from tests.roster.corpus.content import same_content
from tests.roster.corpus.protected import NAME as PROTECTED
from tests.roster.corpus.protected import PASSWORD

_LARGEST = 200 * 1024
_BY_TITLE: Mapping[str, Case] = {case.title: case for case in CASES}


def test_the_folder_holds_the_files_of_the_cases_and_no_other() -> None:
    there = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert there.keys() == FILES.keys(), "run `python -m tests.roster.corpus`"
    assert [name for name, size in there.items() if size > _LARGEST] == []
    assert len(_BY_TITLE) == len(CASES), "two cases try one file in the same way"


@pytest.mark.parametrize("name", FILES)
def test_each_file_holds_what_its_maker_makes(tmp_path: Path, name: str) -> None:
    made = tmp_path / name
    FILES[name].make(made)
    assert same_content(made, FOLDER / name), "run `python -m tests.roster.corpus`"


@pytest.mark.parametrize("title", [case.title for case in CASES if isinstance(case.expected, People)])
def test_each_roster_comes_to_its_people_and_problems(tmp_path: Path, title: str) -> None:
    case = _BY_TITLE[title]
    assert isinstance(case.expected, People)
    roster, checked = _read(case, tmp_path)
    assert [_plain(person) for person in checked.people] == [dict(person) for person in case.expected.people]
    found = [(problem.place.row, problem.place.column, problem.code) for problem in checked.problems]
    assert sorted(found, key=str) == sorted(case.expected.problems, key=str)
    if case.expected.sheet is not None:
        assert roster.people.sheet == case.expected.sheet
    if case.expected.header_row is not None:
        assert roster.people.header_row == case.expected.header_row


@pytest.mark.parametrize("title", [case.title for case in CASES if isinstance(case.expected, Sentence)])
def test_each_file_that_is_no_roster_comes_to_its_sentence(tmp_path: Path, title: str) -> None:
    case = _BY_TITLE[title]
    assert isinstance(case.expected, Sentence)
    with pytest.raises(UserFacingError) as told:
        _read(case, tmp_path)
    assert isinstance(told.value, case.expected.kind)
    assert re.search(case.expected.words, str(told.value), re.IGNORECASE), str(told.value)
    assert told.value.what_to_do
    assert len(told.value.message) < 300 + len(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("plain.xlsx", 0),
        ("macros.xlsm", 0),
        ("binary.xlsb", 0),
        ("old-excel.xls", 0),
        ("semicolons-utf16-le.csv", 0),
        ("hidden-rows.xlsx", 0),
        ("dates-mixed.xlsx", 1),
        ("same-email-of-different-people.xlsx", 1),
        ("formulas-never-calculated.xlsx", 1),
        ("web-page-called-xls.xls", 2),
        ("cut-short.xlsx", 2),
        ("values-in-the-far-corner.xlsx", 0),
        ("no-header-at-all.xlsx", 2),
        (PROTECTED, 2),
        ("~$lock-file-of-excel.xlsx", 2),
    ],
)
def test_the_command_line_ends_with_its_code(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    ended, out, err = _checked_by_command(monkeypatch, FOLDER / name)
    assert ended == code
    assert "Traceback" not in err
    if code == 2:
        assert out == ""
        assert err.count("\n") == 1
        return
    document = json.loads(out)
    assert document["roster"]["rows"] == document["ready"] + document["with_errors"] + document["excluded"]
    assert (document["with_errors"] > 0) == (code == 1)


@pytest.mark.parametrize(("password", "code"), [(PASSWORD, 0), ("wrong", 2)])
def test_the_command_line_takes_the_password_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, password: str, code: int
) -> None:
    monkeypatch.setenv("ONEFILE_ROSTER_PASSWORD", password)
    ended, out, err = _checked_by_command(monkeypatch, FOLDER / PROTECTED)
    assert ended == code
    assert password not in out + err


def _checked_by_command(monkeypatch: pytest.MonkeyPatch, path: Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `check` with `--json`."""
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    return main(["check", str(path), "--json"]), out.getvalue(), err.getvalue()


def _read(case: Case, folder: Path) -> tuple[Roster, Checked]:
    path = FOLDER / case.name
    if not case.kept:
        path = folder / case.name
        case.make(path)
    roster = understand(path, read_workbook(path, case.password), case.options)
    return roster, check(roster, today=TODAY)


def _plain(person: CheckedRow) -> dict[str, Plain]:
    """Somebody as plain data, without what other fields were put together from; what a further row of theirs adds
    stands under the number of that row."""
    added = {f"row {part.row.number}": _as_texts(part) for part in person.also if part.values}
    return {"row": person.row.number, "role": person.role.label, **_fields(person), **added}


def _fields(person: CheckedRow) -> dict[str, Plain]:
    return {name: _as_data(value) for name, value in person.values.items() if not PEOPLE[name].part_of}


def _as_texts(part: CheckedRow) -> Plain:
    return tuple(f"{name}: {value}" for name, value in _fields(part).items())


def _as_data(value: Value) -> Plain:
    if isinstance(value, Reference):
        return value.text
    if isinstance(value, tuple):
        return tuple(reference.text for reference in value)
    return value
