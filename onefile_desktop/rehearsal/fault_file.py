"""The fault file: a JSON list of fault rules."""

import json
import math
import re
from dataclasses import fields
from pathlib import Path

from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.centre_file import read_json
from onefile_desktop.rehearsal.faults import KINDS, FaultRule
from onefile_desktop.rehearsal.records import Record, Value

_KEYS = frozenset(field.name for field in fields(FaultRule)) - {"number"}
_FAILED = '{"message": "An error has occurred."}'


class _FlawError(Exception):
    """What is wrong with a rule, as part of a sentence."""


def read_fault_file(path: Path) -> tuple[FaultRule, ...]:
    """The rules in the file at `path`. Raises `UnreadableFileError`, naming the rule by its place from 1."""
    entries = read_json(path, "fault file")
    if not isinstance(entries, list):
        raise _unusable(path, "it does not hold a list of rules")
    return tuple(_rule(path, number, entry) for number, entry in enumerate(entries, start=1))


def _rule(path: Path, number: int, entry: Value) -> FaultRule:
    try:
        return _checked_rule(number, entry)
    except _FlawError as flaw:
        raise _unusable(path, f"rule {number} {flaw}") from flaw


def _unusable(path: Path, flaw: str) -> UnreadableFileError:
    return UnreadableFileError("The fault file cannot be used", f"{path}: {flaw}.", "Correct the file and start again.")


def _checked_rule(number: int, entry: Value) -> FaultRule:
    if not isinstance(entry, dict):
        raise _FlawError("is not an object")
    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise _FlawError(f"has {unknown[0]}, which no rule has")
    fault = entry.get("fault")
    if not isinstance(fault, str) or fault not in KINDS:
        raise _FlawError(f"has the fault {json.dumps(fault)}; there are {', '.join(KINDS)}")
    if "calls" in entry and "probability" in entry:
        raise _FlawError("has both calls and probability")
    seconds = _amount(entry, "seconds", KINDS[fault].seconds)
    method = _text(entry, "method")
    return FaultRule(
        number=number,
        fault=fault,
        method=None if method is None else method.upper(),
        path=_pattern(entry),
        calls=_calls(entry),
        probability=_probability(entry),
        seconds=seconds,
        status=_status(entry),
        body=_body(entry),
        carried_out=_flag(entry, "carried_out"),
        retry_after=_retry_after(entry, seconds),
    )


def _pattern(entry: Record) -> re.Pattern[str] | None:
    path = _text(entry, "path")
    if path is None:
        return None
    if not path.startswith("/"):
        raise _FlawError(f"has the path {json.dumps(path)}, which does not begin with /")
    parts = path.rstrip("/").split("/")
    return re.compile("/".join("[^/]+" if part == "*" else re.escape(part) for part in parts), re.IGNORECASE)


def _calls(entry: Record) -> frozenset[int] | None:
    if "calls" not in entry:
        return None
    calls = entry["calls"]
    numbers = [n for n in calls if isinstance(n, int) and n >= 1 and n is not True] if isinstance(calls, list) else []
    if not isinstance(calls, list) or len(numbers) != len(calls):
        raise _FlawError(f"has the calls {json.dumps(calls)}, which is not a list of whole numbers from 1")
    return frozenset(numbers)


def _probability(entry: Record) -> float | None:
    if "probability" not in entry:
        return None
    probability = _amount(entry, "probability", 0.0)
    if probability > 1:
        raise _FlawError(f"has the probability {probability}, which is more than 1")
    return probability


def _status(entry: Record) -> int:
    status = entry.get("status", 500)
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise _FlawError(f"has the status {json.dumps(status)}, which is not a number from 200 to 599")
    return status


def _body(entry: Record) -> str:
    body = entry.get("body", _FAILED)
    return body if isinstance(body, str) else json.dumps(body)


def _retry_after(entry: Record, seconds: float) -> float | None:
    """The seconds that Retry-After names; `true` stands for as long as the refusals last."""
    given = entry.get("retry_after")
    if given is None or given is False:
        return None
    return seconds if given is True else _amount(entry, "retry_after", 0.0)


def _text(entry: Record, name: str) -> str | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise _FlawError(f"has the {name} {json.dumps(value)}, which is not text")
    return value


def _flag(entry: Record, name: str) -> bool:
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise _FlawError(f"has the {name} {json.dumps(value)}, which is neither true nor false")
    return value


def _amount(entry: Record, name: str, default: float) -> float:
    value = entry.get(name, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise _FlawError(f"has the {name} {json.dumps(value)}, which is not a number from 0")
    return value
