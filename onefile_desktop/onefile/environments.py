"""OneFile's servers, and what a base URL leads to.

Source: OneFile's help article 76000020990. Practice and Beta are real services that can email real people;
only the rehearsal centre that this program brings along is a simulation.
"""

import ipaddress
import posixpath
import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from onefile_desktop.errors import UsageError

_REHEARSAL_SERVER = "OneFile-Desktop-Rehearsal"
_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"([a-z0-9_-]+\.)*(?!\d+$|0x[0-9a-f]*$)[a-z0-9_-]+")  # 127.1 is another way to write an IP address
_TWO_HOSTS = frozenset("ßς\u200c\u200d")  # the old standard and the new one disagree on which host has one of these
_IN_BRACKETS = 6  # the version of IP whose addresses hold colons
_PLAIN = "/:@!$&'()*+,;=~"


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
    """`text` as a base URL, in the one spelling that its service has here; at OneFile's own hosts with OneFile's path.

    What is kept of a centre, and the lock of its runs, go by the result: two spellings would be two centres.
    Raises `UsageError` for what is no address, or would send the API token unencrypted over a network.
    """
    try:
        parts = urlsplit(text.strip())
        host, port, path = _host(parts.hostname or ""), parts.port, _path(parts.path)
    except ValueError:
        raise _bad_url("This is not a web address.") from None
    if parts.scheme not in _PORTS or not host or port == 0 or any(part.isspace() for part in parts.geturl()):
        raise _bad_url("This is not a web address.")
    if parts.scheme == "http" and not is_loopback(f"http://{host}"):
        raise _bad_url("This address would send the API token unencrypted.")
    if parts.username is not None or parts.query or parts.fragment:
        raise _bad_url("This address holds more than OneFile's address: a user name, a question mark or a hash sign.")
    if host in _BY_HOST:
        path = urlsplit(BASE_URLS[_BY_HOST[host]]).path
    place = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    return urlunsplit(SplitResult(parts.scheme, place, path, "", ""))


def as_compared(url: str) -> str:
    """A base URL that was kept at some time, in the spelling of `checked_url`; as it stands where it is none."""
    try:
        return checked_url(url)
    except UsageError:
        return url


def is_loopback(url: str) -> bool:
    """Whether `url` leads to this computer itself."""
    host = urlsplit(url).hostname
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _host(name: str) -> str:
    """A host as it is looked up; empty where `name`, in lower case, cannot be one. Raises `ValueError`."""
    if not _TWO_HOSTS.isdisjoint(name):
        return ""
    name = name.encode("idna").decode("ascii").removesuffix(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name if _HOST.fullmatch(name) else ""
    return f"[{address}]" if address.version == _IN_BRACKETS else str(address)


def _path(text: str) -> str:
    """A path as it is asked for, without a slash at its end. Raises `ValueError` for what cannot be sent."""
    decoded = unquote(text, errors="surrogateescape")
    resolved = posixpath.normpath(re.sub("/+", "/", f"/{decoded}")).rstrip("/")
    return quote(resolved, safe=_PLAIN, errors="surrogateescape")


def _bad_url(message: str) -> UsageError:
    example = BASE_URLS[Environment.LIVE]
    return UsageError("Address not usable", message, f"Give the address that OneFile gave you, such as {example}.")
