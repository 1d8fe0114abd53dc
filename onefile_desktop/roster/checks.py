"""Everything that a roster says, and everything that is wrong with it as it stands.

Nothing here knows a centre; what needs one (is this name known, is this person there already) is found when
the plan is made. What several rows say together is in `checks_across`.
"""

from datetime import date

from onefile_desktop import collector
from onefile_desktop.roster.checking.across import across_rows
from onefile_desktop.roster.checking.assignments import check_assignments
from onefile_desktop.roster.checking.cells import Reading
from onefile_desktop.roster.checking.people import check_people, dates_in_order
from onefile_desktop.roster.checking.tables import about_table
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE
from onefile_desktop.roster.joining import joined, said_of_joined, still_missing, waiting_for_each_other
from onefile_desktop.roster.problems import Place, problem
from onefile_desktop.roster.rows import Checked, CheckedAssignment, Roster


@collector.paused()
def check(roster: Roster, *, today: date) -> Checked:
    """What `roster` says, with all of its problems in the order of its sheets.

    `today` settles the century of a year with two digits, and which birth dates are still to come.
    """
    of_people = Reading.of(roster.people, PEOPLE, today)
    people, problems = check_people(of_people)
    problems += about_table(of_people)
    assignments: tuple[CheckedAssignment, ...] = ()
    if roster.assignments is not None:
        reading = Reading.of(roster.assignments, ASSIGNMENTS, today)
        assignments, more = check_assignments(reading)
        problems += [*more, *about_table(reading)]
    problems += [problem("sheet-unused", Place(roster.people.sheet), value=sheet) for sheet in roster.unread]
    people = joined(people)
    on_two_rows = [found for person in people if person.filled_by for found in dates_in_order(of_people, person)]
    problems = [*still_missing(people, problems), *on_two_rows, *said_of_joined(people), *across_rows(people)]
    problems += waiting_for_each_other(people, problems)
    problems = list(dict.fromkeys(problems))
    sheets = {roster.people.sheet: 0}
    problems.sort(key=lambda found: (sheets.get(found.place.sheet, 1), found.place.order))
    return Checked(people, assignments, tuple(problems))
