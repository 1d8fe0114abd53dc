"""What an update changes of somebody who is there already, old value beside new, as data and in people's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from onefile_desktop.centre.snapshot import Centre
from onefile_desktop.onefile.fields import day, number
from onefile_desktop.onefile.models import Named, Person
from onefile_desktop.onefile.writes import JsonValue
from onefile_desktop.plan.bodies import body_of_update
from onefile_desktop.plan.held import YES
from onefile_desktop.plan.learners import Resolved
from onefile_desktop.roster.fields import PEOPLE, Field, Kind, Target

_NOTHING = "nothing"


@dataclass(frozen=True)
class Update:
    """`body` is what is sent, `was` what OneFile has there now, by field; `told` says both for people."""

    body: Mapping[str, JsonValue]
    was: Mapping[str, JsonValue] = field(repr=False)
    told: str = field(repr=False)


def update_of(resolved: Resolved, centre: Centre) -> Update | None:
    """The update that a row asks for; None where nothing is to be changed."""
    person, body = resolved.subject.person, body_of_update(resolved)
    if person is None or not body:
        return None
    was = {name: _json(person.fields.get(name)) for name in body}
    steps = [f"from {_words(name, was[name], centre)} to {_new_words(name, resolved, body, centre)}" for name in body]
    labels = [within_a_sentence(PEOPLE[name]) for name in body]
    first, *others = zip(labels, steps, strict=True)
    told = f"Change {first[0]} of {person.name} {first[1]}"
    return Update(body, was, "; ".join((told, *(f"{label} {step}" for label, step in others))))


def _json(value: object) -> JsonValue:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def within_a_sentence(column: Field) -> str:
    """The column's label as it stands within a sentence: MIS ID and National Insurance keep their capitals."""
    if column.label[1].isupper() or column.kind is Kind.NINO:
        return column.label
    return column.label[0].lower() + column.label[1:]


def _new_words(name: str, resolved: Resolved, body: Mapping[str, JsonValue], centre: Centre) -> str:
    value = body[name]
    if not isinstance(value, dict):
        return _words(name, value, centre)
    # Whoever or whatever is made by this plan goes by what the roster calls it.
    return next((one.text for one in resolved.subject.row.references(name)), "what this plan makes")


def in_words(name: str, value: object, name_of: Callable[[Target, int], str]) -> str:
    """A value of the field `name` for people, empty for a blank; `name_of` says what people call what has an ID."""
    column = PEOPLE[name]
    if column.target is not None:
        onefile_id = number(value)
        return name_of(column.target, onefile_id) if onefile_id else ""
    if column.kind is Kind.DATE:
        moment = day(value)
        return f"{moment:%d/%m/%Y}" if moment else ""
    text = "" if value is None else str(value).strip()
    if column.kind is Kind.YES_NO and text:
        return "yes" if text.casefold() in YES else "no"
    return text


def _words(name: str, value: JsonValue, centre: Centre) -> str:
    return in_words(name, value, partial(_thing, centre)) or _NOTHING


def _thing(centre: Centre, target: Target, onefile_id: int) -> str:
    known: Iterable[Named | Person] = {
        Target.PERSON: centre.people,
        Target.CLASSROOM: centre.classrooms,
        Target.PLACEMENT: centre.placements,
        Target.PROVIDER: centre.providers,
        Target.LEARNER_STATUS: centre.learner_statuses,
    }.get(target, ())
    return next((one.name for one in known if one.id == onefile_id), f"ID {onefile_id}")
