"""Everybody whom a reference can mean: the people of the roster, and those of the centre who are not on it."""

from collections.abc import Iterable

from onefile_desktop.plan.case import Case
from onefile_desktop.plan.resolve import Book, person_of_centre
from onefile_desktop.plan.subjects import Course, Subject


def foremost_last(everybody: Iterable[Subject]) -> list[Subject]:
    """`everybody` with the rows that are left out at the front: by ID, a row of the same person that is not counts."""
    return sorted(everybody, key=lambda subject: subject.course is not Course.DROP)


def book_of(case: Case, everybody: Iterable[Subject], blocked: frozenset[tuple[str, int]]) -> Book:
    """The book of a case. `blocked` are sheet and number of each row that an error keeps back."""
    on_roster = [subject.somebody(not blocked.isdisjoint(subject.places)) for subject in foremost_last(everybody)]
    listed = {somebody.id for somebody in on_roster}
    of_centre = [
        person_of_centre(person, person.role, case.centre)
        for person in case.centre.people
        if person.role is not None and person.id not in listed
    ]
    return Book((*on_roster, *of_centre))
