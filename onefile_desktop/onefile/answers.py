"""What an answer of OneFile's means: how the call ended, what its body holds, and which ID can be believed."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import cast

from onefile_desktop.onefile.endings import (
    CallError,
    EndingKind,
    NoAnswerError,
    RefusedError,
    ServiceAwayError,
    SessionRefusedError,
    TooManyCallsError,
)
from onefile_desktop.onefile.fields import UNREADABLE, Fields, number
from onefile_desktop.onefile.models import WriteAnswer

_HALF_CHARACTER = re.compile(r"\\ud[89a-f]", re.IGNORECASE)
_PAGE = "A web page came back instead of OneFile’s answer."
_LONGEST_WORDS = 500
_DEEPEST = 50  # lists and objects within each other; an answer of OneFile's has some three
# Services answer with these once they have done something; that it was not done only a 307 or 308 promises.
_ANSWERED_ELSEWHERE = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER})


@dataclass(frozen=True)
class BareNumber(WriteAnswer):
    """A yes that is nothing but a number: most likely the ID, but half of a longer one looks just as good."""

    @property
    def kind(self) -> EndingKind:
        """How the call ended."""
        return EndingKind.BARE_NUMBER


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, whole. `headers` finds its names in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def succeeded(self) -> bool:
        """Whether the status says that it was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8-sig", errors="replace").strip()

    @property
    def is_page(self) -> bool:
        """Whether this is a page for people, such as OneFile's during maintenance or one of a network's filter."""
        return "html" in self.headers.get("content-type", "").lower() or self.text.startswith("<")

    def json(self) -> object:
        """The body's JSON value, None where there is none; raises `NoAnswerError` for what cannot be read.

        Half a character, which JSON can escape and no file can hold, is replaced.
        """
        text = self.text
        if not text:
            return None
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            raise NoAnswerError(UNREADABLE) from None
        if _is_too_deep(value):
            raise NoAnswerError(UNREADABLE)
        is_whole = not _HALF_CHARACTER.search(text)
        return value if is_whole else json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def ending_of(answer: Answer) -> CallError | None:
    """The bad ending that an answer's status stands for, None where the call succeeded."""
    status = answer.status
    if answer.succeeded:
        return None
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return away(answer)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyCallsError("OneFile asks for a pause: too many calls in a short time.", retry_after(answer))
    if status == HTTPStatus.UNAUTHORIZED:
        return SessionRefusedError("OneFile refuses the session that it has just opened.", EndingKind.SESSION_REFUSED)
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return NoAnswerError(f"OneFile did not take in the whole call in time (status {status}).", EndingKind.NO_ANSWER)
    if status in _ANSWERED_ELSEWHERE:
        return NoAnswerError(
            f"OneFile’s answer pointed to another page (status {status}), which is not followed; "
            "a web filter or a changed address may be the cause."
        )
    if status < HTTPStatus.BAD_REQUEST:
        return _refused(f"OneFile pointed to another address (status {status}); this is not followed.", status)
    if answer.is_page:
        return _refused("OneFile answered with a page instead of a reason.", status)
    said = _said(answer)
    return RefusedError(said, status) if said else _refused(f"OneFile gave no reason (status {status}).", status)


def away(answer: Answer) -> ServiceAwayError:
    """The ending that a 5xx stands for."""
    if answer.is_page:
        reason = f"OneFile is not available at the moment: it shows a page, perhaps of maintenance ({answer.status})."
        return ServiceAwayError(reason, EndingKind.MAINTENANCE)
    return ServiceAwayError(f"OneFile is not available at the moment (status {answer.status}).")


def _refused(reason: str, status: int) -> RefusedError:
    return RefusedError(reason, status, quoted=False)


def retry_after(answer: Answer) -> float | None:
    """The seconds that an answer asks to wait, None where it does not say.

    A date is held against the answer's own, because this computer's clock may be wrong.
    """
    text = answer.headers.get("retry-after", "")
    until = _http_date(text)
    if until is not None:
        now = _http_date(answer.headers.get("date", "")) or datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    try:
        seconds = float(text)
    except ValueError:
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def objects(answer: Answer) -> tuple[Fields, ...]:
    """The objects that a search found; 204, as OneFile answers an empty search, and `null` are an empty list.

    Raises `ServiceAwayError` for a web page and `NoAnswerError` for what cannot be read. A 200 with nothing in it is no
    empty search but a lost answer: taken for the page after the last, it would hide everybody who follows.
    """
    found = _value(answer)
    if not answer.text and answer.status != HTTPStatus.NO_CONTENT:
        raise NoAnswerError(UNREADABLE)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise NoAnswerError(UNREADABLE)
    return tuple(_fields(item) for item in cast("list[object]", found))


def one_object(answer: Answer) -> Fields:
    """The object that was asked for by its ID; raises as `objects` does."""
    return _fields(_value(answer))


def write_answer(answer: Answer) -> WriteAnswer:
    """What a write that succeeded has made.

    Only a number (a `BareNumber`) and a person's ID count: OneFile's guide prints the centre as the answer to a create.
    Raises `NoAnswerError` where the body is not OneFile's, for then nobody knows what happened.
    """
    if answer.is_page:
        raise NoAnswerError(_PAGE, EndingKind.PAGE)
    value = answer.json()
    if isinstance(value, dict):
        fields = _fields(cast("object", value))
        return WriteAnswer(_made(fields.get("ID")) if _is_person(fields) else None)
    made = _made(value)
    return WriteAnswer(None) if made is None else BareNumber(made)


def _made(value: object) -> int | None:
    made = number(value)
    return made if made and made > 0 else None


def _is_person(fields: Fields) -> bool:
    names = {name.lower() for name in fields}
    return names == {"id"} or not names.isdisjoint({"username", "firstname"})


def _value(answer: Answer) -> object:
    if answer.is_page:
        raise ServiceAwayError(f"{_PAGE} It may be down for maintenance.", EndingKind.MAINTENANCE)
    return answer.json()


def _is_too_deep(value: object) -> bool:
    """Whether a JSON value nests more than OneFile's ever do: whoever follows it down would fall over."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for one in level for inner in _within(one)]
        if not level:
            return False
    return True


def _within(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def _fields(value: object) -> Fields:
    if not isinstance(value, dict):
        raise NoAnswerError(UNREADABLE)
    return Fields(cast("dict[str, object]", value))


def _said(answer: Answer) -> str:
    """Why OneFile refused, in its own words, which come as JSON or plain text; empty where it says nothing."""
    try:
        said = " ".join(_words(answer.json()))
    except NoAnswerError:
        said = answer.text if answer.text[0] not in "{[" else ""  # plain text, or JSON that was cut
    said = re.sub(r"\s+", " ", said).strip()
    return said[:_LONGEST_WORDS]


def _words(value: object) -> list[str]:
    """Every sentence of an error body: `message` first, then what `ModelState` says of each field."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [word for item in cast("list[object]", value) for word in _words(item)]
    if isinstance(value, dict):
        fields = Fields(cast("dict[str, object]", value))
        state = fields.get("ModelState")
        by_field = list(cast("dict[str, object]", state).values()) if isinstance(state, dict) else state
        return _words(fields.get("message")) + _words(by_field)
    return []


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year of twenty digits
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
