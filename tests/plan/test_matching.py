"""Is this person already there? The certain, the doubtful and the new."""

from dataclasses import replace
from datetime import date

import pytest

from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Record
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import LEO, ZARA, case, centre, day, learner, person, staff

ADA = person(301, Role.LEARNER, "Ada Byrne")


def plan_for(there: Person, options: PlanOptions | None = None, /, **row: CellValue) -> Plan:
    """The plan for one row, Ada Byrne's, against a centre with Zara and `there`."""
    return make_plan(case(learner(**row), at=centre(ZARA, there), options=options), environment="rehearsal")


@pytest.mark.parametrize(
    ("there", "row"),
    [
        (replace(ADA, email="ADA.byrne@example.org"), {}),
        (replace(ADA, mis_id="X7"), {"MISID": "x7"}),
        (replace(ADA, uln="1000000035"), {"ULN": "1000000035"}),
        (ADA, {"OneFileID": 301}),
        (
            replace(ADA, last_name="Marsh", email="ada.byrne@example.org", born=date(2005, 1, 2)),
            {"DOB": day("2005-01-02")},
        ),
        (replace(ADA, mis_id="000123"), {"MISID": "123"}),
        (replace(ADA, uln="10000 00035"), {"ULN": "1000000035"}),
        (replace(ADA, first_name="Adelaide", email="ada.byrne@example.org"), {}),
        (replace(ADA, email="ada.byrne@example.org", mis_id="OLD"), {"MISID": "NEW"}),
        (replace(ADA, first_name="Áda", last_name="O’Byrne", mis_id="X7"), {"MISID": "X7", "LastName": "O'Byrne"}),
    ],
    ids=[
        "email",
        "MIS ID",
        "ULN",
        "OneFile ID",
        "new surname, same birthday",
        "lost zeros",
        "a ULN with spaces",
        "a nickname",
        "a new MIS ID",
        "an accent and an apostrophe",
    ],
)
def test_a_shared_identifier_and_an_agreeing_person_are_certain(there: Person, row: dict[str, CellValue]) -> None:
    plan = plan_for(there, **row)
    assert plan.changes == ()
    assert (plan.rows[0].standing, plan.rows[0].onefile_id) == (Standing.LEFT_ALONE, 301)
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]


@pytest.mark.parametrize(
    ("there", "row", "code"),
    [
        (replace(ADA, last_name="Quigley", email="ada.byrne@example.org"), {}, "possible-duplicate"),
        (ADA, {}, "possible-duplicate"),
        (replace(ADA, email="ada.byrne@example.org", archived=True), {}, "possible-duplicate"),
        (
            replace(ADA, first_name="Amy", email="ada.byrne@example.org", born=date(2004, 1, 1)),
            {"DOB": day("2006-07-08")},
            "possible-duplicate",
        ),
        (
            replace(ADA, first_name="Amy", email="ada.byrne@example.org", mis_id="M1"),
            {"MISID": "M2"},
            "possible-duplicate",
        ),
        (
            replace(ADA, born=date(2005, 1, 2), mis_id="OLD"),
            {"DOB": day("2005-01-02"), "MISID": "NEW"},
            "possible-duplicate",
        ),
        (replace(ADA, first_name="Ad\u0301a"), {}, "possible-duplicate"),
        (replace(ADA, first_name="Bo", last_name="Quigley", mis_id="X7"), {"MISID": "X7"}, "mis-id-in-use"),
        (person(9, Role.IQA, "Bo Quigley", mis_id="X7"), {"MISID": "X7"}, "mis-id-in-use"),
        (person(9, Role.EMPLOYER, "Bo Quigley", email="ada.byrne@example.org"), {}, "email-in-use"),
        (LEO, {"OneFileID": 999}, "onefile-id-unknown"),
    ],
)
def test_what_is_not_certain_is_never_created(there: Person, row: dict[str, CellValue], code: str) -> None:
    plan = plan_for(there, **row)
    assert [problem.code for problem in plan.problems] == [code]
    assert plan.rows[0].standing is Standing.EXCLUDED
    assert plan.changes == ()


@pytest.mark.parametrize(
    ("there", "row"),
    [
        (LEO, {}),
        (replace(ADA, born=date(1999, 1, 1)), {"DOB": day("2005-01-02")}),
        (replace(ADA, uln="1000000035"), {"ULN": "1000000043"}),
        (replace(ADA, mis_id="OLD"), {"MISID": "NEW"}),
    ],
    ids=["nobody like it", "another birthday", "another ULN", "another MIS ID"],
)
def test_others_are_created(there: Person, row: dict[str, CellValue]) -> None:
    plan = plan_for(there, **row)
    assert [change.kind for change in plan.changes] == ["create"]
    assert not plan.problems


def test_a_create_remembers_the_people_of_its_name() -> None:
    plan = plan_for(replace(ADA, born=date(1999, 1, 1)), DOB=day("2005-01-02"))
    assert plan.changes[0].known == (301,)


@pytest.mark.parametrize(
    ("decision", "standing", "changes"),
    [(Decision.SKIP, Standing.EXCLUDED, 0), (Decision.CREATE, Standing.CREATE, 1), (301, Standing.LEFT_ALONE, 0)],
)
def test_a_possible_duplicate_waits_for_the_decision(
    decision: Decision | int, standing: Standing, changes: int
) -> None:
    plan = plan_for(ADA, PlanOptions(decisions={2: decision}))
    assert (plan.rows[0].standing, len(plan.changes)) == (standing, changes)
    assert "possible-duplicate" not in [problem.code for problem in plan.problems]


def test_a_decision_for_nobody_is_said() -> None:
    plan = plan_for(ADA, PlanOptions(decisions={2: 101}))  # Zara is no learner
    assert [problem.code for problem in plan.problems] == ["onefile-id-unknown"]
    assert plan.changes == ()


def test_people_who_are_there_need_only_what_identifies_them() -> None:
    plan = plan_for(replace(ADA, email="ada.byrne@example.org"), ClassroomID=None, DefaultAssessorID="Nobody Known")
    assert [problem.code for problem in plan.problems] == ["already-in-onefile"]


def test_an_assessor_who_was_a_trainee_is_asked_about() -> None:
    trainee = person(9, Role.TRAINEE_ASSESSOR, "Nia Cole", email="nia.cole@example.org")
    plan = make_plan(case(staff("Assessor", "Nia Cole"), at=centre(trainee)), environment="rehearsal")
    assert [problem.code for problem in plan.problems] == ["possible-duplicate"]
    assert "a Trainee Assessor there" in plan.problems[0].message


def test_several_who_agree_are_asked_about() -> None:
    again = person(302, Role.LEARNER, "Ada Byrne", mis_id="X7")
    there = centre(ZARA, replace(ADA, email="ada.byrne@example.org"), again)
    plan = make_plan(case(learner(MISID="X7"), at=there), environment="rehearsal")
    assert [problem.code for problem in plan.problems] == ["possible-duplicate"]
    assert "301" in plan.problems[0].message
    assert "302" in plan.problems[0].message


def test_two_rows_that_are_one_person_are_both_kept_back() -> None:
    there = replace(ADA, email="ada.byrne@example.org", mis_id="X7")
    rows = (learner(), learner(Email="ada.b@example.org", MISID="X7"))
    options = PlanOptions(existing=Existing.UPDATE)
    plan = make_plan(case(*rows, at=centre(ZARA, there), options=options), environment="rehearsal")
    assert plan.changes == ()
    repeated = [(problem.code, problem.place.row) for problem in plan.problems if problem.is_error]
    assert repeated == [("person-repeated", 2), ("person-repeated", 3)]


UNSETTLED = Record(unsettled=frozenset({(Role.LEARNER, "ada.byrne@example.org")}))


@pytest.mark.parametrize("decisions", [{}, {2: Decision.CREATE}], ids=["undecided", "decided to create"])
@pytest.mark.parametrize(
    ("there", "row"),
    [
        (LEO, {}),
        (LEO, {"OneFileID": 999}),
        (ADA, {}),
        (replace(ADA, last_name="Bryne"), {}),
        (replace(ADA, email="ada.byrne@example.org", archived=True), {}),
        (replace(ADA, last_name="Quigley", email="ada.byrne@example.org"), {}),
        (person(301, Role.LEARNER, "Ada Byrne", mis_id="X7", EpisodeName="Old"), {"MISID": "X7", "EpisodeName": "New"}),
    ],
    ids=["nobody", "an unknown ID", "a namesake", "a near name", "archived", "another surname", "coming back"],
)
def test_whom_an_earlier_run_may_have_created_waits_for_that_run_whatever_was_decided(
    there: Person, row: dict[str, CellValue], decisions: dict[int, Decision | int]
) -> None:
    held = case(learner(**row), at=centre(ZARA, there), record=UNSETTLED, options=PlanOptions(decisions=decisions))
    plan = make_plan(held, environment="rehearsal")
    assert ([problem.code for problem in plan.problems], plan.changes) == (["unsettled-before"], ())


@pytest.mark.parametrize(
    ("there", "decisions"),
    [
        ((replace(ADA, email="ada.byrne@example.org"),), {}),
        ((replace(ADA, email="ada.byrne@example.org"),), {2: Decision.CREATE}),
        ((ADA, replace(ADA, id=302)), {2: 301}),
    ],
    ids=["found since", "found since, and decided before", "said to be that person"],
)
def test_who_is_known_to_be_there_waits_for_no_run(
    there: tuple[Person, ...], decisions: dict[int, Decision | int]
) -> None:
    held = case(learner(), at=centre(ZARA, *there), record=UNSETTLED, options=PlanOptions(decisions=decisions))
    plan = make_plan(held, environment="rehearsal")
    assert (plan.rows[0].onefile_id, plan.changes) == (301, ())


def test_of_two_alike_the_newest_is_not_taken_for_whom_an_earlier_run_may_have_created() -> None:
    there = replace(ADA, email="ada.byrne@example.org")
    options = PlanOptions(decisions={2: Decision.CREATE})
    held = case(learner(), at=centre(ZARA, there, replace(there, id=302)), record=UNSETTLED, options=options)
    plan = make_plan(held, environment="rehearsal")
    assert ([problem.code for problem in plan.problems], plan.changes) == (["unsettled-before"], ())


# One email, and another first name


@pytest.mark.parametrize("existing", list(Existing))
@pytest.mark.parametrize(
    ("first", "there", "asked"),
    [
        ("Ben", "Leo", True),
        ("Mary", "John", True),
        ("Katherine", "Catherine", True),
        ("Eve", "Evie", False),
        ("Adelaide", "Ada", False),
        ("Jon", "John", False),
        ("Jo", "Joanne", False),
        ("Émilie", "Emily", False),
        ("Ben", "", False),
    ],
)
def test_a_shared_email_and_surname_are_not_enough_where_the_first_name_is_another(
    first: str, there: str, existing: Existing, *, asked: bool
) -> None:
    """Families and offices share mailboxes; twins share a birthday as well."""
    sibling = replace(
        person(301, Role.LEARNER, f"{there} Hart", email="hart@example.org", PlacementID=41), born=date(2004, 5, 6)
    )
    row = learner(f"{first} Hart", Email="hart@example.org", DOB=day("2004-05-06"))
    plan = make_plan(
        case(row, at=centre(ZARA, sibling), options=PlanOptions(existing=existing)), environment="rehearsal"
    )
    codes = [problem.code for problem in plan.problems]
    if asked:
        assert (codes, plan.changes) == (["possible-duplicate"], ())
        assert "the first name is another" in plan.problems[0].message
        assert plan.problems[0].place.field == "Email"
    else:
        assert (codes, plan.rows[0].onefile_id) == (["already-in-onefile"], 301)


@pytest.mark.parametrize(("field", "known"), [("MISID", "mis_id"), ("ULN", "uln")])
def test_a_second_identifier_tells_that_somebody_changed_their_first_name(field: str, known: str) -> None:
    there = replace(person(301, Role.LEARNER, "Leo Byrne", email="ada.byrne@example.org"), **{known: "1000000035"})
    assert plan_for(there, **{field: "1000000035"}).rows[0].onefile_id == 301


def test_a_sibling_who_was_created_after_the_question_is_found_and_not_created_again() -> None:
    siblings = [person(301, Role.LEARNER, "Leo Hart", email="hart@example.org")]
    row = learner("Ben Hart", Email="hart@example.org")
    options = PlanOptions(decisions={2: Decision.CREATE})
    (created,) = make_plan(case(row, at=centre(ZARA, *siblings), options=options), environment="rehearsal").changes
    assert (created.kind, created.known) == ("create", (301,))
    siblings.append(person(302, Role.LEARNER, "Ben Hart", email="hart@example.org"))
    for decided in (options, PlanOptions()):
        plan = make_plan(case(row, at=centre(ZARA, *siblings), options=decided), environment="rehearsal")
        assert (plan.rows[0].onefile_id, plan.changes) == (302, ())


# Roles that could not be read


@pytest.mark.parametrize(
    ("there", "row"),
    [
        (replace(ADA, email="ada.byrne@example.org"), {}),
        (replace(ADA, mis_id="X7"), {"MISID": "X7"}),
        (ADA, {"OneFileID": 301}),
        (ADA, {}),
        (replace(ADA, last_name="Bryne"), {}),
        (replace(ADA, last_name="Quigley", uln="1000000035"), {"ULN": "1000000035"}),
    ],
    ids=["email", "MIS ID", "OneFile ID", "name", "near name", "ULN with another surname"],
)
def test_somebody_whose_role_is_not_known_is_asked_about(there: Person, row: dict[str, CellValue]) -> None:
    unread = replace(there, role=None, complete=False, fields={})
    plan = plan_for(unread, **row)
    assert ([problem.code for problem in plan.problems], plan.changes) == (["possible-duplicate"], ())
    assert "301" in plan.problems[0].message


@pytest.mark.parametrize("surname", ["Byrne", "Quigley"])
def test_somebody_whose_role_is_not_known_can_be_said_to_be_the_row_or_another(surname: str) -> None:
    unread = replace(ADA, last_name=surname, uln="1000000035", role=None, complete=False, fields={})
    assert plan_for(unread, PlanOptions(decisions={2: 301}), ULN="1000000035").rows[0].onefile_id == 301
    (created,) = plan_for(unread, PlanOptions(decisions={2: Decision.CREATE}), ULN="1000000035").changes
    assert created.known == (301,)


def test_the_email_of_a_stranger_whose_role_is_not_known_is_in_use() -> None:
    stranger = replace(person(9, Role.LEARNER, "Bo Quigley", email="ada.byrne@example.org"), role=None)
    assert [problem.code for problem in plan_for(stranger).problems] == ["email-in-use"]


def test_the_one_whose_role_is_known_counts_before_a_stranger_of_unknown_role() -> None:
    there = replace(ADA, email="ada.byrne@example.org")
    unread = person(900, Role.LEARNER, "Bo Quigley", email="ada.byrne@example.org")
    plan = make_plan(case(learner(), at=centre(ZARA, there, replace(unread, role=None))), environment="rehearsal")
    assert plan.rows[0].onefile_id == 301


def test_who_is_there_can_be_named_by_an_email_alone() -> None:
    there = replace(ADA, email="ada.byrne@example.org")
    row = {"Role": "Learner", "Email": "ada.byrne@example.org", "AdditionalAssessors": "Zara Malik"}
    options = PlanOptions(existing=Existing.ASSIGN)
    plan = make_plan(case(row, at=centre(ZARA, there), options=options), environment="rehearsal")
    assert [(change.kind, change.about) for change in plan.changes] == [("assign", 301)]
    assert not [problem for problem in plan.problems if problem.is_error]
