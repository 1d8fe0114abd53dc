"""Every call that changes something in OneFile, as a value: exactly what will be sent, before it is sent.

The plan is made of these, the preview shows them, the journal keeps them and the client sends them
unchanged. An ID that does not exist yet stands in them as a reference to the change that will make it:
`{"$id_of": "<key>"}` in a body, `{$id_of:<key>}` in a path.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from onefile_desktop.onefile.roles import Level

REFERENCE = "$id_of"
_IN_PATH = re.compile(r"\{\$id_of:([^}]+)\}")


@dataclass(frozen=True)
class IdOf:
    """The ID of what the change `key` makes; known once that change is done."""

    key: str


UserId = int | IdOf
JsonValue = str | int | bool | None | dict[str, str]


@dataclass(frozen=True)
class Request:
    """One POST: `path` below the API's base URL, and the JSON object that goes with it."""

    path: str
    body: Mapping[str, JsonValue]

    method = "POST"

    def waits_for(self) -> tuple[str, ...]:
        """The keys of the changes whose IDs this request needs, each once, in order of appearance."""
        in_body = [value[REFERENCE] for value in self.body.values() if isinstance(value, dict)]
        return tuple(dict.fromkeys([*_IN_PATH.findall(self.path), *in_body]))

    def settled(self, ids: Mapping[str, int]) -> "Request":
        """The same request with every reference replaced by the ID that was made for it.

        Raises `KeyError` for a change that has made no ID yet.
        """
        body = {name: ids[value[REFERENCE]] if isinstance(value, dict) else value for name, value in self.body.items()}
        return Request(_IN_PATH.sub(lambda found: str(ids[found.group(1)]), self.path), body)


def create_user(fields: Mapping[str, JsonValue]) -> Request:
    """A new person; `fields` holds at least OrganisationID, FirstName, LastName, Email and Role."""
    return Request("/User", dict(fields))


def update_user(user: UserId, changed: Mapping[str, JsonValue]) -> Request:
    """A change of a person; only what is in `changed` is touched. Sets the default assessor and employer too."""
    return Request(f"/User/{_in_path(user)}", dict(changed))


def assign_user(
    assignee: UserId, learner: UserId, level: Level, *, standard: int | None = None, unit: str | None = None
) -> Request:
    """Puts an assessor, IQA, employer or observer beside a learner.

    The ID in the path is the assignee's. OneFile's guide calls it the learner's, but the body names the
    learner too, and then nothing would say who is being assigned; a training provider's program that ran
    against the live service puts the assignee in the path, and so do we. This is the only place that knows.
    """
    body: dict[str, JsonValue] = {"LearnerID": id_in_body(learner), "Level": int(level)}
    if level is Level.LEARNING_AIM:
        body["StandardID"] = standard
    if level is Level.UNIT_SUMMARY:
        body["UnitID"] = unit
    return Request(f"/User/{_in_path(assignee)}/Assign", body)


def assign_framework_template(template: int, learner: UserId) -> Request:
    """Gives a learner a framework template's learning aims and units, and leaves what they already have."""
    return Request(f"/FrameworkTemplate/{template}/Assign/{_in_path(learner)}/true", {})


def assign_standard(standard: int, learner: UserId) -> Request:
    """Gives a learner a standard, as a learning aim."""
    return Request(f"/Standard/{standard}/Assign/{_in_path(learner)}", {})


def assign_unit(unit: str, learner: UserId, standard: int) -> Request:
    """Gives a learner a unit of a standard, as a unit summary."""
    return Request(f"/Unit/{quote(unit, safe='')}/Assign/{_in_path(learner)}/{standard}", {})


def assign_placement(user: UserId, placement: UserId, *, grant_access: bool = True) -> Request:
    """Gives an employer or observer a further placement."""
    return Request(f"/User/{_in_path(user)}/AssignPlacement/{_in_path(placement)}/{str(grant_access).lower()}", {})


def create_placement(organisation: int, name: str) -> Request:
    """A new placement of a centre."""
    return Request("/Placement", {"OrganisationID": organisation, "Name": name})


def create_classroom(organisation: int, name: str) -> Request:
    """A new class of a centre."""
    return Request("/Classroom", {"OrganisationID": organisation, "Name": name})


def id_in_body(value: UserId) -> JsonValue:
    """`value` as it stands in a body: the number, or the reference to the change that will make it."""
    return {REFERENCE: value.key} if isinstance(value, IdOf) else value


def _in_path(value: UserId) -> str:
    return f"{{{REFERENCE}:{value.key}}}" if isinstance(value, IdOf) else str(value)
