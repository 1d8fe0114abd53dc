"""How one call is made: sent, its answer taken in whole, and its ending told apart."""

import math
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from http import HTTPStatus

import httpx

from onefile_desktop.onefile import answers
from onefile_desktop.onefile.answers import Answer
from onefile_desktop.onefile.endings import CallError, EndingKind, NotSentError, RefusedError, SessionRefusedError
from onefile_desktop.onefile.limiter import Limiter
from onefile_desktop.onefile.transport import Timeouts, ending_of

_NOT_FOR_THIS = "OneFile accepts this API token, but not for this (status 401)."
_REMEMBERED_SECONDS = 5 * 60
_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")


class Caller:
    """Makes calls through `http`, for any number of threads. Every bad ending is an error of `endings`.

    `clock` returns seconds that never go back.
    """

    def __init__(
        self, http: httpx.Client, limiter: Limiter, timeouts: Timeouts, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.answered = 0
        """How many calls OneFile has answered as it should, about."""
        self._http = http
        self._limiter = limiter
        self._timeouts = timeouts
        self._clock = clock
        self._refused_until: dict[tuple[str, str], float] = {}  # by method and path, whatever the IDs in it

    def call(
        self, method: str, path: str, body: Mapping[str, object] | None, last_check: Callable[[], None] | None = None
    ) -> Answer:
        """Sends one request; where OneFile takes the session for other calls, but never for this one, that is a no.

        A 401 was not carried out, so after one even a write is sent again, once after each of the pauses before
        readings are repeated; for some minutes after that was in vain, others of its kind are not, until one is taken.
        `last_check` is called right before it leaves; raising a `CallError` keeps it here.
        """
        sort = method, _NUMBER.sub("", path)
        is_known = self._clock() < self._refused_until.get(sort, -math.inf)
        pauses = iter(() if is_known else self._timeouts.repeats)
        while True:
            try:
                answer = self._exchange(method, path, body, last_check)
            except SessionRefusedError as error:
                if error.kind is not EndingKind.SESSION_REFUSED or not self._is_session_taken():
                    raise
                pause = next(pauses, None)
                if pause is None:
                    if not is_known:
                        self._refused_until[sort] = self._clock() + _REMEMBERED_SECONDS
                    raise RefusedError(_NOT_FOR_THIS, HTTPStatus.UNAUTHORIZED, quoted=False) from error
            else:
                self._refused_until.pop(sort, None)
                return answer
            self._limiter.wait(pause)

    def _is_session_taken(self) -> bool:
        """Whether OneFile takes the session for a call that every token may make."""
        try:
            self._exchange("GET", "/Customer", None, None)
        except CallError:
            return False
        return True

    def _exchange(
        self, method: str, path: str, body: Mapping[str, object] | None, last_check: Callable[[], None] | None
    ) -> Answer:
        """Sends one request and takes the whole answer in; a status that is no success is raised."""
        request = self._http.build_request(method, path, json=body, extensions={"last_check": last_check})
        try:
            response = self._http.send(request, stream=True)
        except httpx.RequestError as error:
            ending = ending_of(error, self._timeouts)
            if error.request is not request and not isinstance(ending, NotSentError):
                # It was the authentication that failed, so this request has not been sent.
                ending = NotSentError(ending.reason, EndingKind.NO_SESSION)
            raise ending from error
        with closing(response):
            answer = Answer(response.status_code, response.headers, self._body(response))
        ending = answers.ending_of(answer)
        if ending is None or isinstance(ending, RefusedError):
            self.answered += 1
        if ending is not None:
            raise ending
        return answer

    def _body(self, response: httpx.Response) -> bytes:
        try:
            return response.read()
        except httpx.RequestError as error:
            if response.is_success:
                raise ending_of(error, self._timeouts, answering=True) from error
            return b""  # the status has said enough
