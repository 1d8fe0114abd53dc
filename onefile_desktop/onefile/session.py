"""The session that every call needs: opened with the API token on demand, and renewed before and when it ends.

Source: OneFile's help article 76000020990. The token goes out in X-CustomerToken and nowhere else; the session key that
comes back goes with every other call in X-TokenID, and lives for 24 hours.
"""

import re
import threading
import time
from collections.abc import Callable, Generator
from http import HTTPStatus

import httpx

from onefile_desktop.onefile.answers import Answer, away, retry_after
from onefile_desktop.onefile.endings import EndingKind, NotSentError, SessionRefusedError, TooManyCallsError

_RENEWED_AFTER_SECONDS = 23 * 60 * 60
_YOUNG_SECONDS = 10 * 60  # a series of refusals costs one new session in that time, not one each
_HEADER_VALUE = re.compile(r"[!-~]+")

_Flow = Generator[httpx.Request, httpx.Response, str]


class Session(httpx.Auth):
    """Signs every request with the session key of `token`; shared by all threads.

    Where no session can be had the request itself has not been sent, so that is never a `NoAnswerError`: it raises
    `SessionRefusedError` where OneFile refuses the token, `TooManyCallsError` for a 429, and else `NotSentError`.
    `clock` returns seconds that never go back. Neither secret is ever part of a text.
    """

    def __init__(self, base_url: str, token: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = f"{base_url}/Authentication"
        self._token = token.strip()
        self._clock = clock
        self._renewing = threading.Lock()
        self._key = ""
        self._renew_at = 0.0
        self._served = ""
        self._refused_when_new = ""

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sends `request` with the session key, and once more with a new one where OneFile refuses that.

        A 401 or 403 was not carried out. A session that is lost may be refused with either; where a new one is met with
        a 403 too, that is OneFile's answer to the request, and so are those that follow while it is young and serves.
        """
        key = yield from self._valid_key(request)
        request.headers["X-TokenID"] = key
        response = yield request
        if response.status_code == HTTPStatus.FORBIDDEN and self._is_beyond_doubt(key):
            return
        if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            key = yield from self._valid_key(request, refused=key)
            request.headers["X-TokenID"] = key
            response = yield request
            if response.status_code == HTTPStatus.FORBIDDEN:
                self._refused_when_new = key
        if response.is_success:
            self._served = key

    def _valid_key(self, request: httpx.Request, refused: str = "") -> _Flow:
        """The present key, or a new one where it is due or was `refused`; many threads make one between them."""
        with self._renewing:
            if self._key == refused or self._clock() >= self._renew_at:
                if not _HEADER_VALUE.fullmatch(self._token):
                    raise SessionRefusedError("The API token is empty or holds characters that no API token has.")
                made_at = self._clock()
                response = yield self._authentication(request)
                body = response.read()
                self._key = _key_in(Answer(response.status_code, response.headers, body))
                self._renew_at = made_at + _RENEWED_AFTER_SECONDS
            return self._key

    def _is_beyond_doubt(self, key: str) -> bool:
        """Whether a 403 can hardly mean that the session with this key has ended.

        It was met with one when it was new, calls have gone well with it since, and that is not long ago.
        """
        with self._renewing:
            is_young = self._clock() < self._renew_at - _RENEWED_AFTER_SECONDS + _YOUNG_SECONDS
            return key == self._key == self._served == self._refused_when_new and is_young

    def _authentication(self, request: httpx.Request) -> httpx.Request:
        """Asks for a session in the way of `request`: as the same client, and waiting no longer (`extensions`)."""
        headers = {"User-Agent": request.headers["User-Agent"], "X-CustomerToken": self._token}
        return httpx.Request("POST", self._url, headers=headers, extensions=request.extensions)


def _key_in(answer: Answer) -> str:
    status = answer.status
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooManyCallsError("OneFile asks for a pause: too many calls in a short time.", retry_after(answer))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotSentError(away(answer).reason, EndingKind.NO_SESSION)
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise SessionRefusedError("OneFile does not accept this API token.")
    if not answer.succeeded:
        reason = f"There is no OneFile at this address (status {status})."
        raise SessionRefusedError(reason, EndingKind.NO_SESSION)
    key = answer.text.strip('"')
    if answer.is_page or not _HEADER_VALUE.fullmatch(key):
        reason = "OneFile did not open a session: something else came back than a session key."
        raise NotSentError(reason, EndingKind.NO_SESSION)
    return key
