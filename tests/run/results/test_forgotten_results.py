"""Results of runs whose personal details were removed."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from onefile_desktop.errors import UsageError
from onefile_desktop.run.journal import ChangeState, Journal
from onefile_desktop.run.results.report import write_results
from tests.run.results.rosters import all_text, carried_out, people_and_assignments, save_results, values_of


def _forget(journal_path: Path) -> None:
    with Journal.open(journal_path) as journal:
        journal.forget_people()


def test_without_personal_details_the_rows_and_ids_are_left(tmp_path: Path, roster_file: Path) -> None:
    """Nor is it known any more where the roster is."""
    journal_path = carried_out(tmp_path, roster_file)
    _forget(journal_path)
    assert save_results(journal_path, tmp_path / "results.xlsx") == (
        "the roster’s own columns and formats, because the personal details of the run were removed",
    )
    headers, amy, ben, cai = values_of(tmp_path / "results.xlsx", "People")
    assert headers[:3] == ["Roster row", "Roster name", "OneFile outcome"]
    assert [row[0] for row in (amy, ben, cai)] == [2, 3, 4]
    assert [row[2] for row in (amy, ben, cai)] == ["created", "created", "excluded"]
    assert isinstance(amy[3], int)
    with zipfile.ZipFile(tmp_path / "results.xlsx") as archive:
        assert not any(b"Adams" in archive.read(name) for name in archive.namelist())


def test_a_forgotten_run_still_does_not_overwrite_its_roster(tmp_path: Path, roster_file: Path) -> None:
    named = roster_file.rename(tmp_path / "Starter Amy Adams.xlsx")
    journal_path = carried_out(tmp_path, named)
    _forget(journal_path)
    assert b"Starter" not in journal_path.read_bytes()
    before = named.read_bytes()
    for content in (before, before + b"corrected since"):
        named.write_bytes(content)
        with pytest.raises(UsageError, match="may be the roster"):
            save_results(journal_path, named)
        assert named.read_bytes() == content
    assert save_results(journal_path, tmp_path / "another.xlsx")


def test_a_run_that_was_forgotten_early_is_not_said_to_go_on(tmp_path: Path) -> None:
    with Journal.create(
        tmp_path / "run.sqlite3", people_and_assignments().plan(), run="r1", connection={}, roster=None
    ) as journal:
        first, second, *_ = journal.changes()
        journal.record([replace(first, state=ChangeState.SENDING, attempts=1)])
        assert second.state is ChangeState.PLANNED
        write_results(journal, tmp_path / "before.xlsx")
        journal.forget_people()
        write_results(journal, tmp_path / "after.xlsx")
    assert "resume this run" in all_text(tmp_path / "before.xlsx")
    after = all_text(tmp_path / "after.xlsx")
    assert "resume" not in after
    assert "Submit the roster again: only what is missing in OneFile is sent." in after
    assert "look in OneFile for what became of it" in after
