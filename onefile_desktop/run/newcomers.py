"""Whom other runs of this program have made shortly before this one goes on: a search may not show them yet."""

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError, RefusedError
from onefile_desktop.onefile.models import Person
from onefile_desktop.run.endings_table import may_be_carried_out

_MOST_IN_A_ROW = 2  # failures after which the others are not tried: OneFile itself is probably away


class Newcomers:
    """The people with these `ids`, read by ID once, which does not lag as a search may; shared by all threads.

    Whoever may not be read is left to the search, and so is whoever could not be read twice, while OneFile answered
    other calls in between.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        self._unread = deque(sorted(ids))
        self._answered_then: dict[int, int] = {}
        self._people: list[Person] = []
        self._reading = Lock()

    def people(self, client: OneFileClient) -> tuple[tuple[Person, ...], CallError | None]:
        """All of them who are there, and why some could not be read so far: those are tried again the next time.

        Raises the errors of `endings` that do not depend on who is read.
        """
        with self._reading:
            trouble, in_a_row = None, 0
            for _ in range(len(self._unread)):
                user = self._unread[0]
                try:
                    self._read(client, user)
                    in_a_row = 0
                except CallError as error:
                    if not may_be_carried_out(error):
                        raise
                    trouble, in_a_row = error, in_a_row + 1
                    if client.answered <= self._answered_then.setdefault(user, client.answered):
                        self._unread.append(user)
                self._unread.popleft()
                if in_a_row == _MOST_IN_A_ROW:
                    break
            return tuple(self._people), trouble if self._unread else None

    def _read(self, client: OneFileClient, user: int) -> None:
        with suppress(RefusedError):
            person = client.user(user)
            if person is not None:
                self._people.append(person)
