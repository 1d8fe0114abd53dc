"""Which environment a base URL leads to, which URLs are taken at all, and that each has one spelling."""

import string
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.environments import BASE_URLS, Environment, as_compared, checked_url, environment_of

REHEARSAL = "OneFile-Desktop-Rehearsal/1"
LIVE = BASE_URLS[Environment.LIVE]
UNRESERVED = string.ascii_letters + string.digits + "-_~"


@dataclass(frozen=True)
class Address:
    """What tells one service from another, as nobody spells it."""

    host: str
    port: int
    path: tuple[str, ...]


SEGMENTS = st.text(UNRESERVED + "é", min_size=1, max_size=4)
HOSTS = ["example.org", "a.example.org", "wsapi3.onefile.co.uk", "10.0.0.1", "[2001:db8::1]", "xn--bcher-kva.example"]
ADDRESSES = st.builds(
    Address, st.sampled_from(HOSTS), st.sampled_from([443, 80, 8443]), st.lists(SEGMENTS, max_size=3).map(tuple)
)


@st.composite
def spelt(draw: st.DrawFn, address: Address) -> str:
    """One of the ways to write an address, all of which lead to the same service."""

    def either(*texts: str) -> str:
        return draw(st.sampled_from(texts))

    host = {"[2001:db8::1]": either("[2001:db8::1]", "[2001:0DB8:0:0::1]")}.get(address.host, address.host)
    if host == "xn--bcher-kva.example":
        host = either(host, "bücher.example", "BÜCHER.example")
    if "." in host and not host[0].isdigit():
        host = either(host, host.upper(), host + ".", host.replace("o", "O"), host.replace(".", "．"))
    port = f":{address.port}" if address.port != 443 else either("", ":", ":443", ":0443")
    path = ""
    for segment in address.path:
        percent = "".join(f"%{byte:02x}" for byte in segment.encode())
        path += either("/", "//", "/./", "/x/../") + either(segment, quote(segment), percent)
    end = either("", "/", "//", "/.")
    return either("", " ") + either("https", "HTTPS") + f"://{host}{port}{path}{end}" + either("", "?", "#", "\n")


@given(st.data(), ADDRESSES)
def test_an_address_is_the_same_however_it_is_spelt(data: st.DataObject, address: Address) -> None:
    one, other = (checked_url(data.draw(spelt(address))) for _ in range(2))
    assert one == other == checked_url(one) == as_compared(other)


@given(st.data(), ADDRESSES, ADDRESSES)
def test_no_spelling_makes_two_addresses_one(data: st.DataObject, address: Address, another: Address) -> None:
    assume(address != another)
    assert checked_url(data.draw(spelt(address))) != checked_url(data.draw(spelt(another)))


@given(st.data(), st.sampled_from(list(BASE_URLS.values())))
def test_onefiles_own_is_the_same_whatever_follows_its_host(data: st.DataObject, url: str) -> None:
    address = Address(url.split("/")[2], 443, data.draw(st.lists(SEGMENTS, max_size=3).map(tuple)))
    assert checked_url(data.draw(spelt(address))) == url


@pytest.mark.parametrize("other", ["http://WSAPI.onefile.co.uk/api", "", "https://a b", "https://[::1"])
def test_what_is_no_address_is_compared_as_it_stands(other: str) -> None:
    assert as_compared(other) == other


@pytest.mark.parametrize(("environment", "url"), BASE_URLS.items())
def test_onefiles_own(environment: Environment, url: str) -> None:
    assert environment_of(url, "Microsoft-IIS/10.0") is environment
    assert environment_of(url.upper(), None) is environment
    assert environment_of(url, REHEARSAL) is environment
    assert checked_url(url) == url


def test_another_port_of_onefiles_is_another_service() -> None:
    assert checked_url("https://wsapi.onefile.co.uk:8443/API/") == "https://wsapi.onefile.co.uk:8443/api/v2.1"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"])
def test_a_rehearsal_is_here_and_says_so(host: str) -> None:
    url = f"http://{host}:8000/api/v2.1"
    assert environment_of(url, REHEARSAL) is Environment.REHEARSAL
    assert environment_of(url, "nginx") is Environment.LIVE
    assert environment_of(url, None) is Environment.LIVE


@pytest.mark.parametrize("host", ["rehearsal.example.org", "10.0.0.1", "127.0.0.1.example.org", "wsapi3.onefile.co.uk"])
def test_what_is_not_known_counts_as_live(host: str) -> None:
    assert environment_of(f"https://{host}/api", REHEARSAL) is Environment.LIVE


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://WSAPI.onefile.co.uk/API/v2.1/ ", LIVE),
        ("https://wsapi.onefile.co.uk.:443", LIVE),
        ("https://example.org/%fe/%C3%a9", "https://example.org/%FE/%C3%A9"),
        ("https://example.org:443//API/v2.1//", "https://example.org/API/v2.1"),
        ("http://localhost.:80/api", "http://localhost/api"),
        ("HTTPS://example.org:8443//", "https://example.org:8443"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://[::1]:5000/api/", "http://[::1]:5000/api"),
    ],
)
def test_normalised(text: str, url: str) -> None:
    assert checked_url(text) == url
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "wsapi.onefile.co.uk/api",
        "https://",
        "https://:443",
        "https://example.org:port",
        "https://example.org:0",
        "https://[::1",
        "https://two words/",
        "https://example.org\\api",
        "https://example..org",
        "https://.",
        "https://127.1",
        "https://0x7f000001",
        "https://stra\u00dfe.example",
        "https://" + "a" * 64 + ".example",
        "https://\ud800.example",
        "https://example.org/\ud800",
        "http://localhost.example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "http://wsapi.onefile.co.uk/api/v2.1",
        "http://192.168.0.1",
        "https://ada:secret@example.org",
        "https://example.org/?token=secret",
        "https://example.org/#top",
    ],
)
def test_not_taken(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_url(text)
    assert "secret" not in str(caught.value)
