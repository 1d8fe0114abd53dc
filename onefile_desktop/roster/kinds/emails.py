"""Email addresses as they stand in cells: copied from letters, links and address books, or typed to fill a gap."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from onefile_desktop.roster.cells import Doubtful, Invalid, plain
from onefile_desktop.roster.problems import REASONS

_AROUND = " \n'\"`\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a.,;:<>()[]"
_NAMED = re.compile(r"([^<>]*)<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>[^<>@]*", re.IGNORECASE)
_LINKED = re.compile(r"(?:mailto:\s*)+([^?]*).*", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"[;,|\s/&<>]+")
_LONGEST = 400
"""An address has at most 254 characters, and a little may stand around it."""


def bare(text: str) -> str:
    """The address in `text` without what came along with it: a name, quotes, brackets, `mailto:`, a comma at its end.

    What is no address, or more than one, comes back as it is.
    """
    if "@" not in text or len(text) > _LONGEST:
        return text
    shown, before = text, ""
    while shown != before:
        before = shown
        if (named := _NAMED.fullmatch(shown)) and _names_nobody_else(named[1], named[2]):
            shown = named[2]
        if linked := _LINKED.fullmatch(shown):
            shown = linked[1]
        shown = shown.strip(_AROUND)
    is_one = "@" in shown and not any(char.isspace() for char in shown)
    return shown.replace("\u2019", "'") if is_one else text


def _names_nobody_else(name: str, address: str) -> bool:
    """Whether what stands before `<address>` is a name or the address once more, not another address."""
    return "@" not in name or name.strip(_AROUND).casefold() == address.casefold()


# What the domain and the local part must be for the domain alone to need the library, which is slow: the same people
# share a few domains. The library reads some words (postmaster, info) in any case, so those are left to it.
_ORDINARY = re.compile(r"((?:[A-Za-z0-9_+'-]+\.)*[A-Za-z0-9_+'-]+)@([A-Za-z0-9.-]+)")
_LONGEST_LOCAL, _LONGEST_FAST = 64, 200


def read_email(text: str) -> str | Doubtful | Invalid:
    """The address that a tidy text holds, as email-validator writes it, without asking the internet.

    One whose domain is a letter away from a mailbox provider's that everybody knows is `Doubtful`.
    """
    if len(text) > _LONGEST:
        return Invalid("email-invalid", REASONS["email-long"])
    address = text if text[:1].isalnum() and text[-1:].isalnum() and _ORDINARY.fullmatch(text) else bare(text)
    found = _fast(address) or _checked(address)
    if isinstance(found, Invalid):
        several = sum("@" in part.strip("@") for part in _BETWEEN.split(address)) > 1
        return Invalid(found.code, REASONS["email-several"]) if several else found
    if _fills_a_gap(found):
        return Invalid("email-invalid", REASONS["email-placeholder"])
    local, _, domain = found.partition("@")
    meant = _meant(domain.casefold())
    return Doubtful(found, "email-unusual", f"{local}@{meant}") if meant else found


_EVERYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com", "live.co.uk", "msn.com"}
    | {"yahoo.com", "yahoo.co.uk", "icloud.com", "btinternet.com", "sky.com", "talktalk.net", "virginmedia.com"}
    | {"aol.com", "aol.co.uk"}
)
_NEAR_AND_REAL = frozenset({"mail.com", "ymail.com", "email.com", "yahoo.com.au", "live.ie", "yahoo.ie", "yahoo.fr"})
_SHORTEST_TO_MISTYPE = 8


@lru_cache(maxsize=1024)
def _meant(domain: str) -> str | None:
    """The well-known domain that `domain` is one slip of the pen away from; None where it is no such thing."""
    if domain in _EVERYBODYS or domain in _NEAR_AND_REAL or len(domain) < _SHORTEST_TO_MISTYPE:
        return None
    near = [known for known in sorted(_EVERYBODYS) if OSA.distance(domain, known, score_cutoff=1) <= 1]
    return near[0] if near else None


def _fast(address: str) -> str | None:
    match = _ORDINARY.fullmatch(address)
    if match is None or len(address) > _LONGEST_FAST or len(match[1]) > _LONGEST_LOCAL:
        return None
    if match[1].isalpha() and not match[1].islower():
        return None
    domain = _domain(match[2])
    return f"{match[1]}@{domain}" if domain else None


@lru_cache(maxsize=1024)
def _domain(domain: str) -> str | None:
    """A domain as the library writes it; None where it is none."""
    checked = _checked(f"a@{domain}")
    return None if isinstance(checked, Invalid) else checked.partition("@")[2]


def _checked(address: str) -> str | Invalid:
    if "@" not in address:
        return Invalid("email-invalid", REASONS["email-no-at"])
    if any(char.isspace() for char in address):
        return Invalid("email-invalid", REASONS["email-space"])
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        # The library writes American English, and whole sentences.
        reason = str(error).replace("period", "full stop")
        return Invalid(
            "email-invalid", REASONS["email-character"] if "U+" in reason else reason[:1].lower() + reason[1:]
        )


# What is typed where no address is known, often with a number behind it to make each one different.
_GAP_NUMBERED = frozenset(
    {"noemail", "nomail", "noemailaddress", "noaddress", "notknown", "unknown", "notgiven", "notprovided"}
    | {"notavailable", "notapplicable", "tbc", "tba", "noreply", "donotreply"}
)
_GAP = frozenset({"none", "na", "n/a"})
_GAP_DOMAINS = frozenset({"noemail", "nomail", "none"})
_ON_BOTH_SIDES = frozenset({"test", "email", "name", "abc", "none"})
"""What fills a gap where the domain begins with it, too; so does a single letter, however often."""


def _fills_a_gap(address: str) -> bool:
    local, _, domain = address.casefold().partition("@")
    return (
        local in _GAP
        or plain(local).rstrip("0123456789") in _GAP_NUMBERED
        or plain(domain.partition(".")[0]) in _GAP_DOMAINS
        or (domain.startswith(f"{local}.") and (local in _ON_BOTH_SIDES or len(set(local)) == 1))
    )
