"""The ledger: what it remembers, once each, over runs."""

import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

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


def test_it_remembers_when_somebody_was_made(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger(path) as ledger:
        ledger.made(12)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE made_at SET moment = 1000.0")
    connection.commit()
    connection.close()
    began = time.time() - 1
    with Ledger(path) as ledger:
        ledger.catch_up([12, 13])
        assert ledger.made_since(began) == {13}
        assert ledger.made_since(999.0) == {12, 13}
        assert ledger.made_since(time.time() + 1) == set()


def test_it_tells_who_was_made_last(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.remember([13, 11, 14, 12])
        assert ledger.made_last(2) == {13, 14}
        assert ledger.made_last(9) == {11, 12, 13, 14}


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


A, B, IQA = (Assigned(one, 12, 3, 31, is_iqa=one == 9) for one in (1, 2, 9))


@pytest.mark.parametrize(
    ("done", "kept"),
    [
        ([A, B], {B}),
        ([A, B, A], {A}),
        ([A, IQA], {A, IQA}),
        ([A, IQA, B], {B, IQA}),
        ([A, Assigned(2, 12, 3, 32, is_iqa=False)], {A, Assigned(2, 12, 3, 32, is_iqa=False)}),
        ([A, Assigned(2, 13, 3, 31, is_iqa=False)], {A, Assigned(2, 13, 3, 31, is_iqa=False)}),
        ([Assigned(one, 12, 2, None, "U", False) for one in (1, 2)], {Assigned(2, 12, 2, None, "U", False)}),
        ([Assigned(1, 12, 1), Assigned(2, 12, 1)], {Assigned(1, 12, 1), Assigned(2, 12, 1)}),
        ([Assigned(1, 12, 3, 31), B], {Assigned(1, 12, 3, 31), B}),
        ([Assigned(1, 12, 3, 31), A], {A}),
    ],
    ids=[
        "replaced",
        "and back again",
        "an IQA beside",
        "and an IQA who stays",
        "another aim",
        "another learner",
        "a unit",
        "additional ones",
        "as what is not known",
        "as what is known since",
    ],
)
def test_only_the_newest_of_a_seat_counts(tmp_path: Path, done: list[Assigned], kept: set[Assigned]) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        for one in done:
            ledger.assigned(one)
        assert ledger.record().assigned == kept


def test_a_run_that_is_resumed_brings_nobody_back_who_was_replaced(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.assigned(A)
        ledger.assigned(B)
        ledger.catch_up([A, 12])
        assert ledger.record() == Record(made=frozenset({12}), assigned=frozenset({B}))
        done = Assigned(3, 12, 3, 31, is_iqa=False)
        ledger.catch_up([done])
        assert ledger.record().assigned == {B}
        ledger.sending(done, run="r1")
        ledger.catch_up([done], run="r1")  # it was done, and the program ended before that was written here
        assert ledger.record().assigned == {done}


def test_while_somebody_is_being_assigned_nobody_is_known_to_have_the_seat(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        for one in (A, IQA, Assigned(1, 12, 1)):
            ledger.assigned(one)
        ledger.sending(B, run="r1")
        ledger.sending(Assigned(2, 12, 1), run="r1")
        assert ledger.record().assigned == {IQA, Assigned(1, 12, 1)}
        ledger.catch_up([A])
        assert ledger.record().assigned == {IQA, Assigned(1, 12, 1)}
        ledger.sending(IQA, run="r1")  # whoever is sent once more has the seat, whatever becomes of it
        assert ledger.record().assigned == {IQA, Assigned(1, 12, 1)}


def test_a_seat_is_overtaken_by_whatever_later_run_has_reached_for_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger(path) as ledger:
        ledger.sending(B, run="r2")
    with Ledger(path) as ledger:
        assert ledger.record() == Record()
        assert [ledger.is_overtaken(A, run=run) for run in ("r1", "r2", "r3")] == [True, False, False]
        assert not ledger.is_overtaken(B, run="r1")
        for other in (IQA, replace(A, learner=13), replace(A, standard=32), Assigned(1, 12, 1)):
            assert not ledger.is_overtaken(other, run="r1")
        ledger.sending(Assigned(3, 12, 3, 31, is_iqa=False), run="r3")
        ledger.let_go([B, IQA], run="r3")  # which have not been reached for by that run
        ledger.let_go([Assigned(3, 12, 3, 31, is_iqa=False)], run="r3")
        assert ledger.is_overtaken(A, run="r1")
        ledger.let_go([B], run="r2")
        assert not ledger.is_overtaken(A, run="r1")
        ledger.remember([B], run="r3")
        assert ledger.is_overtaken(A, run="r2")


def test_what_a_run_did_before_a_later_one_reached_for_the_seat_is_not_caught_up_with(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.sending(A, run="r1")
        ledger.sending(B, run="r2")
        ledger.catch_up([A, IQA], run="r1")
        assert ledger.record().assigned == {IQA}
        ledger.catch_up([B], run="r2")
        assert ledger.record().assigned == {IQA, B}


def test_a_ledger_of_the_fifth_version_keeps_who_assigned_whom(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger(path) as ledger:
        ledger.remember([A, IQA, Assigned(1, 12, 1)], run="r2")
        ledger.assigned(B)
        record = ledger.record()
    connection = sqlite3.connect(path)
    connection.executescript(
        """DROP TABLE reached;
        CREATE TABLE assigned_by (
            assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT, run TEXT NOT NULL,
            PRIMARY KEY (assignee, learner, level, standard, unit));
        INSERT INTO assigned_by VALUES (1, 12, 3, 31, '', 'r2'), (9, 12, 3, 31, '', 'r2'), (1, 12, 1, 0, '', 'r2'),
            (2, 12, 3, 31, '', '');
        PRAGMA user_version = 5;"""
    )
    connection.close()
    for _ in range(2):
        with Ledger(path) as ledger:
            assert ledger.record() == record
            for seat in (B, Assigned(8, 12, 3, 31, is_iqa=True)):
                assert [ledger.is_overtaken(seat, run=run) for run in ("r1", "r2")] == [True, False]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM reached").fetchone() == (3,)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'assigned_by'").fetchall()
    connection.close()


def test_a_ledger_of_the_second_version_is_kept_as_what_not_being_known(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        """CREATE TABLE made (user INTEGER PRIMARY KEY);
        CREATE TABLE assigned (assignee INTEGER, learner INTEGER, level INTEGER, standard INTEGER, unit TEXT,
            PRIMARY KEY (assignee, learner, level, standard, unit));
        CREATE TABLE given (what TEXT, thing TEXT, learner INTEGER, PRIMARY KEY (what, thing, learner));
        CREATE TABLE chosen (text TEXT PRIMARY KEY, meant TEXT NOT NULL);
        INSERT INTO made VALUES (12);
        INSERT INTO chosen VALUES ('a', '1');
        INSERT INTO assigned VALUES (1, 12, 3, 31, ''), (9, 12, 3, 31, ''), (1, 12, 1, 0, '');
        PRAGMA user_version = 2;"""
    )
    connection.close()
    old = {Assigned(1, 12, 3, 31), Assigned(9, 12, 3, 31), Assigned(1, 12, 1)}
    with Ledger(path) as ledger:
        record = ledger.record()
        assert record == Record(made=frozenset({12}), assigned=frozenset(old))
        assert record.chosen == {Chosen("a", "1")}
        ledger.catch_up([A])  # a run of before: whether that is still so, nobody knows
        assert ledger.record().assigned == old
        ledger.assigned(A)
    with Ledger(path) as ledger:
        assert ledger.record().assigned == {A, Assigned(9, 12, 3, 31), Assigned(1, 12, 1)}


@pytest.mark.parametrize("name", [f"{number}.sqlite3" for number in range(8)])
def test_several_programs_may_open_an_old_ledger_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Ledger(path).close()
    connection = sqlite3.connect(path)
    connection.executescript("DROP TABLE assigned; DROP TABLE chosen; PRAGMA user_version = 0")
    connection.close()
    barrier = Barrier(8)

    def opened() -> Record:
        barrier.wait()
        with Ledger(path) as ledger:
            ledger.assigned(A)
            return ledger.record()

    with ThreadPoolExecutor(8) as pool:
        records = [pool.submit(opened) for _ in range(8)]
        assert {one.result().assigned for one in records} == {frozenset({A})}


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


def test_an_assignment_that_was_found_right_is_remembered_also_in_a_ledger_of_the_third_version(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    Ledger(path).close()
    connection = sqlite3.connect(path)
    connection.executescript("DROP TABLE confirmed; PRAGMA user_version = 3")
    connection.close()
    with Ledger(path) as ledger:
        assert not ledger.is_assignment_confirmed()
        ledger.confirm_assignment()
        ledger.confirm_assignment()
    with Ledger(path) as ledger:
        assert ledger.is_assignment_confirmed()
