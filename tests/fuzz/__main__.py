"""`python -m tests.fuzz [--count 2000] [--seed 1] [--keep FOLDER]`: mutants of real rosters through `check`.

Each must end with 0, 1 or 2, without a traceback, within ten seconds and 500 MB; those that do not are named and,
with `--keep`, written down. Sentences for people are counted by their words, so that one can see what was said.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.mutations import mutant

_SECONDS, _MEGABYTES = 10.0, 500.0
_FILES = Path(__file__).parents[1] / "roster" / "files"
_EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
_LARGEST_SEED = 300_000


@dataclass(frozen=True)
class Ended:
    """How the check of one mutant ended; `fault` is what must not be, empty where all is well."""

    name: str
    code: int
    seconds: float
    megabytes: float
    said: str
    fault: str


def seeds() -> Mapping[str, bytes]:
    """The rosters that are damaged: the examples, and the corpus of odd ones."""
    files = [*_EXAMPLES.glob("*.xlsx"), *(file for file in _FILES.iterdir() if file.is_file())]
    return {file.name: file.read_bytes() for file in files if 0 < file.stat().st_size < _LARGEST_SEED}


def run(count: int, seed: int, folder: Path, *, workers: int = os.cpu_count() or 1) -> Iterator[Ended]:
    """Checks the first `count` mutants of the series `seed`; their files lie in `folder` meanwhile."""
    known = seeds()

    def one(number: int) -> Ended:
        name, content = mutant(known, number, seed)
        file = folder / name
        file.write_bytes(content)
        try:
            return _checked(file)
        finally:
            file.unlink()

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, range(count))


def _checked(file: Path) -> Ended:
    command = [sys.executable, "-m", "tests.fuzz.one", str(file)]
    environment = os.environ | {"ONEFILE_DESKTOP_HOME": str(file.parent / "home"), "ONEFILE_ROSTER_PASSWORD": ""}
    try:
        ended = subprocess.run(command, capture_output=True, timeout=60, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return Ended(file.name, -1, 60, 0, "", "it was still going after a minute")
    errors = ended.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
    try:
        took = json.loads(errors[-1])
        json.loads(ended.stdout or b"null")
    except ValueError:
        return Ended(file.name, ended.returncode, 0, 0, errors[-1], f"it died: {errors[-1]}")
    said = errors[0] if took["code"] == 2 else ""
    faults = {
        f"its exit code is {took['code']}": took["code"] not in (0, 1, 2),
        "it shows a traceback": b"Traceback" in ended.stderr or b"panicked" in ended.stderr,
        f"it takes {took['seconds']:.1f} s": took["seconds"] > _SECONDS,
        f"it takes {took['megabytes']:.0f} MB": took["megabytes"] > _MEGABYTES,
        "it says that the program made a mistake": "mistake" in said,
    }
    fault = "; ".join(text for text, is_so in faults.items() if is_so)
    return Ended(file.name, took["code"], took["seconds"], took["megabytes"], said, fault)


def main() -> int:
    """Prints what was found; 1 where something must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the mutants that must not be")
    arguments = parser.parse_args()
    codes: Counter[int] = Counter()
    sentences: Counter[str] = Counter()
    slowest = largest = 0.0
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, ended in enumerate(run(arguments.count, arguments.seed, Path(folder))):
            codes[ended.code] += 1
            slowest, largest = max(slowest, ended.seconds), max(largest, ended.megabytes)
            if ended.code == 2:
                sentences[re.sub(r"“[^”]*”|[0-9,]+", "…", ended.said)] += 1
            if ended.fault:
                faults += 1
                print(f"{ended.name}: {ended.fault}", flush=True)
                if arguments.keep:
                    arguments.keep.mkdir(exist_ok=True)
                    (arguments.keep / ended.name).write_bytes(mutant(seeds(), number, arguments.seed)[1])
    print(f"{arguments.count} mutants: exit codes {dict(sorted(codes.items()))}, {faults} that must not be.")
    print(f"Slowest {slowest:.1f} s, largest {largest:.0f} MB. What was said:")
    for sentence, times in sentences.most_common():
        print(f"{times:6d}  {sentence}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
