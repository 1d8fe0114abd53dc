"""Which environment a base URL leads to, and which URLs are taken at all."""

import pytest

from onefile_desktop.errors import UsageError
from onefile_desktop.onefile.environments import BASE_URLS, Environment, checked_url, environment_of

REHEARSAL = "OneFile-Desktop-Rehearsal/1"


@pytest.mark.parametrize(("environment", "url"), BASE_URLS.items())
def test_onefiles_own(environment: Environment, url: str) -> None:
    assert environment_of(url, "Microsoft-IIS/10.0") is environment
    assert environment_of(url.upper(), None) is environment
    assert environment_of(url, REHEARSAL) is environment
    assert checked_url(url) == url


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
        (" https://WSAPI.onefile.co.uk/API/v2.1/ ", "https://wsapi.onefile.co.uk/API/v2.1"),
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
