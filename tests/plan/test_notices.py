"""What deserves a look before a plan is sent: each threshold at, below and above."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.onefile.models import Organisation, Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Forecast, Notice, Plan
from onefile_desktop.plan.notices import MANY_CREATES
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Chosen, Record, fingerprint
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import LEO, ORGANISATION, OWEN, ZARA, case, centre, day, learner, person, staff

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def told(held: Case, *, now: datetime | None = NOW) -> dict[str, Notice]:
    """The notices of a plan by topic, each topic once."""
    notices = make_plan(held, environment="live", now=now).notices
    topics = [notice.topic for notice in notices]
    assert len(topics) == len(set(topics))
    return {notice.topic: notice for notice in notices}


def iqas(number: int) -> list[dict[str, CellValue]]:
    """So many new people who are no learners."""
    return [staff("IQA", f"Kim {_word(n)}", Email=f"k{n}@example.org") for n in range(number)]


def learners(number: int) -> list[dict[str, CellValue]]:
    """So many new learners."""
    return [learner(f"Ada {_word(n)}", Email=f"a{n}@example.org") for n in range(number)]


def pupils(number: int, *, archived: bool = False) -> list[Person]:
    """So many learners of the centre."""
    return [
        person(
            1000 + n + 5000 * archived, Role.LEARNER, f"Old {_word(n)}x", email=f"o{n}@example.org", archived=archived
        )
        for n in range(number)
    ]


def _word(number: int) -> str:
    """A name without digits, another for each number, and none near another."""
    return "".join(chr(97 + int(digit)) * 3 for digit in f"{number:04}").capitalize()


@pytest.mark.parametrize(
    ("creates", "warned"), [(MANY_CREATES - 1, False), (MANY_CREATES, False), (MANY_CREATES + 1, True)]
)
def test_over_two_hundred_creates_deserve_a_look(creates: int, warned: bool) -> None:
    assert MANY_CREATES == 200
    notices = told(case(*iqas(creates)))
    assert ("Many new people" in notices) is warned
    if warned:
        assert notices["Many new people"].is_warning
        assert f"creates {creates} people" in notices["Many new people"].text
    assert "Many learners for this centre" not in notices


@pytest.mark.parametrize(
    ("new", "there", "warned"),
    [
        pytest.param(24, 250, False, id="below a tenth"),
        pytest.param(25, 250, False, id="a tenth"),
        pytest.param(26, 250, True, id="over a tenth"),
        pytest.param(2, 19, True, id="a small centre"),
        pytest.param(2, 0, True, id="an empty centre"),
        pytest.param(0, 0, False, id="nobody new"),
    ],
)
def test_over_a_tenth_of_the_centres_learners_deserve_a_look(new: int, there: int, warned: bool) -> None:
    held = case(*learners(new), at=centre(ZARA, OWEN, *pupils(there)))
    notices = told(held)
    assert ("Many learners for this centre" in notices) is warned
    if warned:
        said = notices["Many learners for this centre"]
        assert said.is_warning
        assert f"{new} new learners are more than a tenth of the {there}" in said.text or not there
        assert "no learners yet" in said.text or there


def test_archived_learners_and_new_staff_do_not_count() -> None:
    at = centre(ZARA, *pupils(200), *pupils(60, archived=True))
    assert "Many learners for this centre" in told(case(*learners(21), at=at))
    assert "Many learners for this centre" not in told(case(*learners(20), *iqas(30), at=at))


TODAY = NOW.date()


@pytest.mark.parametrize(
    ("start", "warned"),
    [
        pytest.param(date(2027, 11, 24), None, id="a year on"),
        pytest.param(
            date(2027, 11, 25), "1 start date in the future (on row 2, Ada Byrne: 25/11/2027)", id="a day more"
        ),
        pytest.param(date(2025, 11, 24), None, id="a year ago"),
        pytest.param(
            date(2025, 11, 23), "1 start date in the past (on row 2, Ada Byrne: 23/11/2025)", id="a day before"
        ),
        pytest.param(TODAY, None, id="today"),
    ],
)
def test_start_dates_over_a_year_off_deserve_a_look(start: date, warned: str | None) -> None:
    notices = told(case(learner(StartOn=day(start.isoformat()))))
    assert ("Start dates" in notices) is (warned is not None)
    if warned:
        assert notices["Start dates"].is_warning
        assert warned in notices["Start dates"].text


def test_start_dates_are_counted_and_the_first_row_is_named() -> None:
    rows = [
        learner(StartOn=day("2026-12-01")),
        learner("Bea Cross", StartOn=day("2028-01-10")),
        learner("Cy Dunn", StartOn=day("2028-02-20")),
        learner("Dev Engel", StartOn=day("2024-03-30")),
    ]
    said = told(case(*rows))["Start dates"].text
    assert "1 start date in the past (on row 5, Dev Engel: 30/03/2024)" in said
    assert "2 start dates in the future (the first on row 3, Bea Cross: 10/01/2028)" in said


def test_the_start_date_of_an_update_counts_and_that_of_a_row_left_alone_does_not() -> None:
    row = learner("Leo Grant", Email="leo@example.org", MISID="L1", StartOn=day("2028-01-10"))
    decided = {2: LEO.id}
    assert "Start dates" not in told(case(row, options=PlanOptions(decisions=decided)))
    assert "Start dates" in told(case(row, options=PlanOptions(Existing.UPDATE, decided)))


@pytest.mark.parametrize(
    ("today", "start", "warned"),
    [
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "2029-02-28", False),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "2029-03-01", True),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "2027-02-28", False),
    ],
    ids=["the last of February", "a day more", "a year before"],
)
def test_a_leap_day_has_a_year_too(today: datetime, start: str, warned: bool) -> None:
    assert ("Start dates" in told(case(learner(StartOn=day(start))), now=today)) is warned


def test_without_a_clock_no_date_is_far() -> None:
    assert "Start dates" not in told(case(learner(StartOn=day("2029-01-10"))), now=None)


def test_possible_duplicates_are_counted_until_they_are_decided() -> None:
    rows = [learner("Leo Grant", Email=f"other{n}@example.org") for n in range(2)]
    one = told(case(rows[0]))["Possible duplicates"]
    assert one.is_warning
    assert one.text == (
        "Row 2 waits for your decision: this may be somebody who is in OneFile already, or a learner who comes back. "
        "It is left out until then."
    )
    both = case(rows[0], staff("IQA", "Owen Price", Email="op@example.org"))
    assert told(both)["Possible duplicates"].text.startswith("2 rows (2, 3) wait for your decision")
    decided = PlanOptions(decisions={2: Decision.CREATE, 3: Decision.SKIP})
    assert "Possible duplicates" not in told(
        case(rows[0], staff("IQA", "Owen Price", Email="op@example.org"), options=decided)
    )


def test_many_possible_duplicates_are_not_all_named() -> None:
    people = pupils(10)
    rows = [learner(one.name, Email=f"n{one.id}@example.org") for one in people]
    said = told(case(*rows, at=centre(ZARA, *people)))["Possible duplicates"].text
    assert said.startswith("10 rows (2, 3, 4, 5, 6, 7, 8, 9 and 2 more) wait")


@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        pytest.param([learner("Leo Grant", Email="leo@example.org")], False, id="all are there"),
        pytest.param([learner(DefaultAssessorID="Nobody Known")], True, id="only errors"),
        pytest.param(
            [learner("Leo Grant", Email="leo@example.org"), learner("Bea Cross", Email="no email")],
            True,
            id="some there, some with errors",
        ),
    ],
)
def test_nothing_to_do_is_said(rows: Sequence[dict[str, CellValue]], warned: bool) -> None:
    notice = told(case(*rows))["Nothing to send"]
    assert notice.is_warning is warned
    assert ("left out" in notice.text) is warned


def test_something_to_do_is_not_nothing() -> None:
    assert "Nothing to send" not in told(case(learner()))


@pytest.mark.parametrize(("calls", "text"), [(0, None), (1, "with 1 call."), (23, "with 23 calls.")])
def test_the_calls_of_the_reading_are_told(calls: int, text: str | None) -> None:
    notice = told(case(learner(), at=centre(calls=calls))).get("Reading the centre")
    assert (notice.text if notice else None) == (f"The centre was read {text}" if text else None)
    assert notice is None or not notice.is_warning


@pytest.mark.parametrize(("shows_archived", "said"), [(True, False), (False, True), (None, True)])
def test_shared_mis_ids_of_archived_assessors_are_looked_for_by_hand(shows_archived: bool | None, said: bool) -> None:
    at = centre(abilities=Abilities(shows_archived=shows_archived))
    assert ("MIS IDs of archived assessors" in told(case(learner(), at=at))) is said


SHOWN = Person(201, Role.LEARNER, "Leo", "Grant", "leo@example.org")
"""A learner as a search shows them that shows no ULNs."""


@pytest.mark.parametrize(
    ("there", "rows", "said"),
    [
        ((SHOWN,), [learner(ULN="1000000035")], "the new learner was"),
        ((SHOWN,), [learner(ULN="1000000035"), learner("Bea Cross", ULN="1000000043")], "the 2 new learners were"),
        ((SHOWN,), [learner(ULN="1000000035"), learner("Bea Cross")], "the new learner was"),
        ((SHOWN, LEO), [learner(ULN="1000000035")], "the new learner was"),
        ((SHOWN,), [learner()], None),
        ((SHOWN,), [learner(ULN="1000000035", DefaultAssessorID="Nobody Known")], None),
        ((SHOWN,), [staff("IQA", "Kim Lowe")], None),
        ((LEO,), [learner(ULN="1000000035")], None),
        ((), [learner(ULN="1000000035")], None),
        ((replace(SHOWN, role=Role.IQA),), [learner(ULN="1000000035")], None),
        ((SHOWN, replace(SHOWN, id=202, uln="1000000051")), [learner(ULN="1000000035")], None),
    ],
    ids=[
        "one",
        "two",
        "one with a ULN, one without",
        "somebody else was read whole",
        "no ULN on the roster",
        "a row that is kept back",
        "no learner",
        "all were read whole",
        "no learner there",
        "somebody else’s details",
        "the search shows ULNs",
    ],
)
def test_that_ulns_were_not_compared_is_told(
    there: tuple[Person, ...], rows: list[dict[str, CellValue]], said: str | None
) -> None:
    notice = told(case(*rows, at=centre(ZARA, OWEN, *there))).get("Compared by ULN")
    assert (notice is None) is (said is None)
    if notice is not None and said is not None:
        assert not notice.is_warning
        assert said in notice.text
        assert "compared by name, email and MIS ID" in notice.text
        assert "would not be noticed" in notice.text


@pytest.mark.parametrize(("meant", "warned"), [(101, False), (999, True)], ids=["still there", "gone"])
def test_remembered_choices_are_told(meant: int, warned: bool) -> None:
    chosen = Chosen(fingerprint("DefaultAssessorID", "z m"), str(meant))
    held = case(learner(DefaultAssessorID="Z M"), record=Record(chosen=frozenset({chosen})))
    (notice,) = [notice for topic, notice in told(held).items() if "of before" in topic]
    assert notice.is_warning is warned
    assert "“Z M”" in notice.text or "“z m”" in notice.text


def test_warnings_come_first() -> None:
    held = case(
        learner("Leo Grant", Email="other@example.org"),
        learner(StartOn=day("2029-01-10")),
        at=centre(calls=3, abilities=Abilities(shows_archived=True)),
    )
    notices = make_plan(held, environment="live", now=NOW + timedelta(days=3, hours=8)).notices
    warnings = [notice.is_warning for notice in notices]
    assert warnings == sorted(warnings, reverse=True)
    assert [notice.topic for notice in notices] == [
        "When to send",
        "Many learners for this centre",
        "Start dates",
        "Rows left out",
        "Possible duplicates",
        "Emails",
        "Reading the centre",
    ]


def test_the_json_tells_the_notices_the_rows_and_the_words() -> None:
    held = case(
        learner("Leo Grant", Email="other@example.org"), staff("IQA", "Kim Lowe"), {"Role": "Pilot", "FirstName": "Al"}
    )
    document: dict[str, Any] = dict(make_plan(held, environment="live", now=NOW).as_json())
    assert document["notices"][1] == {
        "topic": "Possible duplicates",
        "text": "Row 2 waits for your decision: this may be somebody who is in OneFile already, or a learner who "
        "comes back. It is left out until then.",
        "warning": True,
    }
    rows = document["rows"]
    assert [(row["sheet"], row["row"], row["person"], row["role"], row["standing"]) for row in rows] == [
        ("People", 2, "Leo Grant", "Learner", "excluded"),
        ("People", 3, "Kim Lowe", "IQA", "create"),
        ("People", 4, "Al", None, "excluded"),
    ]
    assert set(rows[0]) == {"sheet", "row", "person", "role", "standing", "onefile_id", "message"}
    assert "already" in rows[0]["message"]
    assert document["changes"][0]["told"] == "Create Kim Lowe as IQA"


def test_the_digest_follows_neither_the_words_nor_the_notices() -> None:
    """What people are told may be put better in another version; what is sent is the same plan."""
    plan = make_plan(case(learner()), environment="live", now=NOW)
    assert reworded(plan).digest == plan.digest
    assert "told" not in plan.changes[0].to_be_sent()


def reworded(plan: Plan) -> Plan:
    """The same plan in other words, with another forecast."""
    changes = tuple(replace(change, told="Something else") for change in plan.changes)
    organisation = Organisation(ORGANISATION.id, "Another name")
    return replace(
        plan, organisation=organisation, changes=changes, notices=(), forecast=Forecast(9, False, 9, 9, 9), rows=()
    )


@pytest.mark.parametrize(
    ("row", "existing", "said"),
    [
        pytest.param({"AdditionalIQAs": "Owen Price"}, Existing.SKIP, True, id="an assignment"),
        pytest.param({"Standards": "71"}, Existing.SKIP, True, id="a standard"),
        pytest.param({"DefaultEmployerID": "Eve Carter"}, Existing.SKIP, True, id="an employer, and there is none"),
        pytest.param({}, Existing.SKIP, False, id="nothing"),
        pytest.param({"AdditionalIQAs": "Owen Price"}, Existing.ASSIGN, False, id="it is done"),
    ],
)
def test_whoever_is_left_as_they_are_though_the_row_asks_for_more_is_told(
    row: dict[str, CellValue], existing: Existing, said: bool
) -> None:
    held = case(learner("Leo Grant", Email="leo@example.org", **row), options=PlanOptions(existing=existing))
    assert ("Left as they are" in (found := told(held))) is said
    assert not said or found["Left as they are"].is_warning


@pytest.mark.parametrize(
    ("shown", "new", "said"), [(None, True, True), (False, True, True), (True, True, False), (False, False, False)]
)
def test_archived_learners_who_come_back_are_spoken_of_where_they_may_be_hidden(
    shown: bool | None, new: bool, said: bool
) -> None:
    rows = (learner(),) if new else (staff("IQA", "Kim Lowe"),)
    held = case(*rows, at=centre(abilities=Abilities(shows_archived=shown)))
    assert ("Archived learners" in told(held)) is said


def test_assignments_that_onefile_cannot_show_may_be_made_again_and_that_is_said() -> None:
    row = learner("Leo Grant", Email="leo@example.org", AdditionalIQAs="Owen Price")
    options = PlanOptions(existing=Existing.ASSIGN)
    assert "1 assignment of learners" in told(case(row, options=options))["Assignments"].text
    made = Record(made=frozenset({201}))
    assert "Assignments" not in told(case(row, options=options, record=made))
    assert "Assignments" not in told(case(learner(AdditionalIQAs="Owen Price")))


def test_rows_that_are_left_out_are_told_before_anything_else_of_the_roster() -> None:
    found = told(case(learner(), learner("Bea Cross", Email="not an address")))
    assert found["Rows left out"].text.startswith("1 of the 2 rows of people are left out")
    assert found["Rows left out"].is_warning
    assert "Rows left out" not in told(case(learner()))


def test_every_class_and_placement_that_is_made_is_named() -> None:
    options = PlanOptions(create_missing=True)
    row = learner(ClassroomID="Plumbing 2026", PlacementID="Harbour Boatyard")
    notice = told(case(row, options=options))["New classes and placements"]
    assert notice.is_warning
    assert "the class “Plumbing 2026”" in notice.text
    assert "the placement “Harbour Boatyard”" in notice.text
    assert "New classes and placements" not in told(case(learner(), options=options))
