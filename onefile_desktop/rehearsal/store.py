"""What the simulated centre holds. Plain data without a lock: whoever serves it takes turns."""

import time
from collections.abc import Iterator

from onefile_desktop.rehearsal.centre_file import Contents
from onefile_desktop.rehearsal.records import Record, Value, key_of, number_in, text_in

_FIRST_NEW_ID = 1000


class Store:
    """The people, classes, placements and the rest of one customer, by their IDs."""

    def __init__(self, contents: Contents, emails_sent: list[Record], visible_from: dict[str, float]) -> None:
        self.customer = contents.customer
        self.options = contents.options
        self._written_options = contents.written_options
        self.assignments = contents.assignments
        self.emails_sent = emails_sent
        self.visible_from = visible_from
        """When a new person appears in searches (seconds since 1970), for those who do not do so at once."""
        self._tables: dict[str, dict[str, Record]] = {
            name: {key_of(record["ID"]): record for record in records} for name, records in contents.tables.items()
        }
        for person in self._tables["users"].values():
            person.setdefault("Username", _username(person))
            person.setdefault("Archived", False)
        self._of_learner: dict[tuple[str, str], list[Record]] = {}
        for table in ("learning_aims", "unit_summaries"):
            for record in self.all(table):
                self._note_learner(table, record)
        numbers = [number_in(record, "ID") or 0 for name in self._tables for record in self.all(name)]
        # One series for everything: an ID taken for the wrong kind of thing is then always an unknown one.
        self._next_id = max([*numbers, _FIRST_NEW_ID - 1]) + 1

    def all(self, table: str) -> list[Record]:
        """Every object of a table, oldest first."""
        return [*self._tables[table].values()]

    def one(self, table: str, identifier: Value) -> Record | None:
        """The object with that ID (in any case), or None."""
        return self._tables[table].get(key_of(identifier))

    def existing(self, table: str, identifier: Value) -> Record:
        """The object with that ID, which some other object of the centre names. Raises `KeyError`."""
        return self._tables[table][key_of(identifier)]

    def within(self, table: str, organisation: int) -> Iterator[Record]:
        """The objects of one organisation; those that name no organisation are everybody's."""
        return (record for record in self.all(table) if self.organisation_of(table, record) in {None, organisation})

    def find(self, table: str, identifier: Value, organisation: int) -> Record | None:
        """The object with that ID, provided that the organisation can see it."""
        record = self.one(table, identifier)
        if record is None or self.organisation_of(table, record) not in {None, organisation}:
            return None
        return record

    def of_learner(self, table: str, learner: Value) -> list[Record]:
        """The learning aims or unit summaries of one learner."""
        return self._of_learner.get((table, key_of(learner)), [])

    def organisation_of(self, table: str, record: Record) -> int | None:
        """The organisation that an object belongs to; a unit belongs to its standard's."""
        if table == "organisations":
            return number_in(record, "ID")
        if table == "units":
            standard = self.one("standards", record["StandardID"])
            return None if standard is None else number_in(standard, "OrganisationID")
        return number_in(record, "OrganisationID")

    def add(self, table: str, values: Record) -> Record:
        """Keeps a new object and gives it an ID."""
        record: Record = {"ID": self._next_id, **values}
        self._tables[table][key_of(self._next_id)] = record
        self._next_id += 1
        self._note_learner(table, record)
        return record

    def add_person(self, values: Record) -> Record:
        """Keeps a new person, whoever else has that name, email or MIS ID, and sends the Keychain email."""
        person = self.add("users", {**values, "Archived": False})
        person["Username"] = _username(person)
        if self.options.search_lag_seconds:
            self.visible_from[key_of(person["ID"])] = time.time() + self.options.search_lag_seconds
        self._send_keychain_email(person)
        return person

    def is_searchable(self, person: Record) -> bool:
        """Whether searches know the person already, and show archived people at all."""
        if person.get("Archived") and not self.options.search_shows_archived:
            return False
        return self.visible_from.get(key_of(person["ID"]), 0.0) <= time.time()

    def _note_learner(self, table: str, record: Record) -> None:
        if "UserID" in record:
            self._of_learner.setdefault((table, key_of(record["UserID"])), []).append(record)

    def _send_keychain_email(self, person: Record) -> None:
        # A new account is added to a Keychain and its owner emailed a link to verify it (OneFile's API
        # guide): so there is no email where the centre suppresses it, nor where it makes no Keychains.
        organisation = self.one("organisations", person["OrganisationID"]) or {}
        if (
            organisation.get("KeychainEmailSuppression")
            or organisation.get("KeychainCreationForNewUserActive") is False
        ):
            return
        self.emails_sent.append({"to": person["Email"], "user_id": person["ID"], "kind": "keychain"})

    def contents(self) -> Record:
        """Everything, in the shape of a centre file."""
        tables: Record = {name: [*table.values()] for name, table in self._tables.items()}
        return {
            "customer": self.customer,
            **tables,
            "assignments": [*self.assignments],
            "options": self._written_options,
        }


def _username(person: Record) -> str:
    name = text_in(person, "FirstName")[:1] + text_in(person, "LastName")
    return "".join(letter for letter in name.lower() if letter.isalnum()) + str(person["ID"])
