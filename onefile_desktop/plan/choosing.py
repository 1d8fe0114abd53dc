"""What the admin decided that a text of the roster means: now, or for an earlier roster of the same centre."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from onefile_desktop.centre.snapshot import Centre, folded
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.changes import ChoiceUsed, Notice
from onefile_desktop.plan.options import PlanOptions
from onefile_desktop.plan.record import Chosen, Record, fingerprint
from onefile_desktop.plan.resolve import Book, Resolution
from onefile_desktop.plan.things import things_of
from onefile_desktop.roster.fields import ASSIGNMENTS, PEOPLE, Field, Target
from onefile_desktop.roster.rows import Checked

COLUMNS: Mapping[str, Field] = {**ASSIGNMENTS, **PEOPLE}
"""The fields of both sheets, by name."""


def person_meant(book: Book, options: PlanOptions, field_name: str, text: str, roles: frozenset[Role]) -> Resolution:
    """Whom `text` means in a field: as was chosen for it, else as it says itself."""
    chosen = options.choice(field_name, text)
    return book.chosen(chosen, roles) if chosen else book.find(text, roles)


def remembered(checked: Checked, record: Record) -> dict[tuple[str, str], str]:
    """The IDs that texts of the roster were said to mean before, by field and folded text."""
    meant = {one.text: one.meant for one in record.chosen}
    if not meant:
        return {}
    texts = {(name, folded(reference.text)) for name, reference in checked.references()}
    return {key: meant[found] for key in sorted(texts) if (found := fingerprint(*key)) in meant}


def with_remembered(case: Case) -> Case:
    """`case` with those remembered choices that still hold: what they mean is there, and nobody archived."""
    known = remembered(case.checked, case.record)
    held = {key: meant for key, meant in known.items() if _holds(key[0], meant, case.centre)}
    return replace(case, options=replace(case.options, remembered=held))


def lapsed(case: Case) -> tuple[tuple[str, str], ...]:
    """Field and folded text of each remembered choice that would be used, did it still hold."""
    known = remembered(case.checked, case.record)
    return tuple(
        key
        for key, meant in known.items()
        if key not in case.options.choices and not _holds(key[0], meant, case.centre)
    )


def choice_notices(case: Case, used: Iterable[ChoiceUsed]) -> Iterator[Notice]:
    """Which remembered choices a plan rests on, and which it could not use."""
    gone = [f"{COLUMNS[name].label} “{text}”" for name, text in lapsed(case)]
    if gone:
        yield Notice(
            "A choice of before no longer holds",
            f"What you once chose for {'; '.join(gone)} is no longer in OneFile, or is archived, so the choice was "
            "not used. Look at whom or what the roster means there now.",
            is_warning=True,
        )
    told = [f"{COLUMNS[one.column].label} “{one.text}” = {one.who}" for one in used if one.remembered]
    if told:
        yield Notice(
            "Choices of before were used",
            f"{'; '.join(told)}. You chose this for an earlier roster of this centre; choose anew where it is wrong.",
        )


def to_keep(options: PlanOptions, used: Iterable[ChoiceUsed], record: Record) -> dict[str, str | None]:
    """What a ledger must remember anew, by the text's `fingerprint`, or forget (None), after a plan with `options`."""
    before = {one.text: one.meant for one in record.chosen}
    now: dict[str, str | None] = {fingerprint(*key): None for key in options.choices if not options.choice(*key)}
    now |= {fingerprint(one.column, one.text): one.meant or None for one in used if not one.remembered}
    return {text: meant for text, meant in now.items() if before.get(text) != meant}


def kept(record: Record, meanings: Mapping[str, str | None]) -> Record:
    """`record` after what `to_keep` gave was kept."""
    chosen: dict[str, str | None] = {one.text: one.meant for one in record.chosen}
    chosen |= meanings
    return replace(record, chosen=frozenset(Chosen(text, meant) for text, meant in chosen.items() if meant is not None))


def _holds(field_name: str, meant: str, centre: Centre) -> bool:
    column = COLUMNS.get(field_name)
    if column is None or column.target is None:
        return False
    if column.target is not Target.PERSON:
        return any(str(thing.id) == meant for thing in things_of(column.target, centre))
    person = centre.by_id.get(int(meant)) if meant.isascii() and meant.isdecimal() else None
    return person is not None and not person.archived and person.role in column.takes
