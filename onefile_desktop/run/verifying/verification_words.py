"""What people read of a verification."""

PERSON = "person"
PROGRAMME = ("framework template", "standard", "unit")
"""What is given to a learner, and only shown or not shown."""


def summary(people: int, differing: int, not_read: int, unreadable: int) -> str:
    """How many of the `people` agree with the plan; empty where nobody was to be read back.

    Of those who were `not_read`, `unreadable` were asked for in vain.
    """
    if not people:
        return ""
    left = not_read - unreadable
    unread = f"; {unreadable} could not be read back" if unreadable else ""
    unread += f"; {left} {'was' if left == 1 else 'were'} not read back" if left else ""
    others = f"; {differing} {'differs' if differing == 1 else 'differ'}:" if differing else ""
    return f"{people - differing - not_read} of {people} verified{unread}{others}"


def difference(row: int, person: str, what: str, found: str, planned: str) -> str:
    """One value that is another in OneFile than was planned, and whose."""
    return f"row {row}, {person}: {what_differs(what, found, planned)}"


def what_differs(what: str, found: str, planned: str) -> str:
    """One value that is another in OneFile than was planned; nothing is `found` where it is not there at all."""
    if what == PERSON:
        return f"not in OneFile any more ({planned})"
    if what in PROGRAMME:
        return f"OneFile does not show the {what} “{planned}”"
    held = f"“{found}”" if found else "empty"
    return f"{what} is {held} in OneFile, planned “{planned}”"


def sent(assignments: int, placements: int, templates: int) -> str:
    """So many of these, as the beginning of a sentence; empty where there is nothing of that sort."""
    told = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (assignments, "assignment", "assignments"),
            (placements, "further placement", "further placements"),
            (templates, "framework template", "framework templates"),
        )
        if number
    ]
    begin = f"{', '.join(told[:-1])} and " if told[1:] else ""
    was = "was" if assignments + placements + templates == 1 else "were"
    return f"{begin}{told[-1]} {was} sent" if told else ""


def cannot_be_checked(sent: str) -> str:
    """That no known call reads back what was `sent`; empty where that is empty."""
    if " was sent" in sent:
        return f"{sent}; OneFile does not let anybody read it back, so it cannot be checked."
    return f"{sent}; OneFile does not let anybody read them back, so they cannot be checked." if sent else ""


def not_shown(values: int) -> str:
    """What OneFile's answers leave out, so that it can be neither right nor wrong."""
    if values == 1:
        return "OneFile does not show 1 of the values that were sent, so it could not be compared."
    return (
        f"OneFile does not show {values} of the values that were sent, so they could not be compared." if values else ""
    )
