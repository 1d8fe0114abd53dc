"""Whom other runs of this program have made shortly before this one goes on: a search may not show them yet."""

from collections.abc import Iterable
from contextlib import suppress
from threading import Lock

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import RefusedError
from onefile_desktop.onefile.models import Person


class Newcomers:
    """The people with these `ids`, read by ID once, which does not lag as a search may; shared by all threads."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._unread = sorted(ids, reverse=True)
        self._people: list[Person] = []
        self._reading = Lock()

    def people(self, client: OneFileClient) -> tuple[Person, ...]:
        """All of them who are there; raises the errors of `endings`, and then goes on the next time."""
        with self._reading:
            while self._unread:
                with suppress(RefusedError):  # whoever may not be read is left to the search
                    person = client.user(self._unread[-1])
                    if person is not None:
                        self._people.append(person)
                self._unread.pop()
            return tuple(self._people)
