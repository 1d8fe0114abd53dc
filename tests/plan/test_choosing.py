"""What the admin decides that a text means: once for all rows, and remembered for the centre."""

from dataclasses import replace

import pytest

from onefile_desktop.onefile.models import Named, Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.candidates import candidates, is_choosable
from onefile_desktop.plan.changes import ChoiceUsed, Plan
from onefile_desktop.plan.choosing import kept, to_keep
from onefile_desktop.plan.everybody import book_of
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Chosen, Record, fingerprint
from onefile_desktop.plan.subjects import subjects
from tests.plan.cases import EVE, LEO, OWEN, ZARA, Given, case, centre, learner, person, staff

TWIN = person(109, Role.TRAINEE_ASSESSOR, "Zara Malik", email="zm@example.org", mis_id="A9")
GONE = person(120, Role.ASSESSOR, "Gus Field", archived=True)
HERE = centre(ZARA, TWIN, OWEN, EVE, LEO, GONE)
KEY = ("DefaultAssessorID", "zara malik")


def plan_with(*rows: Given, record: Record | None = None, **choices: str) -> Plan:
    """The plan of `rows`, with what texts in fields are to mean (`DefaultAssessorID="zara malik=109"`)."""
    chosen = dict(_parted(name, text) for name, text in choices.items())
    options = PlanOptions(choices=chosen)
    return make_plan(case(*rows, at=HERE, record=record, options=options), environment="rehearsal")


def _parted(name: str, text: str) -> tuple[tuple[str, str], str]:
    in_roster, _, meant = text.rpartition("=")
    return (name, in_roster), meant


def remembering(meant: str, name: str = "DefaultAssessorID", text: str = "Zara Malik") -> Record:
    """A record of nothing but one choice."""
    return Record(chosen=frozenset({Chosen(fingerprint(name, text), meant)}))


@pytest.mark.parametrize("meant", ["109", "zm@example.org", "A9", " 109 "], ids=repr)
def test_one_choice_settles_every_row_with_the_text(meant: str) -> None:
    rows = [learner(f"Ada Byrne{n}", DefaultAssessorID=text) for n, text in enumerate(("Zara Malik", "ZARA  malik"))]
    plan = plan_with(*rows, DefaultAssessorID=f"zara malik={meant}")
    assert plan.problems == ()
    assert [change.request.body["DefaultAssessorID"] for change in plan.changes] == [109, 109]
    assert plan.choices_used == (ChoiceUsed("DefaultAssessorID", "Zara Malik", "109", "Zara Malik (OneFile ID 109)"),)


def test_a_choice_holds_for_its_field_alone() -> None:
    row = learner(AdditionalAssessors="Zara Malik")
    plan = plan_with(row, DefaultAssessorID="zara malik=109")
    assert [(one.code, one.place.field) for one in plan.problems] == [("reference-ambiguous", "AdditionalAssessors")]


def test_a_row_of_the_roster_can_be_chosen() -> None:
    rows = (learner(DefaultAssessorID="Miss Cole"), staff("Assessor", "Nia Cole"))
    plan = plan_with(*rows, DefaultAssessorID="miss cole=nia.cole@example.org")
    assert plan.changes[1].request.body["DefaultAssessorID"] == {"$id_of": "people-3-create"}
    (used,) = plan.choices_used
    assert (used.meant, used.who) == ("", "Nia Cole")


def test_what_was_chosen_is_told() -> None:
    plan = plan_with(
        learner(DefaultAssessorID="Z M", PlacementID="Mill"), DefaultAssessorID="z m=A9", PlacementID="mill=41"
    )
    assert "default assessor Z M = Zara Malik" in plan.changes[0].told
    assert "placement Mill = Mill Lane Nursery" in plan.changes[0].told


@pytest.mark.parametrize(
    ("meant", "code", "told"),
    [
        ("Nobody", "reference-unknown", "There is no assessor “Nobody” in OneFile or on another row."),
        ("4711", "reference-unknown", "There is no assessor “4711”"),
        ("102", "reference-unknown", "Owen Price is in OneFile, as an IQA."),
        ("Zara Malik", "reference-ambiguous", "“Zara Malik” could be several: "),
        ("120", "reference-archived", "Gus Field (Assessor, OneFile ID 120) is archived in OneFile"),
    ],
    ids=["unknown", "nobody's ID", "wrong role", "ambiguous", "archived"],
)
def test_a_choice_that_settles_nothing_is_said_at_each_row(meant: str, code: str, told: str) -> None:
    rows = (learner("Ada Byrne", DefaultAssessorID="J Reed"), learner("Bea Cross", DefaultAssessorID="J Reed"))
    plan = plan_with(*rows, DefaultAssessorID=f"j reed={meant}")
    assert [(one.code, one.place.row, one.value) for one in plan.problems] == [(code, 2, "J Reed"), (code, 3, "J Reed")]
    for problem in plan.problems:
        assert problem.message.startswith(f"For “J Reed” you chose “{meant}”. ")
        assert told in problem.message
    assert (plan.changes, plan.choices_used) == ((), ())


def test_an_id_that_was_chosen_is_that_of_onefile_before_anybodys_mis_id() -> None:
    other = person(130, Role.ASSESSOR, "Bea Vale", mis_id="109")
    here = replace(HERE, people=(*HERE.people, other))
    ambiguous = make_plan(case(learner(DefaultAssessorID="109"), at=here), environment="rehearsal")
    assert [one.code for one in ambiguous.problems] == ["reference-ambiguous"]
    options = PlanOptions(choices={("DefaultAssessorID", "109"): "109"})
    plan = make_plan(case(learner(DefaultAssessorID="109"), at=here, options=options), environment="rehearsal")
    assert plan.changes[0].request.body["DefaultAssessorID"] == 109


@pytest.mark.parametrize(
    ("given", "field", "meant", "sent"),
    [
        ({"ClassroomID": "The autumn one"}, "ClassroomID", "31", 31),
        ({"PlacementID": "Mill"}, "PlacementID", "P-MILL", 41),
        ({"PlacementID": "Mill"}, "PlacementID", "mill lane nursery", 41),
    ],
)
def test_classes_and_placements_are_chosen_like_people(
    given: dict[str, str], field: str, meant: str, sent: int
) -> None:
    plan = plan_with(
        learner(**{"DefaultAssessorID": "A1", **given}), record=None, **{field: f"{given[field].lower()}={meant}"}
    )
    assert plan.changes[0].request.body[field] == sent


def test_the_id_of_a_class_that_was_chosen_is_meant_before_anothers_name() -> None:
    here = replace(HERE, classrooms=(*HERE.classrooms, Named(33, "31")))
    row = learner(DefaultAssessorID="A1", ClassroomID="31")
    by_name = make_plan(case(row, at=here), environment="rehearsal")
    options = PlanOptions(choices={("ClassroomID", "31"): "31"})
    chosen = make_plan(case(row, at=here, options=options), environment="rehearsal")
    assert [plan.changes[0].request.body["ClassroomID"] for plan in (by_name, chosen)] == [33, 31]


def test_a_unit_is_chosen_by_its_id() -> None:
    row = learner(DefaultAssessorID="A1", Units="Safety")
    plan = plan_with(row, Units="safety=TL_1")
    assert [change.request.path for change in plan.changes][1:] == ["/Unit/TL_1/Assign/{$id_of:people-2-create}/72"]


def test_a_choice_is_kept_by_its_id_and_used_for_the_next_roster_of_the_centre() -> None:
    options = PlanOptions(choices={KEY: "zm@example.org"})
    first = make_plan(case(learner(), at=HERE, options=options), environment="rehearsal")
    meanings = to_keep(options, first.choices_used, Record())
    assert meanings == {fingerprint(*KEY): "109"}
    record = kept(Record(), meanings)
    later = plan_with(learner("Bea Cross", DefaultAssessorID="zara MALIK"), record=record)
    assert later.changes[0].request.body["DefaultAssessorID"] == 109
    who = "Zara Malik (OneFile ID 109)"
    assert later.choices_used == (ChoiceUsed("DefaultAssessorID", "zara MALIK", "109", who, True),)
    assert to_keep(PlanOptions(), later.choices_used, record) == {}


def test_a_plan_says_which_remembered_choices_it_rests_on() -> None:
    plan = plan_with(learner(), record=remembering("109"))
    (notice,) = [one for one in plan.notices if "chose" in one.text]
    assert not notice.is_warning
    assert "Default assessor “Zara Malik” = Zara Malik" in notice.text
    assert not [one for one in plan_with(learner(), DefaultAssessorID="zara malik=109").notices if "chose" in one.text]


@pytest.mark.parametrize(
    ("meant", "text", "code"),
    [
        ("4711", "Zara Malik", "reference-ambiguous"),
        ("120", "Zara Malik", "reference-ambiguous"),
        ("102", "Zara Malik", "reference-ambiguous"),
        ("120", "The old one", "reference-unknown"),
    ],
    ids=["gone", "archived", "another role", "archived and unknown"],
)
def test_a_remembered_choice_that_no_longer_holds_is_not_used_and_that_is_said(
    meant: str, text: str, code: str
) -> None:
    plan = plan_with(learner(DefaultAssessorID=text), record=remembering(meant, text=text))
    assert [one.code for one in plan.problems] == [code]
    assert not plan.problems[0].message.startswith("For")
    (notice,) = [one for one in plan.notices if one.is_warning and "chose" in one.text]
    assert f"Default assessor “{text.lower()}”" in notice.text
    assert (plan.changes, plan.choices_used) == ((), ())


def test_what_is_chosen_now_counts_before_what_is_remembered() -> None:
    plan = plan_with(learner(), record=remembering("109"), DefaultAssessorID="zara malik=101")
    assert plan.changes[0].request.body["DefaultAssessorID"] == 101
    (used,) = plan.choices_used
    assert not used.remembered
    assert to_keep(PlanOptions(choices={KEY: "101"}), plan.choices_used, remembering("109")) == {
        fingerprint(*KEY): "101"
    }


def test_an_empty_choice_forgets() -> None:
    plan = plan_with(learner(), record=remembering("109"), DefaultAssessorID="zara malik=")
    assert [one.code for one in plan.problems] == ["reference-ambiguous"]
    meanings = to_keep(PlanOptions(choices={KEY: ""}), plan.choices_used, remembering("109"))
    assert meanings == {fingerprint(*KEY): None}
    assert kept(remembering("109"), meanings).chosen == frozenset()
    assert to_keep(PlanOptions(choices={KEY: ""}), (), Record()) == {}


def test_a_choice_of_a_row_replaces_what_was_remembered_and_one_that_failed_does_not() -> None:
    row_meant = (ChoiceUsed("DefaultAssessorID", "Zara Malik", "", "Nia Cole"),)
    assert to_keep(PlanOptions(choices={KEY: "x"}), row_meant, remembering("109")) == {fingerprint(*KEY): None}
    assert to_keep(PlanOptions(choices={KEY: "nobody"}), (), remembering("109")) == {}


def test_the_same_record_gives_the_same_plan() -> None:
    plans = [plan_with(learner(), record=remembering("109")) for _ in range(2)]
    assert plans[0].digest == plans[1].digest
    assert plans[0].digest != plan_with(learner(), record=remembering("101")).digest


def test_no_name_is_kept_but_a_fingerprint() -> None:
    assert fingerprint("DefaultAssessorID", " Zara  MALIK") == fingerprint(*KEY)
    assert fingerprint("AdditionalAssessors", "zara malik") != fingerprint(*KEY)
    assert "zara" not in fingerprint(*KEY)
    assert len(fingerprint(*KEY)) == 64


def test_whoever_shares_a_name_that_is_referred_to_is_read_whole_where_the_search_tells_too_little() -> None:
    needed = wanted(case(learner(DefaultEmployerID="Lake, Eve")).checked, PlanOptions(), Record())

    def seen(onefile_id: int, role: Role | None, name: str, email: str | None = None) -> Person:
        first, _, last = name.partition(" ")
        return Person(onefile_id, role, first, last, email)

    several = (seen(1, Role.ASSESSOR, "Zara Malik"), seen(2, Role.TRAINEE_ASSESSOR, "Zara Malik", "z@example.org"))
    employers = (seen(3, Role.EMPLOYER, "Eve Lake", "a@example.org"), seen(4, None, "Eve Lake"))
    others = (seen(5, Role.IQA, "Zara Malik"), seen(6, Role.ASSESSOR, "Tom Day"), seen(7, Role.ASSESSOR, "Tom Day"))
    assert needed.share_a_name((*several, *employers, *others)) == {1, 3, 4}
    assert needed.share_a_name((several[0], employers[0], *others)) == frozenset()
    assert needed.share_a_name((ZARA, TWIN)) == frozenset()


def test_the_candidates_of_a_problem_are_the_likely_ones_and_then_everybody() -> None:
    rows = (learner("Ada Byrne"), learner("Bea Cross"), learner("Cy Dunn", AdditionalAssessors="Zara Malik"))
    other = learner("Dot Eads", DefaultAssessorID="Quite Another")
    given = case(*rows, staff("Assessor", "Nia Cole"), staff("Assessor", "Al Nim", Email="x"), other, at=HERE)
    plan = make_plan(given, environment="rehearsal")
    book = book_of(given, (subject for subject, _ in subjects(given)), plan.with_errors())
    problem = next(one for one in plan.problems if one.place.field == "DefaultAssessorID")
    assert is_choosable(problem)
    found = candidates(problem, plan.problems, book, given.centre)
    assert (found.column, found.text, found.rows) == ("DefaultAssessorID", "Zara Malik", 3)
    assert {one.meant for one in found.likely} == {"101", "109"}
    assert [one.meant for one in found.others] == ["nia.cole@example.org"]
    assert "new, on row 5" in found.others[0].told
    assert all(not is_choosable(one) for one in plan.problems if one.code == "email-invalid")


@pytest.mark.parametrize(
    ("given", "likely", "others"),
    [
        ({"DefaultAssessorID": "Zara Mallik"}, ["101", "109"], []),
        ({"DefaultAssessorID": "Gus Field"}, [], ["101", "109"]),
        ({"DefaultAssessorID": "A1", "ClassroomID": "Autum A"}, ["31"], ["32"]),
        ({"DefaultAssessorID": "A1", "Units": "Safety"}, ["EY_2", "TL_1"], ["EY_1"]),
    ],
)
def test_the_candidates_are_of_the_fields_kind(given: dict[str, str], likely: list[str], others: list[str]) -> None:
    here = replace(HERE, classrooms=(*HERE.classrooms, Named(32, "Zebra")))
    one_case = case(learner(**given), at=here)
    plan = make_plan(one_case, environment="rehearsal")
    book = book_of(one_case, (subject for subject, _ in subjects(one_case)), plan.with_errors())
    (problem,) = plan.problems
    found = candidates(problem, plan.problems, book, here)
    assert sorted(one.meant for one in found.likely) == likely
    assert sorted(one.meant for one in found.others) == others
    for one in (*found.likely, *found.others):
        options = PlanOptions(choices={(found.column, found.text.lower()): one.meant})
        assert make_plan(replace(one_case, options=options), environment="rehearsal").problems == ()
