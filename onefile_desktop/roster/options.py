"""What the admin said about how to read the roster, beside the roster itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """How to read a roster. `sheet` and `header_row` (as Excel numbers it) are found where they are None.

    `mapping` pairs a column's header, or its letter, with the field it means; `for_everyone` pairs a field
    with the text that every row gets which has none of its own. `leave_out_hidden` passes over rows that are hidden
    or filtered out.
    """

    sheet: str | None = None
    header_row: int | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    for_everyone: tuple[tuple[str, str], ...] = ()
    leave_out_hidden: bool = False
