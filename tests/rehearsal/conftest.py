"""A rehearsal centre on a real socket, and a caller that knows nothing of the program's own client."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from onefile_desktop.rehearsal.server import RehearsalServer
from tests.rehearsal.small_centre import small_centre


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: http.client.HTTPMessage

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def message(self) -> str:
        return self.json["message"]


class Caller:
    """One kept-alive connection with a session."""

    def __init__(self, server: RehearsalServer) -> None:
        self.server = server
        parts = urlsplit(server.url)
        assert parts.hostname
        assert parts.port
        self.address = (parts.hostname, parts.port)
        self.connection = http.client.HTTPConnection(*self.address, timeout=10)
        self.key = ""

    def authenticate(self) -> None:
        self.key = self.raw("POST", "/api/v2.1/Authentication", headers={"X-CustomerToken": self.server.token}).text

    def get(self, path: str, **how: Any) -> Reply:
        return self.call("GET", path, **how)

    def post(self, path: str, body: Any = None, **how: Any) -> Reply:
        return self.call("POST", path, body, **how)

    def call(self, method: str, path: str, body: Any = None, *, form: dict[str, Any] | None = None) -> Reply:
        """Calls below the base path, with a JSON body or a form."""
        headers = {"X-TokenID": self.key}
        content: str | None = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode(form)
        elif body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body)
        return self.raw(method, "/api/v2.1" + path, content, headers)

    def raw(self, method: str, path: str, content: Any = None, headers: dict[str, str] | None = None) -> Reply:
        self.connection.request(method, path, content, headers or {})
        response = self.connection.getresponse()
        return Reply(response.status, response.read().decode(), response.headers)

    def state(self) -> dict[str, Any]:
        return self.raw("GET", "/rehearsal/state").json

    def person(self, identifier: int) -> dict[str, Any]:
        return next(person for person in self.state()["users"] if person["ID"] == identifier)

    def socket(self) -> socket.socket:
        """A bare connection, for what `http.client` would not send."""
        return socket.create_connection(self.address, timeout=10)

    def sent(self, content: bytes) -> bytes:
        """Everything that comes back for `content` on a connection of its own."""
        with self.socket() as bare:
            bare.sendall(content)
            bare.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: bare.recv(65536), b""))


Serve = Callable[..., Caller]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a server for a centre (the small one by default) and answers an authenticated caller."""
    begun: list[Caller] = []

    def start(
        centre: dict[str, Any] | None = None,
        *,
        faults: list[dict[str, Any]] | None = None,
        authenticated: bool = True,
        **settings: Any,
    ) -> Caller:
        centre_file = tmp_path / "centre.json"
        centre_file.write_text(json.dumps(small_centre() if centre is None else centre))
        if faults is not None:
            settings["faults"] = tmp_path / "faults.json"
            settings["faults"].write_text(json.dumps(faults))
        server = RehearsalServer(centre=centre_file, **settings)
        server.start()
        caller = Caller(server)
        begun.append(caller)
        if authenticated:
            caller.authenticate()
        return caller

    yield start
    for caller in begun:
        caller.connection.close()
        caller.server.stop()


@pytest.fixture
def caller(serve: Serve) -> Caller:
    return serve()
