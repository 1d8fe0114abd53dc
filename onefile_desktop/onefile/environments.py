"""OneFile's servers, and what a base URL leads to.

Source: OneFile's help article 76000020990. Practice and Beta are real services that can email real people;
only the rehearsal centre that this program brings along is a simulation.
"""

import ipaddress
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit, urlunsplit

from onefile_desktop.errors import UsageError

_REHEARSAL_SERVER = "OneFile-Desktop-Rehearsal"


class Environment(StrEnum):
    """Where a connection leads."""

    REHEARSAL = "rehearsal"
    LIVE = "live"
    PRACTICE = "practice"
    BETA = "beta"


BASE_URLS: Mapping[Environment, str] = MappingProxyType(
    {
        Environment.LIVE: "https://wsapi.onefile.co.uk/api/v2.1",
        Environment.PRACTICE: "https://wsapi2.onefile.co.uk/api/v2.1",
        Environment.BETA: "https://wsapibeta.onefile.co.uk/api/v2.1",
    }
)
_BY_HOST = {urlsplit(url).hostname: environment for environment, url in BASE_URLS.items()}


def environment_of(url: str, server: str | None) -> Environment:
    """The environment of a base URL whose answers carry `server` as their Server header.

    A rehearsal must both be on this computer and say that it is one. Whatever is not known counts as live, so that
    doubt makes the program more careful.
    """
    if is_loopback(url) and (server or "").startswith(_REHEARSAL_SERVER):
        return Environment.REHEARSAL
    return _BY_HOST.get(urlsplit(url).hostname, Environment.LIVE)


def checked_url(text: str) -> str:
    """`text` as a base URL: scheme and host in lower case, no slash at the end, nothing added.

    Raises `UsageError` for what is no address, or would send the API token unencrypted over a network.
    """
    try:
        parts = urlsplit(text.strip())
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _bad_url("This is not a web address.") from None
    if parts.scheme not in {"http", "https"} or not sound or any(part.isspace() for part in parts.geturl()):
        raise _bad_url("This is not a web address.")
    if parts.scheme == "http" and not is_loopback(parts.geturl()):
        raise _bad_url("This address would send the API token unencrypted.")
    if parts.username is not None or parts.query or parts.fragment:
        raise _bad_url("This address holds more than OneFile's address: a user name, a question mark or a hash sign.")
    return urlunsplit(SplitResult(parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"), "", ""))


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this computer itself."""
    host = urlsplit(url).hostname
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _bad_url(message: str) -> UsageError:
    example = BASE_URLS[Environment.LIVE]
    return UsageError("Address not usable", message, f"Give the address that OneFile gave you, such as {example}.")
