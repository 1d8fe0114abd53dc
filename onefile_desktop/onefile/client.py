"""OneFile's API, one typed method an endpoint; no business rules.

Reading is safe to repeat, so the client repeats it by itself. A write leaves exactly once: nothing makes a repeated one
harmless, so only who has looked whether it happened may send it again. Every bad ending is an error of `endings`.
"""

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

import httpx

from onefile_desktop import __version__
from onefile_desktop.onefile import answers, fields
from onefile_desktop.onefile.answers import Answer
from onefile_desktop.onefile.calling import Caller
from onefile_desktop.onefile.endings import (
    NoAnswerError,
    NotSentError,
    RefusedError,
    ServiceAwayError,
    TooManyCallsError,
)
from onefile_desktop.onefile.environments import checked_url
from onefile_desktop.onefile.fields import Fields
from onefile_desktop.onefile.incoming import ACCEPTED_ENCODING
from onefile_desktop.onefile.limiter import Limiter
from onefile_desktop.onefile.models import (
    Customer,
    LearningAim,
    Named,
    Organisation,
    Person,
    Unit,
    UnitSummary,
    WriteAnswer,
)
from onefile_desktop.onefile.paging import all_pages, first_page
from onefile_desktop.onefile.roles import Role
from onefile_desktop.onefile.session import Session
from onefile_desktop.onefile.transport import LimitedTransport, Timeouts
from onefile_desktop.onefile.writes import Request

__all__ = ["OneFileClient", "Timeouts", "all_pages"]

_DEFAULT_TIMEOUTS = Timeouts()
_MOST_PAUSES = 30

_T = TypeVar("_T")
_Body = Mapping[str, object]


class OneFileClient:
    """A connection to one customer's OneFile, for any number of threads.

    `proxy` is the address of a proxy to use instead of the system's, empty for none; `connections` is how many calls
    may be under way at once. Nothing is sent before the first call. Raises `UsageError` for a `base_url` or a proxy
    that cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        limiter: Limiter | None = None,
        timeouts: Timeouts = _DEFAULT_TIMEOUTS,
        proxy: str | None = None,
        connections: int = 8,
    ) -> None:
        self.base_url = checked_url(base_url)
        self.patience = math.inf
        """How many seconds of OneFile's pauses, after its 429s, a reading sits through before whoever asked hears."""
        self.limiter = limiter or Limiter()
        self._timeouts = timeouts
        self._first_page: int | None = None
        self._transport = LimitedTransport(
            self.limiter,
            self.base_url,
            call_seconds=timeouts.connect + timeouts.answer,
            proxy=proxy,
            connections=connections,
        )
        self._http = httpx.Client(
            base_url=self.base_url,
            auth=Session(self.base_url, token),
            headers={
                "Accept": "application/json",
                "Accept-Encoding": ACCEPTED_ENCODING,
                "User-Agent": f"OneFile-Desktop/{__version__}",
            },
            timeout=httpx.Timeout(timeouts.answer, connect=timeouts.connect, pool=timeouts.connect),
            follow_redirects=False,
            transport=self._transport,
        )
        self._caller = Caller(self._http, self.limiter, timeouts)
        for name in ("httpx", "httpcore"):  # at INFO they log whole URLs
            logging.getLogger(name).setLevel(logging.WARNING)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._http.close()

    def stop(self) -> None:
        """Whoever waits for a turn or for a retry gives up at once with `CancelledError`, until `resume`."""
        self.limiter.stop()

    def resume(self) -> None:
        """Takes `stop` back."""
        self.limiter.resume()

    @property
    def calls(self) -> int:
        """How many calls have been sent, authentication included."""
        return self.limiter.calls

    @property
    def answered(self) -> int:
        """How many calls OneFile has answered as it should, about: while it grows, the service is there."""
        return self._caller.answered

    @property
    def server(self) -> str | None:
        """The Server header of the newest answer."""
        return self._transport.server

    def customer(self) -> Customer:
        """The customer that the API token belongs to."""
        return self._one("/Customer", fields.customer)

    def organisations(self, customer_id: int) -> tuple[Organisation, ...]:
        """The centres of a customer."""
        return self._search("/Organisation/Search", {"CustomerID": customer_id}, fields.organisation)

    def organisation(self, organisation_id: int) -> Organisation:
        """One centre."""
        return self._one(f"/Organisation/{organisation_id}", fields.organisation)

    def search_users(
        self,
        organisation_id: int,
        *,
        role: Role | None = None,
        page: int,
        size: int,
        filters: Mapping[str, str] | None = None,
    ) -> tuple[Person, ...]:
        """One page of a centre's people. OneFile may ignore a filter: filter again."""
        path = f"/User/Search/{page}/{size}"
        return self._search(path, _people(organisation_id, role, filters), fields.found_person)

    def find_users(
        self, organisation_id: int, filters: Mapping[str, str], role: Role | None = None
    ) -> tuple[Person, ...]:
        """Everybody of a centre whom `filters` find, at once. OneFile may ignore a filter: filter again."""
        return self._search("/User/Search", _people(organisation_id, role, filters), fields.found_person)

    def user(self, user_id: int) -> Person | None:
        """The whole person, None where OneFile has none with this ID."""
        try:
            return self._one(f"/User/{user_id}", fields.whole_person)
        except RefusedError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def classrooms(
        self, organisation_id: int, *, page: int | None = None, size: int | None = None
    ) -> tuple[Named, ...]:
        """A centre's classes: one page, or all of them where no page is given."""
        return self._search("/Classroom/Search" + _page(page, size), _of(organisation_id), fields.named)

    def placements(
        self, organisation_id: int, *, page: int | None = None, size: int | None = None
    ) -> tuple[Named, ...]:
        """A centre's placements, the workplaces of learners: one page, or all of them where no page is given."""
        return self._search("/Placement/Search" + _page(page, size), _of(organisation_id), fields.named)

    def providers(self, organisation_id: int, *, page: int | None = None, size: int | None = None) -> tuple[Named, ...]:
        """A centre's providers: one page, or all of them where no page is given."""
        return self._search("/Provider/Search" + _page(page, size), _of(organisation_id), fields.named)

    def standards(self, organisation_id: int) -> tuple[Named, ...]:
        """A centre's standards; no paged form of this search is known."""
        return self._search("/Standard/Search", _of(organisation_id), fields.named)

    def framework_templates(self, organisation_id: int) -> tuple[Named, ...]:
        """A centre's framework templates; no paged form of this search is known."""
        return self._search("/FrameworkTemplate/Search", _of(organisation_id), fields.named)

    def units(self, *, standard_id: int | None = None, organisation_id: int | None = None) -> tuple[Unit, ...]:
        """The units of a standard or of a whole centre; no paged form of this search is known."""
        asked = {"StandardID": standard_id, "OrganisationID": organisation_id}
        body = {name: value for name, value in asked.items() if value is not None}
        return self._search("/Unit/Search", body, lambda found: fields.unit(found, standard_id))

    def learner_statuses(self, organisation_id: int) -> tuple[Named, ...]:
        """The statuses that a centre's learners may have."""
        path = f"/Organisation/{organisation_id}/LearnerStatuses"
        return self._read("GET", path, None, lambda answer: tuple(map(fields.named, answers.objects(answer))))

    def learning_aims(self, learner_id: int, *, page: int, size: int) -> tuple[LearningAim, ...]:
        """One page of the standards that a learner has."""
        return self._search(
            f"/LearningAim/Search/{page}/{size}",
            {"UserID": learner_id},
            lambda found: fields.learning_aim(found, learner_id),
        )

    def unit_summaries(self, learner_id: int, *, page: int, size: int) -> tuple[UnitSummary, ...]:
        """One page of the units that a learner has."""
        return self._search(
            f"/UnitSummary/Search/{page}/{size}",
            {"UserID": learner_id},
            lambda found: fields.unit_summary(found, learner_id),
        )

    def pages(self, fetch: Callable[[int, int], tuple[_T, ...]], size: int = 200) -> Iterator[tuple[_T, ...]]:
        """What each page of a search adds; `fetch` is one of the paged searches above, given a page and its size.

        No source says whether OneFile counts pages from 0 or from 1. Were that guessed wrongly, the first page of
        people would seem not to be there, and they would be created again; so page 0 is asked for, until that is known.
        """
        if self._first_page is None:
            self._first_page = first_page(fetch, size)
        return all_pages(fetch, size, first=1 if self._first_page is None else self._first_page)

    def send(self, request: Request, *, last_check: Callable[[], None] | None = None) -> WriteAnswer:
        """Sends a write, once; only after a 401 or 403, which was not carried out, is it sent again with a new session.

        Raises an error of `endings`; what its kind says of whether OneFile may have done it all the same is for `run`.
        `last_check` is called right before it leaves, however long it has waited for its turn; raising a `CallError`
        keeps it here.
        """
        return answers.write_answer(self._caller.call(request.method, request.path, request.body, last_check))

    def _search(self, path: str, body: _Body, make: Callable[[Fields], _T]) -> tuple[_T, ...]:
        return self._read("POST", path, body, lambda answer: tuple(map(make, answers.objects(answer))))

    def _one(self, path: str, make: Callable[[Fields], _T]) -> _T:
        return self._read("GET", path, None, lambda answer: make(answers.one_object(answer)))

    def _read(self, method: str, path: str, body: _Body | None, parse: Callable[[Answer], _T]) -> _T:
        retries = iter(self._timeouts.repeats)
        pauses = iter(range(_MOST_PAUSES))
        paused = 0.0
        while True:
            try:
                return parse(self._caller.call(method, path, body))
            except TooManyCallsError:  # the limiter is already waiting
                paused += self.limiter.ready_in()
                if next(pauses, None) is None or paused > self.patience:
                    raise
            except (NotSentError, NoAnswerError, ServiceAwayError):
                seconds = next(retries, None)
                if seconds is None:
                    raise
                self.limiter.wait(seconds)


def _page(page: int | None, size: int | None) -> str:
    return "" if page is None else f"/{page}/{size}"


def _of(organisation_id: int) -> _Body:
    return {"OrganisationID": organisation_id}


def _people(organisation_id: int, role: Role | None, filters: Mapping[str, str] | None) -> _Body:
    return {**_of(organisation_id), **({} if role is None else {"Role": int(role)}), **(filters or {})}
