"""Which of a token's centres is worked on."""

from onefile_desktop.errors import ConnectionFailedError, UsageError
from onefile_desktop.onefile.models import Organisation


class WhichCentreError(UsageError):
    """The token has several centres and none was chosen; `organisations` are those it has."""

    def __init__(self, organisations: tuple[Organisation, ...]) -> None:
        listed = ", ".join(f"{one.id} ({one.name})" for one in organisations)
        super().__init__("Which centre?", f"This token has several centres: {listed}.", "Choose one (--organisation).")
        self.organisations = organisations


def chosen_centre(organisations: tuple[Organisation, ...], wanted: int | None) -> Organisation:
    """The centre with the ID `wanted`, the only one where none is wanted.

    Raises `ConnectionFailedError` where there is none at all, `WhichCentreError`, and `UsageError` for one that the
    token does not have.
    """
    if not organisations:
        raise ConnectionFailedError("No centre", "This token has no centre.", "Ask OneFile support which it is for.")
    if wanted is None:
        first, *others = organisations
        if others:
            raise WhichCentreError(organisations)
        return first
    found = next((one for one in organisations if one.id == wanted), None)
    if found is None:
        listed = ", ".join(f"{one.id} ({one.name})" for one in organisations)
        raise UsageError("No such centre", f"This token has no centre {wanted}.", f"It has: {listed}.")
    return found
