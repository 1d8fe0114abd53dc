"""The plan as the command line tells it: totals, emails, what deserves a look, then person by person."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from openpyxl import load_workbook

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.cli.showing import show_plan
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Plan
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, state_of
from tests.cli.rosters import NIA, new_learner, write_roster
from tests.plan.cases import case, centre, day, learner, staff
from tests.plan.random_cases import random_cases

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)


def shown(held: Case, *, changes: bool = True, environment: str = "live") -> tuple[Plan, list[str]]:
    """A plan and the lines that tell it."""
    plan = make_plan(held, environment=environment, now=FRIDAY)
    out = io.StringIO()
    show_plan(Enrolment(centre=held.centre, plan=plan), changes=changes, to=out)
    return plan, out.getvalue().splitlines()


def cohort() -> Case:
    """A learner, the assessor they wait for, somebody who is changed, and two who are left out."""
    return case(
        learner(DefaultAssessorID="Nia Cole", Standards="Early Years Educator", LearningAimAssessor="Nia Cole"),
        staff("Assessor", "Nia Cole"),
        learner("Leo Grant", Email="leo@example.org", MobileNumber="07700900123"),
        staff("IQA", "Kit Left"),
        learner("Bea Cross", DefaultAssessorID="Nobody Known"),
        learner("Cy Dunn", StartOn=day("2029-01-10")),
        at=centre(calls=7, abilities=Abilities(shows_archived=True)),
        options=PlanOptions(Existing.UPDATE, {5: Decision.SKIP}),
    )


def test_the_totals_come_first_then_warnings_then_what_is_good_to_know_then_the_changes() -> None:
    plan, lines = shown(cohort())
    heads = [line.split(":")[0] for line in lines if not line.startswith(" ")]
    assert heads == [
        *("Centre", "Create", "Update", "Give", "Assign", "Unchanged", "Left out", "Paid seats", "Calls"),
        *["Look at this"] * 4,
        *("Emails", "Reading the centre"),
        "What is sent, by person; the numbers give the order",
        f"Plan {plan.digest}",
    ]
    assert lines[1] == "Create: 2 learners, 1 assessor"
    assert lines[9].startswith("Look at this: When to send: It is Friday afternoon.")
    assert lines[11].startswith("Look at this: Start dates: ")
    assert lines[13].startswith("Emails: OneFile sends 3 emails at once")


def test_every_change_has_one_line_with_its_number_below_its_person() -> None:
    plan, lines = shown(cohort())
    numbers = [int(found.group(1)) for line in lines if (found := re.match(r"    (\d+)\. ", line))]
    assert sorted(numbers) == list(range(1, len(plan.changes) + 1))
    heads = [line.strip() for line in lines if re.match(r"  \S", line)]
    assert heads == [
        "People 2  Ada Byrne (Learner): new, ada.byrne@example.org",
        "People 3  Nia Cole (Assessor): new, nia.cole@example.org",
        "People 4  Leo Grant (Learner): there already",
        "People 5  Kit Left (IQA): left out. You left this row out",
        "People 7  Cy Dunn (Learner): new, cy.dunn@example.org",
    ]


@given(random_cases())
@settings(max_examples=60, deadline=None)
def test_whatever_the_plan_every_change_is_told_once(held: Case) -> None:
    plan, lines = shown(held)
    numbers = [int(found.group(1)) for line in lines if (found := re.match(r"    (\d+)\. ", line))]
    assert sorted(numbers) == list(range(1, len(plan.changes) + 1))


def test_each_line_says_what_and_what_it_waits_for() -> None:
    _, lines = shown(cohort())
    of_ada = lines[lines.index("  People 2  Ada Byrne (Learner): new, ada.byrne@example.org") + 1 :][:3]
    assert re.fullmatch(r"    2\. Create Ada Byrne as Learner \(.+\) – after Nia Cole \(row 3\) is created", of_ada[0])
    assert "standard Early Years Educator" in of_ada[1]
    assert of_ada[1].endswith(" – after Ada Byrne is created")
    assert "Nia Cole" in of_ada[2]
    assert re.search(r" – after .+, .+ and the standard Early Years Educator is given$", of_ada[2])
    assert "  People 3  Nia Cole (Assessor): new, nia.cole@example.org" in lines
    assert "    1. Create Nia Cole as Assessor" in lines


def test_a_row_that_an_error_keeps_back_is_not_told_twice() -> None:
    _, lines = shown(cohort())
    assert not any("Bea Cross" in line for line in lines)
    assert "Left out: 2 rows" in lines


def test_without_the_changes_only_the_totals_are_told() -> None:
    plan, lines = shown(cohort(), changes=False)
    assert not any(line.startswith(" ") for line in lines)
    assert lines[-1] == f"Plan {plan.digest}"


def test_the_digest_comes_with_what_it_is_for() -> None:
    plan, lines = shown(cohort())
    assert f"--digest {plan.digest}` sends exactly this plan" in lines[-1]


def test_a_plan_with_nothing_to_send_says_so() -> None:
    _, lines = shown(case(learner("Leo Grant", Email="leo@example.org")))
    assert any(line.startswith("Nothing to send: Everybody on the roster is in OneFile already") for line in lines)
    assert not any(line.startswith("What is sent") for line in lines)


def test_a_further_row_of_a_person_does_not_repeat_the_changes() -> None:
    held = case(
        learner(MISID="L9", DefaultEmployerID="Eve Carter"),
        learner(MISID="L9", DefaultEmployerID="Eve Carter", AdditionalIQAs="Owen Price"),
    )
    plan, lines = shown(held)
    assert len(plan.rows) == 2
    assert sum(line.startswith("    ") for line in lines) == len(plan.changes)


def test_text_and_workbook_through_the_command_line(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, (*new_learner(1), "Helen Ashworth"))
    said = run("plan", roster, "--rehearsal", "--report", tmp_path / "plan.xlsx")
    assert said.code == 0
    assert "Emails: This is a rehearsal, so nobody is emailed." in said.out
    assert "Reading the centre: The centre was read with " in said.out
    book = load_workbook(tmp_path / "plan.xlsx")
    changes = [line for line in said.out.splitlines() if re.match(r"    \d+\. ", line)]
    assert book["Plan"].max_row == len(changes) + 1 == 4


def test_the_json_has_the_notices_the_rows_and_the_words_and_people_read_stderr(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), new_learner(2, "Nobody Known"))
    said = run("plan", roster, "--rehearsal", "--json")
    assert said.code == 1
    assert {notice["topic"] for notice in said.json["notices"]} >= {"Emails", "Reading the centre"}
    assert all(set(notice) == {"topic", "text", "warning"} for notice in said.json["notices"])
    assert [(row["row"], row["standing"]) for row in said.json["rows"]] == [
        (2, "create"),
        (3, "create"),
        (4, "excluded"),
    ]
    assert "Nobody Known" in said.json["rows"][2]["message"]
    assert all(change["told"] for change in said.json["changes"])
    assert "What is sent, by person" in said.err


def test_the_summary_before_a_submit_has_no_changes_and_nothing_is_sent(
    run: Run, tmp_path: Path, centre: RehearsalServer
) -> None:
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--url", centre.url)
    assert said.code == 2
    assert "Create: 1 assessor" in said.out
    assert "What is sent, by person" not in said.out
    assert "POST /User" not in state_of(centre)["calls"]["by_endpoint"]
