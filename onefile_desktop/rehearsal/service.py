"""The simulated service without its sockets: from a call to its answer.

Nothing here is safe to use from two threads at once; the server takes turns.
"""

import logging
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from onefile_desktop import __version__
from onefile_desktop.errors import UnreadableFileError
from onefile_desktop.rehearsal.calls import Call
from onefile_desktop.rehearsal.centre_file import read_centre_file
from onefile_desktop.rehearsal.fault_file import read_fault_file
from onefile_desktop.rehearsal.faults import Delivery, FaultPlan, FaultRule, whole
from onefile_desktop.rehearsal.messages import Answer, RefusedError, Request, json_answer, message_answer
from onefile_desktop.rehearsal.records import Record, number_in, text_in
from onefile_desktop.rehearsal.routes import BASE, find_route
from onefile_desktop.rehearsal.search import whole_person
from onefile_desktop.rehearsal.sessions import Sessions
from onefile_desktop.rehearsal.state_file import State, read_state_file, write_state_file
from onefile_desktop.rehearsal.store import Store
from onefile_desktop.rehearsal.traffic import Traffic

_STATE_PATHS = frozenset({"/rehearsal/state", f"{BASE}/rehearsal/state"})
_UNKNOWN_ENDPOINT = "unknown"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Admission:
    """What becomes of a call at the door: it is answered there, or goes in, perhaps under a fault rule."""

    answer: Answer | None = None
    fault: FaultRule | None = None


@dataclass(frozen=True)
class _Outage:
    rule: FaultRule
    until: float


class StateFileError(UnreadableFileError):
    """The state file cannot be written."""


class Service:
    """One rehearsal centre, from its files.

    Raises `UnreadableFileError` for a centre, state or fault file that cannot be used. A state file
    that exists wins over the centre file, which is then not read at all.
    """

    def __init__(
        self, *, centre: Path, state: Path | None, faults: Path | None, rate: int, window_seconds: float, seed: int
    ) -> None:
        self._state_file = state
        begun = read_state_file(state) if state is not None and state.exists() else _fresh_state(centre)
        self._store = Store(begun.contents, begun.emails_sent, begun.visible_from)
        self._sessions = Sessions(begun.token, begun.sessions)
        self._traffic = Traffic(rate, window_seconds, begun.calls)
        self._faults = FaultPlan(() if faults is None else read_fault_file(faults), seed)
        self._outage: _Outage | None = None
        self._instance = begun.instance
        try:
            self.save()
        except OSError as error:
            raise StateFileError(
                "The state file cannot be written",
                f"{state} cannot be written: {error.strerror}.",
                "Name a file in a folder that exists and that you may write to.",
            ) from error

    @property
    def token(self) -> str:
        """The API token that this centre takes."""
        return self._sessions.token

    @property
    def organisation_id(self) -> int:
        """The centre file's first organisation."""
        return number_in(self._store.all("organisations")[0], "ID") or 0

    @property
    def signature(self) -> str:
        """The Server header: a client can tell a rehearsal by it, and one rehearsal centre from another."""
        return f"OneFile-Desktop-Rehearsal/{__version__} ({self._instance})"

    def wants_state(self, request: Request) -> bool:
        """Whether a call asks for the rehearsal's own page, which is not part of the API."""
        return request.method == "GET" and request.path.lower().rstrip("/") in _STATE_PATHS

    def state_page(self) -> Answer:
        """Everything that happened so far, for tests and rehearsals; not counted as a call."""
        return json_answer(
            {
                "users": [whole_person(person) for person in self._store.all("users")],
                "assignments": [*self._store.assignments],
                "learning_aims": [*self._store.all("learning_aims")],
                "unit_summaries": [*self._store.all("unit_summaries")],
                "placements": [*self._store.all("placements")],
                "classrooms": [*self._store.all("classrooms")],
                "emails_sent": [*self._store.emails_sent],
                "calls": self._traffic.counts(),
            }
        )

    def admit(self, request: Request) -> Admission:
        """Counts a call and decides at the door.

        First the rate limit, then an outage that is on, then the fault rules. A call that is turned
        away by the first two does not count for the rules, so that every planned fault comes about.
        """
        now = time.monotonic()
        if not self._traffic.let_in(_endpoint(request), now):
            return self._turned_away(message_answer(429, "Too Many Requests"))
        if self._outage is not None and now < self._outage.until:
            return self._turned_away(self._outage.rule.answer())
        path = _below_base(request.path)
        rule = None if path is None else self._faults.decide(request.method, path)
        if rule is None:
            return Admission()
        if rule.fault == "expire-session":
            self._sessions.expire_all()
        if rule.opens_outage:
            self._outage = _Outage(rule, now + rule.seconds)
            return self._turned_away(rule.answer())
        return Admission(fault=rule)

    def carry_out(self, request: Request, fault: FaultRule | None) -> Delivery:
        """Answers a call that was let in, as its fault rule has it.

        A change is in the state file before this returns.
        """
        if fault is None:
            delivery = whole(self._answer(request))
        else:
            delivery = fault.deliver(self._answer(request) if fault.carries_out else fault.answer())
        if delivery.answer is not None:
            self._traffic.answered(delivery.answer.status)
        return delivery

    def save(self) -> None:
        """Writes the state file, where there is one. Raises `OSError`."""
        if self._state_file is None:
            return
        state: Record = {
            "instance": self._instance,
            "token": self._sessions.token,
            "sessions": {**self._sessions.expiries},
            "visible_from": {**self._store.visible_from},
            "emails_sent": [*self._store.emails_sent],
            "calls": self._traffic.counts(),
            "centre": self._store.contents(),
        }
        write_state_file(self._state_file, state)

    def _turned_away(self, answer: Answer) -> Admission:
        self._traffic.answered(answer.status)
        return Admission(answer=answer)

    def _answer(self, request: Request) -> Answer:
        try:
            return self._answer_from_route(request)
        except RefusedError as refusal:
            return message_answer(refusal.status, refusal.message)
        except Exception:
            _log.exception("The rehearsal centre failed at %s", _endpoint(request))
            return message_answer(500, "An error has occurred.")

    def _answer_from_route(self, request: Request) -> Answer:
        path = _below_base(request.path)
        if path is None:
            raise RefusedError(404, f"The API is below {BASE}.")
        route, parts = find_route(request.method, path)
        if route.needs_session and not self._sessions.is_good(request.headers.get("x-tokenid", "")):
            raise RefusedError(401, "Authentication failed: the X-TokenID header is missing, unknown or expired.")
        customer_token = request.headers.get("x-customertoken", "")
        answer = route.handler(Call(self._store, self._sessions, customer_token, request.fields(), parts))
        if route.writes:
            self.save()
        return answer


def _fresh_state(centre: Path) -> State:
    contents = read_centre_file(centre)
    token = text_in(contents.customer, "Token") or secrets.token_hex(16)
    return State(contents, instance=secrets.token_hex(8), token=token)


def _below_base(path: str) -> str | None:
    """The part of a path after the base path (in any case), or None for a path that lies elsewhere."""
    if not path.lower().startswith(BASE + "/"):
        return None
    return path[len(BASE) :].rstrip("/")


def _endpoint(request: Request) -> str:
    """The endpoint's name for the counts."""
    try:
        route, _ = find_route(request.method, _below_base(request.path) or "/")
    except RefusedError:
        return _UNKNOWN_ENDPOINT
    return route.label
