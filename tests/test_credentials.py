"""Tokens are kept in a safe store or not at all."""

from collections.abc import Iterator

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.Windows import WinVaultKeyring
from keyring.errors import KeyringLocked

from onefile_desktop import credentials
from onefile_desktop.errors import NoSecretStoreError, UsageError
from tests.memory_store import InMemory, MemoryStore


class ForgetfulStore(MemoryStore):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class LockedStore(MemoryStore):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


class WindowsStore(InMemory, WinVaultKeyring):
    persist = "enterprise"


def chain(*backends: KeyringBackend) -> KeyringBackend:
    """What keyring makes of several backends."""
    return type("Chain", (ChainerBackend,), {"backends": list(backends), "priority": -1})()


@pytest.fixture(autouse=True)
def _own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    monkeypatch.setattr(
        credentials, "TRUSTED_BACKENDS", (*credentials.TRUSTED_BACKENDS, __name__, MemoryStore.__module__)
    )
    memory = MemoryStore()
    keyring.set_keyring(memory)
    return memory


def test_kept_read_and_forgotten(store: MemoryStore) -> None:
    assert credentials.token_of("Centre") is None
    credentials.save_token("Centre", "one")
    credentials.save_token("Centre", "two")
    credentials.save_token("Other", "three")
    assert credentials.token_of("Centre") == "two"
    credentials.forget_token("Centre")
    credentials.forget_token("Centre")
    assert credentials.token_of("Centre") is None
    assert credentials.token_of("Other") == "three"


@pytest.mark.parametrize("token", ["", "x" * 1281])
def test_a_token_that_no_store_takes(store: MemoryStore, token: str) -> None:
    with pytest.raises(UsageError, match=str(len(token))):
        credentials.save_token("Centre", token)
    assert store.kept == {}


@pytest.mark.usefixtures("store")
def test_the_longest_token() -> None:
    credentials.save_token("Centre", "x" * 1280)
    assert credentials.token_of("Centre") == "x" * 1280


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring(), MemoryStore()])
def test_no_safe_store(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    for attempt in (
        lambda: credentials.save_token("Centre", "secret"),
        lambda: credentials.token_of("Centre"),
        lambda: credentials.forget_token("Centre"),
    ):
        with pytest.raises(NoSecretStoreError):
            attempt()


@pytest.mark.usefixtures("store")
def test_a_store_that_keeps_nothing() -> None:
    keyring.set_keyring(ForgetfulStore())
    with pytest.raises(NoSecretStoreError, match="did not keep"):
        credentials.save_token("Centre", "secret")


@pytest.mark.usefixtures("store")
def test_a_store_that_is_locked() -> None:
    keyring.set_keyring(LockedStore())
    with pytest.raises(NoSecretStoreError, match="locked") as caught:
        credentials.save_token("Centre", "secret-token")
    assert "secret-token" not in str(caught.value)


def test_of_several_stores_a_safe_one_is_used(store: MemoryStore) -> None:
    keyring.set_keyring(chain(keyring.backends.null.Keyring(), store))
    credentials.save_token("Centre", "one")
    assert store.kept == {("OneFile Desktop", "Centre"): "one"}
    keyring.set_keyring(chain(keyring.backends.null.Keyring()))
    with pytest.raises(NoSecretStoreError):
        credentials.token_of("Centre")


@pytest.mark.usefixtures("store")
def test_on_windows_a_token_stays_on_its_computer() -> None:
    windows = WindowsStore()
    keyring.set_keyring(windows)
    credentials.save_token("Centre", "one")
    assert windows.persist == "local machine"
