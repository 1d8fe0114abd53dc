"""The rehearsal centre on a socket: HTTP/1.1 on this computer's loopback address, connections kept alive."""

import contextlib
import logging
import math
import os
import socket
import socketserver
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from onefile_desktop.errors import UsageError, UserFacingError
from onefile_desktop.paths import resource
from onefile_desktop.rehearsal.faults import Delivery, whole
from onefile_desktop.rehearsal.messages import RefusedError, Request, message_answer
from onefile_desktop.rehearsal.routes import BASE
from onefile_desktop.rehearsal.service import Service
from onefile_desktop.rehearsal.wire import read_body, written

_HOST = "127.0.0.1"
_LONGEST_LINE = 65536
_POLL_SECONDS = 0.02
_STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


class RehearsalServer:
    """A rehearsal centre that answers on a thread of its own, between `start` and `stop`.

    `centre` is a centre file (the built-in one where none is named) and `state` a file that keeps the
    centre over a restart; `rate` calls in any `window_seconds` are let in, and every answer takes at
    least `latency_seconds`. `faults` is a fault file, and `seed` decides its probabilities. Port 0
    takes any free one. Raises `UserFacingError` for a file or a number that cannot be used.
    """

    def __init__(
        self,
        *,
        centre: Path | None = None,
        state: Path | None = None,
        port: int = 0,
        latency_seconds: float = 0.0,
        rate: int = 300,
        window_seconds: float = 60.0,
        faults: Path | None = None,
        seed: int = 0,
    ) -> None:
        _check_limits(port, latency_seconds, rate, window_seconds)
        self._service = Service(
            centre=resource("rehearsal/centre.json") if centre is None else centre,
            state=state,
            faults=faults,
            rate=rate,
            window_seconds=window_seconds,
            seed=seed,
        )
        self._port = port
        self._desk = _Desk(self._service, latency_seconds)
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The base URL of the API. Raises `RuntimeError` before `start`."""
        if self._listener is None:
            raise RuntimeError("The rehearsal centre is not running")
        return f"http://{_HOST}:{self._listener.server_address[1]}{BASE}"

    @property
    def token(self) -> str:
        """The API token that the centre takes."""
        return self._service.token

    @property
    def organisation_id(self) -> int:
        """The ID of the centre file's first organisation."""
        return self._service.organisation_id

    def start(self) -> None:
        """Begins to listen. Raises `UserFacingError` where the port is taken."""
        self._desk.stopping.clear()
        try:
            self._listener = _Listener(self._port, self._desk)
        except OSError as error:
            raise UserFacingError(
                "The rehearsal centre cannot start",
                f"Port {self._port} cannot be used: {error.strerror}.",
                "Name another port, or 0 for any that is free.",
            ) from error
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(_POLL_SECONDS,), name="rehearsal", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ends every connection, answered or not, and keeps the state. Does nothing where it is not running."""
        if self._listener is None or self._thread is None:
            return
        self._desk.stopping.set()
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self._listener.end_connections()
        self._listener = self._thread = None
        try:
            self._service.save()
        except OSError:
            # Every change is on disk already; only the latest counts of calls are not.
            _log.warning("The state file could not be written at the end", exc_info=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


class _Desk:
    """Takes the calls of all connections in turn, and does the waiting outside of the turn."""

    def __init__(self, service: Service, latency_seconds: float) -> None:
        self.stopping = threading.Event()
        self.signature = service.signature
        self._service = service
        self._latency_seconds = latency_seconds
        self._turn = threading.Lock()

    def serve(self, request: Request) -> Delivery:
        """What goes back for one call; nothing where the server stops meanwhile."""
        if self._service.wants_state(request):
            with self._turn:
                return whole(self._service.state_page())
        with self._turn:
            admission = self._service.admit(request)
        if admission.answer is not None:
            return self._later(whole(admission.answer), 0.0)
        fault = admission.fault
        if fault is not None and self.stopping.wait(fault.seconds_before):
            return Delivery(None, close=True)
        with self._turn:
            delivery = self._service.carry_out(request, fault)
        return self._later(delivery, 0.0 if fault is None else fault.seconds_after)

    def _later(self, delivery: Delivery, seconds: float) -> Delivery:
        delay = self._latency_seconds + seconds
        if delay and self.stopping.wait(delay):
            return Delivery(None, close=True)
        return delivery


class _Listener(socketserver.ThreadingTCPServer):
    """Accepts connections, one thread each, and can end them all."""

    # On Windows the option would let a second server take a port that is in use.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 128

    def __init__(self, port: int, desk: _Desk) -> None:
        self._connections: dict[socket.socket, threading.Thread] = {}
        super().__init__((_HOST, port), partial(_Connection, desk))

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), name="rehearsal call", daemon=True
        )
        self._connections[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        self._connections.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        _log.exception("The connection %s from %s failed", request, client_address)

    def end_connections(self) -> None:
        """Ends what is still open, once nothing is accepted any more, and waits for its threads."""
        for connection, thread in self._connections.copy().items():
            # It may have ended by itself.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(_STOP_SECONDS)


class _Connection(BaseHTTPRequestHandler):
    """One kept-alive connection: reads a call to its end, has it served, writes the answer."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, desk: _Desk, request: Any, client_address: Any, server: socketserver.BaseServer) -> None:
        self._desk = desk
        super().__init__(request, client_address, server)

    def handle_one_request(self) -> None:
        try:
            self.raw_requestline = self.rfile.readline(_LONGEST_LINE)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            delivery = self._delivery()
            closing = self.close_connection
            self.close_connection = closing or delivery.close
            self.wfile.write(
                written(delivery, server=self._desk.signature, with_body=self.command != "HEAD", closing=closing)
            )
        except ConnectionError:
            self.close_connection = True

    def version_string(self) -> str:
        return self._desk.signature

    def log_message(self, *args: Any, **named: Any) -> None:
        _log.debug("A call could not be read: %s %s", args, named)

    def _delivery(self) -> Delivery:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            # Always to its end, and before any fault: what is left unread would hang some clients.
            body = read_body(self.rfile, headers)
        except RefusedError as refusal:
            self.close_connection = True
            return whole(message_answer(refusal.status, refusal.message))
        path, _, query = self.path.partition("?")
        return self._desk.serve(Request(self.command, unquote(path), query, headers, body))


def _check_limits(port: int, latency_seconds: float, rate: int, window_seconds: float) -> None:
    for is_good, complaint in (
        (0 <= port <= 65535, f"The port {port} is not one from 0 to 65535."),
        (0 <= latency_seconds < math.inf, f"The latency {latency_seconds} is not a number of seconds from 0."),
        (rate >= 1, f"The rate {rate} lets no call in."),
        (0 < window_seconds < math.inf, f"The window {window_seconds} is not a number of seconds above 0."),
    ):
        if not is_good:
            raise UsageError("The rehearsal centre cannot start", complaint, "Give another number.")
