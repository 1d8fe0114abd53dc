"""How a failing service answers: the kinds of fault, and the rules that decide which calls get one."""

import hashlib
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from onefile_desktop.rehearsal.messages import Answer, message_answer

_HTML = "text/html; charset=utf-8"
_MAINTENANCE_PAGE = b"""<!DOCTYPE html>
<html><head><title>Maintenance</title></head>
<body><h1>OneFile is being updated</h1><p>Eportfolio will be back shortly.</p></body></html>
"""


@dataclass(frozen=True)
class Delivery:
    """How an answer goes out: None is no answer at all.

    `promised` is the body length that the answer claims; `close` ends the connection without
    having said so.
    """

    answer: Answer | None
    promised: int = 0
    close: bool = False


@dataclass(frozen=True)
class FaultKind:
    """What a kind of fault does to a call that it decides, and for how many seconds unless the rule says."""

    deliver: Callable[[Answer], Delivery]
    carried_out: bool = True
    seconds: float = 0.0


def whole(answer: Answer) -> Delivery:
    """The answer as it should be."""
    return Delivery(answer, len(answer.body))


def _nothing(_: Answer) -> Delivery:
    return Delivery(None, close=True)


def _half(answer: Answer) -> Answer:
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def _garbled(answer: Answer) -> Delivery:
    return whole(_half(answer))


def _cut(answer: Answer) -> Delivery:
    return Delivery(_half(answer), len(answer.body), close=True)


def _empty(answer: Answer) -> Delivery:
    # What was refused was not carried out, and a 200 would say that it was.
    return whole(Answer() if answer.status < 400 else replace(answer, body=b""))


def _whole_then_closed(answer: Answer) -> Delivery:
    return replace(whole(answer), close=True)


KINDS = {
    "lost-answer": FaultKind(_nothing),
    "lost-request": FaultKind(_nothing, carried_out=False),
    "hang": FaultKind(whole, seconds=300.0),
    "status": FaultKind(whole, carried_out=False),
    "maintenance": FaultKind(whole, carried_out=False),
    "too-many": FaultKind(whole, carried_out=False),
    "expire-session": FaultKind(whole),
    "garbled": FaultKind(_garbled),
    "cut": FaultKind(_cut),
    "empty": FaultKind(_empty),
    "stale": FaultKind(_whole_then_closed),
    "slow": FaultKind(whole, seconds=1.0),
}


@dataclass(frozen=True)
class FaultRule:
    """One rule of a fault file. Without `calls` and `probability` it takes every call that it matches."""

    number: int
    fault: str
    method: str | None = None
    path: re.Pattern[str] | None = None
    calls: frozenset[int] | None = None
    probability: float | None = None
    seconds: float = 0.0
    status: int = 500
    body: str = ""
    carried_out: bool = False
    retry_after: float | None = None

    @property
    def carries_out(self) -> bool:
        """Whether the call is carried out, whatever its caller is told."""
        return self.carried_out if self.fault == "status" else KINDS[self.fault].carried_out

    @property
    def seconds_before(self) -> float:
        """How long the call lies about before it is carried out."""
        return self.seconds if self.fault == "slow" else 0.0

    @property
    def seconds_after(self) -> float:
        """How long the answer is held back once the call is carried out."""
        return self.seconds if self.fault == "hang" else 0.0

    @property
    def opens_outage(self) -> bool:
        """Whether every call of the next `seconds` is answered like this one."""
        return self.fault in {"maintenance", "too-many", "expire-session"} and self.seconds > 0

    def matches(self, method: str, path: str) -> bool:
        """Whether the rule is about such calls at all."""
        return self.method in {None, method} and (self.path is None or self.path.fullmatch(path) is not None)

    def deliver(self, answer: Answer) -> Delivery:
        """How `answer` to a call that was carried out leaves the service."""
        return KINDS[self.fault].deliver(self.answer() if self.fault == "status" else answer)

    def answer(self) -> Answer:
        """What the service says instead of its own answer."""
        if self.fault == "maintenance":
            return Answer(503, _MAINTENANCE_PAGE, _HTML)
        if self.fault == "too-many":
            refusal = message_answer(429, "Too Many Requests")
            if self.retry_after is None:
                return refusal
            return replace(refusal, headers=(("Retry-After", str(math.ceil(self.retry_after))),))
        if self.fault == "expire-session":
            return message_answer(401, "Authentication failed: the session has expired.")
        body = self.body.encode()
        return Answer(self.status, body, _HTML if body.lstrip().startswith(b"<") else Answer.content_type)


class FaultPlan:
    """The rules in their order, and how many calls each has matched so far."""

    def __init__(self, rules: Iterable[FaultRule], seed: int) -> None:
        self._rules = tuple(rules)
        self._seed = seed
        self._matched = dict.fromkeys((rule.number for rule in self._rules), 0)

    def decide(self, method: str, path: str) -> FaultRule | None:
        """The first rule that takes this call, which counts for every rule that it matches.

        `path` is the one below the base path.
        """
        taking = [rule for rule in self._rules if rule.matches(method, path) and self._takes(rule)]
        return taking[0] if taking else None

    def _takes(self, rule: FaultRule) -> bool:
        self._matched[rule.number] += 1
        matched = self._matched[rule.number]
        if rule.calls is not None:
            return matched in rule.calls
        return rule.probability is None or _draw(self._seed, rule.number, matched) < rule.probability


def _draw(seed: int, rule: int, matched: int) -> float:
    """A number from 0 up to 1 for a rule's n-th call: always the same one with the same seed."""
    digest = hashlib.sha256(f"{seed}/{rule}/{matched}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
