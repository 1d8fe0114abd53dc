"""A centre small enough to know by heart; every test may change its own copy."""

from typing import Any

ORGANISATION, OTHER_ORGANISATION = 50, 51
LEARNER, SECOND_LEARNER = 101, 102
TRAINEE, ASSESSOR, SECOND_ASSESSOR, ARCHIVED_ASSESSOR = 111, 112, 113, 114
IQA, EMPLOYER, OBSERVER = 121, 122, 123
OTHER_LEARNER, OTHER_ASSESSOR, OTHER_EMPLOYER = 131, 132, 133
CLASSROOM, OTHER_CLASSROOM = 201, 202
PLACEMENT, SECOND_PLACEMENT, OTHER_PLACEMENT = 211, 212, 213
PROVIDER, OTHER_PROVIDER = 221, 222
STATUS = 231
STANDARD, SECOND_STANDARD, OTHER_STANDARD = 301, 302, 303
TEMPLATE, OTHER_TEMPLATE = 401, 402
TOKEN = "token-of-the-small-centre"


def small_centre(**options: Any) -> dict[str, Any]:
    """Two organisations, with everything that one call may name and the other organisation's like."""
    return {
        "customer": {"ID": 2070, "Name": "Small Customer", "Token": TOKEN},
        "organisations": [
            {
                "ID": ORGANISATION,
                "Name": "First",
                "KeychainCreationForNewUserActive": True,
                "KeychainEmailSuppression": False,
            },
            {
                "ID": OTHER_ORGANISATION,
                "Name": "Second",
                "KeychainCreationForNewUserActive": True,
                "KeychainEmailSuppression": True,
            },
        ],
        "users": [
            _person(LEARNER, 1, "Ann", "Lee", MISID="L1"),
            _person(SECOND_LEARNER, 1, "Bo", "Lee"),
            _person(TRAINEE, 4, "Tia", "Grant"),
            _person(ASSESSOR, 5, "Al", "Moss", MISID="A1"),
            _person(SECOND_ASSESSOR, 5, "Cy", "Moss"),
            _person(ARCHIVED_ASSESSOR, 5, "Di", "Moss", MISID="A1", Archived=True),
            _person(IQA, 10, "Ida", "Quinn"),
            _person(EMPLOYER, 40, "Em", "Ploy", PlacementID=PLACEMENT),
            _person(OBSERVER, 45, "Ob", "Serve", PlacementID=PLACEMENT),
            _person(OTHER_LEARNER, 1, "Ola", "Other", OTHER_ORGANISATION),
            _person(OTHER_ASSESSOR, 5, "Ash", "Other", OTHER_ORGANISATION),
            _person(OTHER_EMPLOYER, 40, "Ed", "Other", OTHER_ORGANISATION),
        ],
        "classrooms": [
            {"ID": CLASSROOM, "OrganisationID": ORGANISATION, "Name": "Autumn", "MISID": "C1"},
            {"ID": OTHER_CLASSROOM, "OrganisationID": OTHER_ORGANISATION, "Name": "Elsewhere"},
        ],
        "placements": [
            {"ID": PLACEMENT, "OrganisationID": ORGANISATION, "Name": "Bakery"},
            {"ID": SECOND_PLACEMENT, "OrganisationID": ORGANISATION, "Name": "Brewery"},
            {"ID": OTHER_PLACEMENT, "OrganisationID": OTHER_ORGANISATION, "Name": "Elsewhere"},
        ],
        "providers": [
            {"ID": PROVIDER, "OrganisationID": ORGANISATION, "Name": "Provider"},
            {"ID": OTHER_PROVIDER, "OrganisationID": OTHER_ORGANISATION, "Name": "Elsewhere"},
        ],
        "learner_statuses": [{"ID": STATUS, "Name": "In learning"}],
        "standards": [
            {"ID": STANDARD, "OrganisationID": ORGANISATION, "Title": "Baker"},
            {"ID": SECOND_STANDARD, "OrganisationID": ORGANISATION, "Title": "Brewer"},
            {"ID": OTHER_STANDARD, "OrganisationID": OTHER_ORGANISATION, "Title": "Elsewhere"},
        ],
        "units": [
            {"ID": "KS_COMM1", "StandardID": STANDARD, "Title": "Communication"},
            {"ID": "BK_2", "StandardID": STANDARD, "Title": "Bread"},
            {"ID": "BR_1", "StandardID": SECOND_STANDARD, "Title": "Beer"},
            {"ID": "EL_1", "StandardID": OTHER_STANDARD, "Title": "Elsewhere"},
        ],
        "framework_templates": [
            {
                "ID": TEMPLATE,
                "OrganisationID": ORGANISATION,
                "Title": "Baking and brewing",
                "Standards": [
                    {"StandardID": STANDARD, "UnitIDs": ["KS_COMM1", "BK_2"]},
                    {"StandardID": SECOND_STANDARD},
                ],
            },
            {"ID": OTHER_TEMPLATE, "OrganisationID": OTHER_ORGANISATION, "Title": "Elsewhere", "Standards": []},
        ],
        "options": options,
    }


def _person(
    identifier: int, role: int, first: str, last: str, organisation: int = ORGANISATION, **more: Any
) -> dict[str, Any]:
    email = f"{first}.{last}@example.org".lower()
    return {
        "ID": identifier,
        "OrganisationID": organisation,
        "Role": role,
        "FirstName": first,
        "LastName": last,
        "Email": email,
        **more,
    }


def new_learner(**changes: Any) -> dict[str, Any]:
    """The body that creates a learner with nothing but what one needs, changed as given; `...` leaves out."""
    body = {
        "OrganisationID": ORGANISATION,
        "FirstName": "New",
        "LastName": "Learner",
        "Email": "new.learner@example.org",
        "Role": 1,
        "DefaultAssessorID": ASSESSOR,
        "ClassroomID": CLASSROOM,
        "PlacementID": PLACEMENT,
        **changes,
    }
    return {name: value for name, value in body.items() if value is not ...}
