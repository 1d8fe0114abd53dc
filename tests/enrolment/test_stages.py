"""The stages of an enrolment, as the wizard walks them, without a widget."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from onefile_desktop.enrolment.connecting import Connection, RehearsalTarget, connect
from onefile_desktop.enrolment.lists import lists_of
from onefile_desktop.enrolment.stages import Counts, Enrolment, Page
from onefile_desktop.errors import StalePlanError, UsageError
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.options import ReadOptions
from tests.cli.rosters import HEADERS, NIA, new_learner, write_roster

TODAY = date(2026, 11, 22)


@pytest.fixture
def connection() -> Iterator[Connection]:
    with connect(RehearsalTarget()) as opened:
        yield opened


@pytest.fixture
def planned(connection: Connection, tmp_path: Path) -> Enrolment:
    """Two good rows and a bad one."""
    file = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), new_learner(2, "Nobody Known"))
    return downloaded(Enrolment().connected(connection).loaded(file, ReadOptions(), today=TODAY))


def downloaded(enrolment: Enrolment) -> Enrolment:
    reading = enrolment.downloading()
    while True:
        try:
            next(reading)
        except StopIteration as done:
            return done.value


def open_pages(enrolment: Enrolment) -> list[str]:
    return [page.name for page in Page if enrolment.may_open(page)]


def test_each_page_opens_when_what_it_needs_is_known(connection: Connection, planned: Enrolment) -> None:
    assert open_pages(Enrolment()) == ["CONNECT"]
    assert open_pages(Enrolment().connected(connection)) == ["CONNECT", "ROSTER"]
    loaded = Enrolment(connection=connection, roster=planned.roster, checked=planned.checked)
    assert open_pages(loaded) == ["CONNECT", "ROSTER", "COLUMNS", "CHECK"]
    assert open_pages(planned) == [page.name for page in Page]


def test_going_back_drops_what_no_longer_follows(connection: Connection, planned: Enrolment, tmp_path: Path) -> None:
    other = write_roster(tmp_path / "other.xlsx", NIA)
    again = planned.loaded(other, ReadOptions(), today=TODAY)
    assert (again.plan, again.centre) == (None, None)
    assert again.connection is connection
    elsewhere = planned.connected(None)
    assert (elsewhere.plan, elsewhere.centre) == (None, None)
    assert elsewhere.roster is planned.roster


def test_the_counts_add_up(planned: Enrolment) -> None:
    assert planned.counts == Counts(ready=2, with_errors=1, excluded=0)
    assert Enrolment().counts == Counts(0, 0, 0)
    assert planned.planned(PlanOptions(only=frozenset({2}))).counts == Counts(ready=1, with_errors=0, excluded=2)
    assert Enrolment(roster=planned.roster, checked=planned.checked).counts == Counts(3, 0, 0)
    assert Enrolment().problems == ()


def test_another_decision_needs_no_call(connection: Connection, planned: Enrolment) -> None:
    before = connection.client.calls
    assert planned.planned(PlanOptions(existing=Existing.UPDATE)).plan is not None
    assert connection.client.calls == before


def test_a_digest_must_be_the_plans(planned: Enrolment) -> None:
    assert planned.plan is not None
    planned.require_digest(None)
    planned.require_digest(planned.plan.digest)
    with pytest.raises(StalePlanError):
        planned.require_digest("0123456789abcdef")


def test_another_of_the_customers_centres(connection: Connection) -> None:
    first, second = connection.organisations[:2]
    connection.choose(second.id)
    assert connection.organisation == second
    with pytest.raises(UsageError):
        connection.choose(1)
    connection.choose(first.id)


def test_a_rehearsal_is_gone_with_its_connection(home: Path) -> None:
    connection = connect(RehearsalTarget())
    with connection.ledger() as ledger:
        ledger.made(7)
    connection.close()
    connection.close()
    assert [path for path in home.rglob("*") if path.is_file()] == []
    with connect(RehearsalTarget()) as another, another.ledger() as ledger:
        assert ledger.record().made == frozenset()


def test_a_rehearsal_that_is_kept_is_the_same_again() -> None:
    with connect(RehearsalTarget()) as connection:
        connection.keep_rehearsal(True)
        state = connection.description()["state"]
        with connection.ledger() as ledger:
            ledger.made(7)
    with connect(RehearsalTarget(state=Path(str(state)))) as again, again.ledger() as ledger:
        assert ledger.record().made == {7}


def test_the_names_for_a_template(planned: Enrolment) -> None:
    assert planned.centre is not None
    lists = lists_of(planned.centre)
    assert "Bluebell Day Nursery" in lists.placements
    assert "Helen Ashworth" in lists.assessors
    assert "Helen Ashworth" in lists.iqas
    assert list(lists.employers) == sorted(lists.employers)


def test_the_clock_is_asked_for_what_depends_on_it_and_changes_nothing_else(planned: Enrolment, tmp_path: Path) -> None:
    headers = (*HEADERS[:7], "Start date")
    file = write_roster(tmp_path / "s.xlsx", (*new_learner(1, "Helen Ashworth"), "30/11/2026"), headers=headers)
    loaded = planned.loaded(file, ReadOptions(), today=TODAY)
    moments = (datetime(2026, 11, 22, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))
    plans = [downloaded(replace(loaded, now=lambda moment=moment: moment)).plan for moment in moments]
    far = [[notice.topic for notice in plan.notices].count("Start dates") for plan in plans if plan]
    assert far == [0, 1]
    assert len({plan.digest for plan in plans if plan}) == 1
