"""After a run the people it touched are read back and compared with what was planned."""

from collections.abc import Generator
from pathlib import Path

import pytest

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import Request
from onefile_desktop.plan.changes import Change, ChangeKind, PlannedRow, Standing
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import Verifying
from onefile_desktop.run.verifying.verification import MOST_CALLS, Verification, verify
from tests.run.scenes import ASSESSOR, CENTRE_ID, CLASSROOM, STANDARD, TEMPLATE, Cohort, Site, cohort_of, like_amy, site


def result_of(verifying: Generator[Verifying, None, Verification]) -> Verification:
    """What it comes to."""
    while True:
        try:
            next(verifying)
        except StopIteration as end:
            return end.value


def verified(here: Site, client: OneFileClient | None = None, *, most_calls: int = MOST_CALLS) -> Verification:
    """The verification of the run."""
    with here.journal() as journal, client or here.client() as used:
        return result_of(verify(journal, used, Control(), most_calls=most_calls))


def carry_out(here: Site, cohort: Cohort) -> dict[str, int]:
    """Carries the run out; the IDs of the people who were created, by name."""
    here.create(cohort)
    here.carry_out()
    return {f"{user['FirstName']} {user['LastName']}": user["ID"] for user in here.state()["users"]}


def send(here: Site, *requests: Request) -> None:
    """Somebody else changes the centre."""
    with here.client() as client:
        for request in requests:
            client.send(request)


def spring_and_cafe(here: Site) -> tuple[int, int]:
    """The IDs of a second class and a second placement, which are made."""
    send(here, writes.create_classroom(CENTRE_ID, "Spring"), writes.create_placement(CENTRE_ID, "Café"))
    with here.client() as client:
        return client.classrooms(CENTRE_ID)[-1].id, client.placements(CENTRE_ID)[-1].id


def lines(found: Verification) -> list[str]:
    """What differs, for people."""
    return [one.sentence for one in found.differences]


def rich_cohort() -> Cohort:
    """Learners with everything that can be read back, and assignments that cannot."""
    cohort = Cohort()
    amy = cohort.person("Amy Adams", DOB="2004-07-23T00:00:00Z", MISID="0041", SupportFunding=True, ULN="1000000019")
    cohort.standard(amy)
    cohort.unit(amy)
    cohort.assign(amy, level=Level.LEARNING_AIM, after=cohort.changes[-2:])
    ben = cohort.person("Ben Bright")
    cohort.template(ben)
    cohort.update(ben, FirstName="Benjamin", MISID="B2")
    cohort.assign(ben)
    eve = cohort.person("Eve Ellis", Role.EMPLOYER)
    cohort.assign(ben, writes.IdOf(eve.key))
    return cohort


def test_all_of_it_agrees(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        carry_out(here, rich_cohort())
        before = here.state()["calls"]["total"]
        found = verified(here)
        calls = here.state()["calls"]["total"] - before
    assert (found.people, found.verified, found.differences, found.not_read) == (3, 3, (), 0)
    assert found.sentences == (
        "3 of 3 verified",
        "3 assignments were sent; OneFile does not let anybody read them back, so they cannot be checked.",
    )
    assert found.calls == calls
    assert calls <= 1 + 3 + 2 * 2 + 1  # the session, the people, both learners' programme, how pages are counted


CARER = {
    "ID": 52,
    "OrganisationID": CENTRE_ID,
    "Role": 5,
    "FirstName": "Cy",
    "LastName": "Carer",
    "Email": "cy@example.org",
}


def test_what_differs_is_told_by_name(tmp_path: Path) -> None:
    with site(tmp_path, people=[CARER]) as here:
        ids = carry_out(here, cohort_of(4, assign=False))
        spring, cafe = spring_and_cafe(here)
        send(
            here,
            writes.update_user(ids["Amy Adams"], {"ClassroomID": spring}),
            writes.update_user(
                ids["Cai Cooper"], {"FirstName": "Kai", "DefaultAssessorID": CARER["ID"], "PlacementID": cafe}
            ),
        )
        found = verified(here)
    assert lines(found) == [
        "row 2, Amy Adams: class is “Spring” in OneFile, planned “Autumn”",
        "row 4, Cai Cooper: first name is “Kai” in OneFile, planned “Cai”",
        "row 4, Cai Cooper: default assessor is “Cy Carer” in OneFile, planned “Ada Okafor”",
        "row 4, Cai Cooper: placement is “Café” in OneFile, planned “Bakery”",
    ]
    assert found.sentence == "2 of 4 verified; 2 differ:"
    assert found.as_json()["differences"] == [
        {
            "sheet": one.sheet,
            "row": one.row,
            "person": one.person,
            "what": one.what,
            "planned": one.planned,
            "found": one.found,
        }
        for one in found.differences
    ]


def test_what_the_run_itself_made_goes_by_its_name(tmp_path: Path) -> None:
    cohort = Cohort()
    nia = cohort.person("Nia Cole", Role.ASSESSOR)
    cohort.person("Amy Adams", DefaultAssessorID={"$id_of": nia.key})
    with site(tmp_path) as here:
        ids = carry_out(here, cohort)
        send(here, writes.update_user(ids["Amy Adams"], {"DefaultAssessorID": ASSESSOR}))
        found = verified(here)
    assert lines(found) == ["row 3, Amy Adams: default assessor is “Ada Okafor” in OneFile, planned “Nia Cole”"]


def test_a_name_that_cannot_be_read_is_an_id(tmp_path: Path) -> None:
    refused = {"method": "POST", "path": "/Classroom/Search/*/*", "fault": "status", "status": 400, "body": "{}"}
    with site(tmp_path, [refused]) as here:
        ids = carry_out(here, cohort_of(1, assign=False))
        spring, _ = spring_and_cafe(here)
        send(here, writes.update_user(ids["Amy Adams"], {"ClassroomID": spring}))
        found = verified(here)
    assert lines(found) == [f"row 2, Amy Adams: class is “ID {spring}” in OneFile, planned “ID {CLASSROOM}”"]


def test_dates_and_boxes_are_told_as_people_write_them(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams", DOB="2004-07-23T00:00:00Z", SupportFunding=True, MISID="41")
    with site(tmp_path) as here:
        ids = carry_out(here, cohort)
        changed = {"DOB": "2004-07-24T00:00:00Z", "SupportFunding": False, "MISID": ""}
        send(here, writes.update_user(ids["Amy Adams"], changed))
        found = verified(here)
    assert sorted(lines(found)) == [
        "row 2, Amy Adams: MIS ID is empty in OneFile, planned “41”",
        "row 2, Amy Adams: date of birth is “24/07/2004” in OneFile, planned “23/07/2004”",
        "row 2, Amy Adams: support funding is “no” in OneFile, planned “yes”",
    ]
    assert found.sentence == "0 of 1 verified; 1 differs:"


def test_somebody_who_is_gone(tmp_path: Path) -> None:
    gone = {"method": "GET", "path": "/User/*", "fault": "status", "status": 404, "body": "{}"}
    with site(tmp_path, [gone]) as here:
        ids = carry_out(here, cohort_of(1, assign=False))
        found = verified(here)
    assert lines(found) == [f"row 2, Amy Adams: not in OneFile any more (OneFile ID {ids['Amy Adams']})"]
    assert (found.verified, found.not_read) == (0, 0)


@pytest.mark.parametrize(
    ("give", "hidden", "told"),
    [
        (Cohort.standard, "LearningAim", "OneFile does not show the standard “Baker”"),
        (Cohort.unit, "UnitSummary", "OneFile does not show the unit “KS_COMM1”"),
    ],
)
def test_programme_that_is_not_there(tmp_path: Path, give: object, hidden: str, told: str) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    assert callable(give)
    give(cohort, amy)
    nothing = {"path": f"/{hidden}/Search/*/*", "fault": "status", "status": 200, "body": "[]"}
    with site(tmp_path, [nothing]) as here:
        carry_out(here, cohort)
        found = verified(here)
    assert lines(found) == [f"row 2, Amy Adams: {told}"]


@pytest.mark.parametrize(
    ("hidden", "differing"),
    [
        (("LearningAim", "UnitSummary"), ["row 2, Amy Adams: OneFile does not show the framework template “Baker L2”"]),
        (("LearningAim",), []),
    ],
)
def test_a_framework_template_brings_something(tmp_path: Path, hidden: tuple[str, ...], differing: list[str]) -> None:
    cohort = Cohort()
    cohort.template(cohort.person("Amy Adams"))
    nothing = {"fault": "status", "status": 200, "body": "[]"}
    with site(tmp_path, [{"path": f"/{what}/Search/*/*", **nothing} for what in hidden]) as here:
        carry_out(here, cohort)
        assert lines(verified(here)) == differing


def test_what_a_framework_template_has_brought_cannot_be_told_from_what_else_a_learner_has(tmp_path: Path) -> None:
    cohort = Cohort()
    amy = cohort.person("Amy Adams")
    cohort.template(amy)
    cohort.standard(amy)
    with site(tmp_path, people=[like_amy()]) as here:
        send(here, writes.assign_standard(STANDARD, 900))
        there = writes.assign_framework_template(TEMPLATE, 900)
        cohort.changes.append(
            Change("old:1", ChangeKind.FRAMEWORK_TEMPLATE, "People", 3, "Amy Adams", 3, 900, there, role=Role.LEARNER)
        )
        carry_out(here, cohort)
        found = verified(here)
    assert (found.people, found.verified, found.cannot_be_checked) == (2, 2, 2)
    assert found.sentences == (
        "2 of 2 verified",
        "2 framework templates were sent; OneFile does not let anybody read them back, so they cannot be checked.",
    )


@pytest.mark.parametrize(("told", "agree"), [("null", 1), ('""', 1), ("false", 1), ("true", 0)])
def test_a_box_that_is_not_ticked_may_be_told_as_nothing(tmp_path: Path, told: str, agree: int) -> None:
    cohort = Cohort()
    cohort.person("Amy Adams", SupportFunding=False)
    body = f'{{"ID": 900, "FirstName": "Amy", "LastName": "Adams", "Role": 1, "SupportFunding": {told}}}'
    answer = {"method": "GET", "path": "/User/*", "fault": "status", "status": 200, "body": body}
    with site(tmp_path, [answer]) as here:
        carry_out(here, cohort)
        found = verified(here)
    assert (found.verified, len(found.differences)) == (agree, 1 - agree)


def test_what_an_answer_leaves_out_is_no_difference(tmp_path: Path) -> None:
    short = '{"ID": 900, "FirstName": "Amy", "LastName": "Adams", "Role": 1}'
    answer = {"method": "GET", "path": "/User/*", "fault": "status", "status": 200, "body": short}
    with site(tmp_path, [answer]) as here:
        carry_out(here, cohort_of(1, assign=False))
        found = verified(here)
    assert (found.verified, found.differences, found.not_shown) == (1, (), 5)
    assert found.sentences == (
        "1 of 1 verified",
        "OneFile does not show 5 of the values that were sent, so they could not be compared.",
    )


def test_one_call_that_fails_leaves_the_others(tmp_path: Path) -> None:
    refused = {"method": "GET", "path": "/User/*", "calls": [2], "fault": "status", "status": 400, "body": "{}"}
    with site(tmp_path, [refused]) as here:
        carry_out(here, cohort_of(3, assign=False))
        found = verified(here)
    assert (found.sentence, found.not_read) == ("2 of 3 verified; 1 could not be read back", 1)


def test_calls_that_fail_one_after_another_end_it(tmp_path: Path) -> None:
    refused = {"method": "GET", "path": "/User/*", "fault": "status", "status": 400, "body": "{}"}
    cohort = Cohort()
    for number in range(20):
        cohort.person(f"Amy Adams{number}")
    with site(tmp_path, [refused]) as here:
        carry_out(here, cohort)
        found = verified(here)
        asked = here.state()["calls"]["by_endpoint"]["GET /User/{id}"]
    assert (found.people, found.verified, found.not_read) == (20, 0, 20)
    assert 5 <= asked <= 8


def test_no_more_calls_than_it_may_make(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        carry_out(here, cohort_of(8, assign=False))
        found = verified(here, most_calls=3)
        asked = here.state()["calls"]["by_endpoint"]["GET /User/{id}"]
    assert (found.verified, found.not_read, asked) == (4, 4, 4)
    assert found.sentence == "4 of 8 verified; 4 were not read back"


def test_the_calls_are_told_that_it_has_made_and_about_how_many_it_makes(tmp_path: Path) -> None:
    cohort = Cohort()
    for name in ("Amy Adams", "Ben Brown"):
        cohort.person(name)
    for name in ("Cal Cole", "Dee Dunn"):
        cohort.standard(cohort.person(name))
    with site(tmp_path) as here:
        carry_out(here, cohort)
        with here.journal() as journal, here.client() as client:
            client.user(CENTRE_ID)  # the session is there
            events: list[Verifying] = []
            for event in verify(journal, client, Control()):
                events.append(event)
    assert {(one.total, one.all_calls) for one in events} == {(4, 2 + 2 * 3)}
    calls = [one.calls for one in events]
    assert (calls[0], calls[-1] > 0, max(calls) <= 8) == (0, True, True)
    assert calls == sorted(calls)


def test_a_stop_is_heard_while_calls_wait_for_their_turn(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        carry_out(here, cohort_of(8, assign=False))
        control = Control()
        with here.journal() as journal, here.client(rate=Rate(2, 3600)) as client:
            verifying = verify(journal, client, control)
            seen = [next(verifying), next(verifying)]
            control.request_stop()
            found = result_of(verifying)
            assert not client.limiter.is_stopped
    assert [(one.done, one.total, one.all_calls) for one in seen] == [(0, 8, 8)] * 2
    assert (found.verified, found.not_read) == (1, 7)  # the session took the other turn


def test_a_pause_that_came_too_late_for_the_run_holds_up_nothing(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        carry_out(here, cohort_of(1, assign=False))
        control = Control()
        control.pause()
        with here.journal() as journal, here.client() as client:
            verifying = verify(journal, client, control)
            for _ in range(1000):
                if next(verifying, None) is None:
                    return
    pytest.fail("it stands still")


def test_giving_it_up_leaves_no_call_behind(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        carry_out(here, cohort_of(8, assign=False))
        with here.journal() as journal, here.client() as client:
            verifying = verify(journal, client, Control())
            next(verifying)
            next(verifying)
            verifying.close()
            assert not client.limiter.is_stopped
            calls = client.calls
            assert client.user(ASSESSOR) is not None
            assert client.calls == calls + 1


def test_assignments_for_people_already_there_read_nobody_back(tmp_path: Path) -> None:
    cohort = Cohort()
    cohort.rows.append(PlannedRow("People", 2, "Amy Adams", Role.LEARNER, Standing.CHANGE, onefile_id=900))
    request = writes.assign_user(ASSESSOR, 900, Level.ADDITIONAL)
    cohort.changes.append(
        Change("assign:1", ChangeKind.ASSIGN, "People", 2, "Amy Adams", 2, 900, request, role=Role.ASSESSOR)
    )
    with site(tmp_path, people=[like_amy()]) as here:
        carry_out(here, cohort)
        before = here.state()["calls"]["total"]
        found = verified(here)
        assert here.state()["calls"]["total"] == before
    assert found.sentences == (
        "1 assignment was sent; OneFile does not let anybody read it back, so it cannot be checked.",
    )
    assert (found.sentence, found.people, found.calls) == ("", 0, 0)
