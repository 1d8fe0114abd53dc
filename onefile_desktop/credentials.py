"""API tokens in the operating system's own store for secrets, and nowhere else.

Only the three systems' own stores are used. What `keyring` offers beside them keeps secrets as plain text or silently
keeps nothing; where there is no safe store, the caller holds the token in memory for the session.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar, cast

import keyring
from keyring.backends.chainer import ChainerBackend
from keyring.backends.Windows import WinVaultKeyring

from onefile_desktop.errors import NoSecretStoreError, UsageError

# Modules whose backends are safe enough: Windows Credential Manager, macOS Keychain, Secret Service and KWallet.
TRUSTED_BACKENDS: tuple[str, ...] = (
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
)

SERVICE = "OneFile Desktop"
"""What the tokens are filed under in the store."""
# The Windows Credential Manager takes 2,560 bytes, and keyring writes UTF-16. A OneFile token is far shorter.
_LONGEST_TOKEN = 1280
_NOT_KEPT = "Leave “Remember the token” off, and the token is kept until the program is closed."

_T = TypeVar("_T")


class _Store(Protocol):
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def get_password(self, service: str, username: str) -> str | None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def save_token(connection_name: str, token: str) -> None:
    """Keeps the token of a connection, in place of an earlier one.

    Raises `UsageError` for a token that no store would take, `NoSecretStoreError` where there is no safe store or it
    does not keep the token.
    """
    if not 0 < len(token) <= _LONGEST_TOKEN:
        raise UsageError(
            "This is not an API token",
            f"An API token has between 1 and {_LONGEST_TOKEN} characters; this text has {len(token)}.",
            "Copy the token again, and nothing around it.",
        )
    store = _store()
    _ask(lambda: store.set_password(SERVICE, connection_name, token))
    if _ask(lambda: store.get_password(SERVICE, connection_name)) != token:
        raise NoSecretStoreError(
            "Token not kept", "Your computer’s store for secrets did not keep the token.", _NOT_KEPT
        )


def token_of(connection_name: str) -> str | None:
    """The token of a connection, None where none is kept; raises `NoSecretStoreError` where it cannot be read."""
    store = _store()
    return _ask(lambda: store.get_password(SERVICE, connection_name))


def forget_token(connection_name: str) -> None:
    """Removes the token of a connection, if there is one; raises `NoSecretStoreError` where it cannot be removed."""
    store = _store()
    if _ask(lambda: store.get_password(SERVICE, connection_name)) is not None:
        _ask(lambda: store.delete_password(SERVICE, connection_name))


def has_store() -> bool:
    """Whether there is a safe store at all, be it locked."""
    try:
        _store()
    except NoSecretStoreError:
        return False
    return True


def _store() -> _Store:
    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in candidates:
        if type(backend).__module__ in TRUSTED_BACKENDS:
            if isinstance(backend, WinVaultKeyring):
                backend.persist = "local machine"  # else the token roams to every computer of the person's
            return cast("_Store", backend)  # keyring wraps its methods and loses their types
    raise NoSecretStoreError(
        "No safe place for the token", "This computer has no store for secrets that is safe enough.", _NOT_KEPT
    )


def _ask(question: Callable[[], _T]) -> _T:
    try:
        return question()
    except Exception as error:  # the stores raise their systems' own errors, which share no base
        raise NoSecretStoreError(
            "The token store did not answer",
            "Your computer’s store for secrets is locked or refused.",
            f"Unlock it and try again. {_NOT_KEPT}",
        ) from error
