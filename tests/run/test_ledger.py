"""The ledger: what it remembers, once each, over runs."""

import sqlite3
import sys
from pathlib import Path

import pytest

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.plan.record import Assigned, Chosen, Given, Record
from onefile_desktop.run.ledger import Ledger


def test_it_remembers_each_thing_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    for _ in range(2):
        with Ledger(path) as ledger:
            ledger.made(12)
            ledger.assigned(Assigned(1, 12, 1))
            ledger.assigned(Assigned(1, 12, 3, standard=31))
            ledger.assigned(Assigned(1, 12, 2, unit="KS_COMM1"))
            ledger.given(Given("framework-template", "41", 12))
    with Ledger(path) as ledger:
        assert ledger.record() == Record(
            made=frozenset({12}),
            assigned=frozenset({Assigned(1, 12, 1), Assigned(1, 12, 3, 31), Assigned(1, 12, 2, None, "KS_COMM1")}),
            given=frozenset({Given("framework-template", "41", 12)}),
        )
    assert path.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_two_runs_share_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger(path) as one, Ledger(path) as other:
        one.made(1)
        other.made(2)
        assert one.record().made == other.record().made == {1, 2}


def test_it_remembers_what_a_text_means_until_it_means_something_else(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger(path) as ledger:
        ledger.choose({"a": "1", "b": "KS_COMM1", "c": "3"})
    with Ledger(path) as ledger:
        ledger.choose({"a": "2", "c": None, "d": None})
    with Ledger(path) as ledger:
        assert ledger.record().chosen == {Chosen("a", "2"), Chosen("b", "KS_COMM1")}


def test_a_decision_does_not_make_the_record_another_one(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        before = ledger.record()
        ledger.choose({"a": "1"})
        assert ledger.record() == before
        ledger.made(1)
        assert ledger.record() != before


def test_a_ledger_of_the_first_version_is_kept_and_learns_to_remember_choices(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        """CREATE TABLE made (user INTEGER PRIMARY KEY);
        CREATE TABLE assigned (assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT,
            PRIMARY KEY (assignee, learner, level, standard, unit));
        CREATE TABLE given (what TEXT, thing TEXT, learner INTEGER, PRIMARY KEY (what, thing, learner));
        INSERT INTO made VALUES (12);
        INSERT INTO assigned VALUES (1, 12, 1, 0, '');
        PRAGMA user_version = 1;"""
    )
    connection.close()
    for _ in range(2):
        with Ledger(path) as ledger:
            ledger.choose({"a": "1"})
            record = ledger.record()
            assert (record.made, record.assigned) == ({12}, {Assigned(1, 12, 1)})
            assert record.chosen == {Chosen("a", "1")}


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"something else entirely, and long enough to be looked at" * 100)
    with pytest.raises(CannotRecordError, match="is not one of this program’s"):
        Ledger(path)
    path.unlink()
    Ledger(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CannotRecordError, match="A newer version"):
        Ledger(path)
