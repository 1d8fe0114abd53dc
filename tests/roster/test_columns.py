from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.errors import UsageError
from onefile_desktop.roster.cells import plain
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field
from onefile_desktop.roster.matching.columns import Mapped, column_letter, field_called, field_meant, match_columns
from onefile_desktop.roster.matching.header_words import UNDER
from onefile_desktop.roster.matching.synonyms import PERHAPS
from onefile_desktop.roster.rows import CellError, CellValue, Column
from tests.roster.cohort import uln
from tests.roster.test_values import CELLS

TABLES = pytest.mark.parametrize("table", [PEOPLE, ASSIGNMENTS], ids=["people", "assignments"])
EMAILS = ("ann.lee@example.org", "bob.ray@example.org", "cat.fox@example.org")
NAMES = ("Ann Lee", "Bob Ray", "Cat Fox")
ULNS = tuple(uln(number) for number in range(3))
NINOS = ("AB123456C", "CE 12 34 56 A", "ab123457d")
BIRTHS = (date(2004, 3, 23), "24/03/2005", "1 April 1990")
TODAY = datetime.now().astimezone().date()
PHONES = ("07700 900123", "07700 900456", "07700900789")
POSTCODES = ("ZZ1 1AA", "ZZ99 3WZ", "zz1 1ab")


def each(listed: str) -> list[str]:
    return listed.split("|")


def of(*headers: CellValue, mapping: Mapped = (), values: Sequence[Sequence[CellValue]] = ()) -> tuple[Column, ...]:
    """The columns with these headers; `values` has those of one column each."""
    rows = list(zip(*values, strict=True)) if values else []
    return match_columns(headers, PEOPLE, mapping, rows)


def fields_of(
    *headers: CellValue, mapping: Mapped = (), values: Sequence[Sequence[CellValue]] = ()
) -> list[str | None]:
    return [column.field for column in of(*headers, mapping=mapping, values=values)]


def guess(header: CellValue, *values: CellValue) -> str | None:
    """The field that a column is taken for by guess, on its own; what is sure is none."""
    (column,) = of(header, values=[values] if values else [])
    assert not (column.field and not column.guessed), f"{header} is sure to be {column.field}"
    return column.field


class TestNames:
    @TABLES
    def test_every_field_is_known_by_name_label_and_synonyms(self, table: Mapping[str, Field]) -> None:
        for field in table.values():
            for text in (field.name, field.label, *field.synonyms):
                (column,) = match_columns([text], table, ())
                assert (column.field, column.guessed, column.lost) == (field.name, False, False), text
                assert field_called(text, table) is field

    @TABLES
    def test_no_name_means_two_fields(self, table: Mapping[str, Field]) -> None:
        meant: dict[str, str] = {}
        for field in table.values():
            perhaps = PERHAPS.get(field.name, ()) if table is PEOPLE else ()
            for text in {plain(text) for text in (field.name, field.label, *field.synonyms, *perhaps)}:
                assert meant.setdefault(text, field.name) == field.name, text

    def test_no_name_is_listed_twice(self) -> None:
        for field in PEOPLE.values():
            words = [plain(word) for word in (*field.synonyms, *PERHAPS.get(field.name, ()))]
            assert sorted(words) == sorted(set(words)), field.name

    def test_what_perhaps_means_a_field_is_a_guess(self) -> None:
        for name, words in PERHAPS.items():
            for word in words:
                assert guess(word) == name, word

    @pytest.mark.parametrize(
        "text",
        [
            "First name *",
            "FIRST NAME",
            "first_name",
            " First\u00a0Name ",
            "Forename:",
            "firstname",
            "First\nname",
            "First name (required)",
            "1. First name",
            "2) Forename",
            "Q3: First name",
            "Learner's First Name (legal)",
            "Forename(s)",
            "First name (as on passport)",
            "First name - mandatory",
        ],
    )
    def test_case_punctuation_numbers_and_notes_do_not_matter(self, text: str) -> None:
        (column,) = of(text)
        assert (column.field, column.guessed) == ("FirstName", False)

    @pytest.mark.parametrize("text", ["Created On", "createdon", "CREATEDON", "Created", "CreatedOm"])
    def test_created_on_is_matched_by_its_exact_name_only(self, text: str) -> None:
        assert fields_of(text) == [None]
        assert fields_of("CreatedOn") == ["CreatedOn"]

    def test_an_unknown_field_is_told_with_what_may_have_been_meant(self) -> None:
        with pytest.raises(UsageError, match="Planned end date"):
            field_meant("Planed end dat", PEOPLE)
        with pytest.raises(UsageError, match="Role"):
            field_meant("%", PEOPLE)

    @pytest.mark.parametrize(
        ("headers", "fields"),
        [
            pytest.param(
                each("LearnRefNumber|PrevLearnRefNumber|ULN|FamilyName|GivenNames|DateOfBirth|LLDDHealthProb|NINumber"),
                each("MISID|-|ULN|LastName|FirstName|DOB|-|NINO"),
                id="ILR, who",
            ),
            pytest.param(
                each(
                    "AddLine1|Postcode|TelNo|Email|LearnStartDate|LearnPlanEndDate|LearnActEndDate|ProvSpecLearnMon|EmpId"
                ),
                each("-|-|Telephone|Email|StartOn|PlannedEndDate|-|-|-"),
                id="ILR",
            ),
            pytest.param(
                each(
                    "CohortRef|AgreementID|ULN|FamilyName|GivenNames|EmailAddress|StdCode|StartDate|EndDate|ProviderRef"
                ),
                each("-|-|ULN|LastName|FirstName|Email|-|StartOn|PlannedEndDate|MISID"),
                id="apprenticeship service, upload",
            ),
            pytest.param(
                ["Apprentice name", "Unique learner number", "Planned training start date", "Cohort", "Reference"],
                ["FullName", "ULN", "StartOn", "ClassroomID", "-"],
                id="apprenticeship service, list",
            ),
            pytest.param(
                ["D.O.B", "Tel (mob)", "Mob no", "NI Number", "Learner Ref", "Work-based tutor", "Line Manager Name"],
                ["DOB", "MobileNumber", "-", "NINO", "MISID", "DefaultAssessorID", "DefaultEmployerID"],
                id="people",
            ),
            pytest.param(
                ["Known as", "Surname", "Skills coach", "Workplace mentor", "Employer/Placement", "Cohort name"],
                ["FirstName", "LastName", "DefaultAssessorID", "DefaultEmployerID", "PlacementID", "ClassroomID"],
                id="people again",
            ),
        ],
    )
    def test_what_exports_and_people_call_them(self, headers: list[str], fields: list[str]) -> None:
        assert fields_of(*headers) == [None if field == "-" else field for field in fields]


class TestMapping:
    def test_it_goes_before_everything(self) -> None:
        mapping = (("Contact", "Email"), ("C", "Last name"), ("Email", "-"), ("E", ""))
        columns = of("Contact", "Email", "Family", "Surname", "Role", mapping=mapping)
        assert [column.field for column in columns] == ["Email", None, "LastName", None, None]
        assert [column.lost for column in columns] == [False, False, False, True, False]
        assert not any(column.guessed for column in columns)

    def test_a_header_can_be_a_letter(self) -> None:
        assert fields_of("B", "Second", mapping=(("B", "Email"),)) == ["Email", None]

    def test_what_was_left_out_is_not_guessed_either(self) -> None:
        columns = of("Login", "Frist name", mapping=(("A", "-"), ("B", "-")), values=[EMAILS, NAMES])
        assert [(column.field, column.lost) for column in columns] == [(None, False)] * 2

    @pytest.mark.parametrize("mapping", [(("Nowhere", "Email"),), (("Mail", "Emial"),), (("ZZ", "Email"),)])
    def test_one_to_what_is_not_there_is_told(self, mapping: Mapped) -> None:
        with pytest.raises(UsageError) as told:
            of("Mail", mapping=mapping)
        assert mapping[0][0] in told.value.message or "Email" in told.value.what_to_do


class TestOneFieldOneColumn:
    def test_of_two_for_one_field_the_first_keeps_it(self) -> None:
        columns = of("Surname", "Family name")
        assert [(column.field, column.lost) for column in columns] == [("LastName", False), (None, True)]
        assert "column A" in columns[1].why

    def test_a_fields_own_name_goes_before_a_synonym(self) -> None:
        assert fields_of("Assessor", "Default assessor") == [None, "DefaultAssessorID"]

    def test_of_two_called_the_same_an_empty_one_gives_way(self) -> None:
        first, second = of("Email", "Email", values=[(None, "", " "), EMAILS])
        assert (first.field, second.field) == (None, "Email")
        assert "column B" in first.why
        assert fields_of("Email", "Email", values=[EMAILS, EMAILS]) == ["Email", None]

    @pytest.mark.parametrize("pair", [("Frist name", "Fisrt name"), ("Personal email", "Home email")])
    def test_of_two_guesses_alike_neither_is_taken(self, pair: tuple[str, str]) -> None:
        first, second = of(*pair)
        assert (first.field, second.field) == (None, None)
        assert "column B" in first.why
        assert "column A" in second.why
        assert first.lost
        assert second.lost

    def test_a_guess_gives_way_to_what_is_sure(self) -> None:
        assert fields_of("Personal email", "Frist name", "Email", "Forename") == [None, None, "Email", "FirstName"]
        assert "column C" in of("Personal email", "Frist name", "Email", "Forename")[0].why

    def test_of_two_guesses_an_empty_column_does_not_count(self) -> None:
        assert fields_of("Frist name", "Fisrt name", values=[("", "", ""), ("Ann", "Bob", "Cat")]) == [
            None,
            "FirstName",
        ]

    def test_what_this_program_wrote_is_not_reported_as_lost(self) -> None:
        columns = of("OneFile outcome", "OneFile ID", "OneFile message", "Notes")
        assert [(column.field, column.lost) for column in columns] == [
            (None, False),
            ("OneFileID", False),
            (None, False),
            (None, True),
        ]


class TestLikeness:
    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("Frist name", "FirstName"),
            ("Firstnme", "FirstName"),
            ("Surename", "LastName"),
            ("E-mial adress", "Email"),
            ("Emailadress", "Email"),
            ("Email of learner", "Email"),
            ("Dateofbrith", "DOB"),
            ("Date of birth (age 16+)", "DOB"),
            ("Planed end date", "PlannedEndDate"),
            ("Date of programme start", "StartOn"),
            ("Line manger's email", "EmployerEmail"),
            ("Email address of the tutor", "AssessorEmail"),
            ("Assesor", "DefaultAssessorID"),
            ("Moblie number", "MobileNumber"),
            ("Telephon no.", "Telephone"),
            ("Employee name", "FullName"),
            ("Status", "LearnerStatusID"),
            ("Number, national insurance", "NINO"),
        ],
    )
    def test_typing_errors_and_other_order_are_understood(self, header: str, field: str) -> None:
        assert guess(header) == field

    def test_it_says_what_it_was_taken_for(self) -> None:
        (column,) = of("E-mial adress")
        assert column.why == "it reads like “Email address”"

    @pytest.mark.parametrize(
        "whose",
        each(
            "Parent|Guardian|Parent's|Next of kin|NOK|Emergency contact|Carer|Mother|IQA|EQA|Previous|Old|Alternative|"
            "Secondary|Account manager|Social worker|Referee|Sarah|Parnet|Witness|Finance|School|Company|Agent|Other"
        ),
    )
    @pytest.mark.parametrize(
        "what", ["email", "e-mail address", "phone", "mobile", "forename", "surname", "name", "DOB"]
    )
    def test_what_is_somebody_elses_is_never_the_learners(self, whose: str, what: str) -> None:
        own = {"Email", "Telephone", "MobileNumber", "FirstName", "LastName", "FullName", "DOB"}
        for header in (f"{whose} {what}", f"{what} ({whose})", f"{what} of {whose}", f"{whose}\n{what}"):
            assert own.isdisjoint(fields_of(header)), header

    @pytest.mark.parametrize("whose", ["Employer", "Line manager", "Mentor", "Assessor", "Tutor", "Skills coach"])
    @pytest.mark.parametrize(
        ("what", "part"), [("email", "Email"), ("surname", "LastName"), ("phone", ""), ("DOB", "")]
    )
    def test_what_is_the_assessors_or_managers_is_theirs_or_nothing(self, whose: str, what: str, part: str) -> None:
        who = "Assessor" if whose in ("Assessor", "Tutor", "Skills coach") else "Employer"
        for header in (f"{whose} {what}", f"{whose}'s {what}", f"{what} ({whose})", f"{what} of {whose}"):
            assert fields_of(header) == [f"{who}{part}" if part else None], header

    @pytest.mark.parametrize(
        "header",
        each(
            "Email sent?|Date of email|Email 2|DBS date|Placement start date|Employment start date|Start time|Age|"
            "End of review|Company registration number|Employer ID|Employer postcode|Employee ID|ID|No.|Number|Town|"
            "Reference|Candidate number|Post code|Address line 1|Address 2|Middle name|Title|Notes|Comments|Job title|"
            "Job role|Position|Programme|Course|Level|Date|Type|User|Size|Rule|Roll|Main|Data|Trained|Employed|Funding|"
            "Employment status|Supervision|First language|Last school|Name of school|Contract number|Mailing address|"
            "Phone verified|ULN verified|Learner/Employer email|Trainee assessor|Personal tutor|Group size|Unit cost|"
            "Actual end date"
        ),
    )
    def test_other_things_stay_unmatched(self, header: str) -> None:
        assert fields_of(header) == [None]

    @pytest.mark.parametrize(
        ("header", "values"),
        [
            ("E-mial", ("Yes", "No", "Yes")),
            ("Frist name", (1, 2, 3)),
            ("Surename", EMAILS),
            ("Learner", (1, 2, 3)),
            ("Learner", ("Learner", "Learner", "Learner")),
            ("Learner number", ULNS),
            ("Moblie", ("Yes", "Yes", "No")),
            ("Strat date", NAMES),
            ("Contact number", EMAILS),
        ],
    )
    def test_values_that_speak_against_it_keep_a_column_from_being_taken(
        self, header: str, values: Sequence[CellValue]
    ) -> None:
        wrong = guess(header)
        assert wrong != guess(header, *values)

    @pytest.mark.parametrize("header", ["Email", "E-mail address"])
    def test_what_is_sure_does_not_depend_on_the_values(self, header: str) -> None:
        assert fields_of(header, values=[("Yes", "No", 3)]) == ["Email"]

    def test_the_sheet_of_assignments_keeps_learners_apart(self) -> None:
        columns = match_columns(["Learner", "Persn", "Levle", "Learner's name", "Parent"], ASSIGNMENTS, ())
        assert [column.field for column in columns] == ["Learner", "Person", "Level", None, None]


class TestNeighbours:
    @pytest.mark.parametrize(
        ("headers", "fields"),
        [
            (("Name", "Email"), ("FullName", "Email")),
            (("Surname", "Name"), ("LastName", "FirstName")),
            (("Names", "Surename"), ("FirstName", "LastName")),
            (("Surname", "Learner name"), ("LastName", "FullName")),
            (("First name", "Name"), ("FirstName", "FullName")),
            (("First name", "Surname", "Name"), ("FirstName", "LastName", None)),
            (("First name", "Surname", "Learner name"), ("FirstName", "LastName", "FullName")),
            (("Full name", "Known as"), ("FullName", None)),
            (("First name", "Surname", "Learner"), ("FirstName", "LastName", None)),
        ],
    )
    def test_what_name_means(self, headers: tuple[str, ...], fields: tuple[str | None, ...]) -> None:
        assert fields_of(*headers) == list(fields)

    @pytest.mark.parametrize(
        ("headers", "names", "fields"),
        [
            (("Surname", "Name"), NAMES, ["LastName", "FullName"]),
            (("Surname", "Name"), ("Lee, Ann", "Ray, Bob", "Fox, Cat"), ["LastName", "FullName"]),
            (("Surname", "Name"), ("Ann", "Bob", "Cat"), ["LastName", "FirstName"]),
            (("Surname", "Learner name"), ("Ann", "Bob", "Cat"), ["LastName", "FirstName"]),
        ],
    )
    def test_beside_a_surname_the_values_tell_whether_it_is_in_the_name(
        self, headers: tuple[str, str], names: Sequence[str], fields: list[str]
    ) -> None:
        assert fields_of(*headers, values=[("Lee", "Ray", "Fox"), names]) == fields

    def test_beside_a_first_name_they_tell_that_it_is_the_surname(self) -> None:
        first = ("Ann", "Bob", "Cat")
        assert fields_of("First name", "Name", values=[first, ("Lee", "Ray", "Fox")]) == ["FirstName", "LastName"]
        assert fields_of("First name", "Name", values=[first, NAMES]) == ["FirstName", "FullName"]

    def test_half_a_name_is_a_guess_and_names_its_other_half(self) -> None:
        surname, name = of("Surname", "Name")
        assert name.guessed
        assert name.why == "column A is “Last name”"
        assert not surname.guessed

    @pytest.mark.parametrize(
        ("headers", "fields"),
        [
            (("Employer",), ["DefaultEmployerID"]),
            (("Employer name", "Employer email"), ["DefaultEmployerID", "EmployerEmail"]),
            (("Employer", "Line manager"), ["PlacementID", "DefaultEmployerID"]),
            (("Employer", "Line manger"), ["PlacementID", "DefaultEmployerID"]),
            (("Employer", "Manager", "Workplace"), ["CompanyName", "DefaultEmployerID", "PlacementID"]),
            (("Employer", "Manager", "Site", "Company"), [None, "DefaultEmployerID", "PlacementID", "CompanyName"]),
            (
                ("Employer name", "EmployerFirst", "EmployerLast"),
                ["PlacementID", "EmployerFirstName", "EmployerLastName"],
            ),
        ],
    )
    def test_beside_the_manager_the_employer_is_the_company(
        self, headers: tuple[str, ...], fields: list[str | None]
    ) -> None:
        assert fields_of(*headers) == fields

    def test_the_values_tell_companies_from_people(self) -> None:
        companies = ("Quayside Ltd", "Hill & Sons", "Westering Council")
        (column,) = of("Employer", values=[companies])
        assert (column.field, column.guessed) == ("PlacementID", True)
        assert "companies" in column.why
        assert fields_of("Employer", values=[NAMES]) == ["DefaultEmployerID"]


class TestWhose:
    def test_what_stands_behind_somebody_else_comes_after_what_is_surely_the_learners(self) -> None:
        headers = ("Learner name", "Learner email", "Manager", "Email", "Phone", "Learner mobile")
        assert fields_of(*headers)[1:] == ["Email", "DefaultEmployerID", None, "Telephone", "MobileNumber"]

    @pytest.mark.parametrize(
        "person",
        ["Line manager", "Workplace mentor", "Contact name", "Parent", "Next of kin", "Employer", "Assessor", "Tutor"],
    )
    def test_an_email_behind_somebody_who_has_none_is_in_doubt(self, person: str) -> None:
        *_, email = of("Learner name", person, "Email")
        assert (email.field, email.guessed) == ("Email", True)
        assert "column B" in email.why

    @pytest.mark.parametrize(
        "others",
        [("Parent", "Phone"), ("Emergency contact", "Relationship"), ("Mother", "Name"), ("Supervisor", "Job title")],
    )
    def test_so_are_an_email_and_a_telephone_further_behind(self, others: tuple[str, ...]) -> None:
        columns = of("First name", "Surname", *others, "Email")
        doubted = [column.guessed for column in columns if column.field in ("Email", "Telephone")]
        assert doubted
        assert all(doubted)

    @pytest.mark.parametrize(
        "headers",
        [
            ("Line manager", "Learner name", "Email"),
            ("Learner name", "Line manager", "Class", "Email"),
            ("Learner name", "Line manager", "Learner email"),
            ("Learner name", "Manager email", "Line manager", "Email"),
            ("Learner name", "Default assessor", "Email"),
        ],
    )
    def test_one_that_has_another_owner_is_not(self, headers: tuple[str, ...]) -> None:
        (email,) = (column for column in of(*headers) if column.field == "Email")
        assert not email.guessed

    def test_a_contact_beside_somebody_else_is_not_the_learner(self) -> None:
        headers = ("Learner name", "Employer", "Contact", "Contact email", "Contact number")
        assert fields_of(*headers) == ["FullName", "DefaultEmployerID", None, None, None]
        assert fields_of("Learner name", "Contact number") == ["FullName", "Telephone"]

    @pytest.mark.parametrize("group", ["Key contact", "Delivery team"])
    def test_what_stands_under_a_group_that_nobody_knows_is_in_doubt(self, group: str) -> None:
        *_, email, phone, reach = of(
            "First name", "Surname", *[f"{group}{UNDER}{one}" for one in ("Email", "Phone", "Contact no")]
        )
        assert [(one.field, one.guessed) for one in (email, phone, reach)] == [
            ("Email", True),
            ("Telephone", True),
            (None, False),
        ]
        assert group in email.why
        assert group in reach.why

    def test_and_comes_after_what_is_the_learners(self) -> None:
        columns = of(f"Key contact{UNDER}Email", "Name", "Email", "Employer email")
        assert [(one.field, one.guessed) for one in columns[:3]] == [
            (None, False),
            ("FullName", False),
            ("Email", False),
        ]
        assert columns[0].lost

    def test_a_managers_own_email_says_nothing_of_such_a_group(self) -> None:
        email, _ = of(f"Key contact{UNDER}Email", "Employer email")
        assert (email.field, email.guessed) == ("Email", True)

    def test_a_name_under_such_a_group_is_not_the_learners(self) -> None:
        headers = ("Full name", "DOB", *[f"Buddy{UNDER}{one}" for one in ("First name", "Last name", "Email")])
        assert fields_of(*headers) == ["FullName", "DOB", None, None, "Email"]
        assert fields_of("First name", "Surname", f"In case of fire{UNDER}Full name") == ["FirstName", "LastName", None]

    def test_an_arrow_in_a_header_is_no_group(self) -> None:
        headers = ("Learner › Email", "Employer › Email", "Assessor › Name")
        assert fields_of(*headers) == ["Email", "EmployerEmail", "DefaultAssessorID"]

    def test_the_column_under_a_group_can_be_mapped_by_its_own_name(self) -> None:
        (email,) = match_columns([f"Key contact{UNDER}Email"], PEOPLE, [("Email", "Email")])
        assert (email.field, email.why) == ("Email", "you chose it")
        own, theirs = match_columns(["Email", f"Key contact{UNDER}Email"], PEOPLE, [("Email", "-")])
        assert (own.field, theirs.field) == (None, "Email")

    def test_nor_are_emails_there_that_nobody_named(self) -> None:
        columns = of("Learner name", "Line manager", None, values=[NAMES, NAMES, EMAILS])
        assert columns[2].field is None


class TestByValues:
    @pytest.mark.parametrize(
        ("header", "values", "field"),
        [
            (None, EMAILS, "Email"),
            ("Login", EMAILS, "Email"),
            (None, ULNS, "ULN"),
            ("Lrn no", ULNS, "ULN"),
            (None, [float(number) for number in ULNS], "ULN"),
            (None, NINOS, "NINO"),
            (None, BIRTHS, "DOB"),
            ("Date", BIRTHS, "DOB"),
            (None, NAMES, "FullName"),
            ("Type", ("Learner", "Assessor", "Learner"), "Role"),
            ("Begin", (TODAY - timedelta(days=60), TODAY + timedelta(days=60)), "StartOn"),
        ],
    )
    def test_what_they_show_is_taken(self, header: str | None, values: Sequence[CellValue], field: str) -> None:
        (column,) = of(header, values=[values])
        assert (column.field, column.guessed, column.lost) == (field, True, False)
        assert column.why.startswith("its values look like")

    @pytest.mark.parametrize(
        ("header", "values"),
        [
            ("Parent email", EMAILS),
            ("Contact", EMAILS),
            ("Buddy", EMAILS),
            ("Mobile app ID", ULNS),
            ("Parent NI", NINOS),
            ("DBS date", BIRTHS),
            ("Joined the company", BIRTHS),
            ("Job", ("Manager", "Trainer", "Manager")),
            ("Best friend", NAMES),
            (None, POSTCODES),
            (None, PHONES),
            (None, ("Monday group", "Monday group", "Monday group")),
            (None, (TODAY, TODAY)),
            (None, (date(1900, 1, 1), date(2020, 1, 1))),
            (None, ("1234567890", "1234567891", "1234567892")),
            (None, (38000, 38001, 38002)),
            (None, (CellError("#N/A"), CellError("#N/A"))),
            (None, ("n/a", "TBC", "-")),
        ],
    )
    def test_what_the_header_denies_or_they_do_not_show_is_not(
        self, header: str | None, values: Sequence[CellValue]
    ) -> None:
        assert fields_of(header, values=[values]) == [None]

    def test_of_two_columns_alike_neither_is_taken(self) -> None:
        columns = of(None, None, values=[EMAILS, EMAILS])
        assert [column.field for column in columns] == [None, None]
        assert "column B" in columns[0].why

    def test_one_is_taken_beside_what_is_surely_somebody_elses(self) -> None:
        assert fields_of(None, "Parent email", values=[EMAILS, EMAILS]) == ["Email", None]
        assert fields_of("Class", None, "Tutor email", values=[NAMES, EMAILS, EMAILS])[1:] == ["Email", "AssessorEmail"]

    def test_a_field_that_is_taken_is_not_looked_for(self) -> None:
        assert fields_of("Email", None, values=[(None, None, None), EMAILS]) == ["Email", None]
        assert fields_of("Surname", None, values=[("Lee", "Ray", "Fox"), NAMES]) == ["LastName", None]

    def test_a_column_of_emails_that_nobody_owns_is_hinted_at(self) -> None:
        (column,) = of("Buddy", values=[EMAILS])
        assert "email addresses" in column.why
        assert column.lost


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_column_letters(index: int, letter: str) -> None:
    assert column_letter(index) == letter


KNOWN = [text for field in PEOPLE.values() for text in (field.label, *field.synonyms)]
HEADERS = st.one_of(
    CELLS,
    st.sampled_from(KNOWN),
    st.sampled_from(KNOWN).flatmap(st.permutations).map("".join),
    st.tuples(st.sampled_from(KNOWN), st.text(max_size=6)).map(" ".join),
)
MAPPINGS = st.lists(st.tuples(st.one_of(st.text(max_size=4), st.sampled_from(KNOWN)), st.sampled_from(["-", *KNOWN])))


@given(st.lists(HEADERS, max_size=12), st.lists(st.lists(CELLS, max_size=12), max_size=6), MAPPINGS)
def test_nothing_raises_and_no_field_has_two_columns(
    headers: list[CellValue], samples: list[list[CellValue]], mapping: list[tuple[str, str]]
) -> None:
    try:
        columns = match_columns(headers, PEOPLE, mapping, samples)
    except UsageError:
        columns = match_columns(headers, PEOPLE, (), samples)
    assert [column.index for column in columns] == list(range(len(headers)))
    for one, other in combinations([column for column in columns if column.field], 2):
        assert one.field != other.field
    for column in columns:
        assert column.why or column.field is None
        assert not (column.lost and column.field)


@pytest.mark.parametrize(
    "header",
    ["Email", "Contact email", "Name", "Employer", "Frist name", None, "Many words. " * 500],
    ids=lambda header: str(header)[:20],
)
def test_nor_does_it_where_the_columns_are_as_many_as_can_be(header: CellValue) -> None:
    columns = match_columns(["Line manager", *["Phone", header] * 4000], PEOPLE, (), [["ann.lee@example.org"] * 8001])
    assert len(columns) == 8001
