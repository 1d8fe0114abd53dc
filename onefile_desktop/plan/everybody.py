"""Everybody whom a reference can mean: the people of the roster, and those of the centre who are not on it."""

from collections.abc import Iterable

from onefile_desktop.plan.case import Case
from onefile_desktop.plan.resolve import Book, person_of_centre
from onefile_desktop.plan.subjects import Subject


def book_of(case: Case, everybody: Iterable[Subject], blocked: frozenset[tuple[str, int]]) -> Book:
    """The book of a case. `blocked` are sheet and number of each row that an error keeps back."""
    on_roster = [subject.somebody(not blocked.isdisjoint(subject.places)) for subject in everybody]
    listed = {somebody.id for somebody in on_roster}
    of_centre = [
        person_of_centre(person, person.role, case.centre)
        for person in case.centre.people
        if person.role is not None and person.id not in listed
    ]
    return Book((*on_roster, *of_centre))
