"""The example cohort: fifty invented people for the rehearsal centre, and finer assignments for some.

Four of them are in the rehearsal centre already. Nobody here exists: the addresses are example.org's, the
telephone numbers Ofcom's for drama, the ULNs fit their check digit but were never issued.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count, cycle
from unicodedata import normalize

Cells = Mapping[str, str | int | bool | date]
"""A row of a sheet: what stands in it, by field."""

PEOPLE_COLUMNS = (
    "Role",
    "FirstName",
    "LastName",
    "Email",
    "MISID",
    "PlacementID",
    "ClassroomID",
    "DefaultAssessorID",
    "DefaultEmployerID",
    "ProviderID",
    "LearnerStatusID",
    "DOB",
    "ULN",
    "MobileNumber",
    "Telephone",
    "HomeAddress",
    "EpisodeName",
    "StartOn",
    "PlannedEndDate",
    "SupportFunding",
    "FrameworkTemplate",
    "Standards",
    "Units",
    "AdditionalAssessors",
    "AdditionalIQAs",
    "AdditionalEmployers",
    "AdditionalObservers",
    "LearningAimAssessor",
    "LearningAimIQA",
    "LearningAimStandard",
    "UnitAssessor",
    "UnitIQA",
    "AssignedUnit",
)
ASSIGNMENT_COLUMNS = ("Learner", "Person", "As", "Level", "Standard", "Unit")

START = date(2026, 11, 30)


def email(name: str, place: str = "learners") -> str:
    """The address of an invented person."""
    plain = normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@{place}.example.org"


def uln(number: int) -> str:
    """The first ULN from 7010000000 + 70 times `number` on whose check digit can be written."""
    for nine in count(701_000_000 + number * 7):
        weighted = sum(int(digit) * weight for digit, weight in zip(str(nine), range(10, 1, -1), strict=True))
        check = (10 - weighted) % 11
        if check < 10:
            return f"{nine}{check}"
    raise AssertionError


@dataclass(frozen=True)
class Programme:
    """What eight learners of the cohort have in common. Their workplaces take turns, as do their managers there."""

    standard: str
    classroom: str
    workplaces: tuple[tuple[str, str], ...]
    months: int
    assessors: tuple[str, ...]
    units: tuple[str, ...]
    learners: tuple[str, ...]
    has_template: bool = True


NEW_ASSESSORS = ("Leanne Fairbrother", "Tunde Bakare")
NEW_IQA = "Siobhán Adair"
NEW_OBSERVER, KNOWN_OBSERVER = "Rhiannon Vaughan", "Sian Bowen"

# A manager whom the centre has is named by email here, one of the roster by name.
PROGRAMMES = (
    Programme(
        "Business Administrator Level 3",
        "Business Admin September 2026",
        (
            ("Quayside Dental Practice", "Moira Kinsella"),
            ("Westering Borough Council", "derek.foster@westering.example.org"),
        ),
        18,
        ("Leanne Fairbrother", "bola.akintola@harbourside.example.org"),
        ("BA_K1", "BA_S1"),
        (
            "Abdi Warsame",
            "Bronwen Teale",
            "Cerys Halloran",
            "Dele Fashola",
            "Esme Whitlock",
            "Faisal Rahman",
            "Gwenllian Pryce",
            "Beatriz Ferreira",
        ),
    ),
    Programme(
        "Adult Care Worker Level 2",
        "Adult Care September 2026",
        (
            ("Harbour View Care Home", "Desmond Achebe"),
            ("St Brannock's Residential Care", "claire.dunning@stbrannocks.example.org"),
        ),
        14,
        ("Tunde Bakare", "HA003"),
        ("ACW_K1", "ACW_S1"),
        (
            "Henrietta Blake",
            "Ikram Hassan",
            "Jolanta Wrona",
            "Kofi Ansah",
            "Lorcan Devlin",
            "Mireille Dubois",
            "Nkechi Onyeka",
            "Daniel Osei",
        ),
    ),
    Programme(
        "Early Years Educator Level 3",
        "Early Years September 2026",
        (("Little Acorns Pre-School", "Paulette Grange"), ("Bluebell Day Nursery", "andrew.pike@bluebell.example.org")),
        18,
        ("Leanne Fairbrother", "Christine Yates"),
        ("EYE_K1", "EYE_S1"),
        (
            "Oona Fitzgerald",
            "Parveen Sidhu",
            "Quentin Marlowe",
            "Roisin Tierney",
            "Suki Tanaka",
            "Temperance Boyd",
            "Umar Farooqi",
            "Katie Ward",
        ),
    ),
    Programme(
        "Data Technician Level 3",
        "Data Technician September 2026",
        (("Tidewell Insurance Brokers", "Anneka Strand"), ("Westering NHS Foundation Trust", "HMGR013")),
        15,
        ("Tunde Bakare", "deepak.joshi@harbourside.example.org"),
        ("DT_K1", "DT_S1", "DT_B1"),
        (
            "Vanessa Oduya",
            "Wilfred Ames",
            "Xanthe Rowley",
            "Yusra Bashir",
            "Zachary Peel",
            "Aoife Brannigan",
            "Bilal Chowdhury",
            "Carys Meredith",
        ),
        has_template=False,
    ),
    Programme(
        "Customer Service Practitioner Level 2",
        "Customer Service Rolling",
        (("Northgate Logistics", "Gareth Pendry"), ("Tidewell Insurance Brokers", "emma.garside@tidewell.example.org")),
        12,
        ("Leanne Fairbrother", "Fiona Armstrong"),
        ("CSP_K1", "KS_COMM1"),
        (
            "Dafydd Rosser",
            "Efua Tetteh",
            "Frankie Holroyd",
            "Giulia Conti",
            "Hassan Mirza-Lowe",
            "Ines Carvalho",
            "Jaswinder Gill",
            "Keeley Thorpe",
        ),
    ),
)
KNOWN_LEARNERS = {"Beatriz Ferreira": "HL260012", "Daniel Osei": "HL260021", "Katie Ward": "HL260056"}
_STREETS = ("Ropewalk Close", "Lantern Street", "Old Chandlery", "Gull Lane", "Mizzen Road")


def people() -> Iterator[Cells]:
    """The rows of the sheet People: staff, employers and observers, then learners."""
    for number, name in enumerate(NEW_ASSESSORS, start=14):
        yield _person("Assessor", name, "harbourside", f"HA{number:03}") | {"MobileNumber": _mobile(number)}
    yield _person("IQA", NEW_IQA, "harbourside", "HIV006") | {"MobileNumber": _mobile(16)}
    for number, programme in enumerate(PROGRAMMES, start=24):
        workplace, manager = programme.workplaces[0]
        landline = f"01632 9600{number}"
        yield _person("Employer", manager, "employers", f"HMGR{number:03}") | {
            "PlacementID": workplace,
            "Telephone": landline,
        }
    yield _person("Observer", NEW_OBSERVER, "harbourside", "HOBS007") | {"PlacementID": "Little Acorns Pre-School"}
    yield _person("Observer", KNOWN_OBSERVER, "stbrannocks", "HOBS005") | {
        "PlacementID": "St Brannock's Residential Care"
    }
    number = count(1)
    for programme in PROGRAMMES:
        for place, name in enumerate(programme.learners):
            yield _learner(programme, place, name, next(number))


def _person(role: str, name: str, place: str, mis_id: str) -> dict[str, str | int | bool | date]:
    first, last = name.split(" ", 1)
    return {"Role": role, "FirstName": first, "LastName": last, "Email": email(name, place), "MISID": mis_id}


def _mobile(number: int) -> str:
    return f"07700 900{100 + number}"


def _learner(programme: Programme, place: int, name: str, number: int) -> Cells:
    workplace, manager = programme.workplaces[place % len(programme.workplaces)]
    end = programme.months + START.month - 1
    row = _person("Learner", name, "learners", KNOWN_LEARNERS.get(name, f"HL26{100 + number:04}"))
    row |= {
        "PlacementID": workplace,
        "ClassroomID": programme.classroom,
        "DefaultAssessorID": programme.assessors[place % len(programme.assessors)],
        "DefaultEmployerID": manager,
        "ProviderID": "Harbourside Training",
        "LearnerStatusID": "In learning",
        "HomeAddress": f"{number * 3} {_STREETS[number % len(_STREETS)]}, Westering, WX1 {number % 9 + 1}ZZ",
        "EpisodeName": programme.standard,
        "StartOn": START,
        "PlannedEndDate": date(START.year + end // 12, end % 12 + 1, 28),
        "SupportFunding": "Yes" if number % 5 == 0 else "No",
        "AdditionalIQAs": NEW_IQA if place % 2 == 0 else "martin.goodall@harbourside.example.org",
    }
    if name not in KNOWN_LEARNERS:
        row["DOB"] = date(2008 - number % 11, 1 + number * 5 % 12, 1 + number * 7 % 28)
        row["MobileNumber"] = _mobile(200 + number)
        if number % 4:  # some do not know theirs yet
            row["ULN"] = uln(number)
    if programme.has_template:
        row["FrameworkTemplate"] = f"{programme.standard} - full programme"
    else:
        row["Standards"] = programme.standard if place % 4 else f"{programme.standard}; Team Leader Level 3"
        row["Units"] = "; ".join(programme.units)
    return {**row, **_finer(programme, place)}


def _finer(programme: Programme, place: int) -> Cells:
    """What the first learners of each programme have beside the rest, so that every column is used."""
    if place == 0:
        return {
            "AdditionalAssessors": "Georgia Lane; Kieran Duffy",
            "AdditionalObservers": NEW_OBSERVER,
            "LearningAimAssessor": programme.assessors[0],
            "LearningAimIQA": NEW_IQA,
            "LearningAimStandard": programme.standard,
        }
    if place == 1:
        return {
            "AdditionalEmployers": programme.workplaces[0][1],
            "AdditionalObservers": f"{KNOWN_OBSERVER}; Tom Ridley",
            "UnitAssessor": programme.assessors[1],
            "UnitIQA": "Yvonne Clarke",
            "AssignedUnit": programme.units[0],
        }
    return {"AdditionalAssessors": "HTA003"} if place == 2 else {}


def assignments() -> Iterator[Cells]:
    """The rows of the sheet Assignments: all three levels, people of the roster and of the centre."""
    level = cycle((3, "Learning aim"))
    for programme in PROGRAMMES:
        third, fourth, fifth = programme.learners[2], email(programme.learners[3]), programme.learners[4]
        aim = {"Level": next(level), "Standard": programme.standard}
        yield {"Learner": third, "Person": programme.assessors[0], "As": "Assessor", **aim}
        yield {"Learner": third, "Person": NEW_IQA, "As": "IQA", **aim}
        yield {"Learner": fourth, "Person": "Nasreen Akhtar", "As": "Trainee Assessor", "Level": "Unit summary"} | {
            "Unit": programme.units[1]
        }
        yield {"Learner": fifth, "Person": programme.workplaces[1][1], "As": "Employer", "Level": "Additional"}
        yield {"Learner": fifth, "Person": NEW_OBSERVER, "Level": 1}
