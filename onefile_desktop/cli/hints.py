"""What to type next: which option answers what a check has said, and how to work on a rehearsal centre."""

import sys
from collections.abc import Iterable, Iterator

from onefile_desktop.roster.fields import PEOPLE, Target
from onefile_desktop.roster.problems import Problem

_DECIDE = "Decide about a possible duplicate with --decide ROW=skip, ROW=create or ROW=ID (the OneFile ID it is)."
_CHOOSE = "Say what a text means, once for all rows, with --choose “{field}:{text}=NAME OR ID”."
_MAKE = "Placements and classes that are not there are made with --create-missing."
_ROLE = "If everybody on the roster is a learner, say so with --set “Role=Learner”."
_MEANT = frozenset({"reference-ambiguous", "reference-unknown", "reference-archived", "described-perhaps-there"})


def hints(problems: Iterable[Problem]) -> Iterator[str]:
    """One sentence for each option that would settle some of `problems`, the commonest case first."""
    told = list(problems)
    if any(one.code == "required-missing" and one.place.field == "Role" and not one.place.column for one in told):
        yield _ROLE
    if any(one.code == "possible-duplicate" for one in told):
        yield _DECIDE
    meant = next((one for one in told if one.code in _MEANT and one.place.field in PEOPLE), None)
    if meant is not None:
        assert meant.place.field is not None
        field = PEOPLE[meant.place.field]
        label = PEOPLE[field.part_of].label if field.part_of else field.label
        yield _CHOOSE.format(field=label, text=meant.value)
    if any(one.code == "reference-unknown" and _is_makeable(one) for one in told):
        yield _MAKE


def how_to_rehearse(url: str, token: str, organisation: int) -> tuple[str, ...]:
    """What people need to work on a rehearsal centre that is served: two lines to paste, and how it ends."""
    set_token = f'$env:ONEFILE_TOKEN = "{token}"' if sys.platform == "win32" else f"export ONEFILE_TOKEN={token}"
    return (
        "In another window, paste these two lines, with your own roster:",
        f"  {set_token}",
        f"  onefile-desktop submit ROSTER.xlsx --url {url} --organisation {organisation} --yes",
        "Leave this window open; Ctrl-C ends the rehearsal centre.",
    )


def _is_makeable(found: Problem) -> bool:
    field = PEOPLE.get(found.place.field or "")
    return field is not None and field.target in (Target.PLACEMENT, Target.CLASSROOM)
