"""Looks for a person who may have been created, so certainly that their ID can be used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.endings import RefusedError
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.run.findings import Finding, Found, Lagging, NotThere, Undecided
from onefile_desktop.run.identity import Identity, identity
from onefile_desktop.run.newcomers import NOBODY_NEW, NewPeople

_PAGE_SIZE = 200
_FEW = 5
"""A search by email that shows more people than this has not looked at the email."""


@dataclass(frozen=True)
class Sought:
    """Who is looked for.

    `taken` are the IDs of people who were there before, or are known to be somebody else; `others` is everybody whom
    this run creates: whoever is one of them, with a mailbox that several share, is not the one who is looked for.
    """

    organisation: int
    role: Role
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    email: str = field(repr=False)
    mis_id: str = field(repr=False)
    taken: frozenset[int] = frozenset()
    others: frozenset[Identity] = field(default=frozenset(), repr=False)

    @property
    def identity(self) -> Identity:
        """Who that is."""
        return identity(self.role, self.first_name, self.last_name, self.email)

    def has_name_of(self, person: Person) -> bool:
        """Whether `person` has the same first and last name, whatever the case and the spaces."""
        return (folded(person.first_name), folded(person.last_name)) == (
            folded(self.first_name),
            folded(self.last_name),
        )

    def has_email_of(self, person: Person) -> bool:
        """Whether `person` is known to have the same email."""
        return person.email is not None and folded(person.email) == folded(self.email)

    def has_other_mis_id_than(self, person: Person) -> bool:
        """Whether both have a MIS ID, and not the same."""
        return bool(self.mis_id) and person.mis_id is not None and folded(person.mis_id) != folded(self.mis_id)

    def is_another_than(self, person: Person) -> bool:
        """Whether `person` is somebody else of this run, by another name."""
        if self.has_name_of(person) or person.email is None:
            return False
        return identity(self.role, person.first_name, person.last_name, person.email) in self.others


@dataclass(frozen=True)
class Witness:
    """Somebody who was created later than the person who is looked for may have been, and whose ID is known.

    While a search does not show them, it is behind, and shows nothing of the other either. That it shows them proves
    that it is up to date only where `sent_after` the other's call had ended: else that may have taken longer.
    """

    id: int
    organisation: int
    role: Role
    last_name: str = field(repr=False)
    email: str = field(repr=False)
    sent_after: bool


def find_person(
    client: OneFileClient,
    sought: Sought,
    *,
    thorough: bool,
    witness: Witness | None = None,
    newcomers: NewPeople = NOBODY_NEW,
) -> Finding:
    """Looks among the `newcomers`, searches by email, then by last name, and through the whole role where those
    searches cannot be relied on.

    `thorough` searches the whole role in any case: whoever is not found by that may be created again. The answer is
    `Lagging` instead of `NotThere` while `witness` is not shown. Raises the errors of `endings`.
    """
    known = {person.id: person for person in newcomers.people}
    finding = _judge(client, sought, newcomers.people, known, any_name=False)
    if isinstance(finding, NotThere):
        finding = _search(client, sought, known, thorough=thorough, witness=witness)
    if not isinstance(finding, NotThere):
        return finding
    if newcomers.trouble is not None:
        raise newcomers.trouble
    unreadable = newcomers.unreadable_who_may_be(sought.identity) - sought.taken
    if unreadable:
        return Undecided(
            f"Somebody was created a moment ago who cannot be read and could be this person ({_ids(unreadable)})."
        )
    return finding


def is_person(client: OneFileClient, user: int, sought: Sought) -> bool:
    """Whether `user` is an ID that was given to the person who is looked for, read by ID; raises as `find_person`."""
    person = client.user(user)
    if person is None or person.role not in {None, sought.role} or user in sought.taken:
        return False
    return sought.has_name_of(person) and sought.has_email_of(person) and not sought.has_other_mis_id_than(person)


def _search(
    client: OneFileClient, sought: Sought, known: dict[int, Person], *, thorough: bool, witness: Witness | None
) -> Finding:
    # First the witness: a search that catches up in between then shows the person as well.
    up_to_date = witness is None or _shows(client, witness)
    nobody = NotThere(witnessed=witness is not None and witness.sent_after) if up_to_date else Lagging()
    reliable = True
    for name, value in (("Email", sought.email), ("LastName", sought.last_name)):
        try:
            shown = client.find_users(sought.organisation, {name: value}, sought.role)
        except RefusedError:
            reliable = False
            continue
        by_email = name == "Email"
        reliable = reliable and all(_honours(sought, person, by_email=by_email) for person in shown)
        finding = _judge(client, sought, shown, known, any_name=by_email and len(shown) <= _FEW)
        if not isinstance(finding, NotThere):
            return finding
    if reliable and not (thorough and up_to_date):
        return nobody
    finding = _judge(client, sought, _everybody(client, sought.organisation, sought.role), known, any_name=False)
    return nobody if isinstance(finding, NotThere) else finding


def _shows(client: OneFileClient, witness: Witness) -> bool:
    """Whether a search shows the witness, of the sort that would show the person who is looked for."""
    refused = 0
    filters = ({"Email": witness.email}, {"LastName": witness.last_name})
    for one in filters:
        try:
            shown = client.find_users(witness.organisation, one, witness.role)
        except RefusedError:
            refused += 1
            continue
        if any(person.id == witness.id for person in shown):
            return True
    everybody = _everybody(client, witness.organisation, witness.role) if refused == len(filters) else ()
    return any(person.id == witness.id for person in everybody)


def _everybody(client: OneFileClient, organisation: int, role: Role) -> tuple[Person, ...]:
    def fetch(page: int, size: int) -> tuple[Person, ...]:
        return client.search_users(organisation, role=role, page=page, size=size)

    return tuple(chain.from_iterable(client.pages(fetch, _PAGE_SIZE)))


def _honours(sought: Sought, person: Person, *, by_email: bool) -> bool:
    """Whether a search that shows `person` has heeded its filter, as far as that shows."""
    if by_email:
        return person.email is None or sought.has_email_of(person)
    return folded(person.last_name) == folded(sought.last_name)


def _judge(
    client: OneFileClient, sought: Sought, shown: Iterable[Person], known: dict[int, Person], *, any_name: bool
) -> Finding:
    """Who of the people `shown` is the one, all that could be having been read whole (into `known`)."""
    certain: list[int] = []
    doubtful: list[int] = []
    for person in shown:
        if person.id in sought.taken or person.role not in {None, sought.role}:
            continue
        email_may_fit = sought.has_email_of(person) or (any_name and person.email is None)
        if not (email_may_fit or sought.has_name_of(person)):
            continue
        if person.id not in known:
            known[person.id] = client.user(person.id) or person
        whole = known[person.id]
        if (whole.role or person.role) not in {None, sought.role} or sought.is_another_than(whole):
            continue
        same_name, same_email = sought.has_name_of(whole), sought.has_email_of(whole)
        if same_name and same_email and not sought.has_other_mis_id_than(whole) and (whole.role or person.role):
            certain.append(person.id)
        elif same_email or (same_name and whole.email is None):
            doubtful.append(person.id)
    if len(certain) == 1:
        return Found(certain[0])
    if certain or doubtful:
        who = _ids({*certain, *doubtful})
        return Undecided(f"Somebody in OneFile could be this person, but that is not certain ({who}).")
    return NotThere()


def _ids(people: Iterable[int]) -> str:
    return f"OneFile ID {', '.join(str(number) for number in sorted(people))}"
