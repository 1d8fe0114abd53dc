"""Counts in words, for several pages."""

from onefile_desktop.onefile.roles import Role


def counted(count: int, one: str, many: str) -> str:
    """So many of something: its singular for one, else its plural."""
    return f"{count} {one if count == 1 else many}"


def counted_role(role: Role, count: int) -> str:
    """So many people of a role."""
    label = role.label if role is Role.IQA else role.label.lower()
    return counted(count, label, f"{label}s")
