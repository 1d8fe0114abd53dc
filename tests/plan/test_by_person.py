"""A plan one person at a time: the fields in people's words, the order, and what waits for what."""

from dataclasses import replace

import pytest

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.by_person import ByPerson, Entry
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import ChangeKind, Standing
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from tests.plan.cases import LEO, ZARA, case, centre, composed, day, learner, person, staff


def people_of(held: Case) -> ByPerson:
    return ByPerson(make_plan(held, environment="rehearsal"), held.centre)


def entry_of(people: ByPerson, row: int) -> Entry:
    """What becomes of the row of people `row`."""
    (entry,) = (entry for entry in people.entries if entry.row.on_people and entry.row.row == row)
    return entry


def fields_of(people: ByPerson, row: int) -> dict[str, str]:
    return {one.label: one.value for one in people.fields(entry_of(people, row))}


def steps_of(people: ByPerson, row: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(step.change.told, step.waits_for) for step in people.steps(entry_of(people, row))]


def test_every_row_of_people_stands_in_the_order_of_the_roster() -> None:
    rows = (learner("Ada Byrne"), staff("Assessor", "Zoe Reed"), learner("Bo Lind", Email="not an address"))
    people = people_of(case(*rows))
    assert [(entry.row.row, entry.row.person, entry.row.role, entry.row.standing) for entry in people.entries] == [
        (2, "Ada Byrne", Role.LEARNER, Standing.CREATE),
        (3, "Zoe Reed", Role.ASSESSOR, Standing.CREATE),
        (4, "Bo Lind", Role.LEARNER, Standing.EXCLUDED),
    ]


@pytest.mark.parametrize(
    ("given", "label", "told"),
    [
        pytest.param({}, "Centre", "Harbourside Training", id="the centre by name"),
        pytest.param({}, "Role", "Learner", id="the role by name"),
        pytest.param({}, "Class", "Autumn A", id="the class by name"),
        pytest.param({}, "Placement", "Mill Lane Nursery", id="the placement by name"),
        pytest.param({}, "Default assessor", "Zara Malik", id="the assessor by name"),
        pytest.param({"DefaultEmployerID": "E1"}, "Default employer", "Eve Carter", id="the employer by name"),
        pytest.param({"ProviderID": "Harbourside"}, "Provider", "Harbourside", id="the provider by name"),
        pytest.param({"LearnerStatusID": "In learning"}, "Learner status", "In learning", id="the status by name"),
        pytest.param({"DOB": day("2005-03-09")}, "Date of birth", "09/03/2005", id="a date as people here write it"),
        pytest.param({"SupportFunding": "yes"}, "Support funding", "Yes", id="yes and no in words"),
        pytest.param({"MobileNumber": "07700900123"}, "Mobile number", "07700900123", id="a phone number"),
        pytest.param({"MISID": "L77"}, "MIS ID", "L77", id="an identifier"),
    ],
)
def test_a_field_is_told_in_words(given: dict[str, str], label: str, told: str) -> None:
    assert fields_of(people_of(case(learner(**given))), 2)[label] == told


def test_everything_that_is_sent_is_told_in_the_order_of_sending() -> None:
    people = people_of(case(learner(MISID="L77", DOB=day("2005-03-09"), DefaultEmployerID="Eve Carter")))
    (change,) = people.plan.changes
    fields = people.fields(entry_of(people, 2))
    assert [one.name for one in fields] == list(change.request.body)
    tied = {one.name for one in fields if one.is_reference}
    assert tied == {"DefaultAssessorID", "DefaultEmployerID", "ClassroomID", "PlacementID"}
    assert {one.was for one in fields} == {None}


def test_people_of_one_name_are_told_apart_by_their_onefile_id() -> None:
    namesake = person(109, Role.ASSESSOR, "Zara Malik", email="other@example.org")
    people = people_of(case(learner(DefaultAssessorID="A1"), at=centre(ZARA, namesake)))
    assert fields_of(people, 2)["Default assessor"] == "Zara Malik (OneFile ID 101)"


def test_somebody_who_is_new_is_told_with_their_row() -> None:
    people = people_of(case(learner(DefaultAssessorID="Zoe Reed"), staff("Assessor", "Zoe Reed")))
    assert fields_of(people, 2)["Default assessor"] == "Zoe Reed (row 3), who is new"


def test_what_waits_for_what_is_told_in_the_order_of_sending() -> None:
    rows = (
        learner(
            "Ada Byrne",
            DefaultAssessorID="Zoe Reed",
            FrameworkTemplate="81",
            Standards="72",
            Units="TL_1",
            LearningAimAssessor="Zoe Reed",
            AdditionalIQAs="Owen Price",
        ),
        staff("Assessor", "Zoe Reed"),
    )
    people = people_of(case(*rows))
    ada, template = "after Ada Byrne is created", "after the framework template Early Years Level 3 is given"
    standard = "after the standard Team Leader is given"
    assert steps_of(people, 3) == [("Create Zoe Reed as Assessor", ())]
    assert [waits for _, waits in steps_of(people, 2)] == [
        ("after Zoe Reed (row 3) is created",),
        (ada,),
        (ada, template),
        (ada, template, standard),
        (ada,),
        ("after Zoe Reed (row 3) is created", ada, template, standard),
    ]
    numbers = [step.number for step in people.steps(entry_of(people, 2))]
    assert [people.plan.changes[number - 1].row for number in numbers] == [2] * 6
    assert numbers == sorted(numbers)


def test_a_unit_is_waited_for_by_its_title() -> None:
    people = people_of(case(learner(Units="EY_1", UnitAssessor="Zara Malik")))
    assert steps_of(people, 2)[-1][1] == ("after Ada Byrne is created", "after the unit Play (EY_1) is given")


def test_placements_and_classes_that_are_made_come_first_and_are_waited_for() -> None:
    row = learner(PlacementID="New Wharf", ClassroomID="Spring B")
    people = people_of(case(row, options=PlanOptions(create_missing=True)))
    made = [(entry.row.person, entry.makes) for entry in people.entries if not entry.has_row]
    assert sorted(made) == [("New Wharf", ChangeKind.PLACEMENT), ("Spring B", ChangeKind.CLASSROOM)]
    assert [entry.has_row for entry in people.entries] == [False, False, True]
    assert fields_of(people, 2)["Placement"] == "New Wharf, which is new"
    ((_, waits),) = steps_of(people, 2)
    assert sorted(waits) == ["after the class Spring B is made", "after the placement New Wharf is made"]


def test_an_update_tells_what_was_and_what_will_be() -> None:
    there = replace(
        LEO,
        fields=person(
            201,
            Role.LEARNER,
            "Leo Grant",
            email="leo@example.org",
            DefaultAssessorID=999,
            StartOn="2026-08-31T23:00:00Z",
        ).fields,
    )
    row = learner("Leo Grant", Email="leo@example.org", StartOn=day("2026-09-01"), MobileNumber="07700900123")
    held = case(row, at=centre(*centre().people[:3], there), options=PlanOptions(existing=Existing.UPDATE))
    people = people_of(held)
    told = {one.label: (one.was, one.value) for one in people.fields(entry_of(people, 2))}
    assert told["Mobile number"] == ("", "07700900123")
    assert told["Default assessor"] == ("OneFile ID 999", "Zara Malik")
    assert told["Class"] == ("", "Autumn A")
    assert "Start on" not in told, "the same day in London"


def test_a_row_that_is_left_out_keeps_its_reasons() -> None:
    people = people_of(case(learner(Email="not an address", ClassroomID=None)))
    entry = entry_of(people, 2)
    assert entry.row.standing is Standing.EXCLUDED
    assert {found.code for found in entry.problems if found.is_error} == {"email-invalid", "required-missing"}
    assert people.fields(entry) == ()
    assert people.steps(entry) == ()


def test_a_row_that_the_admin_left_out_says_so() -> None:
    people = people_of(case(learner(), options=PlanOptions(decisions={2: Decision.SKIP})))
    assert entry_of(people, 2).row.message == "You left this row out."


def test_a_further_row_of_the_same_person_tells_what_the_first_one_does() -> None:
    rows = (learner(DefaultEmployerID="Eve Carter"), learner(DefaultEmployerID="Ed Moss"), staff("Employer", "Ed Moss"))
    people = people_of(case(*rows))
    first, further = entry_of(people, 2), entry_of(people, 3)
    assert further.row.same_as == 2
    assert people.steps(further) == people.steps(first)
    assert [step.change.kind for step in people.steps(first)] == [ChangeKind.CREATE, ChangeKind.ASSIGN]


def test_a_learner_whom_only_the_sheet_assignments_names_has_an_entry() -> None:
    row = {"Learner": "Leo Grant", "Person": "Owen Price", "Level": "1"}
    held = case(staff("Assessor", "Zoe Reed"), assignments=(row,), options=PlanOptions(existing=Existing.ASSIGN))
    people = people_of(held)
    first, second = people.entries
    assert (first.row.person, first.row.role, first.row.onefile_id) == ("Leo Grant", Role.LEARNER, 201)
    assert (first.has_row, first.row.standing) == (False, Standing.CHANGE)
    assert second.row.person == "Zoe Reed"
    assert [step.waits_for for step in people.steps(first)] == [()]


def test_a_row_of_assignments_for_which_nothing_is_sent_comes_last_with_its_reason() -> None:
    rows = ({"Learner": "Ada Byrne", "Person": "Nobody Known", "Level": "1"},)
    last = people_of(case(learner(), assignments=rows)).entries[-1]
    assert (last.row.sheet, last.row.row, last.row.standing) == ("Assignments", 2, Standing.EXCLUDED)
    assert [found.code for found in last.problems] == ["reference-unknown"]


def test_every_change_belongs_to_one_person_and_nobody_is_missing() -> None:
    rows = (
        learner("Ada Byrne", FrameworkTemplate="81", AdditionalIQAs="Owen Price", PlacementID="New Wharf"),
        learner("Leo Grant", Email="leo@example.org"),
        staff("Employer", "Ed Moss"),
        learner("Bo Lind", Email="nowhere"),
    )
    assignment = {"Learner": "Ada Byrne", "Person": "Ed Moss", "Level": "1"}
    people = people_of(case(*rows, assignments=(assignment,), options=PlanOptions(create_missing=True)))
    own = [step.change.key for entry in people.entries for step in people.steps(entry)]
    assert sorted(own) == sorted(change.key for change in people.plan.changes)
    assert [entry.row for entry in people.entries if entry.row.on_people] == list(people.plan.people())


def test_an_employer_made_from_learners_rows_has_an_entry_and_is_waited_for() -> None:
    employer = {"EmployerFirstName": "Ed", "EmployerLastName": "Moss", "EmployerEmail": "ed.moss@example.org"}
    people = people_of(case(*(composed(learner(name, **employer)) for name in ("Ada Byrne", "Bo Lind"))))
    first = people.entries[0]
    assert (first.row.person, first.row.role, first.row.standing) == ("Ed Moss", Role.EMPLOYER, Standing.CREATE)
    assert (first.has_row, first.makes) == (False, None)
    assert fields_of(people, 2)["Default employer"] == "Ed Moss, who is new"
    for row in (2, 3):
        assert steps_of(people, row)[0][1] == ("after Ed Moss is created",)
