"""Two new people of a roster who are as alike as somebody of the centre would have to be to be asked about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from onefile_desktop.centre.snapshot import numbered, spelt
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.roster.problems import Problem, problem
from onefile_desktop.roster.rows import CheckedRow


def alike_rows(case: Case, everybody: Iterable[Subject]) -> Iterator[Problem]:
    """A warning at the later of two rows of one name and role, where nothing but the email tells the two apart.

    Rows of one email are one person, or an error, which is said elsewhere.
    """
    of_name: defaultdict[tuple[object, str], list[CheckedRow]] = defaultdict(list)
    for subject in everybody:
        row = subject.row
        if subject.course is not Course.CREATE or not (row.text("FirstName") and row.text("LastName")):
            continue
        before = of_name[row.role, spelt(row.name)]
        alike = next((one for one in before if not _are_told_apart(row, one)), None)
        if alike is not None:
            place = case.roster.people.place(row.source("LastName"), "LastName")
            yield problem("name-repeated", place, value=row.name, other=alike.row.number)
        before.append(row)


def _are_told_apart(one: CheckedRow, other: CheckedRow) -> bool:
    pairs = [(one.date("DOB"), other.date("DOB"))]
    pairs += [(numbered(one.text(name)), numbered(other.text(name))) for name in ("ULN", "MISID")]
    same_email = one.text("Email").casefold() == other.text("Email").casefold()
    return same_email or any(mine and theirs and mine != theirs for mine, theirs in pairs)
