"""Is this person already there, when the name is mistyped, the learner comes back, or the account is archived?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onefile_desktop.centre.names import NearNames
from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import Plan, Standing
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Given, Record
from onefile_desktop.plan.returning import recognised
from onefile_desktop.roster.problems import Problem
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import ZARA, case, centre, day, learner, person, staff

EMAIL = "ada.byrne@example.org"
ALL_EXISTING = pytest.mark.parametrize("existing", list(Existing))


def planned(held: Case) -> Plan:
    return make_plan(held, environment="rehearsal")


def only(plan: Plan, code: str) -> Problem:
    (found,) = (problem for problem in plan.problems if problem.code == code)
    return found


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in plan.problems]


# Near names


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (("Ada", "Byrne"), ("Ada", "Bryne")),
        (("Ada", "Byrne"), ("Ada", "Byrn")),
        (("Ada", "Byrne"), ("Ada", "Byrnes")),
        (("Ada", "Byrne"), ("Ida", "Byrne")),
        (("Rob", "Marsh"), ("Robert", "Marsh")),
        (("Katherine", "Marsh"), ("Catherina", "Marsh")),
        (("Ada", "Featherstone"), ("Ada", "Fetherston")),
        (("Byrne", "Ada"), ("Ada", "Byrne")),
        (("Ada", "Byrne"), ("Ada Jane", "Byrne")),
        (("Ada Jane", "Byrne"), ("Ada", "Byrne")),
        (("Ada", "Smith-Jones"), ("Ada", "Jones")),
        (("María José", "García López"), ("Maria", "Garcia")),
        (("Ada", "Byrne"), ("Ada-Jane", "O’Byrne-Cole Byrne")),
        (("Ada", "O'Byrne"), ("Ada", "Byrne")),
    ],
    ids=lambda name: " ".join(name),
)
def test_near_names(name: tuple[str, str], other: tuple[str, str]) -> None:
    for one, two in ((name, other), (other, name)):
        assert NearNames([(Role.LEARNER, *one, "them")]).find(Role.LEARNER, *two) == ("them",)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (("Ada", "Byrne"), ("Ada", "Byrne")),
        (("Anne Marie", "Byrne"), ("Anne-Marie", "Byrne")),
        (("Ada", "Byrne"), ("Ada", "Marsh")),
        (("Ada", "Byrne"), ("Ida", "Bryne")),
        (("Jo", "Byrne"), ("Jones", "Byrne")),
        (("Bo", "Byrne"), ("Jo", "Byrne")),
        (("Ada", "Carter"), ("Ada", "Castor")),
        (("Other1", "Learner"), ("Other2", "Learner")),
        (("Maria Elena", "Garcia Ruiz"), ("Maria", "Garcia Lopez")),
        (("", "Byrne"), ("Ada", "Byrne")),
        (("Ada", ""), ("Ada", "Byrne")),
    ],
    ids=lambda name: " ".join(name),
)
def test_names_that_are_not_near(name: tuple[str, str], other: tuple[str, str]) -> None:
    for one, two in ((name, other), (other, name)):
        assert NearNames([(Role.LEARNER, *one, "them")]).find(Role.LEARNER, *two) == ()


def test_names_of_another_role_are_not_near() -> None:
    assert NearNames([(Role.IQA, "Ada", "Byrne", "them")]).find(Role.LEARNER, "Ada", "Bryne") == ()


NEAR = person(301, Role.LEARNER, "Ada Bryne")


@pytest.mark.parametrize(
    ("there", "row", "asked"),
    [
        (NEAR, {}, True),
        (replace(NEAR, complete=False, fields={}), {}, True),
        (replace(NEAR, born=date(2005, 1, 2)), {"DOB": day("2005-01-02")}, True),
        (replace(NEAR, born=date(2005, 1, 2), email="a@example.org"), {"DOB": day("2005-01-02")}, True),
        (replace(NEAR, email="a@example.org"), {}, False),
        (replace(NEAR, email="a@example.org"), {"DOB": day("2005-01-02")}, False),
        (replace(NEAR, born=date(2005, 1, 3)), {"DOB": day("2005-01-02")}, False),
        (replace(NEAR, uln="1000000035"), {"ULN": "1000000043"}, False),
        (replace(NEAR, mis_id="X8"), {"MISID": "X7"}, False),
        (
            replace(NEAR, born=date(2005, 1, 2), uln="1000000035"),
            {"DOB": day("2005-01-02"), "ULN": "1000000043"},
            False,
        ),
        (
            replace(NEAR, born=date(2005, 1, 2), mis_id="X8", email="a@example.org"),
            {"DOB": day("2005-01-02"), "MISID": "X7"},
            False,
        ),
        (replace(NEAR, born=date(2005, 1, 2), mis_id="X8"), {"DOB": day("2005-01-02"), "MISID": "X7"}, True),
        (replace(NEAR, role=Role.EMPLOYER), {}, False),
    ],
    ids=[
        "nothing else is known",
        "known to the search by name alone",
        "the same birthday",
        "another email, the same birthday",
        "another email",
        "another email, a birthday that is not known there",
        "another birthday",
        "another ULN",
        "another MIS ID",
        "a rhyming twin by the ULN",
        "a rhyming twin by MIS ID and email",
        "the same birthday, another MIS ID",
        "another role",
    ],
)
def test_a_name_nearly_the_same_is_asked_about_unless_something_contradicts(
    there: Person, row: dict[str, CellValue], *, asked: bool
) -> None:
    plan = planned(case(learner(**row), at=centre(ZARA, there)))
    if asked:
        found = only(plan, "possible-duplicate")
        assert "nearly the same" in found.message
        assert "Ada Bryne (OneFile ID 301)" in found.message
        assert (found.place.field, plan.changes, plan.rows[0].standing) == ("LastName", (), Standing.EXCLUDED)
    else:
        assert (codes(plan), [change.kind for change in plan.changes]) == ([], ["create"])


def test_the_same_name_with_another_email_is_still_asked_about() -> None:
    there = person(301, Role.LEARNER, "Ada Byrne", email="a@example.org")
    assert codes(planned(case(learner(), at=centre(ZARA, there)))) == ["possible-duplicate"]


def test_whom_an_earlier_run_may_have_created_waits_for_that_run_whoever_is_nearly_called_so() -> None:
    record = Record(unsettled=frozenset({(Role.LEARNER, EMAIL)}))
    assert codes(planned(case(learner(), at=centre(ZARA, NEAR), record=record))) == ["unsettled-before"]


@pytest.mark.parametrize(
    ("shown", "row", "read"),
    [
        (NEAR, {}, True),
        (replace(NEAR, role=None), {}, True),
        (replace(NEAR, email="a@example.org"), {}, False),
        (replace(NEAR, email="a@example.org"), {"DOB": day("2005-01-02")}, True),
        (replace(NEAR, mis_id="X8"), {"MISID": "X7"}, False),
        (replace(NEAR, role=Role.IQA), {}, False),
    ],
    ids=[
        "nothing shown",
        "a role not shown",
        "another email shown",
        "another email, but a birthday to compare",
        "another MIS ID shown",
        "another role",
    ],
)
def test_who_is_nearly_called_so_is_read_whole_where_that_can_tell(
    shown: Person, row: dict[str, CellValue], *, read: bool
) -> None:
    held = case(learner(**row))
    needed = wanted(held.checked, PlanOptions(), Record())
    assert needed.could_be(replace(shown, complete=False)) is read


@ALL_EXISTING
def test_who_is_known_by_a_name_alone_is_never_certain(existing: Existing) -> None:
    shown = Person(301, Role.LEARNER, "Ada", "Byrne")
    plan = planned(case(learner(), at=centre(ZARA, shown), options=PlanOptions(existing=existing)))
    assert (codes(plan), plan.changes) == (["possible-duplicate"], ())


# Learners who come back


def ada(**fields: Any) -> Person:
    return person(301, Role.LEARNER, "Ada Byrne", email=EMAIL, **fields)


OF_LAST_YEAR = ada(StartOn="2024-08-31T23:00:00Z", EpisodeName="Level 2", PlacementID=41)
GONE = ada(archived=True)


@ALL_EXISTING
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"StartOn": day("2026-09-01")}, "start date (01/09/2024 → 01/09/2026)"),
        ({"EpisodeName": "Level 3"}, "episode name (Level 2 → Level 3)"),
        ({"Standards": "Team Leader"}, "standard (Early Years Educator → Team Leader)"),
        ({"FrameworkTemplate": "Leading Teams"}, "framework template (Early Years Level 3 → Leading Teams)"),
    ],
    ids=["start date", "episode", "standard", "framework template"],
)
def test_a_learner_who_comes_back_is_asked_about(row: dict[str, CellValue], told: str, existing: Existing) -> None:
    plan = planned(returning(row, PlanOptions(existing=existing)))
    found = only(plan, "possible-duplicate")
    assert told in found.message
    assert "new portfolio" in found.message
    assert "the old one" in found.message
    assert (plan.changes, plan.rows[0].standing) == ((), Standing.EXCLUDED)


def returning(row: dict[str, CellValue], options: PlanOptions) -> Case:
    at = centre(
        ZARA,
        OF_LAST_YEAR,
        aims=frozenset({(301, 71)}),
        programmes_read=frozenset({301}),
        framework_templates=(
            *centre().framework_templates,
            replace(centre().framework_templates[0], id=82, name="Leading Teams"),
        ),
    )
    record = Record(given=frozenset({Given("framework-template", "81", 301)}))
    return case(learner(**row), at=at, record=record, options=options)


@ALL_EXISTING
@pytest.mark.parametrize(
    ("there", "row"),
    [
        (OF_LAST_YEAR, {"StartOn": day("2024-09-01"), "EpisodeName": " level 2"}),
        (OF_LAST_YEAR, {}),
        (ada(), {"StartOn": day("2026-09-01"), "EpisodeName": "Level 3"}),
        (ada(StartOn="0001-01-01T00:00:00"), {"StartOn": day("2026-09-01")}),
        (OF_LAST_YEAR, {"Standards": "Early Years Educator; Team Leader"}),
        (OF_LAST_YEAR, {"Standards": "No Such Standard"}),
        (OF_LAST_YEAR, {"Standards": "Team Leader", "FrameworkTemplate": "Early Years Level 3"}),
        (replace(OF_LAST_YEAR, id=302), {"Standards": "Team Leader"}),
    ],
    ids=[
        "the same day in London",
        "blank on the roster",
        "blank in OneFile",
        "no date as .NET writes it",
        "one standard of two",
        "an unknown standard",
        "a template whose standards cannot be read",
        "what they have is not known",
    ],
)
def test_what_is_no_other_programme(there: Person, row: dict[str, CellValue], existing: Existing) -> None:
    at = centre(ZARA, there, aims=frozenset({(301, 71)}), programmes_read=frozenset({301}))
    plan = planned(case(learner(**row), at=at, options=PlanOptions(existing=existing)))
    assert "possible-duplicate" not in codes(plan)
    assert "create" not in [change.kind for change in plan.changes]


def test_staff_do_not_come_back() -> None:
    there = person(9, Role.ASSESSOR, "Nia Cole", email="nia.cole@example.org", StartOn="2020-01-01T00:00:00Z")
    plan = planned(case(staff("Assessor", "Nia Cole", StartOn=day("2026-01-01")), at=centre(there)))
    assert "possible-duplicate" not in codes(plan)


@pytest.mark.parametrize(("column", "read"), [("Standards", True), ("Units", False), ("FrameworkTemplate", False)])
def test_standards_tell_who_comes_back_so_what_learners_have_is_read_also_where_they_are_left_alone(
    column: str, *, read: bool
) -> None:
    held = case(learner(**{column: "72"}))
    assert wanted(held.checked, PlanOptions(), Record()).programmes is read


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (frozenset[Given](), False),
        (frozenset({Given("standard", "72", 301)}), False),
        (frozenset({Given("unit", "TL_1", 301)}), False),
        (frozenset({Given("standard", "71", 301)}), True),
    ],
    ids=["given nothing yet", "given a part", "given a unit of it", "given another, and so finished"],
)
def test_whom_this_program_made_and_has_not_finished_is_not_asked_about(
    given: frozenset[Given], *, asked: bool
) -> None:
    at = centre(ZARA, ada(), aims=frozenset({(301, 71)}), programmes_read=frozenset({301}))
    record = Record(made=frozenset({301}), given=given)
    plan = planned(case(learner(Standards="72", Units="TL_1"), at=at, record=record))
    assert ("possible-duplicate" in codes(plan)) is asked


@ALL_EXISTING
def test_the_old_portfolio_is_what_the_admin_decides(existing: Existing) -> None:
    options = PlanOptions(existing=existing, decisions={2: 301})
    plan = planned(returning({"StartOn": day("2026-09-01")}, options))
    assert "possible-duplicate" not in codes(plan)
    updates = [dict(change.request.body) for change in plan.changes if change.kind == "update"]
    assert [body.get("StartOn") for body in updates if "StartOn" in body] == (
        ["2026-09-01T00:00:00Z"] if existing is Existing.UPDATE else []
    )


@ALL_EXISTING
def test_a_new_portfolio_is_a_new_person_who_is_not_the_old_one(existing: Existing) -> None:
    options = PlanOptions(existing=existing, decisions={2: Decision.CREATE})
    (change,) = planned(returning({"StartOn": day("2026-09-01")}, options)).changes
    assert (change.kind, change.known) == ("create", (301,))


@ALL_EXISTING
@pytest.mark.parametrize("decision", [None, Decision.CREATE], ids=["undecided", "decided as before"])
@pytest.mark.parametrize("made", [frozenset[int](), frozenset({302})], ids=["ledger deleted", "in the ledger"])
@pytest.mark.parametrize(
    "old",
    [OF_LAST_YEAR, ada(archived=True), replace(ada(), born=date(2004, 1, 1)), replace(ada(), uln="1000000035")],
    ids=["returning", "archived", "a twin", "another ULN"],
)
def test_who_was_created_anew_is_not_created_again(
    old: Person, made: frozenset[int], decision: Decision | None, existing: Existing
) -> None:
    new = replace(
        person(
            302,
            Role.LEARNER,
            "Ada Byrne",
            email=EMAIL,
            StartOn="2026-09-01T00:00:00Z",
            PlacementID=41,
            DOB="2005-01-02",
        ),
        born=date(2005, 1, 2),
        uln="1000000043",
    )
    options = PlanOptions(existing=existing, decisions={2: decision} if decision else {})
    row = learner(StartOn=day("2026-09-01"), DOB=day("2005-01-02"), ULN="1000000043")
    plan = planned(case(row, at=centre(ZARA, old, new), record=Record(made=made), options=options))
    assert "possible-duplicate" not in codes(plan)
    assert plan.rows[0].onefile_id == 302
    assert "create" not in [change.kind for change in plan.changes]


def test_a_decision_to_create_given_once_more_creates_nobody_else() -> None:
    """The two accounts differ in nothing that can be read."""
    at = centre(ZARA, ada(), replace(ada(), id=302))
    undecided = planned(case(learner(), at=at))
    assert (codes(undecided), undecided.changes) == (["possible-duplicate"], ())
    decided = planned(case(learner(), at=at, options=PlanOptions(decisions={2: Decision.CREATE})))
    assert (decided.changes, decided.rows[0].onefile_id) == ((), 302)


# The OneFile ID that a row gives

NEW_PORTFOLIO = replace(ada(StartOn="2026-08-31T23:00:00Z", PlacementID=41), id=900)
RETURNS = {"StartOn": day("2026-09-01"), "MobileNumber": "07700 900123"}


@ALL_EXISTING
@pytest.mark.parametrize(
    ("old", "row", "told"),
    [
        (OF_LAST_YEAR, RETURNS, "start date (01/09/2024 → 01/09/2026)"),
        (replace(OF_LAST_YEAR, archived=True), RETURNS, "They are archived"),
        (replace(OF_LAST_YEAR, archived=True), {"MobileNumber": "07700 900123"}, "They are archived"),
    ],
    ids=["coming back", "archived and coming back", "archived"],
)
def test_the_person_of_the_rows_onefile_id_is_asked_about_whoever_has_the_email(
    old: Person, row: dict[str, CellValue], told: str, existing: Existing
) -> None:
    options = PlanOptions(existing=existing)
    plan = planned(case(learner(OneFileID=301, **row), at=centre(ZARA, old, NEW_PORTFOLIO), options=options))
    message = only(plan, "possible-duplicate").message
    assert told in message
    assert "the OneFile ID agrees" in message
    assert ("301" in message, "900" in message, plan.changes) == (True, False, ())


@pytest.mark.parametrize("old", [OF_LAST_YEAR, GONE], ids=["active", "archived"])
@pytest.mark.parametrize("start", [None, day("2026-09-01")], ids=["no start date", "with its start date"])
def test_an_agreeing_onefile_id_decides_between_several(old: Person, start: CellValue) -> None:
    row = learner(OneFileID=900, StartOn=start)
    plan = planned(case(row, at=centre(ZARA, old, NEW_PORTFOLIO)))
    assert (codes(plan), plan.rows[0].onefile_id) == (["already-in-onefile"], 900)


@pytest.mark.parametrize("email", [EMAIL, "old@example.org"], ids=["the same email", "another email"])
@pytest.mark.parametrize(
    "old", [OF_LAST_YEAR, GONE, replace(OF_LAST_YEAR, last_name="Quigley")], ids=["returning", "archived", "other name"]
)
def test_a_new_portfolio_decided_on_for_a_row_with_the_old_ones_id_is_created_once(old: Person, email: str) -> None:
    old = replace(old, email=email)
    row = learner(OneFileID=301, StartOn=day("2026-09-01"))
    options = PlanOptions(Existing.UPDATE, decisions={2: Decision.CREATE})
    (created,) = planned(case(row, at=centre(ZARA, old), options=options)).changes
    assert created.kind == "create"
    again = planned(case(row, at=centre(ZARA, old, NEW_PORTFOLIO), options=options))
    assert again.rows[0].onefile_id == 900
    assert "create" not in [change.kind for change in again.changes]


@pytest.mark.parametrize(
    ("of_the_id", "of_the_email"),
    [
        (person(302, Role.LEARNER, "Leo Grant", email="leo@example.org"), ada()),
        (person(302, Role.LEARNER, "Leo Byrne", email="leo@example.org"), ada()),
        (replace(person(302, Role.LEARNER, "Ada Byrne"), born=date(1999, 1, 1)), ada()),
    ],
    ids=["another name", "a sibling", "another birthday"],
)
@ALL_EXISTING
def test_an_onefile_id_that_hardly_fits_is_not_overruled_by_an_email(
    of_the_id: Person, of_the_email: Person, existing: Existing
) -> None:
    row = learner(OneFileID=302, DOB=day("2005-01-02"), MobileNumber="07700 900123")
    options = PlanOptions(existing=existing)
    plan = planned(case(row, at=centre(ZARA, of_the_id, of_the_email), options=options))
    message = only(plan, "possible-duplicate").message
    assert ("301" in message, "302" in message, plan.changes) == (True, True, ())


@pytest.mark.parametrize(("onefile_id", "asked"), [(999, False), (302, True)], ids=["of nobody", "of somebody else"])
def test_an_onefile_id_tells_between_portfolios_only_where_somebody_has_it(onefile_id: int, *, asked: bool) -> None:
    other = person(302, Role.LEARNER, "Leo Grant", email="leo@example.org")
    row = learner(OneFileID=onefile_id, StartOn=day("2026-09-01"))
    plan = planned(case(row, at=centre(ZARA, OF_LAST_YEAR, NEW_PORTFOLIO, other)))
    assert codes(plan) == (["possible-duplicate"] if asked else ["already-in-onefile"])
    assert plan.changes == ()


@ALL_EXISTING
@pytest.mark.parametrize("old", [OF_LAST_YEAR, GONE], ids=["returning", "archived"])
def test_a_portfolio_of_an_unknown_role_is_never_taken_for_the_current_one(old: Person, existing: Existing) -> None:
    unread = replace(NEW_PORTFOLIO, role=None)
    row = learner(StartOn=day("2026-09-01"))
    plan = planned(case(row, at=centre(ZARA, old, unread), options=PlanOptions(existing=existing)))
    assert (codes(plan), plan.changes) == (["possible-duplicate"], ())


def test_the_wizard_offers_the_old_portfolio() -> None:
    held = returning({"StartOn": day("2026-09-01")}, PlanOptions())
    found = recognised(held.checked.people[0], held)
    assert getattr(found, "people", ()) == (OF_LAST_YEAR,)


# The archived


@pytest.mark.parametrize(
    ("there", "row"),
    [(GONE, {}), (replace(GONE, email=None), {}), (replace(GONE, email=None, last_name="Bryne"), {})],
    ids=["by email", "by name", "by a near name"],
)
def test_an_archived_match_is_told_apart(there: Person, row: dict[str, CellValue]) -> None:
    message = only(planned(case(learner(**row), at=centre(ZARA, there))), "possible-duplicate").message
    assert "(OneFile ID 301, archived)" in message
    assert "archived: reactivate them in OneFile, or create a new person" in message


@ALL_EXISTING
def test_the_archived_are_never_changed(existing: Existing) -> None:
    row = learner(
        DefaultEmployerID="Eve Carter", MobileNumber="07700900123", Standards="71", AdditionalIQAs="Owen Price"
    )
    options = PlanOptions(existing=existing, decisions={2: 301})
    plan = planned(case(row, at=centre(*centre().people, GONE), options=options))
    assert (codes(plan), plan.changes) == (["archived-left"], ())
    assert "Reactivate" in only(plan, "archived-left").message
    assert (plan.rows[0].standing, plan.rows[0].onefile_id) == (Standing.LEFT_ALONE, 301)


def test_an_active_account_counts_before_an_archived_one() -> None:
    plan = planned(case(learner(), at=centre(ZARA, GONE, replace(ada(), id=302))))
    assert (codes(plan), plan.rows[0].onefile_id) == (["already-in-onefile"], 302)


def test_an_active_account_with_another_email_than_the_archived_one_of_the_row_is_asked_about() -> None:
    active = person(302, Role.LEARNER, "Ada Byrne", email="a@example.org", mis_id="X7")
    plan = planned(case(learner(MISID="X7"), at=centre(ZARA, GONE, active)))
    assert (codes(plan), plan.changes) == (["possible-duplicate"], ())


# The same person in another role


@pytest.mark.parametrize(
    ("other", "row"),
    [
        (person(9, Role.IQA, "Ada Byrne", email=EMAIL.upper()), {}),
        (replace(person(9, Role.IQA, "Ada Marsh", email=EMAIL), born=date(1990, 1, 2)), {"DOB": day("1990-01-02")}),
    ],
    ids=["the name agrees", "the birthday agrees"],
)
def test_the_same_person_in_another_role_is_fine_and_said(other: Person, row: dict[str, CellValue]) -> None:
    plan = planned(case(staff("Assessor", "Ada Byrne", **row), at=centre(other)))
    found = only(plan, "joins-keychain")
    assert [change.kind for change in plan.changes] == ["create"]
    assert (found.is_error, found.place.field) == (False, "Email")
    assert "(OneFile ID 9) is in OneFile as an IQA with this email" in found.message
    assert "same Keychain" in found.message


def test_nothing_is_said_of_a_keychain_where_nobody_is_created() -> None:
    other = person(9, Role.IQA, "Ada Byrne", email=EMAIL)
    assert codes(planned(case(learner(), at=centre(ZARA, ada(), other)))) == ["already-in-onefile"]


def test_a_trainee_who_is_an_assessor_now_is_asked_about_and_then_joins_the_keychain() -> None:
    trainee = person(9, Role.TRAINEE_ASSESSOR, "Nia Cole", email="nia.cole@example.org")
    row = staff("Assessor", "Nia Cole")
    assert codes(planned(case(row, at=centre(trainee)))) == ["possible-duplicate"]
    decided = case(row, at=centre(trainee), options=PlanOptions(decisions={2: Decision.CREATE}))
    assert codes(planned(decided)) == ["joins-keychain"]


def test_two_rows_of_one_person_in_two_roles_say_nothing() -> None:
    rows = (staff("Assessor", "Ada Byrne"), staff("IQA", "Ada Byrne"))
    assert codes(planned(case(*rows, at=Centre(centre().organisation)))) == []


def test_two_created_people_who_share_a_number_and_a_birthday_are_told_apart_by_name_and_email() -> None:
    born = {"DOB": day("2005-04-19")}
    rows = (learner("Gudrun Aske", MISID="00815", **born), learner("Hywel Brace", MISID="815", **born))
    made = (
        person(
            301, Role.LEARNER, "Gudrun Aske", email="gudrun.aske@example.org", mis_id="00815", born=date(2005, 4, 19)
        ),
        person(302, Role.LEARNER, "Hywel Brace", email="hywel.brace@example.org", mis_id="815", born=date(2005, 4, 19)),
    )
    plan = make_plan(case(*rows, at=centre(ZARA, *made)), environment="rehearsal")
    assert [(row.standing, row.onefile_id) for row in plan.rows] == [("already-there", 301), ("already-there", 302)]


@pytest.mark.parametrize(
    ("row", "is_taken"),
    [
        pytest.param(
            {"FirstName": "Mina", "LastName": "Hart", "Email": "mina@example.org"}, False, id="nothing agrees"
        ),
        pytest.param({"FirstName": "Mina", "LastName": "Grant", "Email": "mina@example.org"}, True, id="the surname"),
        pytest.param({"FirstName": "Leo", "LastName": "Hart", "Email": "mina@example.org"}, True, id="the first name"),
        pytest.param({"FirstName": "Mina", "LastName": "Hart", "Email": "leo@example.org"}, True, id="the email"),
        pytest.param({"FirstName": "Mina", "LastName": "Hart", "MISID": "L1"}, True, id="the MIS ID"),
        pytest.param({"FirstName": "Mina", "LastName": "Hart", "DOB": day("2004-05-06")}, True, id="the birthday"),
    ],
)
def test_a_decision_for_somebody_of_whom_nothing_agrees_is_a_mistyped_number(
    row: dict[str, CellValue], is_taken: bool
) -> None:
    options = PlanOptions(decisions={2: 201}, existing=Existing.UPDATE)
    plan = make_plan(case(learner(**row), options=options), environment="rehearsal")
    assert ("decided-unlike" in [one.code for one in plan.problems]) is not is_taken
    assert is_taken or not plan.changes


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        pytest.param({"OneFileID": 201, "FirstName": "Mina"}, ["possible-duplicate"], id="another first name"),
        pytest.param({"OneFileID": 201, "FirstName": "Leonard"}, ["already-in-onefile"], id="a form of the first name"),
        pytest.param({"OneFileID": 201}, ["already-in-onefile"], id="no name at all"),
    ],
)
def test_an_id_without_surname_and_birthday_must_not_come_with_another_first_name(
    row: dict[str, CellValue], codes: list[str]
) -> None:
    options = PlanOptions(existing=Existing.UPDATE)
    plan = make_plan(case({"Role": "Learner"} | row, options=options), environment="rehearsal")
    assert [one.code for one in plan.problems] == codes


def test_a_number_that_agrees_only_without_its_zeros_is_not_enough_for_quite_another_name() -> None:
    gudrun = person(
        301, Role.LEARNER, "Gudrun Aske", email="gudrun@example.org", mis_id="00815", born=date(2005, 4, 19)
    )
    for mis_id, standing in (("815", Standing.EXCLUDED), ("00815", Standing.LEFT_ALONE)):
        row = learner("Hywel Brace", MISID=mis_id, DOB=day("2005-04-19"))
        plan = make_plan(case(row, at=centre(ZARA, gudrun)), environment="rehearsal")
        assert plan.rows[0].standing is standing, mis_id
