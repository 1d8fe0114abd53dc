"""Starts a frozen program and has it read a roster, enrol the example cohort and take the tour; ends with 1 if it
cannot.

Usage: python packaging/smoke_test.py dist/onefile-desktop/onefile-desktop
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "resources" / "examples"
COHORT, PROBLEMS = EXAMPLES / "cohort.xlsx", EXAMPLES / "cohort-with-problems.xlsx"


def main(program: Path) -> int:
    """Runs the program three times, with a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        results, pictures = Path(folder) / "results.xlsx", Path(folder) / "pictures"
        environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(Path(folder) / "home")}
        if not reads(program.resolve(), environment):
            return 1
        for words in (
            ["submit", str(COHORT), "--rehearsal", "--yes", "--report", str(results)],
            ["tour", str(pictures)],
        ):
            ended = subprocess.run([program.resolve(), *words], env=environment, check=False)
            if ended.returncode != 0:
                return 1
        return 0 if results.is_file() and len(list(pictures.glob("0*.png"))) == 7 else 1


def reads(program: Path, environment: dict[str, str]) -> bool:
    """Whether the program reads a roster, which it does in a second process of itself, and finds its problems."""
    command = [program, "check", str(PROBLEMS), "--json"]
    ended = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False)
    return ended.returncode == 1 and len(json.loads(ended.stdout)["problems"]) > 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
