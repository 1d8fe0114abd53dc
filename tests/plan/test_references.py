"""What the texts of a roster refer to."""

from collections.abc import Mapping
from datetime import date

import pytest

from onefile_desktop.onefile.models import Named
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.options import Decision, PlanOptions
from onefile_desktop.plan.resolve import contradicts
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, LEO, OWEN, ZARA, case, centre, composed, day, learner, person, staff


def body_of_create(row: dict[str, CellValue]) -> Mapping[str, object]:
    """The body of the create of the one person on the roster."""
    plan = make_plan(case(row), environment="rehearsal")
    assert plan.problems == ()
    return plan.changes[0].request.body


@pytest.mark.parametrize(
    "text", ["Zara Malik", "  zara   MALIK ", "Malik, Zara", "zara@example.org", "A1", "101"], ids=repr
)
def test_an_assessor_is_found_however_they_are_named(text: str) -> None:
    assert body_of_create(learner(DefaultAssessorID=text))["DefaultAssessorID"] == 101


@pytest.mark.parametrize(
    "given",
    [
        {"AssessorFirstName": "Owen", "AssessorLastName": "Price", "AssessorEmail": "zara@example.org"},
        {"DefaultAssessorID": "Owen Price", "AssessorEmail": "zara@example.org"},
        {"DefaultAssessorID": "Owen Price <zara@example.org>"},
    ],
)
def test_a_name_that_is_not_that_of_the_email_is_told(given: dict[str, str]) -> None:
    plan = make_plan(case(composed(learner(**{"DefaultAssessorID": None, **given}))), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.place.row, problem.is_error) == ("reference-contradicted", 2, False)
    assert problem.place.column is not None
    assert "Owen Price" in problem.message
    assert "Zara Malik" in problem.message
    assert plan.changes[0].request.body["DefaultAssessorID"] == 101


@pytest.mark.parametrize(
    "name", ["Zara", "Z Malik", "Zar Malik-Shah", "MALIK, ZARA", "Z.", "Mrs Malik", "Zára Khan", ""]
)
def test_a_name_with_a_word_of_theirs_is_not(name: str) -> None:
    row = learner(DefaultAssessorID=None, AssessorLastName=name, AssessorEmail="zara@example.org")
    assert make_plan(case(composed(row)), environment="rehearsal").problems == ()


@pytest.mark.parametrize("name", ["Mill Lane", "Mill Lane Nursery Ltd", "Jo Reed", "HR", "Team A", "as above"])
def test_nor_is_the_name_of_a_company_or_a_team(name: str) -> None:
    row = learner(DefaultEmployerID=name, EmployerEmail="eve@example.org", PlacementID="P-MILL")
    found = make_plan(case(composed(row)), environment="rehearsal").problems
    asked = {"reference-contradicted", "described-perhaps-there"} & {one.code for one in found}
    assert bool(asked) is (name == "Jo Reed")


@pytest.mark.parametrize(
    ("name", "other", "do"),
    [
        ("Jo Reed", "Al Jones", True),
        ("Ed Day", "Edna Moore", True),
        ("Mr Jones", "Mrs Smith", False),
        ("Mr Tom Jones", "Mr Al Smith", True),
        ("Rob Ash", "Robert Ashe", False),
        ("O Brien", "Pat O’Brien", False),
        ("José Díaz", "Jose Diaz", False),
        ("Team A", "Eve Lake", False),
    ],
)
def test_names_that_contradict_each_other(name: str, other: str, do: bool) -> None:
    assert contradicts(name, other) is do


def test_whom_the_admin_chose_is_not_doubted_again() -> None:
    row = learner(DefaultAssessorID="Owen Price <z@example.org>")
    chosen = PlanOptions(choices={("DefaultAssessorID", "z@example.org"): "101"})
    assert make_plan(case(composed(row), options=chosen), environment="rehearsal").problems == ()


@pytest.mark.parametrize("text", ["Mill Lane Nursery", "mill lane  nursery", "P-MILL", "41"], ids=repr)
def test_a_placement_is_found_however_it_is_named(text: str) -> None:
    assert body_of_create(learner(PlacementID=text))["PlacementID"] == 41


def test_a_reference_to_another_row_waits_for_that_row() -> None:
    plan = make_plan(
        case(learner(DefaultAssessorID="Nia Cole"), staff("Trainee Assessor", "Nia Cole")), environment="rehearsal"
    )
    assert [change.key for change in plan.changes] == ["people-3-create", "people-2-create"]
    assert plan.changes[1].request.body["DefaultAssessorID"] == {"$id_of": "people-3-create"}
    assert plan.changes[1].depends_on == ("people-3-create",)


def test_a_row_who_is_there_already_is_meant_by_what_the_row_says() -> None:
    hidden = person(101, Role.ASSESSOR, "Zara Malik", mis_id="A1")  # a service that shows no email
    row = staff("Assessor", "Zara Malik", MISID="A1", Email="zara.new@example.org")
    plan = make_plan(
        case(row, learner(DefaultAssessorID="zara.new@example.org"), at=centre(hidden)), environment="live"
    )
    assert plan.changes[0].request.body["DefaultAssessorID"] == 101


@pytest.mark.parametrize(
    ("row", "code", "field", "suggestion"),
    [
        ({"DefaultAssessorID": "Zara Mallik"}, "reference-unknown", "DefaultAssessorID", "Zara Malik"),
        ({"DefaultAssessorID": "Owen Price"}, "reference-unknown", "DefaultAssessorID", None),
        ({"ClassroomID": "Autum A"}, "reference-unknown", "ClassroomID", "Autumn A"),
        ({"FrameworkTemplate": "xyz"}, "reference-unknown", "FrameworkTemplate", None),
        ({"Units": "Safety"}, "reference-ambiguous", "Units", None),
    ],
)
def test_what_refers_to_nothing_is_said_at_its_cell(
    row: dict[str, str], code: str, field: str, suggestion: str | None
) -> None:
    plan = make_plan(case(learner(**row)), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.place.row, problem.place.field) == (code, 2, field)
    assert problem.value == row[field]
    assert problem.place.column is not None
    assert plan.changes == ()
    if suggestion:
        assert problem.suggestions == (suggestion,)


def test_several_of_one_name_are_told_apart_and_never_guessed() -> None:
    twin = person(109, Role.TRAINEE_ASSESSOR, "Zara Malik", email="zm@example.org")
    plan = make_plan(case(learner(), at=centre(ZARA, twin)), environment="rehearsal")
    (problem,) = plan.problems
    assert problem.code == "reference-ambiguous"
    assert "zara@example.org" in problem.message
    assert "zm@example.org" in problem.message
    chosen = PlanOptions(choices={("DefaultAssessorID", "zara malik"): "109"})
    plan = make_plan(case(learner(), at=centre(ZARA, twin), options=chosen), environment="rehearsal")
    assert plan.changes[0].request.body["DefaultAssessorID"] == 109


def test_the_archived_cannot_be_referred_to() -> None:
    gone = person(109, Role.ASSESSOR, "Gus Field", archived=True)
    plan = make_plan(case(learner(DefaultAssessorID="Gus Field"), at=centre(ZARA, gone)), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.place.row, problem.place.field) == ("reference-archived", 2, "DefaultAssessorID")
    assert "Gus Field (Assessor, OneFile ID 109) is archived in OneFile" in problem.message
    assert plan.changes == ()


def test_somebody_archived_steps_back_for_the_one_who_is_not() -> None:
    gone = person(109, Role.ASSESSOR, "Zara Malik", email="zara@example.org", archived=True)
    for text in ("Zara Malik", "zara@example.org"):
        plan = make_plan(case(learner(DefaultAssessorID=text), at=centre(ZARA, gone)), environment="rehearsal")
        assert plan.changes[0].request.body["DefaultAssessorID"] == 101


def test_a_mis_id_that_somebody_archived_shares_is_never_a_guess() -> None:
    gone = person(109, Role.TRAINEE_ASSESSOR, "Gus Field", mis_id="A1", archived=True)
    plan = make_plan(case(learner(DefaultAssessorID="A1"), at=centre(ZARA, gone)), environment="rehearsal")
    (problem,) = [one for one in plan.problems if one.is_error]
    assert (problem.code, problem.place.row) == ("reference-ambiguous", 2)
    assert "Gus Field (Trainee Assessor, MIS ID A1, OneFile ID 109, archived)" in problem.message
    assert "Zara Malik (Assessor, zara@example.org, MIS ID A1, OneFile ID 101)" in problem.message
    assert plan.changes == ()


def test_several_of_one_name_are_told_apart_by_their_placements_too() -> None:
    eves = (
        person(110, Role.EMPLOYER, "Eve Lake", PlacementID=41),
        person(111, Role.EMPLOYER, "Eve Lake", PlacementID="42"),
        person(112, Role.EMPLOYER, "Eve Lake", PlacementID=99),
    )
    plan = make_plan(case(learner(DefaultEmployerID="Eve Lake"), at=centre(ZARA, *eves)), environment="rehearsal")
    (problem,) = plan.problems
    assert problem.code == "reference-ambiguous"
    assert "Eve Lake (Employer, at Mill Lane Nursery, OneFile ID 110)" in problem.message
    assert "Eve Lake (Employer, at Quay Garage, OneFile ID 111)" in problem.message
    assert "Eve Lake (Employer, OneFile ID 112)" in problem.message


def test_somebody_of_the_roster_is_told_apart_by_their_row() -> None:
    there = person(109, Role.ASSESSOR, "Nia Cole", email="nia@old.example.org", born=date(1980, 1, 1))
    rows = (staff("Assessor", "Nia Cole", DOB=day("1990-02-03")), learner(DefaultAssessorID="Nia Cole"))
    plan = make_plan(case(*rows, at=centre(ZARA, there)), environment="rehearsal")
    (problem,) = [one for one in plan.problems if one.is_error]
    assert problem.code == "reference-ambiguous"
    assert "Nia Cole (Assessor, nia.cole@example.org, new, on row 2)" in problem.message
    assert "Nia Cole (Assessor, nia@old.example.org, OneFile ID 109)" in problem.message


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("zara.mallik@example.org", ("zara.malik@example.org",)),
        ("zara.malik@exampel.org", ("zara.malik@example.org",)),
        ("nia.cole@example.org", ("Nia Cole",)),
        ("someone.else@example.org", ()),
        ("HT-00124", ("HT 00124",)),
        ("ht 124", ()),
        ("77001234657", ("77001234567",)),
        ("124", ()),
    ],
    ids=repr,
)
def test_a_mistyped_email_or_mis_id_gets_suggestions_of_its_kind(text: str, suggestions: tuple[str, ...]) -> None:
    people = (
        person(111, Role.ASSESSOR, "Zara Malik", email="zara.malik@example.org", mis_id="HT 00124"),
        person(112, Role.ASSESSOR, "Nia Cole", mis_id="77001234567"),
    )
    plan = make_plan(case(learner(DefaultAssessorID=text), at=centre(*people)), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.suggestions) == ("reference-unknown", suggestions)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Owen Price", ": Owen Price is in OneFile, as an IQA."),
        ("owen@example.org", ": Owen Price is in OneFile, as an IQA."),
        ("102", ": Owen Price is in OneFile, as an IQA."),
        ("Eve Carter", ": Eve Carter is in OneFile, as an employer."),
        ("Bea Vale", ": Bea Vale is on row 3, as an IQA."),
        ("Gus Field", ": Gus Field is in OneFile, as an observer and archived."),
        ("99999", "in OneFile or on another row."),
    ],
    ids=repr,
)
def test_who_has_another_role_is_said_so(text: str, told: str) -> None:
    gone = person(109, Role.OBSERVER, "Gus Field", archived=True)
    rows = (learner(DefaultAssessorID=text), staff("IQA", "Bea Vale"))
    plan = make_plan(case(*rows, at=centre(ZARA, OWEN, EVE, gone)), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.place.row) == ("reference-unknown", 2)
    assert f"There is no assessor “{text}” in OneFile or on another row" in problem.message
    assert told in problem.message


def test_a_placement_of_a_mistyped_mis_id_is_suggested_by_it() -> None:
    far = centre(placements=(Named(41, "Mill Lane Nursery", "0004711"),))
    plan = make_plan(case(learner(PlacementID="4711"), at=far), environment="rehearsal")
    assert plan.problems[0].suggestions == ("0004711",)


def test_whoever_refers_to_a_row_with_an_error_waits_and_so_do_theirs() -> None:
    plan = make_plan(
        case(
            staff("Assessor", "Nia Cole", Email="nonsense"),
            learner(DefaultAssessorID="Nia Cole"),
            assignments=({"Learner": "Ada Byrne", "Person": "Owen Price", "Level": 1},),
        ),
        environment="rehearsal",
    )
    found = [(problem.code, problem.place.sheet, problem.place.row) for problem in plan.problems]
    assert found == [
        ("email-invalid", "People", 2),
        ("reference-not-ready", "People", 3),
        ("reference-not-ready", "Assignments", 2),
    ]
    assert plan.changes == ()


def test_a_row_that_was_left_out_stands_back_for_the_person_who_is_there() -> None:
    twin = person(108, Role.ASSESSOR, "Nia Cole")
    rows = (staff("Assessor", "Nia Cole"), learner(DefaultAssessorID="Nia Cole"))
    options = PlanOptions(decisions={2: Decision.SKIP})
    plan = make_plan(case(*rows, at=centre(ZARA, twin), options=options), environment="rehearsal")
    assert plan.changes[0].request.body["DefaultAssessorID"] == 108


def test_only_some_rows() -> None:
    rows = (learner("Ada Byrne"), learner("Bea Cross"), learner("Cy Dunn"))
    assignments = ({"Learner": "Ada Byrne", "Person": "Owen Price", "Level": 1},)
    plan = make_plan(
        case(*rows, assignments=assignments, options=PlanOptions(only=frozenset({3}))), environment="rehearsal"
    )
    assert [change.row for change in plan.changes] == [3]
    assert [row.standing for row in plan.rows] == ["excluded", "create", "excluded", "excluded"]
    assert plan.problems == ()


def test_somebody_is_found_by_the_name_that_their_row_gives_too() -> None:
    row = staff("Assessor", "Zahra Malik", Email="zara@example.org", MISID="A1")
    for name in ("Zahra Malik", "Malik, Zahra", "Zara Malik"):
        plan = make_plan(case(row, learner(DefaultAssessorID=name)), environment="rehearsal")
        assert plan.changes[0].request.body["DefaultAssessorID"] == 101
    zahra = person(109, Role.ASSESSOR, "Zahra Malik")
    plan = make_plan(
        case(row, learner(DefaultAssessorID="Zahra Malik"), at=centre(ZARA, zahra)), environment="rehearsal"
    )
    assert [problem.code for problem in plan.problems if problem.is_error] == ["reference-ambiguous"]


def test_missing_placements_and_classes_are_made_once_when_asked() -> None:
    rows = (learner("Ada Byrne", PlacementID="New Site"), learner("Bea Cross", PlacementID="new site", ClassroomID="B"))
    refused = make_plan(case(*rows), environment="rehearsal")
    assert [problem.code for problem in refused.problems] == ["reference-unknown"] * 3
    plan = make_plan(case(*rows, options=PlanOptions(create_missing=True)), environment="rehearsal")
    made = [c for c in plan.changes if c.kind in (ChangeKind.PLACEMENT, ChangeKind.CLASSROOM)]
    assert [(c.request.path, c.request.body["Name"]) for c in made] == [("/Placement", "New Site"), ("/Classroom", "B")]
    assert plan.changes[3].request.body["PlacementID"] == {"$id_of": made[0].key}
    assert set(plan.changes[3].depends_on) == {made[0].key, made[1].key}


@pytest.mark.parametrize(
    ("field", "text", "near"),
    [
        ("ClassroomID", "Autum A", "“Autumn A” is there"),
        ("PlacementID", "mill lane  nursry", "“Mill Lane Nursery” is there"),
        ("ClassroomID", "Spring", None),
    ],
)
def test_what_is_nearly_there_is_made_only_with_a_warning(field: str, text: str, near: str | None) -> None:
    plan = make_plan(case(learner(**{field: text}), options=PlanOptions(create_missing=True)), environment="rehearsal")
    assert [change.kind for change in plan.changes][1:] == ["create"]
    found = [(one.code, one.place.row, one.place.field, one.is_error) for one in plan.problems]
    assert found == ([("new-thing-near", 2, field, False)] if near else [])
    assert all(near is not None and near in one.message for one in plan.problems)


def test_two_new_things_that_are_nearly_one_are_told_apart() -> None:
    rows = (
        learner("Ada Byrne", ClassroomID="Spring Intake"),
        learner("Bea Cross", ClassroomID="Sprng Intake"),
        learner("Cy Dunn", ClassroomID="spring intake"),
    )
    plan = make_plan(case(*rows, options=PlanOptions(create_missing=True)), environment="rehearsal")
    assert [change.person for change in plan.changes][:2] == ["Spring Intake", "Sprng Intake"]
    (problem,) = plan.problems
    assert (problem.code, problem.place.row) == ("new-thing-near", 3)
    assert "“Spring Intake” is made as well" in problem.message


@pytest.mark.parametrize("text", ["tbc", "N/A", "-", "unknown", "To be confirmed", "***", "None"])
@pytest.mark.parametrize("field", ["PlacementID", "ClassroomID"])
def test_nothing_is_ever_made_of_a_word_for_nothing(field: str, text: str) -> None:
    plan = make_plan(case(learner(**{field: text}), options=PlanOptions(create_missing=True)), environment="rehearsal")
    assert plan.changes == ()
    (problem,) = plan.problems
    assert problem.code in ("reference-unknown", "required-missing")


def test_two_assessors_who_share_a_mis_id_are_reported() -> None:
    twin = person(110, Role.ASSESSOR, "Old Account", mis_id="A1", archived=True)
    plan = make_plan(case(learner(), at=centre(ZARA, twin, LEO)), environment="rehearsal")
    (problem,) = plan.problems
    assert (problem.code, problem.place.row, problem.is_error) == ("mis-id-shared", None, False)
    assert "Zara Malik" in problem.message
    assert "Old Account (Assessor, OneFile ID 110, archived)" in problem.message
    assert len(plan.changes) == 1


def test_a_mis_id_of_the_centre_is_no_rows_even_where_a_faulty_row_has_it_too() -> None:
    zara, paul = (
        person(number, Role.ASSESSOR, name, mis_id="A7") for number, name in ((121, "Zara Po"), (122, "Al Po"))
    )
    rows = (staff("Assessor", "Zoe New", MISID="A7"), learner(DefaultAssessorID="A7"))
    plan = make_plan(case(*rows, at=centre(zara, paul)), environment="rehearsal")
    codes = [problem.code for problem in plan.problems if problem.place.row == 3]
    assert codes == ["reference-ambiguous"]


def test_whoever_waits_for_a_decision_is_waited_for_rather_than_guessed() -> None:
    there = person(131, Role.ASSESSOR, "Zoe New")
    rows = (staff("Assessor", "Zoe New"), learner(DefaultAssessorID="Zoe New"))
    plan = make_plan(case(*rows, at=centre(there)), environment="rehearsal")
    assert [problem.code for problem in plan.problems if problem.place.row == 3] == ["reference-not-ready"]
