"""Servers and clients for the tests of the API client."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from onefile_desktop.onefile.client import OneFileClient
from tests.onefile.scripted import TOKEN, Script, ScriptedServer, authenticated


@pytest.fixture(autouse=True)
def no_system_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computer that runs the tests may have a proxy; what leaves it must not depend on that."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def serve(closing: ExitStack) -> Callable[..., ScriptedServer]:
    """Starts a scripted server, which authenticates everybody unless the script does that as well."""

    def start(script: Script, *, authenticating: bool = True, **options) -> ScriptedServer:
        whole = authenticated(script) if authenticating else script
        return closing.enter_context(ScriptedServer(whole, **options))

    return start


@pytest.fixture
def connect(closing: ExitStack) -> Callable[..., OneFileClient]:
    """Makes a client, closed after the test."""

    def make(url: str, *, token: str = TOKEN, **options) -> OneFileClient:
        return closing.enter_context(OneFileClient(url, token, **options))

    return make
