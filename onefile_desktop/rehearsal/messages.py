"""A call and its answer, free of sockets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from onefile_desktop.rehearsal.records import Record, Value

_JSON = "application/json; charset=utf-8"
_FORM = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """The service says no: answered with `status` and a JSON object that holds `message`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Request:
    """One call as it came in; `path` is decoded and without its query, header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    def fields(self) -> Record:
        """What the caller sent: the query string's fields, and over them the body's (JSON or a form).

        The body counts with every method, because clients in use send a form with a GET. Raises
        `RefusedError` (400) for a body that is neither JSON nor a form.
        """
        fields: Record = {}
        fields.update(parse_qsl(self.query, keep_blank_values=True))
        fields.update(self._body_fields())
        return fields

    def _body_fields(self) -> Mapping[str, Value]:
        try:
            text = self.body.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            raise RefusedError(400, "The body is not UTF-8 text.") from error
        if not text:
            return {}
        content_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type == _FORM or (content_type != "application/json" and not text.startswith(("{", "["))):
            return dict(parse_qsl(text, keep_blank_values=True))
        try:
            value: Value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RefusedError(400, "The body is not valid JSON.") from error
        if not isinstance(value, dict):
            raise RefusedError(400, "The body must be a JSON object.")
        return value


@dataclass(frozen=True)
class Answer:
    """One answer before it is put on the wire."""

    status: int = 200
    body: bytes = b""
    content_type: str = _JSON
    headers: tuple[tuple[str, str], ...] = ()


def json_answer(value: Value, status: int = 200) -> Answer:
    """An answer whose body is `value` as JSON."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())


def list_answer(found: list[Record]) -> Answer:
    """What a search answers: the list, or 204 with an empty body where there is nothing (seen in use)."""
    return json_answer([*found]) if found else Answer(204)


def message_answer(status: int, message: str) -> Answer:
    """A refusal in the shape seen in use: `{"message": "..."}`."""
    return json_answer({"message": message}, status)
