"""What somebody is told to look at in OneFile."""

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.where_shown import where_shown


@pytest.mark.parametrize(
    ("sent", "compared"),
    [
        ({}, "the name and the email"),
        ({"PlacementID": 1, "DefaultEmployerID": None}, "the name, the email and the placement"),
        (
            {"ClassroomID": 2, "DefaultEmployerID": 4, "DefaultAssessorID": 3, "StartOn": "2026-09-01"},
            "the name, the email, the class, the start, the default assessor and the default employer",
        ),
    ],
)
def test_a_new_person_is_compared_with_the_roster(sent: dict[str, JsonValue], compared: str) -> None:
    request = writes.create_user({"Email": "amy@example.org", **sent})
    change = Change("c", ChangeKind.CREATE, "People", 2, "Amy Adams", 2, None, request, role=Role.LEARNER)
    assert where_shown(change) == (
        f"In OneFile, open Learners and find Amy Adams (amy@example.org). Compare {compared} with your roster."
    )
