"""The API's objects as they are on the wire, and OneFile's roles.

The simulated service keeps and answers JSON objects rather than classes of its own: what a caller
sees is then exactly what is stored.
"""

from enum import IntEnum
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Record: TypeAlias = dict[str, Value]


class Role(IntEnum):
    """The roles that the API takes, by the numbers in OneFile's API guide."""

    LEARNER = 1
    TRAINEE_ASSESSOR = 4
    ASSESSOR = 5
    IQA = 10
    EMPLOYER = 40
    OBSERVER = 45


ROLES = frozenset(Role)
ASSESSORS = frozenset({Role.TRAINEE_ASSESSOR, Role.ASSESSOR})


def number_in(record: Record, name: str) -> int | None:
    """The whole number that `record` holds under `name`, or None where it holds none."""
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text_in(record: Record, name: str) -> str:
    """The text that `record` holds under `name`, or an empty one."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def records_in(record: Record, name: str) -> list[Record]:
    """The objects in the list that `record` holds under `name`."""
    value = record.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def key_of(identifier: Value) -> str:
    """What an object is found by: its ID as text, in any case (the IDs of units are texts such as KS_COMM1)."""
    return str(identifier).casefold()


def is_blank(value: Value) -> bool:
    """Whether a field was sent without saying anything: null, or nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())
