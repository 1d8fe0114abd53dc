"""Kills the program at random moments while it enrols sixty learners, and resumes it until it has finished.

`python -m tests.e2e.kill [--rounds 200] [--seed 1] [--jobs 2] [--only N ...]` prints a line a round, and ends with 1
where somebody is there twice, is missing, or is not as the program says. Every process and every socket is a real one.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.e2e.serving import Served, serving
from tests.e2e.sixty import Sixty, centre_file

_A_RUN_SECONDS = 0.5
_A_START_SECONDS = 1.5
_PATIENCE_SECONDS = 120.0
_BATCH = 10
"""How many rounds share a server, each in an organisation of its own."""
_PASSAGES = {
    "creating": 1,
    "begun": 1,
    "journalled": 180,
    "answered": 180,
    "recorded": 180,
    "looking": 40,
    "looked": 40,
}


@dataclass(frozen=True)
class Blow:
    """How a process is ended: at a fault point, some seconds after its start, or some after it began to write.

    `polite` asks it to stop, as a computer does that shuts down.
    """

    point: str = ""
    after_start: float | None = None
    after_writing: float | None = None
    polite: bool = False

    def __str__(self) -> str:
        how = "asked" if self.polite else "killed"
        if self.point:
            return self.point
        if self.after_start is not None:
            return f"{how} at {self.after_start:.2f} s"
        return f"{how} {self.after_writing:.2f} s into the run"


@dataclass
class Round:
    """What a round came to; `findings` say what must not be."""

    number: int
    blows: list[str] = field(default_factory=list[str])
    seconds: float = 0.0
    findings: list[str] = field(default_factory=list[str])


def blows(seed: int, number: int) -> list[Blow]:
    """How the processes of a round are ended, one after the other; always the same for the same round."""
    chance = random.Random(f"{seed}-{number}")
    return [_blow(chance, first=index == 0) for index in range(chance.randint(1, 3))]


def _blow(chance: random.Random, *, first: bool) -> Blow:
    kind = chance.choices(("point", "writing", "start", "polite"), (5, 4, 1, 1))[0]
    if kind == "point":
        names = ("creating", "begun", "journalled", "answered", "recorded")
        name = chance.choice(names if first else (*names[1:], "looking", "looked"))
        return Blow(point=f"{name}:{chance.randint(1, _PASSAGES[name])}")
    if kind == "start":
        return Blow(after_start=chance.uniform(0.0, _A_START_SECONDS + _A_RUN_SECONDS))
    return Blow(after_writing=chance.uniform(0.0, _A_RUN_SECONDS), polite=kind == "polite")


class Trial:
    """One round: a roster, a data folder of its own, and the processes that are ended one after the other."""

    def __init__(self, served: Served, cohort: Sixty, folder: Path) -> None:
        self._served = served
        self._cohort = cohort
        self._home = folder / "home"
        self._roster = folder / "roster.xlsx"
        self._out = folder / "out.json"
        self._errors = folder / "errors.txt"
        self._gone: set[str] = set()
        cohort.roster(self._roster)

    def run(self, number: int, seed: int) -> Round:
        """Carries the round out."""
        began, done = time.monotonic(), Round(number)
        for blow in blows(seed, number):
            code = self._ended_by(blow)
            done.blows.append(f"{blow} ({code})")
            if self._is_over(code):
                break
        done.findings += self._finished()
        done.seconds = time.monotonic() - began
        return done

    def _is_over(self, code: int) -> bool:
        """Whether the process came to its end before the blow."""
        return code == 0

    def _finished(self) -> list[str]:
        """Resumes to the end; what must not be."""
        for _ in range(3):
            resumed = self._newest() is not None
            process = self._begin("")
            code = process.wait(_PATIENCE_SECONDS)
            if code == 2 and resumed:  # that run never came to be: its journal holds nothing
                self._gone.add(self._newest() or "")
                continue
            if code:
                return [f"it ended with {code}: {self._errors.read_text('utf-8')}"]
            document = json.loads(self._out.read_text("utf-8"))
            counts = {name: document[name] for name in ("finished", "done", "failed", "unknown", "not_attempted")}
            expected = {
                "finished": True,
                "done": len(self._cohort.people()),
                "failed": 0,
                "unknown": 0,
                "not_attempted": 0,
            }
            wrong = [] if counts == expected else [f"it says {counts}"]
            return [*wrong, *self._cohort.findings(self._served.state(), document["results"])]
        return [f"it could not be resumed: {self._errors.read_text('utf-8')}"]

    def _ended_by(self, blow: Blow) -> int:
        """Begins or resumes, and ends that; the exit code."""
        before = self._written()
        process = self._begin(blow.point)
        if blow.after_start is not None:
            self._strike(process, blow, blow.after_start)
        elif blow.after_writing is not None:
            while process.poll() is None and self._written() == before:
                time.sleep(0.005)
            self._strike(process, blow, blow.after_writing)
        code = process.wait(_PATIENCE_SECONDS)
        if code == 2 and (newest := self._newest()) is not None:
            self._gone.add(newest)
        return code

    def _strike(self, process: subprocess.Popen[str], blow: Blow, seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGTERM if blow.polite else signal.SIGKILL)

    def _begin(self, point: str) -> subprocess.Popen[str]:
        run = self._newest()
        where = ["--url", self._served.url, "--organisation", str(self._cohort.organisation)]
        words = ["resume", run, *where] if run else ["submit", str(self._roster), *where, "--yes"]
        environment = os.environ | {
            "ONEFILE_DESKTOP_HOME": str(self._home),
            "ONEFILE_TOKEN": self._served.token,
            "ONEFILE_RATE": "1000000/1",
            "ONEFILE_WAITS": "0.02",
            "ONEFILE_FAULT_POINT": point,
        }
        with self._out.open("w") as out, self._errors.open("w") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "onefile_desktop", *words, "--json"],
                env=environment,
                stdout=out,
                stderr=errors,
                text=True,
            )

    def _newest(self) -> str | None:
        """The newest run that has a journal with something in it."""
        runs = (path for path in self._home.glob("runs/*.sqlite") if path.stat().st_size)
        return max((path.stem for path in runs if path.stem not in self._gone), default=None)

    def _written(self) -> set[tuple[str, int]]:
        """What stands in the folder of the runs, as far as its times tell."""
        return {(path.name, path.stat().st_mtime_ns) for path in self._home.glob("runs/*.sqlite")}


def rounds(numbers: list[int], seed: int, jobs: int) -> Iterator[Round]:
    """Carries out the rounds, `jobs` at a time, each batch at a server of its own."""
    batches = [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    for batch in batches:
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
            centre_file(Path(folder, "centre.json"), len(batch))
            with serving("--centre", Path(folder, "centre.json")) as served:
                begin = partial(_round, served, Path(folder), batch, seed)
                yield from pool.map(begin, range(len(batch)))


def _round(served: Served, folder: Path, batch: list[int], seed: int, place: int) -> Round:
    own = folder / str(place)
    own.mkdir()
    return Trial(served, Sixty(place), own).run(batch[place], seed)


def main() -> int:
    """Carries out as many rounds as were asked for; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.kill")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int, nargs="*", help="only these rounds")
    arguments = parser.parse_args()
    numbers = arguments.only or list(range(1, arguments.rounds + 1))
    began, ended = time.monotonic(), 0
    findings: list[str] = []
    for done in rounds(numbers, arguments.seed, arguments.jobs):
        sys.stdout.write(f"{done.number:4} {done.seconds:6.1f} s  {'; '.join(done.blows)}\n")
        sys.stdout.writelines(f"     ! {finding}\n" for finding in done.findings)
        sys.stdout.flush()
        findings += done.findings
        ended += len(done.blows)
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"seed {arguments.seed}: {len(numbers)} rounds, {ended} processes ended, {seconds:.0f} s, "
        f"{len(findings)} findings\n"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
