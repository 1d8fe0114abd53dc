"""Assigning people to learners, and giving learners their programme."""

from typing import Any

import pytest

from tests.rehearsal.conftest import Caller
from tests.rehearsal.small_centre import (
    ARCHIVED_ASSESSOR,
    ASSESSOR,
    EMPLOYER,
    IQA,
    LEARNER,
    OBSERVER,
    OTHER_ASSESSOR,
    OTHER_LEARNER,
    OTHER_STANDARD,
    OTHER_TEMPLATE,
    SECOND_ASSESSOR,
    SECOND_LEARNER,
    SECOND_STANDARD,
    STANDARD,
    TEMPLATE,
    TRAINEE,
)


@pytest.fixture
def begun(caller: Caller) -> Caller:
    """A caller whose learner has the whole template."""
    assert caller.post(f"/FrameworkTemplate/{TEMPLATE}/Assign/{LEARNER}/true").status == 200
    return caller


def assign(caller: Caller, assignee: int, **body: Any):
    return caller.post(f"/User/{assignee}/Assign", {"LearnerID": LEARNER, **body})


def assigned(caller: Caller) -> list[tuple[Any, ...]]:
    return [tuple(entry.values()) for entry in caller.state()["assignments"]]


def test_additional_people_are_kept_once(caller: Caller):
    for assignee in (TRAINEE, ASSESSOR, SECOND_ASSESSOR, IQA, EMPLOYER, OBSERVER, EMPLOYER):
        reply = assign(caller, assignee, Level=1)
        assert (reply.status, reply.text) == (200, "")
    assert sorted(assigned(caller)) == [
        (assignee, LEARNER, 1, None, None) for assignee in (TRAINEE, ASSESSOR, SECOND_ASSESSOR, IQA, EMPLOYER, OBSERVER)
    ]
    assert caller.state()["assignments"][0].keys() == {"AssigneeID", "LearnerID", "Level", "StandardID", "UnitID"}


def test_a_learning_aim_has_one_assessor_and_one_iqa(begun: Caller):
    for assignee in (TRAINEE, IQA, ASSESSOR):
        assert assign(begun, assignee, Level=3, StandardID=STANDARD).status == 200
    assert assign(begun, SECOND_ASSESSOR, Level=3, StandardID=SECOND_STANDARD).status == 200
    assert assigned(begun) == [
        (IQA, LEARNER, 3, STANDARD, None),
        (ASSESSOR, LEARNER, 3, STANDARD, None),
        (SECOND_ASSESSOR, LEARNER, 3, SECOND_STANDARD, None),
    ]


def test_a_unit_summary_has_one_assessor_and_one_iqa(begun: Caller):
    for assignee in (ASSESSOR, IQA, TRAINEE):
        assert assign(begun, assignee, Level=2, UnitID="KS_COMM1").status == 200
    assert assign(begun, ASSESSOR, Level=2, UnitID="bk_2", StandardID=STANDARD).status == 200
    assert assigned(begun) == [
        (IQA, LEARNER, 2, None, "KS_COMM1"),
        (TRAINEE, LEARNER, 2, None, "KS_COMM1"),
        (ASSESSOR, LEARNER, 2, STANDARD, "BK_2"),
    ]


def test_learners_and_levels_do_not_replace_each_other(begun: Caller):
    begun.post(f"/Standard/{STANDARD}/Assign/{SECOND_LEARNER}")
    assign(begun, ASSESSOR, Level=3, StandardID=STANDARD)
    assign(begun, SECOND_ASSESSOR, Level=3, StandardID=STANDARD, LearnerID=SECOND_LEARNER)
    assign(begun, SECOND_ASSESSOR, Level=2, UnitID="KS_COMM1")
    assign(begun, SECOND_ASSESSOR, Level=1)
    assert len(assigned(begun)) == 4


@pytest.mark.parametrize(
    ("assignee", "body", "complaint"),
    [
        (ASSESSOR, {"LearnerID": None}, "LearnerID"),
        (ASSESSOR, {"Level": None}, "Level"),
        (ASSESSOR, {"Level": 0}, "Level"),
        (ASSESSOR, {"Level": 4}, "Level"),
        (ASSESSOR, {"Level": "high"}, "Level"),
        (ASSESSOR, {"LearnerID": 999}, "LearnerID"),
        (ASSESSOR, {"LearnerID": EMPLOYER}, "LearnerID"),
        (ASSESSOR, {"LearnerID": OTHER_LEARNER}, "LearnerID"),
        (OTHER_ASSESSOR, {}, "LearnerID"),
        (ARCHIVED_ASSESSOR, {}, "archived"),
        (LEARNER, {}, "Level 1"),
        (LEARNER, {"Level": 3, "StandardID": STANDARD}, "Level 3"),
        (EMPLOYER, {"Level": 3, "StandardID": STANDARD}, "Level 3"),
        (OBSERVER, {"Level": 2, "UnitID": "KS_COMM1"}, "Level 2"),
        (EMPLOYER, {"Level": 2, "UnitID": "KS_COMM1"}, "Level 2"),
        (ASSESSOR, {"Level": 3}, "StandardID is required"),
        (ASSESSOR, {"Level": 3, "UnitID": "KS_COMM1"}, "StandardID is required"),
        (ASSESSOR, {"Level": 3, "StandardID": 999}, "StandardID"),
        (ASSESSOR, {"Level": 3, "StandardID": OTHER_STANDARD}, "StandardID"),
        (ASSESSOR, {"Level": 3, "StandardID": STANDARD, "LearnerID": SECOND_LEARNER}, "does not have"),
        (IQA, {"Level": 2}, "UnitID is required"),
        (IQA, {"Level": 2, "UnitID": "NO_1"}, "UnitID"),
        (IQA, {"Level": 2, "UnitID": "EL_1"}, "UnitID"),
        (IQA, {"Level": 2, "UnitID": "BR_1"}, "does not have"),
        (IQA, {"Level": 2, "UnitID": 5}, "UnitID"),
    ],
)
def test_assignments_that_are_refused(begun: Caller, assignee: int, body: dict[str, Any], complaint: str):
    refused = assign(begun, assignee, **{"Level": 1, **body})
    assert refused.status == 400
    assert complaint in refused.message
    assert assigned(begun) == []


def test_a_template_makes_learning_aims_and_unit_summaries(caller: Caller):
    for _ in range(2):
        reply = caller.post(f"/FrameworkTemplate/{TEMPLATE}/Assign/{LEARNER}/true")
        assert (reply.status, reply.text) == (200, "")
    aims = caller.post("/LearningAim/Search/1/50", {"UserID": LEARNER}).json
    assert [(aim["StandardID"], aim["Title"]) for aim in aims] == [(STANDARD, "Baker"), (SECOND_STANDARD, "Brewer")]
    units = caller.post("/UnitSummary/Search/1/50", {"UserID": LEARNER}).json
    assert [(unit["UnitID"], unit["LearningAimID"]) for unit in units] == [
        ("KS_COMM1", aims[0]["ID"]),
        ("BK_2", aims[0]["ID"]),
    ]
    assert caller.get(f"/LearningAim/{aims[0]['ID']}").json["LearnerID"] == LEARNER
    assert caller.get(f"/UnitSummary/{units[0]['ID']}").json["UserID"] == LEARNER
    assert caller.post("/LearningAim/Search", {"UserID": SECOND_LEARNER}).status == 204
    state = caller.state()
    assert (len(state["learning_aims"]), len(state["unit_summaries"])) == (2, 2)


def test_a_standard_answers_its_learning_aim(caller: Caller):
    first = caller.post(f"/Standard/{STANDARD}/Assign/{LEARNER}").json
    assert caller.post(f"/Standard/{STANDARD}/Assign/{LEARNER}").json == first
    assert caller.post(f"/Standard/{STANDARD}/Assign/{SECOND_LEARNER}").json != first
    assert caller.get(f"/LearningAim/{first}").json["UserID"] == LEARNER
    assert assign(caller, ASSESSOR, Level=3, StandardID=STANDARD).status == 200


def test_a_unit_answers_its_unit_summary_and_brings_its_standard(caller: Caller):
    first = caller.post(f"/Unit/ks_comm1/Assign/{LEARNER}/{STANDARD}").json
    assert caller.post(f"/Unit/KS_COMM1/Assign/{LEARNER}/{STANDARD}").json == first
    assert caller.get(f"/UnitSummary/{first}").json["UnitID"] == "KS_COMM1"
    assert [aim["StandardID"] for aim in caller.state()["learning_aims"]] == [STANDARD]
    assert assign(caller, IQA, Level=2, UnitID="KS_COMM1").status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/Standard/999/Assign/{LEARNER}", 404),
        (f"/Standard/{STANDARD}/Assign/999", 404),
        (f"/Standard/{STANDARD}/Assign/{ASSESSOR}", 400),
        (f"/Standard/{OTHER_STANDARD}/Assign/{LEARNER}", 400),
        (f"/Unit/NO_1/Assign/{LEARNER}/{STANDARD}", 404),
        (f"/Unit/KS_COMM1/Assign/{LEARNER}/999", 404),
        (f"/Unit/KS_COMM1/Assign/{LEARNER}/{SECOND_STANDARD}", 400),
        (f"/Unit/EL_1/Assign/{LEARNER}/{OTHER_STANDARD}", 400),
        (f"/FrameworkTemplate/999/Assign/{LEARNER}/true", 404),
        (f"/FrameworkTemplate/{TEMPLATE}/Assign/{LEARNER}/maybe", 404),
        (f"/FrameworkTemplate/{TEMPLATE}/Assign/{EMPLOYER}/true", 400),
        (f"/FrameworkTemplate/{OTHER_TEMPLATE}/Assign/{LEARNER}/false", 400),
    ],
)
def test_programmes_that_are_refused(caller: Caller, path: str, status: int):
    reply = caller.post(path)
    assert reply.status == status
    assert reply.message
    assert caller.state()["learning_aims"] == []
