"""The field catalogue: every column a roster can have. One table, which the template, the column
mapping, the checks, the preview and the guide all read.

Sources: OneFile's guides "Creating and managing users via the API" (the fields of a create, and which are
mandatory for which role) and "Assigning users to learners via the API" (assignments).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.roster.matching import synonyms

EVERYBODY = frozenset(Role)
LEARNERS = frozenset({Role.LEARNER})
AT_A_PLACEMENT = frozenset({Role.LEARNER, Role.EMPLOYER, Role.OBSERVER})
NOBODY: frozenset[Role] = frozenset()


class Kind(Enum):
    """What stands in a column's cells."""

    TEXT = auto()
    EMAIL = auto()
    PHONE = auto()
    DATE = auto()
    YES_NO = auto()
    ULN = auto()
    NINO = auto()
    ROLE = auto()
    LEVEL = auto()
    ONEFILE_ID = auto()
    REFERENCE = auto()
    REFERENCES = auto()  # several in one cell, split at semicolons and line breaks


class Target(Enum):
    """What a reference points at."""

    PERSON = "person"
    CLASSROOM = "class"
    PLACEMENT = "placement"
    PROVIDER = "provider"
    LEARNER_STATUS = "learner status"
    STANDARD = "standard"
    UNIT = "unit"
    FRAMEWORK_TEMPLATE = "framework template"


@dataclass(frozen=True)
class Field:
    """One column a roster can have.

    `name` is OneFile's API name where the field goes into a create, else our own. `roles` may have it and
    `required_for` must; a person reference is looked for among the people of the roles in `takes`. A column
    is matched to an `exact` field only by the name itself. A field that is `part_of` another, such as an assessor's
    surname, is put together with its siblings to make that one. `synonyms` stand in the module of that name.
    `sensitive` says why a file that is passed on does not need the field; empty where it stays.
    """

    name: str
    label: str
    kind: Kind
    guide: str
    roles: frozenset[Role] = EVERYBODY
    required_for: frozenset[Role] = NOBODY
    target: Target | None = None
    takes: frozenset[Role] = NOBODY
    in_create: bool = True
    in_template: bool = True
    exact: bool = False
    part_of: str | None = None
    synonyms: tuple[str, ...] = ()
    sensitive: str = ""


# UK GDPR: Article 9 is about health, disability and ethnicity, Article 87 about national identifiers. The rest is what
# tells a person from others or reaches them at home, and nobody needs to see what became of a row.
_SPECIAL = "It tells of health, disability or ethnic origin, or goes with what does."
_NATIONAL = "It is a number by which the state knows the person."
_PRIVATE = "It is of the person’s private life."


def _person(name: str, label: str, takes: frozenset[Role], guide: str, *, many: bool = False) -> Field:
    kind = Kind.REFERENCES if many else Kind.REFERENCE
    return Field(name, label, kind, guide, LEARNERS, target=Target.PERSON, takes=takes, in_create=False)


def _thing(name: str, label: str, target: Target, guide: str, *, many: bool = False) -> Field:
    kind = Kind.REFERENCES if many else Kind.REFERENCE
    return Field(name, label, kind, guide, LEARNERS, target=target, in_create=False)


def _part(name: str, label: str, of: str, guide: str, roles: frozenset[Role] = LEARNERS) -> Field:
    kind = Kind.EMAIL if name.endswith("Email") else Kind.TEXT
    return Field(name, label, kind, guide, roles, in_create=False, in_template=False, part_of=of)


_IQAS = frozenset({Role.IQA})
_EMPLOYERS = frozenset({Role.EMPLOYER})
_OBSERVERS = frozenset({Role.OBSERVER})
ASSIGNEES = ASSESSORS | _IQAS | _EMPLOYERS | _OBSERVERS

_PEOPLE = (
    Field(
        "Role",
        "Role",
        Kind.ROLE,
        "Learner, Trainee Assessor, Assessor, IQA, Employer or Observer.",
        required_for=EVERYBODY,
    ),
    Field("FirstName", "First name", Kind.TEXT, "As it should appear in OneFile.", required_for=EVERYBODY),
    Field("LastName", "Last name", Kind.TEXT, "As it should appear in OneFile.", required_for=EVERYBODY),
    Field(
        "Email",
        "Email",
        Kind.EMAIL,
        "OneFile may write to this address at once. Everybody needs one of their own.",
        required_for=EVERYBODY,
    ),
    Field(
        "OneFileID",
        "OneFile ID",
        Kind.ONEFILE_ID,
        "Only for somebody who is in OneFile already: the number OneFile knows them by.",
        in_create=False,
        in_template=False,
    ),
    Field(
        "MISID",
        "MIS ID",
        Kind.TEXT,
        "The number your own system (MIS) knows the person by. No two people may share one.",
    ),
    Field(
        "PlacementID",
        "Placement",
        Kind.REFERENCE,
        "The name of a placement as OneFile has it. Learners, employers and observers need one.",
        AT_A_PLACEMENT,
        AT_A_PLACEMENT,
        Target.PLACEMENT,
    ),
    Field(
        "ClassroomID",
        "Class",
        Kind.REFERENCE,
        "The name of a class as OneFile has it. Learners need one.",
        LEARNERS,
        LEARNERS,
        Target.CLASSROOM,
    ),
    Field(
        "DefaultAssessorID",
        "Default assessor",
        Kind.REFERENCE,
        "The learner's assessor or tutor: a name, email, MIS ID or OneFile ID, in OneFile or on another row.",
        LEARNERS,
        LEARNERS,
        Target.PERSON,
        ASSESSORS,
    ),
    Field(
        "DefaultEmployerID",
        "Default employer",
        Kind.REFERENCE,
        "The learner's manager at work: a name, email, MIS ID or OneFile ID, in OneFile or on another row.",
        LEARNERS,
        target=Target.PERSON,
        takes=_EMPLOYERS,
    ),
    Field(
        "ProviderID",
        "Provider",
        Kind.REFERENCE,
        "The name of a provider as OneFile has it.",
        LEARNERS,
        target=Target.PROVIDER,
    ),
    Field(
        "LearnerStatusID",
        "Learner status",
        Kind.REFERENCE,
        "One of your centre's learner statuses.",
        LEARNERS,
        target=Target.LEARNER_STATUS,
    ),
    Field("DOB", "Date of birth", Kind.DATE, "A date, day first: 23/03/2004.", sensitive=_PRIVATE),
    Field(
        "ULN",
        "ULN",
        Kind.ULN,
        "The ten digits of the Unique Learner Number; leave it blank while it is not known.",
        LEARNERS,
        sensitive=_NATIONAL,
    ),
    Field(
        "NINO",
        "National Insurance number",
        Kind.NINO,
        "Two letters, six digits, one letter.",
        LEARNERS,
        sensitive=_NATIONAL,
    ),
    Field("EpisodeName", "Episode name", Kind.TEXT, "What OneFile calls this programme of the learner's.", LEARNERS),
    Field("StartOn", "Start date", Kind.DATE, "The day on which the episode starts.", LEARNERS),
    Field("PlannedEndDate", "Planned end date", Kind.DATE, "The day on which the episode is planned to end.", LEARNERS),
    Field(
        "CentreRegister",
        "Centre registration date",
        Kind.DATE,
        "The day on which the learner was registered with your centre.",
        LEARNERS,
    ),
    Field("SupportFunding", "Support funding", Kind.YES_NO, "Yes or no.", LEARNERS, sensitive=_SPECIAL),
    Field(
        "MobileNumber", "Mobile number", Kind.PHONE, "A UK number, or one with its country code.", sensitive=_PRIVATE
    ),
    Field("Telephone", "Telephone", Kind.PHONE, "A UK number, or one with its country code.", sensitive=_PRIVATE),
    Field("Website", "Website", Kind.TEXT, "An address on the web.", sensitive=_PRIVATE),
    Field("CompanyName", "Company name", Kind.TEXT, "Shown on the learner's profile.", LEARNERS),
    Field("WorkAddress", "Work address", Kind.TEXT, "In one cell."),
    Field("HomeAddress", "Home address", Kind.TEXT, "In one cell.", sensitive=_PRIVATE),
    Field(
        "L12",
        "Ethnicity (L12)",
        Kind.TEXT,
        "The code your centre uses; it is passed on as it stands.",
        LEARNERS,
        sensitive=_SPECIAL,
    ),
    Field(
        "L13",
        "Sex (L13)",
        Kind.TEXT,
        "The code your centre uses; it is passed on as it stands.",
        LEARNERS,
        sensitive=_SPECIAL,
    ),
    Field(
        "L14",
        "Learning difficulties, disabilities or health problems (L14)",
        Kind.TEXT,
        "The code your centre uses; it is passed on as it stands.",
        LEARNERS,
        sensitive=_SPECIAL,
    ),
    Field(
        "L15",
        "Disability (L15)",
        Kind.TEXT,
        "The code your centre uses; it is passed on as it stands.",
        LEARNERS,
        sensitive=_SPECIAL,
    ),
    Field(
        "L16",
        "Learning difficulty (L16)",
        Kind.TEXT,
        "The code your centre uses; it is passed on as it stands.",
        LEARNERS,
        sensitive=_SPECIAL,
    ),
    Field(
        "CreatedOn",
        "CreatedOn",
        Kind.DATE,
        "When the account counts as made. OneFile sets it by itself; hardly anybody needs it.",
        in_template=False,
        exact=True,
    ),
    _thing(
        "FrameworkTemplate",
        "Framework template",
        Target.FRAMEWORK_TEMPLATE,
        "The framework template that gives the learner their standards and units.",
    ),
    _thing(
        "Standards",
        "Standards",
        Target.STANDARD,
        "Standards to give the learner beside the template's, separated by semicolons.",
        many=True,
    ),
    _thing("Units", "Units", Target.UNIT, "Single units to give the learner, separated by semicolons.", many=True),
    _person(
        "AdditionalAssessors",
        "Additional assessors",
        ASSESSORS,
        "Further assessors of the learner, separated by semicolons.",
        many=True,
    ),
    _person("AdditionalIQAs", "Additional IQAs", _IQAS, "IQAs of the learner, separated by semicolons.", many=True),
    _person(
        "AdditionalEmployers",
        "Additional employers",
        _EMPLOYERS,
        "Further managers of the learner, separated by semicolons.",
        many=True,
    ),
    _person(
        "AdditionalObservers",
        "Additional observers",
        _OBSERVERS,
        "Observers of the learner, separated by semicolons.",
        many=True,
    ),
    _person(
        "LearningAimAssessor",
        "Learning aim assessor",
        ASSESSORS,
        "The assessor of one standard of the learner's: the one named beside it.",
    ),
    _person(
        "LearningAimIQA",
        "Learning aim IQA",
        _IQAS,
        "The IQA of one standard of the learner's: the one named beside it.",
    ),
    _thing(
        "LearningAimStandard",
        "Learning aim standard",
        Target.STANDARD,
        "The standard that the learning aim assessor and IQA are for; blank where the row names just one.",
    ),
    _person(
        "UnitAssessor",
        "Unit assessor",
        ASSESSORS,
        "The assessor of one unit of the learner's: the one named beside it.",
    ),
    _person("UnitIQA", "Unit IQA", _IQAS, "The IQA of one unit of the learner's: the one named beside it."),
    _part("FullName", "Full name", "FirstName", "First and last name in one cell.", EVERYBODY),
    _part("AssessorFirstName", "Assessor first name", "DefaultAssessorID", "Where the name takes two columns."),
    _part("AssessorLastName", "Assessor last name", "DefaultAssessorID", "Where the name takes two columns."),
    _part("AssessorEmail", "Assessor email", "DefaultAssessorID", "The surest way to say who is meant."),
    _part("EmployerFirstName", "Employer first name", "DefaultEmployerID", "Where the name takes two columns."),
    _part("EmployerLastName", "Employer last name", "DefaultEmployerID", "Where the name takes two columns."),
    _part(
        "EmployerEmail",
        "Employer email",
        "DefaultEmployerID",
        "The surest way to say who is meant. With it and their name, an employer who is nowhere yet is created.",
    ),
    Field(
        "EmployerWorkplace",
        "Employer workplace",
        Kind.REFERENCE,
        "The placement of an employer who is created from the learner's row; blank means that of the learner.",
        LEARNERS,
        target=Target.PLACEMENT,
        in_create=False,
        in_template=False,
        part_of="DefaultEmployerID",
    ),
    _part("ObserverFirstName", "Observer first name", "AdditionalObservers", "Where the name takes two columns."),
    _part("ObserverLastName", "Observer last name", "AdditionalObservers", "Where the name takes two columns."),
    _part(
        "ObserverEmail",
        "Observer email",
        "AdditionalObservers",
        "The surest way to say who is meant. With it and their name, an observer who is nowhere yet is created.",
    ),
    _thing(
        "AssignedUnit",
        "Unit to assess",
        Target.UNIT,
        "The unit that the unit assessor and IQA are for; blank where the row names just one.",
    ),
)

_ASSIGNMENTS = (
    Field(
        "Learner",
        "Learner",
        Kind.REFERENCE,
        "A learner: name, email, MIS ID or OneFile ID, in OneFile or on the People sheet.",
        required_for=EVERYBODY,
        target=Target.PERSON,
        takes=LEARNERS,
    ),
    Field(
        "Person",
        "Person",
        Kind.REFERENCE,
        "The person to assign: name, email, MIS ID or OneFile ID.",
        required_for=EVERYBODY,
        target=Target.PERSON,
        takes=ASSIGNEES,
    ),
    Field(
        "As", "As", Kind.ROLE, "Assessor, IQA, Employer or Observer; may be blank where the person has only one role."
    ),
    Field(
        "Level", "Level", Kind.LEVEL, "3 or Learning aim, 2 or Unit summary, 1 or Additional.", required_for=EVERYBODY
    ),
    Field(
        "Standard",
        "Standard",
        Kind.REFERENCE,
        "For level 3: a standard that the learner has or is being given.",
        target=Target.STANDARD,
    ),
    Field(
        "Unit",
        "Unit",
        Kind.REFERENCE,
        "For level 2: a unit that the learner has or is being given.",
        target=Target.UNIT,
    ),
)

PEOPLE: Mapping[str, Field] = {
    field.name: replace(field, synonyms=synonyms.PEOPLE.get(field.name, ())) for field in _PEOPLE
}
"""The fields of the People sheet, by name, in the template's order."""

ASSIGNMENTS: Mapping[str, Field] = {
    field.name: replace(field, synonyms=synonyms.ASSIGNMENTS.get(field.name, ())) for field in _ASSIGNMENTS
}
"""The fields of the Assignments sheet, by name, in the template's order."""


def required(role: Role) -> tuple[Field, ...]:
    """What somebody of `role` must have for a create; the organisation is added by the program."""
    return tuple(field for field in _PEOPLE if role in field.required_for)
