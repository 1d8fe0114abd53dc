"""Starts a frozen program and has it enrol the example cohort and take the tour; ends with 1 if it cannot.

Usage: python packaging/smoke_test.py dist/onefile-desktop/onefile-desktop
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

COHORT = Path(__file__).resolve().parent.parent / "resources" / "examples" / "cohort.xlsx"


def main(program: Path) -> int:
    """Runs the program twice, with a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        results, pictures = Path(folder) / "results.xlsx", Path(folder) / "pictures"
        environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(Path(folder) / "home")}
        for words in (
            ["submit", str(COHORT), "--rehearsal", "--yes", "--report", str(results)],
            ["tour", str(pictures)],
        ):
            ended = subprocess.run([program.resolve(), *words], env=environment, check=False)
            if ended.returncode != 0:
                return 1
        return 0 if results.is_file() and len(list(pictures.glob("0*.png"))) == 7 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
