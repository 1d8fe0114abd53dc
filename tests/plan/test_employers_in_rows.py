"""Employers and observers whom learners' rows describe by name and email."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.models import Named, Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.build import make_plan
from onefile_desktop.plan.changes import Change, ChangeKind, Plan, Standing
from onefile_desktop.plan.need import wanted
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Assigned, Given, Record
from onefile_desktop.roster.rows import CellValue
from tests.plan.cases import EVE, LEO, OWEN, ZARA, case, centre, composed, learner, person, staff

JO = {"EmployerFirstName": "Jo", "EmployerLastName": "Reed", "EmployerEmail": "jo@example.org"}
MO = {"EmployerFirstName": "Mo", "EmployerLastName": "Pike", "EmployerEmail": "mo@example.org"}
EMAIL = {"EmployerEmail": "jo@example.org"}
PAT = {"ObserverFirstName": "Pat", "ObserverLastName": "Moss", "ObserverEmail": "pat@example.org"}
ADA, BEN, CAI = "Ada Byrne", "Ben Cole", "Cai Dunn"

Given_ = Mapping[str, CellValue]


def row(name: str, *described: Given_, **given: CellValue) -> dict[str, CellValue]:
    """A learner's row as it is read, the reference to the employer put together."""
    return composed(learner(name, **{key: value for one in described for key, value in one.items()}, **given))


def planned(*rows: Given_, at: tuple[Person, ...] = (), record: Record | None = None, **options: Any) -> Plan:
    """The plan for these rows, in a centre with these people beside the usual ones."""
    held = case(*rows, at=centre(ZARA, OWEN, EVE, LEO, *at), record=record, options=PlanOptions(**options))
    return make_plan(held, environment="rehearsal")


def of_kind(plan: Plan, kind: ChangeKind) -> list[Change]:
    return [change for change in plan.changes if change.kind is kind]


def created(plan: Plan) -> list[tuple[str, str]]:
    """Key and name of everybody who is created."""
    return [(change.key, change.person) for change in of_kind(plan, ChangeKind.CREATE)]


def errors(plan: Plan) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.place.row, one.place.field) for one in plan.problems if one.is_error]


def codes(plan: Plan) -> list[str]:
    return [one.code for one in plan.problems]


class TestCreated:
    def test_once_however_many_learners_name_them(self) -> None:
        jo = JO | {"EmployerEmail": "JO@example.org", "EmployerFirstName": "  jó "}
        plan = planned(row(ADA, JO), row(BEN, jo), row(CAI, {"EmployerEmail": "jo@example.org"}))
        assert plan.problems == ()
        employer, *learners = of_kind(plan, ChangeKind.CREATE)
        assert (employer.key, employer.sheet, employer.row) == ("people-2-employer-create", "People", 2)
        assert (employer.person_row, employer.role) == (None, Role.EMPLOYER)
        assert dict(employer.request.body) == {
            "OrganisationID": 5740,
            "Role": 40,
            "FirstName": "Jo",
            "LastName": "Reed",
            "Email": "jo@example.org",
            "PlacementID": 41,
        }
        assert [one.request.body["DefaultEmployerID"] for one in learners] == [{"$id_of": employer.key}] * 3
        assert all(one.depends_on == (employer.key,) for one in learners)
        assert "Mill Lane Nursery" in employer.told

    def test_with_the_name_in_one_cell(self) -> None:
        plan = planned(row(ADA, DefaultEmployerID="Reed, Jo", EmployerEmail="jo@example.org"))
        body = of_kind(plan, ChangeKind.CREATE)[0].request.body
        assert (body["FirstName"], body["LastName"], body["Email"]) == ("Jo", "Reed", "jo@example.org")

    def test_a_name_that_can_be_cut_in_two_ways_is_told(self) -> None:
        plan = planned(row(ADA, DefaultEmployerID="Jo Ann Reed", EmployerEmail="jo@example.org"))
        assert codes(plan) == ["name-split"]
        assert len(created(plan)) == 2

    @pytest.mark.parametrize(
        ("workplace", "placement"), [("Quay Garage", 42), (None, 41)], ids=["of their own", "the learner's"]
    )
    def test_at_the_workplace_of_the_row_else_at_the_learners(self, workplace: str | None, placement: int) -> None:
        plan = planned(row(ADA, JO, EmployerWorkplace=workplace))
        assert plan.changes[0].request.body["PlacementID"] == placement

    def test_at_a_workplace_that_is_made_first(self) -> None:
        plan = planned(row(ADA, JO, EmployerWorkplace="New Yard", PlacementID="New Yard"), create_missing=True)
        made, employer, ada = plan.changes
        assert made.kind is ChangeKind.PLACEMENT
        assert employer.request.body["PlacementID"] == {"$id_of": made.key}
        assert employer.depends_on == (made.key,)
        assert set(ada.depends_on) == {made.key, employer.key}

    def test_an_unknown_workplace_is_said_at_its_cell(self) -> None:
        plan = planned(row(ADA, JO, EmployerWorkplace="Nowhere"), row(BEN, JO))
        assert errors(plan) == [("reference-unknown", 2, "EmployerWorkplace")]
        assert created(plan) == [("people-3-employer-create", "Jo Reed"), ("people-3-create", BEN)]

    def test_an_observer_is_an_additional_one(self) -> None:
        plan = planned(row(ADA, PAT), row(BEN, PAT))
        assert plan.problems == ()
        assert created(plan)[0] == ("people-2-observer-create", "Pat Moss")
        assert plan.changes[0].request.body["Role"] == 45
        assigned = of_kind(plan, ChangeKind.ASSIGN)
        assert [(one.request.path, one.request.body["Level"]) for one in assigned] == [
            ("/User/{$id_of:people-2-observer-create}/Assign", 1)
        ] * 2

    def test_an_observer_is_added_to_those_of_the_row(self) -> None:
        vi = person(104, Role.OBSERVER, "Vi Orme", email="vi@example.org")
        plan = planned(row(ADA, PAT, AdditionalObservers="Vi Orme; 104"), at=(vi,))
        assert [one.request.path for one in of_kind(plan, ChangeKind.ASSIGN)] == [
            "/User/104/Assign",
            "/User/{$id_of:people-2-observer-create}/Assign",
        ]

    def test_one_human_being_as_employer_and_observer_is_created_in_both_roles(self) -> None:
        both = {"ObserverFirstName": "Jo", "ObserverLastName": "Reed", "ObserverEmail": "jo@example.org"}
        plan = planned(row(ADA, JO | both))
        assert plan.problems == ()
        assert [key for key, _ in created(plan)] == [
            "people-2-employer-create",
            "people-2-observer-create",
            "people-2-create",
        ]

    def test_a_second_manager_on_a_further_row_is_an_additional_employer(self) -> None:
        plan = planned(row(ADA, JO), row(ADA, MO))
        assert errors(plan) == []
        assert created(plan) == [
            ("people-2-employer-create", "Jo Reed"),
            ("people-3-employer-create", "Mo Pike"),
            ("people-2-create", ADA),
        ]
        (ada,) = (one for one in plan.changes if one.key == "people-2-create")
        assert ada.request.body["DefaultEmployerID"] == {"$id_of": "people-2-employer-create"}
        (assigned,) = of_kind(plan, ChangeKind.ASSIGN)
        assert assigned.request.path == "/User/{$id_of:people-3-employer-create}/Assign"
        assert assigned.request.body["Level"] == 1
        assert set(assigned.depends_on) == {"people-3-employer-create", "people-2-create"}

    def test_two_managers_are_never_put_together_of_two_rows(self) -> None:
        half = {"EmployerFirstName": "Jo", "EmployerLastName": None, "EmployerEmail": "jo@example.org"}
        plan = planned(row(ADA, half), row(ADA, MO))
        assert ("described-nameless", 2, "EmployerEmail") in errors(plan)
        assert created(plan) == []


class TestFound:
    def test_an_employer_of_the_centre(self) -> None:
        eve = {"EmployerFirstName": "Evie", "EmployerLastName": "Carter", "EmployerEmail": "EVE@example.org"}
        plan = planned(row(ADA, eve))
        assert plan.problems == ()
        assert created(plan) == [("people-2-create", ADA)]
        assert plan.changes[0].request.body["DefaultEmployerID"] == 103

    def test_an_employer_on_a_row_of_the_roster(self) -> None:
        plan = planned(row(ADA, JO), staff("Employer", "Jo Reed", Email="jo@example.org"))
        assert created(plan) == [("people-3-create", "Jo Reed"), ("people-2-create", ADA)]
        assert plan.changes[1].request.body["DefaultEmployerID"] == {"$id_of": "people-3-create"}

    def test_a_row_with_an_error_is_not_replaced_by_a_new_person(self) -> None:
        plan = planned(row(ADA, JO), staff("Employer", "Jo Reed", Email="jo@example.org", PlacementID=None))
        assert created(plan) == []
        assert errors(plan) == [("reference-not-ready", 2, "DefaultEmployerID"), ("required-missing", 3, "PlacementID")]

    def test_another_surname_with_the_email_is_asked(self) -> None:
        plan = planned(row(ADA, JO | {"EmployerEmail": "eve@example.org"}))
        (asked,) = plan.problems
        assert (asked.code, asked.is_error, asked.place.row, asked.place.field) == (
            "described-perhaps-there",
            True,
            2,
            "EmployerEmail",
        )
        assert "Eve Carter (OneFile ID 103" in asked.message
        assert plan.changes == ()

    def test_a_name_that_is_there_with_another_email_is_asked(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo.reed@example.org")
        plan = planned(row(ADA, JO), row(BEN, JO), at=(jo,))
        assert errors(plan) == [("described-perhaps-there", number, "EmployerEmail") for number in (2, 3)]
        assert plan.changes == ()

    @pytest.mark.parametrize("email", ["jo@example.org", "jo.reed@example.org"], ids=["same email", "other email"])
    @pytest.mark.parametrize("meant", ["108", "create"])
    def test_what_was_asked_is_settled_once_for_all_rows(self, meant: str, email: str) -> None:
        name = "Jo Reade" if email == "jo@example.org" else "Jo Reed"
        jo = person(108, Role.EMPLOYER, name, email=email)
        choices = {("DefaultEmployerID", "jo@example.org"): meant}
        plan = planned(row(ADA, JO), row(BEN, JO), at=(jo,), choices=choices)
        assert errors(plan) == []
        new = "people-2-employer-create"
        assert [one.request.body["DefaultEmployerID"] for one in plan.changes if one.role is Role.LEARNER] == [
            108 if meant == "108" else {"$id_of": new}
        ] * 2
        assert (new in dict(created(plan))) is (meant == "create")
        if meant == "create":
            assert plan.changes[0].known == (108,)

    def test_choosing_to_create_creates_nobody_twice(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo@example.org")
        plan = planned(row(ADA, JO), at=(jo,), choices={("DefaultEmployerID", "jo@example.org"): "create"})
        assert created(plan) == [("people-2-create", ADA)]

    def test_nor_where_another_row_of_the_same_email_made_it_look_like_somebody_new(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo@example.org")
        rows = (row(ADA, JO | {"EmployerLastName": "Read"}), row(BEN, JO))
        plan = planned(*rows, at=(jo,), choices={("DefaultEmployerID", "jo@example.org"): "create"})
        assert errors(plan) == [("described-perhaps-there", 2, "EmployerEmail")]
        assert created(plan) == [("people-3-create", BEN)]
        assert plan.changes[0].request.body["DefaultEmployerID"] == 108

    def test_their_account_in_another_role_is_told(self) -> None:
        zara = {"EmployerFirstName": "Zara", "EmployerLastName": "Malik", "EmployerEmail": "zara@example.org"}
        plan = planned(row(ADA, zara), row(BEN, zara))
        assert [(one.code, one.place.row) for one in plan.problems] == [("joins-keychain", 2)]
        assert len(created(plan)) == 3

    def test_the_archived_are_asked_about_and_not_taken(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo@example.org", archived=True)
        plan = planned(row(ADA, JO), at=(jo,))
        (asked,) = plan.problems
        assert asked.code == "described-perhaps-there"
        assert "archived" in asked.message
        assert plan.changes == ()

    @pytest.mark.parametrize("name", ["HR", "Mill Lane Nursery", "Eve"])
    def test_an_email_that_is_there_beside_a_name_that_tells_nothing(self, name: str) -> None:
        plan = planned(row(ADA, DefaultEmployerID=name, EmployerEmail="eve@example.org"))
        assert plan.problems == ()
        assert plan.changes[0].request.body["DefaultEmployerID"] == 103

    def test_whom_an_earlier_run_may_have_created_is_not_created_again(self) -> None:
        record = Record(unsettled=frozenset({(Role.EMPLOYER, "jo@example.org")}))
        plan = planned(row(ADA, JO), record=record)
        assert errors(plan) == [("unsettled-before", 2, "EmployerEmail")]
        assert plan.changes == ()
        observer = Record(unsettled=frozenset({(Role.OBSERVER, "jo@example.org")}))
        assert len(created(planned(row(ADA, JO), record=observer))) == 2


class TestCannotBeCreated:
    def test_without_an_email(self) -> None:
        plan = planned(row(ADA, JO | {"EmployerEmail": None}))
        (found,) = plan.problems
        assert (found.code, found.place.row) == ("reference-unknown", 2)
        assert "email" in found.message
        assert plan.changes == ()

    @pytest.mark.parametrize(
        "given",
        [
            {"EmployerEmail": "jo@example.org"},
            {"EmployerEmail": "jo@example.org", "EmployerFirstName": "Jo"},
            {"EmployerEmail": "jo@example.org", "DefaultEmployerID": "Mill Lane Nursery"},
            {"EmployerEmail": "jo@example.org", "DefaultEmployerID": "Mill Lane Nursery Ltd"},
            {"EmployerEmail": "jo@example.org", "DefaultEmployerID": "Mill"},
            {"EmployerEmail": "jo@example.org", "DefaultEmployerID": "HR"},
        ],
        ids=["no name", "half a name", "a placement", "a company", "part of a placement", "a team"],
    )
    def test_without_a_name(self, given: dict[str, CellValue]) -> None:
        plan = planned(row(ADA, given))
        assert errors(plan) == [("described-nameless", 2, "EmployerEmail")]
        assert plan.changes == ()

    def test_with_an_email_that_is_none(self) -> None:
        plan = planned(row(ADA, JO | {"EmployerEmail": "jo@example"}))
        assert ("email-invalid", 2, "EmployerEmail") in errors(plan)
        assert plan.changes == ()

    @pytest.mark.parametrize(
        ("employer", "others", "code"),
        [
            (JO | {"EmployerEmail": "ada.byrne@example.org"}, (), "email-shared"),
            (
                {
                    **JO,
                    "EmployerFirstName": "Ada",
                    "EmployerLastName": "Byrne",
                    "EmployerEmail": "ada.byrne@example.org",
                },
                (),
                "assignment-self",
            ),
            (JO | {"EmployerEmail": "ben.cole@example.org"}, (row(BEN),), "email-shared"),
            (JO | {"EmployerEmail": "zara@example.org"}, (), "email-in-use"),
            (JO | {"EmployerEmail": "pat@example.org"}, (row(BEN, PAT),), "email-shared"),
        ],
        ids=["the learner's", "the learner", "another learner's", "an assessor's in OneFile", "an observer's"],
    )
    def test_with_the_email_of_somebody_else(
        self, employer: dict[str, CellValue], others: tuple[dict[str, CellValue], ...], code: str
    ) -> None:
        plan = planned(row(ADA, employer), *others)
        assert (code, 2, "EmployerEmail") in errors(plan)
        assert not any(change.row == 2 for change in plan.changes)

    def test_by_what_looks_like_a_company_and_that_is_said(self) -> None:
        plan = planned(row(ADA, DefaultEmployerID="Mill Lane Nursery", EmployerEmail="jo@example.org"))
        (found,) = plan.problems
        assert "“Mill Lane Nursery” is the name of a company or placement" in found.message
        (team,) = (one for one in planned(row(ADA, DefaultEmployerID="HR", **EMAIL)).problems if one.is_error)
        assert "company" not in team.message

    def test_with_two_names_for_one_email(self) -> None:
        plan = planned(row(ADA, JO), row(BEN, JO | {"EmployerFirstName": "Al"}), row(CAI, MO))
        differing = [one for one in plan.problems if one.code == "described-differs"]
        assert [one.place.row for one in differing] == [2, 3]
        assert "Row 3 " in differing[0].message
        assert "Al Reed" in differing[0].message
        assert "Row 2 " in differing[1].message
        assert created(plan) == [("people-4-employer-create", "Mo Pike"), ("people-4-create", CAI)]

    def test_where_neither_they_nor_the_learner_has_a_placement(self) -> None:
        there = person(201, Role.LEARNER, "Leo Grant", email="leo@example.org", mis_id="L1")
        held = case(
            composed({"Role": "Learner", "MISID": "L1", **JO}),
            at=centre(there),
            options=PlanOptions(existing=Existing.ASSIGN),
        )
        plan = make_plan(held, environment="rehearsal")
        assert errors(plan) == [("required-missing", 2, "EmployerEmail")]
        assert plan.changes == ()


def called(first: str, last: str = "Reed", **given: CellValue) -> dict[str, CellValue]:
    """Columns that describe somebody with Jo's email."""
    return JO | {"EmployerFirstName": first, "EmployerLastName": last} | given


def learners(*described: Given_) -> list[dict[str, CellValue]]:
    """A row for each, of as many learners."""
    return [row(f"{first} Byrne", one) for first, one in zip(("Ada", "Bea", "Cai", "Dee"), described, strict=False)]


NO_NAME = called("", "")


class TestSeveralSpellings:
    @pytest.mark.parametrize(
        ("described", "name", "differing", "spelling"),
        [
            ([called("Jo"), called("Mo"), called("Jo")], "Jo Reed", [3], []),
            ([called("Mo"), called("Jo"), called("Jo")], "Jo Reed", [2], []),
            ([called("Jo"), called("Jo", "Pike"), called("Jo")], "Jo Reed", [3], []),
            ([called("Mo"), called("Jo"), called("Mo"), called("Jo")], None, [2, 3, 4, 5], []),
            ([called("Jo"), called("Mo"), NO_NAME], None, [2, 3, 4], []),
            ([called("Jo"), called("Jo"), called("Mo"), NO_NAME], "Jo Reed", [4], []),
            ([called("Jo"), called("Joanne"), called("Jo")], "Jo Reed", [], [3]),
            ([called("Jo"), called("Joanne")], "Joanne Reed", [], [2]),
            ([called("Jo"), called("Joanne"), called("Mo")], "Joanne Reed", [4], [2]),
            ([called("Joanne"), called("John"), called("Jo")], None, [2, 3, 4], []),
            ([called("Joanne"), called("Joanne"), called("John"), called("Jo")], "Joanne Reed", [4], [5]),
            ([called("Jo"), called("Jo", "Pike"), called("Jo", "")], None, [2, 3, 4], []),
        ],
        ids=[
            "one of three",
            "the first of three",
            "another surname",
            "as many",
            "as many and one without a name",
            "one without a name",
            "a longer form",
            "a longer form as often",
            "short forms count together",
            "a short form of two",
            "a short form of two of which one is commoner",
            "half a name among two",
        ],
    )
    def test_the_commonest_is_taken_and_only_others_are_held_back(
        self, described: list[Given_], name: str | None, differing: list[int], spelling: list[int]
    ) -> None:
        plan = planned(*learners(*described))
        told = {code: [one.place.row for one in plan.problems if one.code == code] for code in codes(plan)}
        assert told.pop("described-differs", []) == differing
        assert told.pop("described-spelling", []) == spelling
        assert told == {}
        employers = [one.person for one in of_kind(plan, ChangeKind.CREATE) if one.role is Role.EMPLOYER]
        assert employers == ([name] if name else [])
        going = {one.row for one in of_kind(plan, ChangeKind.CREATE) if one.role is Role.LEARNER}
        assert going == set(range(2, 2 + len(described))) - set(differing)

    def test_a_row_without_a_name_takes_no_address_of_the_learner_s(self) -> None:
        shared = {"EmployerEmail": "ada.byrne@example.org"}
        plan = planned(row(ADA, called("Jo", **shared)), row(BEN, called("", "", **shared)))
        assert errors(plan) == [("email-shared", 2, "EmployerEmail"), ("email-shared", 3, "EmployerEmail")]
        assert plan.changes == ()

    def test_nor_is_the_learner_created_for_it(self) -> None:
        own = {"EmployerEmail": "ada.byrne@example.org"}
        plan = planned(row(ADA, own), row(BEN, called("Ada", "Byrne", **own)))
        assert errors(plan) == [("assignment-self", 2, "EmployerEmail")]


class TestNamedLikeTheirSetting:
    """A childminder whose setting bears her name, in one cell."""

    def test_at_a_placement_of_somebody_else_it_is_a_name_like_any_other(self) -> None:
        setting = Named(id=43, name="Jo Reed Childminding", mis_id=None)
        held = case(row(ADA, DefaultEmployerID="Jo Reed", **EMAIL), at=with_placement(setting))
        plan = make_plan(held, environment="rehearsal")
        assert plan.problems == ()
        assert [name for _, name in created(plan)] == ["Jo Reed", ADA]

    @pytest.mark.parametrize("placement", ["Jo Reed Childminding", "43"])
    def test_at_the_learner_s_own_it_is_told_how_it_was_read(self, placement: str) -> None:
        setting = Named(id=43, name="Jo Reed Childminding", mis_id=None)
        one = row(ADA, DefaultEmployerID="Jo Reed", PlacementID=placement, **EMAIL)
        plan = make_plan(case(one, at=with_placement(setting)), environment="rehearsal")
        assert codes(plan) == ["name-split"]
        assert [name for _, name in created(plan)] == ["Jo Reed", ADA]


def with_placement(placement: Named) -> Centre:
    there = centre(ZARA, OWEN, EVE, LEO)
    return replace(there, placements=(*there.placements, placement))


class TestAlike:
    """One person under two addresses."""

    @pytest.mark.parametrize(
        ("rows", "warned", "other"),
        [
            ((row(ADA, JO), row(BEN, called("Jo", EmployerEmail="jo.reed@example.org"))), [3], "Row 2 "),
            ((row(ADA, JO), row(BEN, called("Joanne", EmployerEmail="jo.reed@example.org"))), [3], "Row 2 "),
            ((row(ADA, JO), staff("Employer", "Jo Reed", Email="jo.reed@example.org")), [2], "Row 3 "),
            ((staff("Employer", "Jo Reed", Email="jo.reed@example.org"), row(ADA, JO)), [3], "Row 2 "),
            ((row(ADA, JO), row(BEN, called("Jo", "Pike", EmployerEmail="jo.pike@example.org"))), [], ""),
            ((row(ADA, JO), row(BEN, called("Mo", EmployerEmail="mo@example.org"))), [], ""),
            ((row(ADA, JO), staff("Assessor", "Jo Reed", Email="jo.reed@example.org")), [], ""),
            ((row(ADA, JO), staff("Employer", "Jo Reed", Email="jo@example.org")), [], ""),
        ],
        ids=[
            "two descriptions",
            "a longer form",
            "an own row",
            "an own row before",
            "another surname",
            "another first name",
            "another role",
            "the same email",
        ],
    )
    def test_it_is_told_at_the_later_cell(
        self, rows: tuple[dict[str, CellValue], ...], warned: list[int], other: str
    ) -> None:
        plan = planned(*rows)
        found = [one for one in plan.problems if one.code == "described-alike"]
        assert [(one.place.row, one.place.field, one.is_error) for one in found] == [
            (number, "EmployerEmail", False) for number in warned
        ]
        assert all(one.message.startswith(other) for one in found)
        assert errors(plan) == []

    def test_once_for_each_address_and_not_of_rows_that_are_left_out(self) -> None:
        other = called("Jo", EmployerEmail="jo.reed@example.org")
        rows = (row(ADA, JO), row(BEN, other), row(CAI, other))
        assert codes(planned(*rows)) == ["described-alike"]
        assert codes(planned(*rows, only=frozenset({3, 4}))) == []
        own = staff("Employer", "Jo Reed", Email="jo.reed@example.org")
        assert codes(planned(row(ADA, JO), own, decisions={3: Decision.SKIP})) == []
        assert "described-alike" not in codes(planned(row(ADA, JO), {**own, "Email": None}))


CHOSEN = {("DefaultEmployerID", "jo@example.org"): "create"}


class TestWhatEarlierRunsLeftOpen:
    UNSETTLED = Record(unsettled=frozenset({(Role.EMPLOYER, "jo@example.org")}))

    @pytest.mark.parametrize("name", ["Jo Reed", "Jo Reade", "Mo Pike"])
    @pytest.mark.parametrize("email", ["jo@example.org", "jo.reed@example.org"])
    def test_no_choice_creates_them_again(self, name: str, email: str) -> None:
        jo = person(108, Role.EMPLOYER, name, email=email)
        plan = planned(row(ADA, JO), at=(jo,), record=self.UNSETTLED, choices=CHOSEN)
        if (name, email) == ("Jo Reed", "jo@example.org"):
            assert created(plan) == [("people-2-create", ADA)]
        else:
            assert errors(plan) == [("unsettled-before", 2, "EmployerEmail")]
            assert plan.changes == ()

    def test_nor_where_nobody_is_there_nor_where_it_would_be_asked(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo.reed@example.org")
        for at, choices in (((), CHOSEN), ((), {}), ((jo,), {})):
            assert errors(planned(row(ADA, JO), at=at, record=self.UNSETTLED, choices=choices)) == [
                ("unsettled-before", 2, "EmployerEmail")
            ]

    def test_who_it_is_can_be_chosen(self) -> None:
        jo = person(108, Role.EMPLOYER, "Jo Reed", email="jo.reed@example.org")
        choices = {("DefaultEmployerID", "jo@example.org"): "108"}
        plan = planned(row(ADA, JO), at=(jo,), record=self.UNSETTLED, choices=choices)
        assert created(plan) == [("people-2-create", ADA)]


class TestOneMailboxOfAFamily:
    JOHN = person(108, Role.EMPLOYER, "John Smith", email="office@example.org")

    @pytest.mark.parametrize(
        ("given", "asked"),
        [
            (called("Mary", "Smith", EmployerEmail="office@example.org"), True),
            ({"DefaultEmployerID": "Mary Smith", "EmployerEmail": "office@example.org"}, True),
            ({"DefaultEmployerID": "Smith, Mary", "EmployerEmail": "office@example.org"}, True),
            (called("Jon", "Smith", EmployerEmail="office@example.org"), False),
            ({"DefaultEmployerID": "Smith John", "EmployerEmail": "office@example.org"}, False),
            ({"DefaultEmployerID": "Mr Smith", "EmployerEmail": "office@example.org"}, False),
            ({"DefaultEmployerID": "Office", "EmployerEmail": "office@example.org"}, False),
        ],
        ids=["in two cells", "in one", "surname first", "Jon", "the wrong way round", "Mr", "a team"],
    )
    def test_another_first_name_is_asked_about(self, given: Given_, asked: bool) -> None:
        plan = planned(row(ADA, given), at=(self.JOHN,))
        assert errors(plan) == ([("described-perhaps-there", 2, "EmployerEmail")] if asked else [])
        assert len(plan.changes) == (0 if asked else 1)

    @pytest.mark.parametrize("at", [(), (JOHN,)], ids=["new", "there"])
    @pytest.mark.parametrize(
        ("given", "differs"),
        [
            (called("Mary", "Smith"), True),
            (called("Jon", "Smith"), False),
            (called("", "Smith"), False),
            ({"DefaultEmployerID": "Mary Smith"}, True),
            ({"DefaultEmployerID": "Smith John"}, False),
            ({"DefaultEmployerID": "Front Office"}, False),
            ({"DefaultEmployerID": "Mr Smith"}, False),
        ],
        ids=["Mary", "Jon", "no first name", "Mary in one cell", "the wrong way round", "a team", "Mr"],
    )
    def test_another_first_name_than_on_their_own_row(
        self, at: tuple[Person, ...], given: Given_, differs: bool
    ) -> None:
        own = staff("Employer", "John Smith", Email="office@example.org")
        plan = planned(row(ADA, {**given, "EmployerEmail": "office@example.org"}), own, at=at)
        assert errors(plan) == ([("described-differs", 2, "EmployerEmail")] if differs else [])
        assert (("people-2-create", ADA) in created(plan)) is not differs


class TestSomebodyElseInTheCellBeside:
    """The cell of the reference names one person, and the columns beside it another."""

    @pytest.mark.parametrize(
        ("given", "other"),
        [
            ({"DefaultEmployerID": "Eve Carter", **JO, "EmployerEmail": None}, "Jo Reed"),
            ({"DefaultEmployerID": "eve@example.org", **JO, "EmployerEmail": None}, "Jo Reed"),
            ({"DefaultEmployerID": "eve@example.org", **JO}, "Jo Reed"),
            ({"DefaultEmployerID": "eve@example.org", **EMAIL}, "jo@example.org"),
            ({"DefaultEmployerID": 103, **JO}, "Jo Reed"),
            ({"DefaultEmployerID": "Eve Carter", **JO}, "Eve Carter"),
            (
                {"DefaultAssessorID": "Zara Malik", "AssessorFirstName": "Owen", "AssessorLastName": "Price"},
                "Owen Price",
            ),
            ({"DefaultEmployerID": "Eve Carter", "EmployerFirstName": "Evie", "EmployerLastName": "Carter"}, None),
            ({"DefaultEmployerID": "eve@example.org", "EmployerEmail": "EVE@example.org"}, None),
            ({"DefaultEmployerID": 103, "EmployerEmail": "eve@example.org"}, None),
            ({"DefaultEmployerID": "Eve Carter", "EmployerFirstName": "N/A", "EmployerLastName": "tbc"}, None),
        ],
        ids=[
            "a name",
            "an email and a name",
            "an email, a name and an email",
            "two emails",
            "an ID",
            "a name and an email",
            "an assessor",
            "a short form",
            "the same email",
            "their own email",
            "nothing",
        ],
    )
    def test_the_one_who_is_not_taken_is_told(self, given: Given_, other: str | None) -> None:
        plan = planned(row(ADA, given))
        told = [one.message for one in plan.problems]
        assert codes(plan) == (["reference-contradicted"] if other else [])
        assert all(f"beside it stands “{other}”" in one for one in told)

    def test_the_observers_of_both_are_given(self) -> None:
        vi, jo = (
            person(104, Role.OBSERVER, "Vi Orme", email="vi@example.org"),
            person(105, Role.OBSERVER, "Jo Reedman", email="jo@example.org"),
        )
        parts = {"ObserverFirstName": "Jo", "ObserverLastName": "Reedman"}
        for given in (parts, parts | {"ObserverEmail": "jo@example.org"}):
            plan = planned(row(ADA, given, AdditionalObservers="Vi Orme"), at=(vi, jo))
            assert plan.problems == ()
            assert [one.request.path for one in of_kind(plan, ChangeKind.ASSIGN)] == [
                "/User/104/Assign",
                "/User/105/Assign",
            ]


BAD: Given_ = {"StartOn": "nonsense"}


class TestNotNeeded:
    def test_for_a_row_with_an_error(self) -> None:
        plan = planned(row(ADA, JO, BAD), row(BEN, MO))
        assert errors(plan) == [("date-invalid", 2, "StartOn")]
        assert created(plan) == [("people-3-employer-create", "Mo Pike"), ("people-3-create", BEN)]

    def test_but_for_a_good_row_beside_it_which_then_is_the_first(self) -> None:
        plan = planned(row(ADA, JO, BAD), row(BEN, JO))
        assert created(plan) == [("people-3-employer-create", "Jo Reed"), ("people-3-create", BEN)]
        assert plan.changes[0].row == 3

    @pytest.mark.parametrize(
        "options", [{"only": frozenset({3})}, {"decisions": {2: Decision.SKIP}}], ids=["only", "decided"]
    )
    def test_for_a_row_that_is_left_out(self, options: dict[str, Any]) -> None:
        plan = planned(row(ADA, JO), row(BEN), **options)
        assert created(plan) == [("people-3-create", BEN)]

    def test_for_a_learner_who_is_left_as_they_are(self) -> None:
        plan = planned(row("Leo Grant", JO, Email="leo@example.org"))
        assert codes(plan) == ["already-in-onefile"]
        assert plan.changes == ()

    def test_somebody_else_who_names_them_waits(self) -> None:
        plan = planned(row(ADA, JO, BAD), learner(BEN, AdditionalEmployers="jo@example.org"))
        assert errors(plan)[-1] == ("reference-not-ready", 3, "AdditionalEmployers")
        assert plan.changes == ()


def leo(employer: int | None = None) -> Person:
    """Leo, who is there, and works at Mill Lane Nursery."""
    return person(
        *(201, Role.LEARNER, "Leo Grant"),
        email="leo@example.org",
        mis_id="L1",
        PlacementID=41,
        DefaultAssessorID=101,
        DefaultEmployerID=employer,
    )


class TestExistingLearners:
    """A list of learners who are there, with their managers."""

    @pytest.mark.parametrize("by", [{"MISID": "L1"}, {"Email": "leo@example.org"}, {"OneFileID": 201}], ids=str)
    @pytest.mark.parametrize("existing", [Existing.ASSIGN, Existing.UPDATE])
    def test_nobody_needs_the_fields_of_a_create_who_is_not_created(
        self, by: dict[str, CellValue], existing: Existing
    ) -> None:
        held = case(
            composed({"Role": "Learner", **by, **JO}), at=centre(ZARA, leo()), options=PlanOptions(existing=existing)
        )
        plan = make_plan(held, environment="rehearsal")
        assert errors(plan) == []
        employer, update = plan.changes
        assert (employer.key, employer.request.body["PlacementID"]) == ("people-2-employer-create", 41)
        assert (update.request.path, dict(update.request.body)) == (
            "/User/201",
            {"DefaultEmployerID": {"$id_of": employer.key}},
        )
        assert update.depends_on == (employer.key,)
        assert plan.rows[0].standing is Standing.CHANGE

    def test_another_default_employer_stays_and_nobody_is_created(self) -> None:
        rows = (composed({"Role": "Learner", "MISID": "L1", **JO}),)
        held = case(*rows, at=centre(EVE, leo(103)), options=PlanOptions(existing=Existing.ASSIGN))
        plan = make_plan(held, environment="rehearsal")
        assert [(one.code, one.is_error) for one in plan.problems if one.code != "already-in-onefile"] == [
            ("default-kept", False)
        ]
        assert "Eve Carter" in next(one.message for one in plan.problems if one.code == "default-kept")
        assert plan.changes == ()

    def test_but_the_manager_of_a_further_row_is_an_additional_one(self) -> None:
        rows = [composed({"Role": "Learner", "Email": "leo@example.org", **manager}) for manager in (JO, MO)]
        held = case(*rows, at=centre(EVE, leo(103)), options=PlanOptions(existing=Existing.ASSIGN))
        plan = make_plan(held, environment="rehearsal")
        assert created(plan) == [("people-3-employer-create", "Mo Pike")]
        (assigned,) = of_kind(plan, ChangeKind.ASSIGN)
        assert assigned.request.body["LearnerID"] == 201
        assert len(plan.changes) == 2

    def test_but_for_an_update(self) -> None:
        rows = (composed({"Role": "Learner", "MISID": "L1", **JO}),)
        held = case(*rows, at=centre(EVE, leo(103)), options=PlanOptions(existing=Existing.UPDATE))
        plan = make_plan(held, environment="rehearsal")
        assert [change.kind for change in plan.changes] == [ChangeKind.CREATE, ChangeKind.UPDATE]
        assert "default-kept" not in codes(plan)

    def test_once_done_there_is_nothing_left_to_do(self) -> None:
        jo = person(301, Role.EMPLOYER, "Jo Reed", email="jo@example.org", PlacementID=41)
        rows = (composed({"Role": "Learner", "MISID": "L1", **JO}),)
        held = case(*rows, at=centre(jo, leo(301)), options=PlanOptions(existing=Existing.ASSIGN))
        plan = make_plan(held, environment="rehearsal")
        assert codes(plan) == ["already-in-onefile"]
        assert plan.changes == ()

    def test_what_this_program_began_is_completed(self) -> None:
        record = Record(made=frozenset({201}))
        held = case(composed({"Role": "Learner", "MISID": "L1", **JO}), at=centre(leo()), record=record)
        plan = make_plan(held, environment="rehearsal")
        assert [change.kind for change in plan.changes] == [ChangeKind.CREATE, ChangeKind.UPDATE]


def placements(plan: Plan) -> list[str]:
    return [change.request.path for change in of_kind(plan, ChangeKind.ASSIGN_PLACEMENT)]


QUAY = {"PlacementID": "Quay Garage"}


class TestSeveralPlacements:
    def test_a_new_employer_gets_the_others_each_once(self) -> None:
        plan = planned(row(ADA, JO), row(BEN, JO, QUAY), row(CAI, JO, QUAY))
        assert plan.changes[0].request.body["PlacementID"] == 41
        (change,) = of_kind(plan, ChangeKind.ASSIGN_PLACEMENT)
        assert change.request.path == "/User/{$id_of:people-2-employer-create}/AssignPlacement/42/true"
        assert (change.row, change.person_row, change.depends_on) == (3, None, ("people-2-employer-create",))

    def test_the_learners_beside_a_workplace_of_their_own(self) -> None:
        plan = planned(row(ADA, JO, EmployerWorkplace="Quay Garage"))
        assert placements(plan) == ["/User/{$id_of:people-2-employer-create}/AssignPlacement/41/true"]

    def test_an_employer_with_a_row_of_their_own(self) -> None:
        plan = planned(staff("Employer", "Jo Reed"), learner(ADA, DefaultEmployerID="Jo Reed"))
        (change,) = of_kind(plan, ChangeKind.ASSIGN_PLACEMENT)
        assert change.request.path == "/User/{$id_of:people-2-create}/AssignPlacement/41/true"
        assert (change.row, change.person_row) == (3, 2)

    def test_after_the_placement_is_made(self) -> None:
        plan = planned(row(ADA, JO), row(BEN, JO, PlacementID="New Yard"), create_missing=True)
        (change,) = of_kind(plan, ChangeKind.ASSIGN_PLACEMENT)
        (made,) = of_kind(plan, ChangeKind.PLACEMENT)
        assert change.depends_on == ("people-2-employer-create", made.key)

    def test_an_additional_employer_and_an_observer(self) -> None:
        plan = planned(row(ADA, JO | PAT), row(BEN, JO | PAT, QUAY), row(ADA, MO), row(BEN, MO, QUAY))
        assert errors(plan) == []
        assert sorted(placements(plan)) == [
            "/User/{$id_of:people-2-employer-create}/AssignPlacement/42/true",
            "/User/{$id_of:people-2-observer-create}/AssignPlacement/42/true",
            "/User/{$id_of:people-4-employer-create}/AssignPlacement/42/true",
        ]

    THERE = person(108, Role.EMPLOYER, "Jo Reed", email="jo@example.org", PlacementID=42)

    @pytest.mark.parametrize(
        ("existing", "record", "there", "expected"),
        [
            (Existing.SKIP, Record(), THERE, []),
            (Existing.ASSIGN, Record(), THERE, ["/User/108/AssignPlacement/41/true"]),
            (Existing.UPDATE, Record(), THERE, ["/User/108/AssignPlacement/41/true"]),
            (Existing.SKIP, Record(made=frozenset({108})), THERE, ["/User/108/AssignPlacement/41/true"]),
            (Existing.ASSIGN, Record(given=frozenset({Given("assign-placement", "41", 108)})), THERE, []),
            (
                Existing.ASSIGN,
                Record(),
                person(
                    108,
                    Role.EMPLOYER,
                    "Jo Reed",
                    email="jo@example.org",
                    PlacementID=42,
                    Placements=[{"PlacementID": 41, "GrantAccess": True}],
                ),
                [],
            ),
            (Existing.ASSIGN, Record(), person(108, Role.EMPLOYER, "Jo Reed", email="jo@example.org"), []),
        ],
        ids=["left alone", "assign", "update", "made here", "ledger", "shown", "not known"],
    )
    def test_somebody_who_is_there(
        self, existing: Existing, record: Record, there: Person, expected: list[str]
    ) -> None:
        plan = planned(row(ADA, JO), row(BEN, JO), at=(there,), record=record, existing=existing)
        assert placements(plan) == expected

    def test_somebody_who_is_there_and_whose_own_row_is_left_out_gets_nothing(self) -> None:
        own = staff("Employer", "Jo Reed", Email="jo@example.org", MISID="A1")  # which is Zara's
        plan = planned(own, row(BEN, JO), at=(self.THERE,), existing=Existing.UPDATE)
        assert [one[1] for one in errors(plan)] == [2]
        assert placements(plan) == []

    def test_they_wait_for_the_assignment_no_more_than_it_for_them(self) -> None:
        record = Record(assigned=frozenset({Assigned(108, 201, 1)}), made=frozenset({108, 201}))
        rows = (learner("Leo Grant", Email="leo@example.org", AdditionalEmployers="jo@example.org"),)
        held = case(*rows, at=centre(ZARA, self.THERE, leo()), record=record)
        plan = make_plan(held, environment="rehearsal")
        assert placements(plan) == ["/User/108/AssignPlacement/41/true"]
        assert of_kind(plan, ChangeKind.ASSIGN) == []


def test_the_centre_is_asked_about_whom_rows_describe() -> None:
    held = case(row(ADA, JO))
    needed = wanted(held.checked, PlanOptions(), Record())
    assert needed.could_be(person(1, Role.EMPLOYER, "Jo Reed"))
    assert (Role.EMPLOYER, "jo@example.org") in needed.emails
    assert (Role.EMPLOYER, "reed") in needed.last_names
    assert Role.EMPLOYER in needed.roles


def test_the_same_roster_gives_the_same_plan() -> None:
    rows = (row(ADA, JO | PAT), row(BEN, JO, QUAY), row(ADA, MO))
    assert planned(*rows).digest == planned(*rows).digest
