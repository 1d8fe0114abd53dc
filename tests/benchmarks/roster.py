"""How fast and how large: reading, matching, checking and planning a roster of thirty columns.

`python -m tests.benchmarks.roster` prints, for each size, the seconds of every step, the peak memory, and the ratio
to merely reading the same file with openpyxl (read-only) in the same run. `--pandas` sets pandas with pandera beside
it, which does the mandatory-field, email and date checks only; they come with `uv sync --group bench`.

Each measurement has a process of its own, takes the best of `--times` rounds, and yardstick and program take turns.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.peak import peak_megabytes

SIZES = (1_000, 10_000, 50_000)
TARGETS = (
    "load + match + check against openpyxl at 10,000 rows: at most 1.0",
    "plan against the same: at most 0.5 more",
    "50,000 rows against 10,000: at most 5.5 times the seconds",
    "peak at 10,000 rows: below 250 MB",
    "pandas and pandera: at least 3 times the seconds",
)
Measured = Mapping[str, float]


def ours(file: Path) -> Measured:
    """The program's own steps. `peak` is of this process and of the one that reads, together, in MB."""
    from onefile_desktop.plan.build import make_plan
    from onefile_desktop.plan.case import Case
    from onefile_desktop.roster.checks import check
    from onefile_desktop.roster.options import ReadOptions
    from onefile_desktop.roster.reading import understand
    from onefile_desktop.roster.workbook import read_workbook
    from tests.benchmarks.big_roster import TODAY, centre

    there = centre()
    marks = [time.perf_counter()]
    sheets = read_workbook(file)
    marks.append(time.perf_counter())
    roster = understand(file, sheets, ReadOptions())
    marks.append(time.perf_counter())
    checked = check(roster, today=TODAY)
    marks.append(time.perf_counter())
    before_planning = peak_megabytes()
    plan = make_plan(Case(roster, checked, there), environment="rehearsal")
    marks.append(time.perf_counter())
    if any(found.is_error for found in plan.problems) or len(plan.people()) * 2 > len(plan.changes):
        raise SystemExit(f"The roster of this benchmark should be in order: {plan.problems[:3]}")
    steps = dict(zip(("load", "match", "check", "plan"), _differences(marks), strict=True))
    return {**steps, "peak": before_planning, "peak_planned": peak_megabytes()}


def openpyxl_read_only(file: Path) -> Measured:
    """The yardstick: every cell's value, once."""
    from openpyxl import load_workbook

    began = time.perf_counter()
    workbook = load_workbook(file, read_only=True)
    cells = 0
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
    seconds = time.perf_counter() - began
    workbook.close()
    return {"read": seconds, "peak": peak_megabytes(), "cells": cells}


def pandas_and_pandera(file: Path) -> Measured:
    """Mandatory fields, emails and dates only."""
    from tests.benchmarks.with_pandas import read_and_check

    by_regex, by_library = (read_and_check(file, same_emails=same) for same in (False, True))
    return {"by_regex": by_regex, "by_library": by_library, "peak": peak_megabytes()}


CONTENDERS: Mapping[str, Callable[[Path], Measured]] = {
    "ours": ours,
    "openpyxl": openpyxl_read_only,
    "pandas": pandas_and_pandera,
}


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(CONTENDERS[arguments.one](arguments.file)))
        return
    names = ["ours", "openpyxl", *(["pandas"] if arguments.pandas else [])]
    found: dict[int, dict[str, Measured]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            file = _write(Path(folder) / f"{size}.xlsx", size)
            rounds = [{name: _in_a_process(name, file) for name in names} for _ in range(arguments.times)]
            found[size] = {name: _best([one[name] for one in rounds]) for name in names}
            _show(size, found[size])
    if {10_000, 50_000} <= found.keys():
        print(f"\n50,000 rows take {_whole(found[50_000]['ours']) / _whole(found[10_000]['ours']):.2f} times as long.")
    print("\nTargets:", *TARGETS, sep="\n  ")


def _show(size: int, found: Mapping[str, Measured]) -> None:
    program, yardstick = found["ours"], found["openpyxl"]
    print(f"\n{size:,} rows x 30 columns")
    for step, seconds in (
        *((step, program[step]) for step in ("load", "match", "check", "plan")),
        ("load + match + check", _whole(program)),
    ):
        print(f"  {step:<22}{seconds:8.3f} s   {seconds / yardstick['read']:6.2f} x openpyxl")
    print(f"  {'peak':<22}{program['peak']:8.0f} MB  ({program['peak_planned']:.0f} MB with the plan)")
    print(f"  {'openpyxl read-only':<22}{yardstick['read']:8.3f} s   {yardstick['peak']:.0f} MB")
    if "pandas" in found:
        rival = found["pandas"]
        for name, step in (("pandas + pandera", "by_regex"), ("… emails as we check", "by_library")):
            ratio, peak = rival[step] / _whole(program), rival["peak"]
            print(f"  {name:<22}{rival[step]:8.3f} s   {ratio:6.2f} x ours, {peak:.0f} MB")


def _write(path: Path, size: int) -> Path:
    from tests.benchmarks.big_roster import write_roster

    return write_roster(path, size)


def _in_a_process(name: str, file: Path) -> Measured:
    command = [sys.executable, "-m", "tests.benchmarks.roster", "--one", name, "--file", str(file)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _best(rounds: list[Measured]) -> Measured:
    """The least of each step: whatever else the machine does can only add to it."""
    return {step: min(one[step] for one in rounds) for step in rounds[0]}


def _whole(measured: Measured) -> float:
    return measured["load"] + measured["match"] + measured["check"]


def _differences(marks: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(marks)]


if __name__ == "__main__":
    main()
