"""What holds for every plan, whatever the roster and the centre."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import ChangeKind, Plan
from onefile_desktop.plan.judging import Case
from onefile_desktop.plan.options import Existing, PlanOptions
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import case, centre, learner, person, staff

NAMES = ("Ada Byrne", "Bea Cross", "Cy Dunn", "Dev Engel", "Eli Frost")
ROLES = ("Assessor", "Trainee Assessor", "IQA", "Employer", "Observer")
SOMEBODY = st.one_of(st.none(), st.sampled_from((*NAMES, "Nobody Known", "Ada Byrne; Bea Cross")))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, CellValue]:
    """A row of a few people, so that rows refer to each other, clash and contradict."""
    name = draw(st.sampled_from(NAMES))
    if draw(st.booleans()):
        return staff(draw(st.sampled_from(ROLES)), name)
    row: dict[str, CellValue] = learner(name, DefaultAssessorID=draw(SOMEBODY))
    for column in ("AdditionalAssessors", "AdditionalIQAs", "LearningAimAssessor", "UnitIQA", "DefaultEmployerID"):
        row[column] = draw(SOMEBODY)
    row["Standards"] = draw(st.sampled_from((None, "71", "71; 72")))
    row["Units"] = draw(st.sampled_from((None, "EY_1", "EY_1; TL_1")))
    row["FrameworkTemplate"] = draw(st.sampled_from((None, "81")))
    row["PlacementID"] = draw(st.sampled_from(("Quay Garage", "New Site", None)))
    row["MISID"] = draw(st.sampled_from((None, "M1", "M2")))
    return row


@st.composite
def assignment_rows(draw: st.DrawFn) -> dict[str, CellValue]:
    """A row of finer assignments among the same few people."""
    return {
        "Learner": draw(SOMEBODY),
        "Person": draw(SOMEBODY),
        "Level": draw(st.sampled_from((1, 2, 3, None))),
        "Standard": draw(st.sampled_from((None, "71", "72"))),
        "Unit": draw(st.sampled_from((None, "EY_1", "TL_1"))),
        "As": draw(st.sampled_from((None, "Assessor", "IQA", "Employer"))),
    }


@st.composite
def held_cases(draw: st.DrawFn) -> Case:
    """A random roster against a random centre."""
    there = [
        person(
            1000 + number,
            draw(st.sampled_from(list(Role))),
            name,
            email=draw(st.sampled_from((None, f"{number}@e.org"))),
        )
        for number, name in enumerate(draw(st.lists(st.sampled_from(NAMES), max_size=4)))
    ]
    options = PlanOptions(existing=draw(st.sampled_from(list(Existing))), create_missing=draw(st.booleans()))
    return case(
        *draw(st.lists(rows(), min_size=1, max_size=7)),
        assignments=tuple(draw(st.lists(assignment_rows(), max_size=4))),
        at=centre(person(999, Role.ASSESSOR, "Zed Last"), *there),
        options=options,
    )


def planned(held: Case) -> Plan:
    return make_plan(held, environment="rehearsal")


@given(held_cases())
@settings(max_examples=300, deadline=None)
def test_every_change_comes_after_what_it_waits_for_and_once(held: Case) -> None:
    plan = planned(held)
    done: set[str] = set()
    for change in plan.changes:
        assert set(change.depends_on) <= done
        assert set(change.request.waits_for()) <= set(change.depends_on)
        assert change.key not in done
        done.add(change.key)
    sent = [(c.request.path, tuple(sorted((k, str(v)) for k, v in c.request.body.items()))) for c in plan.changes]
    assert len(sent) == len(set(sent))


@given(held_cases())
@settings(max_examples=300, deadline=None)
def test_nobody_is_lost_and_no_row_with_an_error_is_sent(held: Case) -> None:
    plan = planned(held)
    assert [row.row for row in plan.people()] == [row.number for row in held.roster.people.rows]
    errors = plan.with_errors()
    assert not [change for change in plan.changes if (change.sheet, change.row) in errors]
    creates = [change for change in plan.changes if change.kind is ChangeKind.CREATE]
    assert sorted(c.row for c in creates) == sorted(
        r.row for r in plan.people() if r.standing == "create" and r.same_as is None
    )
    people = {(c.request.body["Email"], c.request.body["Role"]) for c in creates}
    assert len(people) == len(creates)


@given(held_cases())
@settings(max_examples=100, deadline=None)
def test_the_same_input_gives_the_same_plan(held: Case) -> None:
    assert planned(held) == planned(held)
    assert planned(held).digest == planned(held).digest
