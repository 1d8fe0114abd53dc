"""A keyring in memory, for tests that need a store for secrets and must not touch a real one."""

from keyring.backend import KeyringBackend


class InMemory:
    """Keeps secrets in a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class MemoryStore(InMemory, KeyringBackend):
    """Has no priority, so that keyring never chooses it by itself."""
