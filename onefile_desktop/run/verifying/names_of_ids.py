"""What people call what OneFile tells by an ID, for the few IDs that have to be told to people."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from onefile_desktop.centre.lists import ListSearch
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import CallError
from onefile_desktop.onefile.models import Named
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.roster.fields import Target
from onefile_desktop.run.journal import JournalChange

_PAGE_SIZE = 200


class NamesOfIds:
    """Names by kind and ID: those that the `changes` of a run tell, else OneFile's, read once a list or person.

    `may_call` says whether another call may be made; where not, and where OneFile does not tell, an ID stands for
    itself.
    """

    def __init__(
        self, client: OneFileClient, organisation: int, changes: Iterable[JournalChange], may_call: Callable[[], bool]
    ) -> None:
        self._client = client
        self._organisation = organisation
        self._may_call = may_call
        self._made = _made(changes)
        self._listed = cache(self._list)
        self._person = cache(self._read_person)

    def of(self, target: Target, onefile_id: int) -> str:
        """The name, or `ID 123`."""
        made = self._made.get((target, onefile_id))
        if made is None:
            made = self._person(onefile_id) if target is Target.PERSON else self._listed(target).get(onefile_id)
        return made or f"ID {onefile_id}"

    def _read_person(self, onefile_id: int) -> str:
        try:
            person = self._client.user(onefile_id) if self._may_call() else None
        except CallError:
            return ""
        return person.name if person else ""

    def _list(self, target: Target) -> Mapping[int, str]:
        client, organisation = self._client, self._organisation
        searches: Mapping[Target, Callable[[], Iterable[Named]]] = {
            Target.CLASSROOM: partial(self._pages, client.classrooms),
            Target.PLACEMENT: partial(self._pages, client.placements),
            Target.PROVIDER: partial(self._pages, client.providers),
            Target.LEARNER_STATUS: partial(client.learner_statuses, organisation),
            Target.STANDARD: partial(client.standards, organisation),
            Target.FRAMEWORK_TEMPLATE: partial(client.framework_templates, organisation),
        }
        try:
            return {one.id: one.name for one in searches[target]()} if self._may_call() else {}
        except CallError:
            return {}

    def _pages(self, search: ListSearch) -> Iterable[Named]:
        for page in self._client.pages(lambda page, size: search(self._organisation, page=page, size=size), _PAGE_SIZE):
            yield from page
            if not self._may_call():
                return


def _made(changes: Iterable[JournalChange]) -> Mapping[tuple[Target, int], str]:
    targets = {
        ChangeKind.CREATE: Target.PERSON,
        ChangeKind.PLACEMENT: Target.PLACEMENT,
        ChangeKind.CLASSROOM: Target.CLASSROOM,
    }
    return {
        (targets[one.change.kind], one.onefile_id): one.change.person
        for one in changes
        if one.change.kind in targets and one.onefile_id is not None
    }
