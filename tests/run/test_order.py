"""In which order a run sends its changes: people are finished one by one, and nothing goes before what it waits for."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.agenda import Agenda
from onefile_desktop.run.events import ChangeSettled
from onefile_desktop.run.journal import ChangeState, JournalChange
from onefile_desktop.run.order import places, waits_for, who
from onefile_desktop.run.settling import done, failed
from tests.run.scenes import CENTRE_ID, NAMES, Cohort, site

AT_ONCE = 4


def _begun_and_unfinished(sent: list[JournalChange], people: dict[str | int | None, int]) -> int:
    """The most people who were begun and not finished at any moment, when the changes came to their end like this."""
    left, most = dict(people), 0
    begun: set[str | int | None] = set()
    for one in sent:
        person = who(one.change)
        begun.add(person)
        left[person] -= 1
        most = max(most, sum(1 for each in begun if left[each]))
    return most


def _people_of(changes: list[Change]) -> dict[str | int | None, int]:
    owners = [who(change) for change in changes]
    return {owner: owners.count(owner) for owner in owners}


def _large_cohort(people: int) -> Cohort:
    cohort = Cohort()
    created = [cohort.person(f"{NAMES[n % 8]} {'abcdefgh'[n // 8]}") for n in range(people)]
    for one in created:
        cohort.standard(one)
    for one in created:
        cohort.assign(one)
    return cohort


def test_people_are_finished_one_by_one(tmp_path: Path) -> None:
    cohort = _large_cohort(40)
    with site(tmp_path, latency_seconds=0.002) as here:
        here.create(cohort)
        events = here.carry_out(concurrency=AT_ONCE)
    settled = [event.change for event in events if isinstance(event, ChangeSettled)]
    assert len(settled) == 120
    # As many as there are calls at once and ahead, and as many again whose next call is under way.
    assert _begun_and_unfinished(settled, _people_of(cohort.changes)) <= 2 * AT_ONCE + 4
    finished = [event.people_done for event in events if isinstance(event, ChangeSettled)]
    assert finished[59] >= 12


def _order_of(agenda: Agenda) -> list[str]:
    """The keys in the order in which one call at a time sends them."""
    agenda.start(frozenset())
    order: list[str] = []
    while agenda.has_ready:
        change = agenda.next_ready()
        agenda.under_way(change)
        order.append(change.change.key)
        agenda.settle(done(change, 1000 + len(order), ""))
    return order


def test_what_somebody_waits_for_comes_right_before_them() -> None:
    cohort = Cohort()
    boss, other_boss = cohort.person("Emma Ployer", Role.EMPLOYER), cohort.person("Otto Boss", Role.EMPLOYER)
    amy, ben = cohort.person("Amy Adams"), cohort.person("Ben Bright")
    cohort.assign(amy)
    cohort.assign(ben, IdOf(other_boss.key))
    cohort.assign(amy, IdOf(boss.key))
    keys = _order_of(Agenda(map(JournalChange, cohort.changes)))
    assert keys == [
        boss.key,
        amy.key,
        cohort.changes[4].key,
        cohort.changes[6].key,
        other_boss.key,
        ben.key,
        cohort.changes[5].key,
    ]


def test_a_placement_is_made_when_somebody_needs_it() -> None:
    cohort = Cohort()
    request = writes.create_placement(CENTRE_ID, "Mill")
    cohort.changes.append(Change("mill", ChangeKind.PLACEMENT, "People", 3, "Mill", None, None, request))
    amy = cohort.person("Amy Adams")
    ben = cohort.person("Ben Bright", PlacementID={"$id_of": "mill"})
    assert _order_of(Agenda(map(JournalChange, cohort.changes))) == [amy.key, "mill", ben.key]


def test_whoever_was_begun_in_an_earlier_stretch_comes_first_and_who_has_fewest_left_before_all() -> None:
    cohort = Cohort()
    boss = cohort.person("Emma Ployer", Role.EMPLOYER)
    amy, ben, cai = (cohort.person(name) for name in ("Amy Adams", "Ben Bright", "Cai Cooper"))
    of_ben = cohort.assign(ben), cohort.standard(ben), cohort.assign(ben, IdOf(boss.key))
    of_cai = cohort.assign(cai)
    begun = {
        one.key: JournalChange(one, ChangeState.DONE, onefile_id, attempts=1, turn=1)
        for onefile_id, one in ((801, ben), (802, cai))
    }
    agenda = Agenda(begun.get(one.key) or JournalChange(one) for one in cohort.changes)
    expected = [of_cai.key, of_ben[0].key, of_ben[1].key, boss.key, of_ben[2].key, amy.key]
    assert _order_of(agenda) == expected


def test_of_those_who_are_begun_whoever_has_fewest_left_comes_first() -> None:
    cohort = Cohort()
    amy, ben = cohort.person("Amy Adams"), cohort.person("Ben Bright")
    of_amy = cohort.assign(amy), cohort.standard(amy), cohort.unit(amy)
    of_ben = cohort.assign(ben), cohort.standard(ben)
    agenda = Agenda(map(JournalChange, cohort.changes))
    agenda.start(frozenset())
    creates = [agenda.next_ready(), agenda.next_ready()]
    for number, create in enumerate(creates):
        agenda.under_way(create)
        agenda.settle(done(create, 1000 + number, ""))
    order: list[str] = []
    while agenda.has_ready:
        order.append((change := agenda.next_ready()).change.key)
        agenda.settle(done(change, None, ""))
    assert order == [one.key for one in (*of_ben, *of_amy)]


def test_confined_to_some_changes_nothing_else_is_ready() -> None:
    cohort = Cohort()
    amy, ben = cohort.person("Amy Adams"), cohort.person("Ben Bright")
    of_ben = cohort.assign(ben)
    agenda = Agenda(map(JournalChange, cohort.changes))
    agenda.start(frozenset())
    only = agenda.needs_of([of_ben.key])
    assert only == {ben.key, of_ben.key}
    agenda.confine(only)
    first = agenda.next_ready()
    agenda.settle(done(first, 1000, ""))
    second = agenda.next_ready()
    agenda.settle(done(second, None, ""))
    assert (first.change.key, second.change.key) == (ben.key, of_ben.key)
    assert not agenda.has_ready
    assert agenda.is_settled(only)
    agenda.confine(None)
    assert agenda.next_ready().change.key == amy.key


@st.composite
def _graphs(draw: st.DrawFn) -> list[Change]:
    """Changes of some people, each of which may wait for any before it."""
    cohort = Cohort()
    for _ in range(draw(st.integers(1, 12))):
        people = [one for one in cohort.changes if one.kind is ChangeKind.CREATE]
        if not people or draw(st.booleans()):
            cohort.person(f"Pat {'abcdefghijkl'[len(people)]}")
            continue
        after = draw(st.lists(st.sampled_from(cohort.changes), max_size=3, unique_by=lambda one: one.key))
        cohort.assign(draw(st.sampled_from(people)), level=Level.ADDITIONAL, after=after)
    return draw(st.permutations(cohort.changes))


@settings(max_examples=150, deadline=None)
@given(changes=_graphs(), at_once=st.integers(1, 4), data=st.data())
def test_each_exactly_once_never_before_what_it_waits_for_and_nobody_forgotten(
    changes: list[Change], at_once: int, data: st.DataObject
) -> None:
    agenda = Agenda(map(JournalChange, changes))
    agenda.start(frozenset())
    under_way: list[JournalChange] = []
    sent: list[str] = []
    failures: set[str] = set()
    while agenda.has_ready or under_way:
        while agenda.has_ready and len(under_way) < at_once:
            one = agenda.next_ready()
            assert all(agenda.changes[key].state is ChangeState.DONE for key in waits_for(one.change))
            agenda.under_way(one)
            sent.append(one.change.key)
            under_way.append(one)
        one = under_way.pop(data.draw(st.integers(0, len(under_way) - 1)))
        how = data.draw(st.sampled_from(("done", "done", "done", "failed", "put back")))
        if how == "put back":
            sent.remove(one.change.key)
            agenda.put_back(one)
        elif how == "failed":
            failures.add(one.change.key)
            agenda.settle(failed(one, "no"))
        else:
            agenda.settle(done(one, 1000 + len(sent), ""))
    assert len(sent) == len(set(sent))
    states = {key: one.state for key, one in agenda.changes.items()}
    assert set(states.values()) <= {ChangeState.DONE, ChangeState.FAILED, ChangeState.NOT_ATTEMPTED}
    lost = {key for key, state in states.items() if state is not ChangeState.DONE} - failures
    assert all(agenda.needs_of([key]) & failures for key in lost)
    assert (agenda.settled, agenda.people_settled) == (len(changes), agenda.people)


@given(changes=_graphs())
def test_every_change_has_a_place_of_its_own(changes: list[Change]) -> None:
    found = places({one.key: one for one in changes}, [])
    assert sorted(found.values()) == list(range(len(changes)))
    assert found.keys() == {one.key for one in changes}


def test_a_large_cohort_is_put_in_order_at_once() -> None:
    """Twenty thousand changes: work that grew with their square would take minutes here."""
    created = [_learner(number) for number in range(5_000)]
    assigned = [_assigned(one, number) for one in created for number in range(3)]
    assert len(_order_of(Agenda(map(JournalChange, (*created, *assigned))))) == 20_000


def _learner(number: int) -> Change:
    request = writes.create_user({"FirstName": "Pat", "LastName": str(number), "Role": 1})
    return Change(
        f"create:{number}", ChangeKind.CREATE, "People", number, "Pat", number, IdOf(f"create:{number}"), request
    )


def _assigned(of: Change, number: int) -> Change:
    request = writes.assign_user(number, IdOf(of.key), Level.ADDITIONAL)
    return Change(f"{of.key}:{number}", ChangeKind.ASSIGN, "People", of.row, "Pat", of.row, IdOf(of.key), request)
