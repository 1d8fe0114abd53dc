"""To whom OneFile will write because of a plan, in words: it follows from two of the centre's settings.

Sources: OneFile's guide "Creating and managing users via the API" (the two settings, and that a new user is emailed),
its help articles 76000017533 (the setting that makes Keychains, and joins new accounts to those that are there),
76000017534 (how long the links last) and 76000083095 (the Email button).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from onefile_desktop.onefile.environments import Environment
from onefile_desktop.onefile.models import Organisation
from onefile_desktop.plan.changes import Forecast, Notice

_LONDON = ZoneInfo("Europe/London")
_FRIDAY, _SATURDAY = 4, 5
_NOON = 12

_BY_HAND = (
    "They get their login from you: in OneFile, the Email button on the user’s account page sends a user name and a "
    "password."
)
_VERIFYING = "A link to verify an email address lasts 24 hours"
_KEYCHAIN = (
    f"Each has a link to a Keychain, which lasts 72 hours. {_VERIFYING}. Where there is a Keychain with that email "
    "address already, the new account joins it."
)
_NO_KEYCHAIN = (
    "This centre does not have OneFile make a Keychain for new people, but OneFile’s guide says that new users are "
    f"emailed to verify their address. {_VERIFYING}."
)
_NOT_KNOWN = "A link to a new Keychain lasts 72 hours, one to verify an email address 24 hours."
_REHEARSAL = "This is a rehearsal, so nobody is emailed."
_BEST = "Monday to Thursday is a better moment, early in the day."


def about_emails(organisation: Organisation, forecast: Forecast, creates: int, environment: str) -> Notice:
    """Who is emailed when `creates` people are created, as the centre's settings say, and how long the links last."""
    text = _in_onefile(organisation, forecast, creates)
    if environment == Environment.REHEARSAL:
        text = f"{_REHEARSAL} In OneFile this would happen: {text}" if forecast.emails else _REHEARSAL
    return Notice("Emails", text)


def about_the_moment(now: datetime) -> Notice:
    """Whether `now`, a moment of any time zone, is a good one for links that last 24 or 72 hours.

    A warning from Friday noon until Sunday, in London; else only good to know.
    """
    local = now.astimezone(_LONDON)
    if local.weekday() == _FRIDAY and local.hour >= _NOON:
        day, verified, until = "Friday afternoon", "on Saturday", "on Monday"
    elif local.weekday() == _SATURDAY:
        day, verified, until = "Saturday", "on Sunday", "on Tuesday"
    else:
        text = f"The links do not last long, so a Friday evening is a bad moment to send them. {_BEST}"
        return Notice("When to send", text)
    text = f"It is {day}. Links that last 24 hours would run out {verified}, those that last 72 hours {until}. {_BEST}"
    return Notice("When to send", text, is_warning=True)


def _in_onefile(organisation: Organisation, forecast: Forecast, creates: int) -> str:
    if not creates:
        return "Nobody is created, so OneFile writes to nobody."
    if organisation.email_suppression is True:
        return f"None: this centre suppresses OneFile’s emails, so nobody new is written to. {_BY_HAND}"
    number = forecast.emails
    emails = "1 email" if number == 1 else f"{number} emails"
    if forecast.emails_certain:
        return f"OneFile sends {emails} at once, one for each new account. {_KEYCHAIN}"
    up_to = f"OneFile may send up to {emails}, one for each new account."
    if organisation.keychain_creation is False and organisation.email_suppression is False:
        return f"{up_to} {_NO_KEYCHAIN}"
    return f"{up_to} {_unknown(organisation)} {_NOT_KNOWN}"


def _unknown(organisation: Organisation) -> str:
    """Which of the two settings OneFile did not show, and so leaves the number open."""
    if organisation.email_suppression is None and organisation.keychain_creation is None:
        return "It does not say whether this centre makes Keychains for new people, nor whether it suppresses emails."
    if organisation.email_suppression is None:
        makes = "makes" if organisation.keychain_creation else "makes no"
        return f"This centre {makes} Keychains for new people; OneFile does not say whether it suppresses emails."
    return "This centre suppresses no emails; OneFile does not say whether it makes Keychains for new people."
