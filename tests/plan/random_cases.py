"""Random rosters against random centres: a small cast, so that rows and people meet, and now and then something odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import ASSESSORS, Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.options import Decision, Existing, PlanOptions
from onefile_desktop.plan.record import Assigned, Given, Record
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import understand
from onefile_desktop.roster.rows import CellValue, Row, Sheet, SheetRow
from tests.plan.cases import TODAY, centre, day, person

Cells = Mapping[str, CellValue]


@dataclass(frozen=True)
class Played:
    """Somebody of the cast, in one role."""

    role: Role
    name: str
    mis_id: str | None = None
    born: date | None = None
    uln: str | None = None

    @property
    def email(self) -> str:
        """The address that goes with the name; whoever has two roles has it on both."""
        return f"{self.name.replace(' ', '.').lower()}@example.org"


CAST = (
    Played(Role.LEARNER, "Ada Byrne", "L1", date(2004, 5, 6), "1000000019"),
    Played(Role.LEARNER, "Ada Byrnes", None, date(2004, 5, 6)),
    Played(Role.LEARNER, "Bea Cross", "L2"),
    Played(Role.LEARNER, "Cy Dunn", None, None, "1000000027"),
    Played(Role.LEARNER, "Dev Engel", "007", date(2005, 6, 7)),
    Played(Role.LEARNER, "Eli Frost"),
    Played(Role.ASSESSOR, "Fay Gold", "A1"),
    Played(Role.TRAINEE_ASSESSOR, "Gus Hill", "A2"),
    Played(Role.IQA, "Fay Gold"),
    Played(Role.IQA, "Hal Ives", "Q1"),
    Played(Role.EMPLOYER, "Ivy Jay", "E1"),
    Played(Role.EMPLOYER, "Jo Kent"),
    Played(Role.OBSERVER, "Kit Lane"),
)
LEARNERS = tuple(one for one in CAST if one.role is Role.LEARNER)
ALWAYS_THERE = (
    person(991, Role.ASSESSOR, "Zed Last", email="zed@example.org", mis_id="Z1"),
    person(992, Role.IQA, "Yan Moss", email="yan@example.org"),
    person(993, Role.EMPLOYER, "Wes Nunn", email="wes@example.org"),
    person(994, Role.OBSERVER, "Vi Orme", email="vi@example.org"),
)
STANDARDS, UNITS = (71, 72), ("EY_1", "EY_2", "TL_1")
_ODD = ("Nobody Known", "L1", "7", "1001", "Byrne, Ada", "fay.gold@example.org", "zed@example.org")


@dataclass(frozen=True, repr=False)
class RandomCase(Case):
    """A case that shows itself by what was drawn, for whoever reads of it in a failed test."""

    def __repr__(self) -> str:
        sheets = [self.roster.people, *([self.roster.assignments] if self.roster.assignments else [])]
        lines = [f"{table.sheet} {row.number}: {_shown(row)}" for table in sheets for row in table.rows]
        lines += [f"there {one.id}: {one.role!s} {one.name} {_held(one)}" for one in self.centre.people]
        programmes = sorted(map(str, (*self.centre.aims, *self.centre.summaries)))
        return "\n".join([*lines, f"have {programmes}", str(self.record), str(self.options)])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis prints, which would else be everything."""
        printer.text(repr(self))


def _shown(row: Row) -> Mapping[str, CellValue]:
    return {name: cell.value for name, cell in row.cells.items()}


def _held(one: Person) -> tuple[object, ...]:
    return one.email, one.mis_id, one.born, one.uln, f"archived {one.archived}", f"whole {one.complete}"


def _rarely(draw: st.DrawFn, one_in: int = 12) -> bool:
    # Not the first nor the last: hypothesis likes those.
    return draw(st.integers(0, one_in)) == one_in // 2


def _texts(draw: st.DrawFn, roles: Sequence[Role], known: str) -> str:
    """Whom a cell names: mostly somebody who is there in any case, else one of the cast, seldom anything."""
    if _rarely(draw, 25):
        return draw(st.sampled_from(_ODD))
    if draw(st.booleans()):
        return known
    one = draw(st.sampled_from([one for one in CAST if one.role in roles]))
    return draw(st.sampled_from((one.name, one.email, one.mis_id or one.email)))


_ADDITIONAL = (
    ("AdditionalAssessors", tuple(ASSESSORS), "Zed Last"),
    ("AdditionalIQAs", (Role.IQA,), "Yan Moss"),
    ("AdditionalEmployers", (Role.EMPLOYER,), "Wes Nunn"),
    ("AdditionalObservers", (Role.OBSERVER,), "Vi Orme"),
)
_SEATS = (
    ("LearningAimAssessor", tuple(ASSESSORS), "Zed Last"),
    ("LearningAimIQA", (Role.IQA,), "Yan Moss"),
    ("UnitAssessor", tuple(ASSESSORS), "Zed Last"),
    ("UnitIQA", (Role.IQA,), "Yan Moss"),
)


def _some(draw: st.DrawFn, fewest: int, most: int) -> list[Played]:
    """Some of the cast, seldom one of them twice."""
    found = draw(st.lists(st.sampled_from(CAST), min_size=fewest, max_size=most, unique=True))
    return [*found, draw(st.sampled_from(found))] if found and _rarely(draw, 5) else found


def _row_of(draw: st.DrawFn, one: Played) -> Cells:
    """The row of somebody, by field; now and then a cell is another person's, wrong or blank."""
    first, _, last = one.name.partition(" ")
    row: dict[str, CellValue] = {
        "Role": one.role.label,
        "FirstName": first,
        "LastName": last,
        "Email": one.email,
        "MISID": draw(st.sampled_from((one.mis_id, None))),
        "DOB": draw(st.sampled_from((datetime.combine(one.born, time()) if one.born else None, None))),
        "OneFileID": 1001 if _rarely(draw, 30) else None,
        "MobileNumber": draw(st.sampled_from((None, "07700 900123"))),
    }
    if one.role in (Role.LEARNER, Role.EMPLOYER, Role.OBSERVER):
        row["PlacementID"] = draw(st.sampled_from(("Mill Lane Nursery", "Quay Garage", "New Site", "Newer Place")))
    if one.role is Role.LEARNER:
        row |= _details(draw, one)
    if _rarely(draw):
        name = draw(st.sampled_from(("Email", "MISID", "LastName", "PlacementID", "DOB")))
        other = {"Email": ("office@example.org", "no address"), "MISID": ("L1", "7"), "LastName": ("Byrne",)}
        row[name] = draw(st.sampled_from((None, *other.get(name, ()))))
    return row


def _details(draw: st.DrawFn, one: Played) -> Cells:
    row: dict[str, CellValue] = {
        "ULN": draw(st.sampled_from((one.uln, None))),
        "ClassroomID": draw(st.sampled_from(("Autumn A", "New Class"))),
        "DefaultAssessorID": _texts(draw, tuple(ASSESSORS), "Zed Last"),
        "EpisodeName": draw(st.sampled_from((None, None, None, "Autumn intake"))),
        "StartOn": draw(st.sampled_from((None, None, day("2026-09-01"), day("2025-09-01")))),
        "FrameworkTemplate": draw(st.sampled_from((None, None, "81"))),
        "Standards": draw(st.sampled_from((None, "71", "72", "71; 72"))),
        "Units": draw(st.sampled_from((None, "EY_1", "EY_1; TL_1"))),
    }
    if draw(st.booleans()):
        manager = draw(st.sampled_from(("Mo Grey", "Mo Grey", "Una Hart", "Ivy Jay", "Jo Kent")))
        row["EmployerFirstName"], _, row["EmployerLastName"] = manager.partition(" ")
        row["EmployerEmail"] = (
            "office@example.org" if _rarely(draw) else f"{manager.replace(' ', '.').lower()}@example.org"
        )
    for column, roles, known in _ADDITIONAL:
        if draw(st.booleans()):
            named = [_texts(draw, roles, known) for _ in range(draw(st.integers(1, 3)))]
            row[column] = "; ".join(named)
    for things, named, seats in (
        ("Standards", "LearningAimStandard", _SEATS[:2]),
        ("Units", "AssignedUnit", _SEATS[2:]),
    ):
        given = str(row[things] or "").split("; ")
        if (given != [""] or _rarely(draw)) and draw(st.booleans()):
            row[named] = draw(st.sampled_from(given)) or None
            for column, roles, known in seats:
                row[column] = draw(st.sampled_from((None, _texts(draw, roles, known))))
    return row


@st.composite
def assignment_rows(draw: st.DrawFn, learners: Sequence[Played]) -> Cells:
    """A row of finer assignments for one of these, seldom for anybody."""
    level = draw(st.sampled_from((1, 1, 2, 3)))
    _, roles, known = draw(st.sampled_from(_ADDITIONAL if level == 1 else _SEATS))
    learner = draw(st.sampled_from(LEARNERS if _rarely(draw) else learners))
    return {
        "Learner": draw(st.sampled_from((learner.name, learner.email))),
        "Person": _texts(draw, roles, known),
        "As": draw(st.sampled_from((None, "Assessor" if roles[0] in ASSESSORS else roles[0].label))),
        "Level": None if _rarely(draw) else level,
        "Standard": draw(st.sampled_from(("71", "72"))) if level == 3 or _rarely(draw) else None,
        "Unit": draw(st.sampled_from(("EY_1", "TL_1"))) if level == 2 or _rarely(draw) else None,
    }


@st.composite
def _held_people(draw: st.DrawFn) -> tuple[Person, ...]:
    people = [*ALWAYS_THERE]
    for number, one in enumerate(_some(draw, 0, 6), start=1001):
        known = person(
            number,
            one.role,
            "Ana Byrne" if _rarely(draw) else one.name,
            email=None if _rarely(draw) else "office@example.org" if _rarely(draw) else one.email,
            mis_id="L1" if _rarely(draw) else draw(st.sampled_from((one.mis_id, None))),
            born=date(1999, 1, 1) if _rarely(draw) else one.born,
            uln=one.uln,
            archived=draw(st.sampled_from((None, False, False, True))),
            StartOn=draw(st.sampled_from((None, None, "2026-09-01T00:00:00Z", "2025-08-31T23:00:00Z"))),
            PlacementID=draw(st.sampled_from((None, 41, 42))),
        )
        people.append(replace(known, complete=False, born=None, uln=None) if _rarely(draw, 5) else known)
    return tuple(people)


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    """A centre that some of the cast are in already, perhaps more than once."""
    people = draw(_held_people())
    learners = [one.id for one in people if one.role is Role.LEARNER]
    if not learners:
        return centre(*people)
    some = st.sampled_from(learners)
    read = frozenset(learners) if draw(st.booleans()) else draw(st.frozensets(some))
    aims = draw(st.frozensets(st.tuples(some, st.sampled_from(STANDARDS))))
    summaries = draw(st.frozensets(st.tuples(some, st.sampled_from(UNITS))))
    return centre(
        *people,
        aims=frozenset(pair for pair in aims if pair[0] in read),
        summaries=frozenset(pair for pair in summaries if pair[0] in read),
        programmes_read=read,
    )


@st.composite
def records(draw: st.DrawFn, at: Centre) -> Record:
    """What this program did in that centre before."""
    learners = [one.id for one in at.people if one.role is Role.LEARNER]
    unsettled = frozenset({(Role.LEARNER, "eli.frost@example.org")}) if _rarely(draw) else frozenset[tuple[Role, str]]()
    if not learners or draw(st.booleans()):
        return Record(unsettled=unsettled)
    some, everybody = st.sampled_from(learners), st.sampled_from([one.id for one in at.people])
    standards = st.builds(Given, st.just("standard"), st.sampled_from(("71", "72")), some)
    templates = st.builds(Given, st.just("framework-template"), st.just("81"), some)
    return Record(
        unsettled,
        draw(st.frozensets(everybody, max_size=3)),
        draw(st.frozensets(st.builds(Assigned, everybody, some, st.just(1)), max_size=4)),
        draw(st.frozensets(st.one_of(standards, templates), max_size=3)),
    )


@st.composite
def options(draw: st.DrawFn, rows: int) -> PlanOptions:
    """Decisions about a roster of so many rows, mostly few."""
    numbers = st.sampled_from(range(2, rows + 2))
    decided = st.one_of(st.sampled_from(Decision), st.sampled_from((1001, 1002, 1003, 4711)))
    meant = ("Fay Gold", "zed@example.org", "991", "L1")
    chosen = {("DefaultAssessorID", folded("Fay Gold")): draw(st.sampled_from(meant))} if _rarely(draw, 6) else {}
    return PlanOptions(
        existing=draw(st.sampled_from(Existing)),
        decisions=draw(st.dictionaries(numbers, decided, max_size=2)) if draw(st.booleans()) else {},
        choices=chosen,
        only=draw(st.frozensets(numbers, min_size=1)) if _rarely(draw, 6) else None,
        create_missing=not _rarely(draw, 4),
    )


@st.composite
def random_cases(draw: st.DrawFn) -> RandomCase:
    """A random roster, understood and checked as from a workbook, a centre to hold it against, and decisions."""
    people = _some(draw, 3, 8)
    rows = [_row_of(draw, one) for one in people]
    learners = [one for one in people if one.role is Role.LEARNER]
    finer = draw(st.lists(assignment_rows(learners or LEARNERS), max_size=6 if learners else 1))
    sheets = [_sheet("People", {name: PEOPLE[name].label for name in PEOPLE if name != "FullName"}, rows)]
    if finer:
        sheets.append(_sheet("Assignments", {name: ASSIGNMENTS[name].label for name in ASSIGNMENTS}, finer))
    roster = understand(Path("roster.xlsx"), sheets, ReadOptions())
    at = draw(centres())
    return RandomCase(roster, check(roster, today=TODAY), at, draw(records(at)), draw(options(len(rows))))


def _sheet(name: str, labels: Mapping[str, str], rows: Sequence[Cells]) -> Sheet:
    lines = [tuple(labels.values()), *(tuple(row.get(field) for field in labels) for row in rows)]
    return Sheet(name, tuple(SheetRow(number, cells) for number, cells in enumerate(lines, start=1)))
