"""Reads the people back whom a run has touched, and compares them with what was planned.

Nothing that happens here changes how the run ended: whoever cannot be read is counted, and that is all.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.fields import number
from onefile_desktop.onefile.models import Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import ChangeKind
from onefile_desktop.plan.held import is_held
from onefile_desktop.plan.record import Given
from onefile_desktop.plan.updates import in_words, within_a_sentence
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.run.control import Control
from onefile_desktop.run.events import Verifying
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.verifying import verification_words
from onefile_desktop.run.verifying.expected import Expected, expectations
from onefile_desktop.run.verifying.names_of_ids import NamesOfIds
from onefile_desktop.run.verifying.reading_back import ReadBack, read_back

MOST_CALLS = 300
_CALLS_WITH_PROGRAMME = 3
_GIVEN: Mapping[str, str] = {
    ChangeKind.FRAMEWORK_TEMPLATE: "framework template",
    ChangeKind.STANDARD: "standard",
    ChangeKind.UNIT: "unit",
}


@dataclass(frozen=True)
class Difference:
    """Something of a person that is another in OneFile than was planned.

    `row` is as Excel numbers it. `what` is a field's label, what a learner was given, or `person` for somebody who is
    gone; nothing is `found` where OneFile does not show it at all.
    """

    sheet: str
    row: int
    person: str = field(repr=False)
    what: str
    planned: str = field(repr=False)
    found: str = field(repr=False)

    @property
    def sentence(self) -> str:
        """All of it for people."""
        return verification_words.difference(self.row, self.person, self.what, self.found, self.planned)


@dataclass(frozen=True)
class Verification:
    """What reading a run's people back has shown.

    `people` were touched by the run. Of them `verified` agree with the plan, those of the `differences` do not, and
    `not_read` were not read: because a call failed, as for the `unreadable`, it was stopped, or they were too many.
    `cannot_be_checked` counts what was sent and no known call reads: assignments, `placements` that people were given
    besides their own, and framework `templates` of learners who have other programme. `not_shown` counts
    values that OneFile's answers leave out. `calls` are what it took.
    """

    people: int
    verified: int
    differences: tuple[Difference, ...] = ()
    not_read: int = 0
    cannot_be_checked: int = 0
    placements: int = 0
    templates: int = 0
    unreadable: int = 0
    not_shown: int = 0
    calls: int = 0

    @property
    def sentence(self) -> str:
        """How many agree, such as `40 of 40 verified`; empty where nobody was to be read back."""
        differing = self.people - self.verified - self.not_read
        return verification_words.summary(self.people, differing, self.not_read, self.unreadable)

    @property
    def sent_unseen(self) -> str:
        """What cannot be checked, such as `40 assignments were sent`; empty where all of it can."""
        assignments = self.cannot_be_checked - self.placements - self.templates
        return verification_words.sent(assignments, self.placements, self.templates)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentence, one for each difference, and what could not be checked."""
        told = (
            self.sentence,
            *(one.sentence for one in self.differences),
            verification_words.not_shown(self.not_shown),
            verification_words.cannot_be_checked(self.sent_unseen),
        )
        return tuple(text for text in told if text)

    def as_json(self) -> Mapping[str, object]:
        """What `submit --json` and `resume --json` print of it."""
        return {
            "people": self.people,
            "verified": self.verified,
            "not_read": self.not_read,
            "cannot_be_checked": self.cannot_be_checked,
            "not_shown": self.not_shown,
            "differences": [
                {
                    "sheet": one.sheet,
                    "row": one.row,
                    "person": one.person,
                    "what": one.what,
                    "planned": one.planned,
                    "found": one.found,
                }
                for one in self.differences
            ],
            "verification_calls": self.calls,
        }


def verify(
    journal: Journal, client: OneFileClient, control: Control, *, most_calls: int = MOST_CALLS
) -> Generator[Verifying, None, Verification]:
    """Reads everybody back whom the run of `journal` has created, changed or given programme, in the plan's order.

    One call a person, two more for a learner who was given programme, a few to name what differs, and some
    `most_calls` in all. It ends early when `control` asks for a stop, and where one call after another fails. Raises
    `CannotRecordError` where the journal cannot be read.
    """
    before, changes = client.calls, journal.changes()
    expected = expectations(changes)
    total = len(expected.people)
    all_calls = sum(_CALLS_WITH_PROGRAMME if one.given else 1 for one in expected.people)

    def may_call() -> bool:
        return client.calls - before < most_calls and not control.stopping

    reading = read_back(client, expected.people, control, may_call)
    while True:
        try:
            done = next(reading)
        except StopIteration as end:
            readings = end.value
            break
        yield Verifying(done, total, client.calls - before, all_calls)
    read = [(one, back) for one, back in zip(expected.people, readings, strict=False) if isinstance(back, ReadBack)]
    names = NamesOfIds(client, journal.info.organisation_id, changes, may_call)
    found = [tuple(_differences(one, back, names)) for one, back in read]
    return Verification(
        people=total,
        verified=found.count(()),
        differences=tuple(difference for some in found for difference in some),
        not_read=total - len(read),
        cannot_be_checked=expected.assignments + expected.placements + expected.templates,
        placements=expected.placements,
        templates=expected.templates,
        unreadable=len(readings) - len(read),
        not_shown=sum(len(_not_shown(one, back.person)) for one, back in read),
        calls=client.calls - before,
    )


def _not_shown(expected: Expected, person: Person | None) -> tuple[str, ...]:
    return () if person is None else tuple(name for name in expected.fields if name not in person.fields)


def _differences(expected: Expected, back: ReadBack, names: NamesOfIds) -> Iterator[Difference]:
    place = expected.sheet, expected.row, expected.person
    if back.person is None:
        yield Difference(*place, verification_words.PERSON, f"OneFile ID {expected.onefile_id}", "")
        return
    held = back.person.fields
    for name, planned in expected.fields.items():
        if name in held and not _agrees(name, planned, held[name]):
            label, words = _label(name), (_words(name, value, names) for value in (planned, held[name]))
            yield Difference(*place, label, *words)
    for given in expected.given:
        if not _is_shown(given, back):
            yield Difference(*place, _GIVEN[given.what], _thing(given, names), "")


def _agrees(name: str, planned: object, found: object) -> bool:
    """Whether a value is as planned; a box that is not ticked may be told as nothing."""
    is_blank = found is None or not str(found).strip()
    return (planned is False and is_blank) or is_held(name, planned, found)


def _is_shown(given: Given, back: ReadBack) -> bool:
    if given.what == ChangeKind.STANDARD:
        return int(given.thing) in back.standards
    if given.what == ChangeKind.UNIT:
        return folded(given.thing) in back.units
    # What a framework template brings is not known, but it brings something.
    return bool(back.standards or back.units)


def _thing(given: Given, names: NamesOfIds) -> str:
    if given.what == ChangeKind.UNIT:
        return given.thing
    target = Target.STANDARD if given.what == ChangeKind.STANDARD else Target.FRAMEWORK_TEMPLATE
    return names.of(target, int(given.thing))


def _label(name: str) -> str:
    return within_a_sentence(PEOPLE[name]) if name in PEOPLE else "centre"


def _words(name: str, value: object, names: NamesOfIds) -> str:
    if name == "Role":
        role = number(value)
        return Role(role).label if role in set(Role) else str(value)
    return in_words(name, value, names.of) if name in PEOPLE else str(value)
