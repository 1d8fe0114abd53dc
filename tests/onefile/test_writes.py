"""Requests as values: what they wait for, and what they become."""

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import ASSESSORS, Level, Role
from onefile_desktop.onefile.writes import IdOf, Request


def test_a_request_waits_for_what_it_names() -> None:
    assign = writes.assign_user(IdOf("assessor"), IdOf("learner"), Level.LEARNING_AIM, standard=3)
    assert assign.waits_for() == ("assessor", "learner")
    assert assign.settled({"assessor": 5, "learner": 7}) == Request(
        "/User/5/Assign", {"LearnerID": 7, "Level": 3, "StandardID": 3}
    )
    with pytest.raises(KeyError):
        assign.settled({"assessor": 5})


def test_a_request_without_references_is_settled() -> None:
    assign = writes.assign_user(5, 7, Level.UNIT_SUMMARY, unit="KS_COMM1")
    assert assign.waits_for() == ()
    assert assign.settled({}) == assign == Request("/User/5/Assign", {"LearnerID": 7, "Level": 2, "UnitID": "KS_COMM1"})


def test_a_reference_is_named_once() -> None:
    same = IdOf("learner")
    assert writes.assign_user(same, same, Level.ADDITIONAL).waits_for() == ("learner",)


def test_a_unit_id_stays_one_part_of_the_path() -> None:
    assert writes.assign_unit("A/B C?", 7, 3).path == "/Unit/A%2FB%20C%3F/Assign/7/3"


def test_roles_and_levels() -> None:
    assert [role.label for role in (Role.TRAINEE_ASSESSOR, Role.IQA)] == ["Trainee Assessor", "IQA"]
    assert Level.LEARNING_AIM.roles == Level.UNIT_SUMMARY.roles == ASSESSORS | {Role.IQA}
    assert Level.ADDITIONAL.roles == ASSESSORS | {Role.IQA, Role.EMPLOYER, Role.OBSERVER}
