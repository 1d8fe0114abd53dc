"""Learners who come back: in OneFile already, and on the roster for another programme.

Whether that is a new portfolio, and so a new person in OneFile, or more work in the old one, nobody but the centre
can tell.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from onefile_desktop.centre.snapshot import folded
from onefile_desktop.onefile.fields import day
from onefile_desktop.onefile.models import Named, Person
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.case import Case
from onefile_desktop.plan.matched import Doubt, Match, Perhaps, Same
from onefile_desktop.plan.matching import fits, match
from onefile_desktop.plan.options import Decision
from onefile_desktop.plan.record import Given
from onefile_desktop.plan.resolve import Found
from onefile_desktop.plan.things import chosen_thing, resolve_thing
from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.problems import CLAUSES
from onefile_desktop.roster.rows import CheckedRow


def recognised(row: CheckedRow, case: Case) -> Match:
    """Who a row is (`matching.match`), with the question whether a learner who is there comes back.

    Where several people agree with the row, those with another programme are older portfolios of the one who has
    this one. If the admin wanted a new person and there is more than one like that, then the newest is it: the
    same decision, given for the same roster once more, must not create yet another. Nor must it where the row still
    gives the OneFile ID of the old portfolio.
    """
    found = _recognised(row, case)
    if isinstance(found, Perhaps) and "OneFileID" in row.values and _wants_new(row, case):
        without_id = {name: value for name, value in row.values.items() if name != "OneFileID"}
        made = _recognised(replace(row, values=without_id), case)
        return made if isinstance(made, Same) else found
    return found


def is_unsettled(row: CheckedRow, case: Case) -> bool:
    """Whether an earlier run may have created the person of `row`, so that nobody knows until it is resumed."""
    return (row.role, folded(row.text("Email"))) in case.record.unsettled


def _recognised(row: CheckedRow, case: Case) -> Match:
    found = match(row, case.centre)
    if isinstance(found, Same):
        changed = tuple(differences(row, found.person, case))
        if changed:
            why = CLAUSES["returning"].format(by=found.by, what="; ".join(changed))
            return Perhaps((found.person,), why, Doubt.RETURNING)
    elif isinstance(found, Perhaps) and found.doubt is Doubt.SEVERAL and not _gives_an_id(row, case):
        current = [one for one in found.people if not one.archived and not any(differences(row, one, case))]
        fitting = [one for one in current if one.role is row.role and fits(row, one)]
        wants_newest = len(fitting) > 1 and _wants_new(row, case) and not is_unsettled(row, case)
        if fitting and (len(current) == 1 or wants_newest):
            return Same(max(fitting, key=lambda person: person.id), "email")
    return found


def _gives_an_id(row: CheckedRow, case: Case) -> bool:
    return row.values.get("OneFileID") in case.centre.by_id


def _wants_new(row: CheckedRow, case: Case) -> bool:
    return any(case.options.decisions.get(number) is Decision.CREATE for number in row.numbers)


def differences(row: CheckedRow, person: Person, case: Case) -> Iterator[str]:
    """What tells that a learner comes back: another start date, episode or programme, as “what (old → new)”.

    Days are those in London. A blank on either side is no difference, nor is a programme that nothing is known of.
    """
    if row.role is not Role.LEARNER:
        return
    for name in ("StartOn", "EpisodeName"):
        old, new = _in_words(_of_onefile(person, name)), _in_words(row.date(name) or row.text(name))
        if old and new and folded(old) != folded(new):
            yield _told(PEOPLE[name].label.lower(), old, new)
    yield from _other_programme(row, person, case)


def _other_programme(row: CheckedRow, person: Person, case: Case) -> Iterator[str]:
    """A framework template other than the one this program gave, or standards of which the learner has none.

    Whatever of the row's programme was given already tells that it is this one, perhaps unfinished. What a framework
    template holds cannot be read, so a row that names one is not judged by its standards; nor is a learner whom this
    program created and has given nothing yet.
    """
    given = [one for one in case.record.given if one.learner == person.id]
    templates, standards = _named(row, "FrameworkTemplate", case), _named(row, "Standards", case)
    units = {reference.text for part in row.parts for reference in part.references("Units")}
    asked_for = {
        *(("framework-template", str(template)) for template in templates),
        *(("standard", str(standard)) for standard in standards),
        *(("unit", unit) for unit in units),
    }
    if any((one.what, one.thing) in asked_for for one in given):
        return
    other = sorted(int(one.thing) for one in given if one.what == "framework-template")
    if templates and other:
        things = case.centre.framework_templates
        yield _told("framework template", _names(other, things), _names(templates, things))
    elif standards and not templates and not _is_unfinished(person, given, case):
        has = sorted(standard for learner, standard in case.centre.aims if learner == person.id)
        if has and not set(has) & set(standards):
            yield _told("standard", _names(has, case.centre.standards), _names(standards, case.centre.standards))


def _is_unfinished(person: Person, given: list[Given], case: Case) -> bool:
    return person.id in case.record.made and not given


def _named(row: CheckedRow, name: str, case: Case) -> list[int]:
    """The IDs of the standards or framework templates that a row names, as far as they are known."""
    target = PEOPLE[name].target
    assert target in {Target.STANDARD, Target.FRAMEWORK_TEMPLATE}
    found: list[int] = []
    for reference in (one for part in row.parts for one in part.references(name)):
        chosen = case.options.choice(name, reference.text)
        resolve, text = (chosen_thing, chosen) if chosen else (resolve_thing, reference.text)
        thing = resolve(text, target, case.centre)
        if isinstance(thing, Found) and isinstance(thing.id, int):
            found.append(thing.id)
    return list(dict.fromkeys(found))


def _of_onefile(person: Person, name: str) -> date | str:
    value = person.fields.get(name)
    return day(value) or "" if name == "StartOn" else str(value or "")


def _in_words(value: date | str) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value.strip()


def _names(ids: list[int], things: tuple[Named, ...]) -> str:
    known = {thing.id: thing.name for thing in things}
    return ", ".join(known.get(one, str(one)) for one in ids)


def _told(what: str, old: str, new: str) -> str:
    return f"{what} ({old} → {new})"
