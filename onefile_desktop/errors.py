"""The errors that are shown to people: each says what happened and what to do about it.

Everything else that is raised is a mistake of ours and is reported as such; nothing here is ever
caught only to be ignored.
"""


class UserFacingError(Exception):
    """Something a person can do something about; shown as it stands, never as a traceback.

    `title` names the trouble in a few words, `message` says what happened in one sentence, and
    `what_to_do` the next step. None of them ever holds a token or a session key.
    """

    def __init__(self, title: str, message: str, what_to_do: str) -> None:
        super().__init__(f"{message} {what_to_do}".strip())
        self.title = title
        self.message = message
        self.what_to_do = what_to_do


class UnreadableFileError(UserFacingError):
    """A file that was given cannot be used: not there, not a workbook, empty, not allowed."""


class PasswordNeededError(UnreadableFileError):
    """The workbook is protected, and no password was given or not the right one."""


class RosterShapeError(UserFacingError):
    """The workbook opens but holds no roster: no rows, no header row, no such sheet, a needed column missing."""


class UsageError(UserFacingError):
    """An option or a choice makes no sense here, for instance a column mapped to a field that does not exist."""


class ConnectionFailedError(UserFacingError):
    """OneFile could not be reached or did not answer usefully."""


class TokenRefusedError(UserFacingError):
    """OneFile refused the API token."""


class StalePlanError(UserFacingError):
    """The plan that was looked at is not the plan that would be carried out now.

    `reconsider` are the rows of people whose decision was made about other candidates than there are by now, `noticed`
    the OneFile IDs of people who may be on the roster and whom another reading would not find by itself.
    """

    def __init__(
        self,
        title: str,
        message: str,
        what_to_do: str,
        *,
        reconsider: frozenset[int] = frozenset(),
        noticed: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(title, message, what_to_do)
        self.reconsider = reconsider
        self.noticed = noticed


class CannotRecordError(UserFacingError):
    """The run's journal cannot be written, so nothing may be sent."""


class NoSecretStoreError(UserFacingError):
    """This computer has no store for secrets that is safe enough for an API token."""


class NoScreenError(UserFacingError):
    """The wizard needs a screen, or a system library that is missing."""
