"""What the people whom learners' rows describe are called: one name for each, however the rows spell it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onefile_desktop.centre.snapshot import Centre, spelt
from onefile_desktop.plan.described import Description
from onefile_desktop.plan.matching import are_other_first_names
from onefile_desktop.plan.mentions import Mention
from onefile_desktop.plan.resolve import Found, contradicts
from onefile_desktop.plan.subjects import Course, Subject
from onefile_desktop.plan.things import resolve_thing
from onefile_desktop.roster.cells import display
from onefile_desktop.roster.fields import Target
from onefile_desktop.roster.problems import REASONS, Problem, problem


def called(mentions: Sequence[Mention], centre: Centre) -> tuple[Mention | None, tuple[Problem, ...]]:
    """The one of `mentions` of one email that gives the name to create them by, and what is wrong with the others.

    That is the name that most rows give, its short forms counted with it, and the longer one of two such. Rows that
    give another name are kept back; all are, where no name has more rows than each other one. None without a name.
    """
    named = [
        mention
        for mention in mentions
        if mention.described.first and mention.described.last and not is_a_company(mention.described, centre)
    ]
    if not named:
        return None, tuple(_nameless(mention, centre) for mention in mentions)
    # A setting may stand where a name belongs: where a row gives a name, that is who is meant.
    people = [mention for mention in named if not _is_part_of_a_company(mention.described, centre)]
    chosen = _commonest(people or named)
    said = (_said_of(mention, named, chosen, centre) for mention in mentions)
    return chosen or named[0], tuple(one for one in said if one is not None)


def _commonest(named: Sequence[Mention]) -> Mention | None:
    """The first of the mentions that give the commonest name; None where another is given as often."""
    counts = Counter(_halves(mention.described) for mention in named)

    def with_short_forms(halves: tuple[str, str]) -> int:
        return sum(count for other, count in counts.items() if _akin(halves, other))

    top = max(counts, key=lambda halves: (counts[halves], len(halves[0])))
    others = (halves for halves in counts if not _akin(halves, top))
    if any(with_short_forms(halves) >= with_short_forms(top) for halves in others):
        return None
    return next(mention for mention in named if _halves(mention.described) == top)


def _said_of(mention: Mention, named: Sequence[Mention], chosen: Mention | None, centre: Centre) -> Problem | None:
    """That a row gives another name than the `chosen` one, or its name may have been cut in the wrong place."""
    one, place = mention.described, mention.place
    is_a_person = chosen is not None and not _is_part_of_a_company(chosen.described, centre)
    is_no_name = is_a_company(one, centre) or (is_a_person and _is_part_of_a_company(one, centre))
    halves = ("", "") if is_no_name else _halves(one)
    others = [chosen] if chosen is not None else sorted(named, key=lambda other: _likeness(halves, other))
    other = others[0].described
    if chosen is None or not _akin(halves, _halves(other)):
        return problem("described-differs", place, value=one.email, other=other.row.number, other_name=other.name)
    if any(ours and ours != theirs for ours, theirs in zip(halves, _halves(other), strict=True)):
        return problem("described-spelling", place, value=one.email, other=other.row.number, other_name=other.name)
    if any(halves) and (one.doubt or _is_part_of_a_company(one, centre)):
        return problem("name-split", place, value=one.beside, first=one.first, last=one.last)
    return None


def _likeness(halves: tuple[str, str], other: Mention) -> tuple[bool, bool]:
    """Sorts other names before those that may be the same, and these before the very same."""
    theirs = _halves(other.described)
    return _akin(halves, theirs), halves == theirs


def _nameless(mention: Mention, centre: Centre) -> Problem:
    one = mention.described
    said = problem("described-nameless", mention.place, value=one.email, who=one.kind.noun)
    if not is_a_company(one, centre):
        return said
    return replace(said, message=f"{said.message} {REASONS['name-of-a-company'].format(name=one.beside)}")


def _halves(one: Description) -> tuple[str, str]:
    return spelt(one.first), spelt(one.last)


def _akin(halves: tuple[str, str], others: tuple[str, str]) -> bool:
    """Whether two names are one, or differ only in that one first name begins the other. A missing half is no other."""
    (first, last), (other_first, other_last) = halves, others
    is_one_surname = not last or not other_last or last == other_last
    return is_one_surname and (first.startswith(other_first) or other_first.startswith(first))


def alike(new: Iterable[tuple[Sequence[Mention], str, str]], everybody: Iterable[Subject]) -> Iterator[Problem]:
    """That somebody of the same role and name is created with another email as well: one person may have two addresses.

    `new` is everybody described who is created, with first and last name; `everybody` are all rows of people.
    """
    told_of: defaultdict[tuple[object, str], list[tuple[str, str, str, int]]] = defaultdict(list)
    for subject in everybody:
        if subject.person is None and subject.course is not Course.DROP:
            first, last, number = subject.row.text("FirstName"), subject.row.text("LastName"), subject.row.row.number
            told_of[subject.row.role, spelt(last)].append((first, last, subject.row.text("Email"), number))
    for mentions, first, last in sorted(new, key=lambda each: each[0][0].described.row.number):
        mention = mentions[0]
        email, row = mention.described.email, mention.described.row.number
        same_surname = told_of[mention.described.kind.role, spelt(last)]
        for other_first, other_last, other_email, number in same_surname:
            is_alike = _akin((spelt(first), ""), (spelt(other_first), "")) and spelt(other_first) != ""
            if is_alike and other_email:
                who = f"{other_first} {other_last}"
                yield problem("described-alike", mention.place, value=email, who=who, other=number, theirs=other_email)
                break
        same_surname.append((first, last, email, row))


def another_than_on_row(mention: Mention, own: Subject) -> Problem | None:
    """That whoever has the email on a row of their `own` can hardly be whom the mention means, by the first name.

    A name in one cell that has nothing of theirs may be a team's: the reference to them says so.
    """
    one, name = mention.described, own.person.name if own.person else own.row.name
    first = own.person.first_name if own.person else own.row.text("FirstName")
    words = [word for word in one.beside.split() if len(spelt(word)) > 1] or [one.first]
    is_another = all(are_other_first_names(word, first) for word in words)
    if not (one.first and one.last and is_another) or (one.beside and contradicts(one.beside, name)):
        return None
    return problem("described-differs", mention.place, value=one.email, other=own.row.row.number, other_name=name)


def is_a_company(one: Description, centre: Centre) -> bool:
    """Whether a name in one cell is that of a company or placement, so that nobody can be created by it.

    A single word is also where it is part of the name of where the learner works. Several words are not: a childminder
    may work at a setting that is named after them.
    """
    beside = spelt(one.beside)
    if not beside:
        return False
    own = _own_companies(one, centre)
    # A placement of a single word may be called as somebody is: Reed, and Jo Reed.
    return any(
        beside == spelt(name) or (len(name.split()) > 1 and spelt(name) in beside)
        for name in (*own, *(placement.name for placement in centre.placements))
    ) or (len(one.beside.split()) == 1 and any(beside in spelt(name) for name in own))


def perhaps_a_company(one: Description, centre: Centre) -> bool:
    """As `is_a_company`, or several words of the name of where the learner works: who that is, is told by the email."""
    return is_a_company(one, centre) or _is_part_of_a_company(one, centre)


def _is_part_of_a_company(one: Description, centre: Centre) -> bool:
    beside = spelt(one.beside)
    return beside != "" and any(beside in spelt(name) for name in _own_companies(one, centre))


def _own_companies(one: Description, centre: Centre) -> tuple[str, ...]:
    """The names of where the learner of a row works, as the row gives them and as OneFile does."""
    texts = [display(one.row.cells[name].value) for name in ("PlacementID", "CompanyName") if name in one.row.cells]
    found = (resolve_thing(text, Target.PLACEMENT, centre) for text in texts)
    return (*texts, *(thing.label for thing in found if isinstance(thing, Found)))
