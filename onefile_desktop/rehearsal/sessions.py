"""The API token and the session keys that it is exchanged for."""

import secrets
import time

from onefile_desktop.rehearsal.messages import RefusedError

LIFETIME_SECONDS = 24 * 60 * 60
"""A session key expires this long after it was made (help article 76000020990)."""


class Sessions:
    """The session keys that are good, each until a moment in seconds since 1970."""

    def __init__(self, token: str, expiries: dict[str, float]) -> None:
        self.token = token
        self.expiries = expiries

    def begin(self, customer_token: str) -> str:
        """A new session key for whoever has the API token; keys made earlier stay good.

        Raises `RefusedError` (401) for another token.
        """
        if not secrets.compare_digest(customer_token.encode(), self.token.encode()):
            raise RefusedError(401, "Authentication failed: the X-CustomerToken header is missing or wrong.")
        now = time.time()
        self.expiries = {key: expiry for key, expiry in self.expiries.items() if expiry > now}
        key = secrets.token_hex(16)
        self.expiries[key] = now + LIFETIME_SECONDS
        return key

    def is_good(self, key: str) -> bool:
        """Whether that is a session key, and one that has not expired."""
        return self.expiries.get(key, 0.0) > time.time()

    def expire_all(self) -> None:
        """Makes every client authenticate anew."""
        self.expiries = {}
