"""Counts in words, for several pages."""

from onefile_desktop.centre.abilities import Abilities
from onefile_desktop.onefile.roles import Role


def counted(count: int, one: str, many: str) -> str:
    """So many of something: its singular for one, else its plural."""
    return f"{count} {one if count == 1 else many}"


def search_habits(abilities: Abilities) -> str:
    """One sentence on what the searches of a service show, as far as it is known; empty where it is not."""
    if abilities.shows_email is None:
        return ""
    if abilities.shows_email:
        emails = "shows email addresses"
    elif "Email" in abilities.ignores:
        emails = "shows no email addresses and cannot search for them"
    else:
        emails = "shows no email addresses, so the program searches for them one by one"
    archived = "it shows archived people too" if abilities.shows_archived else "it has shown nobody archived so far"
    return f"OneFile’s search here {emails}; {archived}."


def counted_role(role: Role, count: int) -> str:
    """So many people of a role."""
    label = role.label if role is Role.IQA else role.label.lower()
    return counted(count, label, f"{label}s")
