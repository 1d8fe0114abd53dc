"""How the time grows with shapes that invite quadratic work: `python -m tests.benchmarks.growth`.

For each shape it prints the seconds at two sizes and their ratio. One much above the ratio of the sizes shows work that
grows faster than the roster.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from onefile_desktop.errors import UserFacingError
from onefile_desktop.roster.checks import check
from onefile_desktop.roster.fields import PEOPLE
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.roster.reading import understand
from onefile_desktop.roster.rows import CellValue, Sheet, SheetRow

Rows = Sequence[Sequence[CellValue]]
TODAY = date(2026, 11, 22)
SMALL, LARGE = 2_000, 8_000
ROUNDS = 3
_HEADER = ("Role", "First name", "Last name", "Email", "MIS ID", "ULN", "Placement", "Class", "Default assessor")


def _people(count: int, same: Mapping[str, str] = MappingProxyType({})) -> Rows:
    rows: list[Sequence[CellValue]] = [_HEADER]
    for n in range(count):
        own = {"Email": f"ann{n}@example.org", "First name": f"Ann {n}", "MIS ID": f"M{n}", **same}
        rest = {"Role": "Learner", "Last name": "Lee", "Placement": "P", "Class": "C", "Default assessor": "Bo Ray"}
        rows.append([(own | rest).get(name) for name in _HEADER])
    return rows


def _wide(*headers: str) -> Callable[[int], Rows]:
    def rows(count: int) -> Rows:
        wide = [headers[n % len(headers)].format(n) for n in range(count)]
        return [["First name", "Surname", "Email", *wide], ["Ann", "Lee", "ann@example.org", *["x"] * count]]

    return rows


SHAPES: Mapping[str, Callable[[int], Rows]] = {
    "rows of one email": lambda count: _people(count, {"Email": "ann@example.org"}),
    "rows of one person": lambda count: _people(count, {"Email": "ann@example.org", "First name": "Ann"}),
    "rows of one MIS ID": lambda count: _people(count, {"MIS ID": "7"}),
    "rows that differ": _people,
    "columns Phone and Email": _wide("Phone", "Email"),
    "columns of one name": _wide("Email"),
    "columns that differ": _wide("Some words {}"),
    "columns behind a manager": _wide("Line manager", "Contact email", "Phone"),
}


def main() -> None:
    """Prints a table."""
    understand(Path("a.xlsx"), [_sheet(_people(2))], ReadOptions())  # so that the vocabulary of the fields is there
    print(f"{len(PEOPLE)} fields; sizes {SMALL:,} and {LARGE:,}, {LARGE / SMALL:.0f} times as much")
    for name, shape in SHAPES.items():
        small, large = (_seconds(_sheet(shape(size))) for size in (SMALL, LARGE))
        print(f"  {name:<28}{small:8.3f} s{large:8.3f} s   {large / small:5.1f} times as long")


def _seconds(sheet: Sheet) -> float:
    """The least seconds of reading and checking `sheet`."""
    return min(_once(sheet) for _ in range(ROUNDS))


def _once(sheet: Sheet) -> float:
    began = time.perf_counter()
    try:
        check(understand(Path("a.xlsx"), [sheet], ReadOptions()), today=TODAY)
    except UserFacingError as error:
        print(f"  refused: {error.title}")
    return time.perf_counter() - began


def _sheet(rows: Rows) -> Sheet:
    return Sheet("S", tuple(SheetRow(number, tuple(row)) for number, row in enumerate(rows, start=1)))


if __name__ == "__main__":
    main()
