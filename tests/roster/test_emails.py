import string

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import Doubtful, Invalid, tidy
from onefile_desktop.roster.kinds.emails import bare, read_email
from onefile_desktop.roster.problems import REASONS


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org",
        "mailto:ann@example.org",
        "MAILTO: ann@example.org?subject=Hello",
        "“ann@example.org”",
        "‘ann@example.org’",
        '"ann@example.org"',
        "Ann Lee <ann@example.org>",
        '"Lee, Ann" <ann@example.org>;',
        "<ann@example.org>",
        "Ann Lee <mailto:ann@example.org>",
        "ann@example.org<mailto:ann@example.org>",
        "ann@example.org <ANN@example.org>",
        "ann@example.org,",
        "ann@example.org;",
        "ann@example.org.",
        " (ann@example.org) ",
    ],
)
def test_what_comes_along_with_an_address_is_left_out(text: str) -> None:
    found = read_email(tidy(text))
    assert isinstance(found, str)
    assert found.casefold() == "ann@example.org"


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Ann.Lee@EXAMPLE.org", "Ann.Lee@example.org"),
        ("o'neill@college.ac.uk", "o'neill@college.ac.uk"),
        ("o’neill@college.ac.uk", "o'neill@college.ac.uk"),
        ("zoë@example.org", "zoë@example.org"),
        ("a/b@example.org", "a/b@example.org"),
    ],
)
def test_an_address_stays_as_it_is_but_for_its_domain(text: str, email: str) -> None:
    assert read_email(text) == email


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ann", "email-no-at"),
        ("ann(at)example.org", "email-no-at"),
        ("ann lee@example.org", "email-space"),
        ("Ann Lee ann@example.org", "email-space"),
        ("ann@example.org; bob@example.org", "email-several"),
        ("ann@example.org / bob@example.org", "email-several"),
        ("ann@example.org\nbob@example.org", "email-several"),
        ("Ann <ann@example.org>, Bob <bob@example.org>", "email-several"),
        ("bob@example.org <ann@example.org>", "email-several"),
        ("ann@exam☎ple.org", "email-character"),
        ("a" * 400 + "@example.org", "email-long"),
    ],
)
def test_what_is_no_address_says_why(text: str, why: str) -> None:
    assert read_email(text) == Invalid("email-invalid", REASONS[why])


@pytest.mark.parametrize("text", ["ann@", "@example.org", "ann@example", "ann@x.test", "a@b@example.org", "a@x..org"])
def test_what_is_no_address_says_so_in_the_words_of_the_library(text: str) -> None:
    found = read_email(text)
    assert isinstance(found, Invalid)
    assert found.why.endswith(".")
    assert found.why[0].islower()
    assert "period" not in found.why


@pytest.mark.parametrize(
    "text",
    [
        "noemail@college.ac.uk",
        "no.email@college.ac.uk",
        "NoEmail23@college.ac.uk",
        "none@example.org",
        "na@example.org",
        "notknown@example.org",
        "unknown@example.org",
        "tbc@example.org",
        "test@test.com",
        "a@a.com",
        "x@x.com",
        "xxx@xxx.co.uk",
        "ann.lee@noemail.com",
        "ann.lee@no-mail.co.uk",
    ],
)
def test_an_address_that_fills_a_gap_is_refused(text: str) -> None:
    assert read_email(text) == Invalid("email-invalid", REASONS["email-placeholder"])


@pytest.mark.parametrize(
    "text",
    [
        "nona@example.org",
        "nadia@example.org",
        "n.abara@example.org",
        "test.engineer@firm.co.uk",
        "tester@test.co.uk",
        "example@example.org",
        "smith@smith.co.uk",
        "a@b.co.uk",
        "aa@a.com",
        "unknown.soldier@example.org",
        "jo@nomailing.co.uk",
        "tbcarter@example.org",
    ],
)
def test_an_address_that_only_resembles_one_is_not(text: str) -> None:
    assert read_email(text) == text


@pytest.mark.parametrize("text", ["Bob Ray", "Bob Ray (Site @ Quay)", "ann@example.org; bob@example.org", "@"])
def test_what_is_no_single_address_comes_back_as_it_is(text: str) -> None:
    assert bare(text) == text


LOCAL = st.text(string.ascii_letters + string.digits + "._+'-", min_size=1, max_size=70)
DOMAIN = st.text(string.ascii_letters + string.digits + ".-", min_size=1, max_size=40) | st.sampled_from(
    ["example.org", "EXAMPLE.org", "localhost", "x.test"]
)
WORDS = st.sampled_from(["INFO", "Postmaster", "info", "www", "Ann.Lee"])


@given(local=LOCAL | WORDS, domain=DOMAIN)
def test_it_is_an_address_where_the_library_says_so(local: str, domain: str) -> None:
    text = f"{local}@{domain}"
    if bare(text) != text:  # what is cut off at its ends is not the library's business
        return
    try:
        expected = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        expected = None
    found = read_email(text)
    if found != Invalid("email-invalid", REASONS["email-placeholder"]):
        assert (found if isinstance(found, str) else None) == expected


@given(st.text() | st.from_regex(r"[\"“<(]?(mailto:)?[a-z.']{1,9}@[a-z.]{1,9}[>)\",;.]*", fullmatch=True))
def test_an_address_that_was_read_reads_as_itself(text: str) -> None:
    found = read_email(tidy(text))
    assert not isinstance(found, str) or read_email(found) == found
    assert bare(bare(text)) == bare(text)


@pytest.mark.parametrize(
    "domain", ["gmial.com", "hotmail.con", "outlok.com", "yahooo.co.uk", "gmail.co", "hotmail.co.ukk"]
)
def test_a_well_known_domain_mistyped_by_one_letter_is_doubtful(domain: str) -> None:
    found = read_email(f"jo.bloggs@{domain}")
    assert isinstance(found, Doubtful)
    assert (found.value, found.code) == (f"jo.bloggs@{domain}", "email-unusual")


@pytest.mark.parametrize("domain", ["gmail.com", "mail.com", "ymail.com", "example.org", "sky.co", "firm.co.uk"])
def test_other_domains_are_not(domain: str) -> None:
    assert read_email(f"jo.bloggs@{domain}") == f"jo.bloggs@{domain}"
