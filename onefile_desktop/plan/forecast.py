"""What carrying out a plan means before it is carried out: emails, paid seats, calls and time."""

from collections.abc import Sequence

from onefile_desktop.onefile.models import Organisation
from onefile_desktop.onefile.roles import Role
from onefile_desktop.plan.changes import Change, ChangeKind, Forecast

_SECONDS_A_CALL = 0.25
_AT_ONCE = 4


def forecast(
    changes: Sequence[Change],
    organisation: Organisation,
    calls_a_window: int,
    window_seconds: float,
    calls_before: int = 0,
) -> Forecast:
    """What `changes` would cost under a limit of `calls_a_window` calls in any `window_seconds`.

    `calls_before` have been made just now, to read the centre: they count as well.

    OneFile suppresses the emails of a centre that says so, and writes to everybody who is created in a centre that
    makes Keychains and does not suppress them. In any other centre the number is the most there can be: without a
    Keychain, OneFile's guide to creating users still says that a new user is emailed to verify the address.
    """
    creates = [change for change in changes if change.kind is ChangeKind.CREATE]
    suppressed = organisation.email_suppression is True
    told = organisation.email_suppression is False and organisation.keychain_creation is True
    full_windows = max(0, calls_before % calls_a_window + len(changes) - 1) // calls_a_window
    rest = min(len(changes), calls_before % calls_a_window + len(changes) - full_windows * calls_a_window)
    return Forecast(
        emails=0 if suppressed else len(creates),
        emails_certain=suppressed or told or not creates,
        seats=sum(change.role is Role.LEARNER for change in creates),
        calls=len(changes),
        seconds=round(full_windows * window_seconds + rest * _SECONDS_A_CALL / _AT_ONCE),
    )
