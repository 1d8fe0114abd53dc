"""How near a run comes to the earliest possible finish: `python -m tests.benchmarks.submit [--full]`.

A rehearsal centre in a process of its own takes a cohort of learners: 50, 240 and 1,200 calls, four at a time. For each
size it prints the seconds, the fullest window, how many calls were too many, and the ratio to the earliest possible
finish under that limit and that many calls at a time, which is computed and not measured. Beside it stands a plain
program that sends one call after the other and sleeps when it is told to.

With `--full` the centre's times are what is known of OneFile's: 300 calls in 60 s, answers after 250 ms. Else they
are a tenth of that. What this computer itself takes for a call cannot be had in a tenth of the time, so there a call
takes what it was seen to take with as many under way, by a program that does nothing else, and a run's beginning and
end come on top.
"""

import heapq
import json
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import islice, product
from pathlib import Path
from statistics import fmean
from urllib.request import urlopen

import httpx

from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.onefile.limiter import Limiter, Rate
from onefile_desktop.onefile.writes import Request
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
from tests.run.scenes import CENTRE, Cohort

SIZES = (50, 240, 1_200)
AT_ONCE = 4
MOST = 1.05
ROUNDS = 5
_BEGINNING_AND_END_SECONDS = 0.04  # a run's first and last writing to the disk
_FIRST = "Amy Ben Cai Dee Eve Fay Gus Hal Ida Jon Kit Lea Max Nan Oli Pia Ray Sue Tom Una"
_LAST = ("Ash", "Bel", "Cor", "Dun", "Elm", "Far", "Gol", "Hol")


@dataclass(frozen=True)
class Pace:
    """How a centre answers: its limit, and seconds from a call's arrival to its answer."""

    rate: Rate
    latency: float


FULL = Pace(Rate(300, 60.0), 0.25)
SCALED = Pace(Rate(300, 6.0), 0.025)


@dataclass(frozen=True)
class Measured:
    """What a run took: seconds, the most calls in any window, and the calls that were answered with 429."""

    seconds: float
    busiest_window: int
    too_many: int


@dataclass(frozen=True)
class Centre:
    """A rehearsal centre in a process of its own."""

    url: str
    token: str

    def measured(self, seconds: float) -> Measured:
        """What it has seen, together with the seconds that passed."""
        with urlopen(self.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            calls: dict[str, int] = json.load(answer)["calls"]
        return Measured(seconds, calls["busiest_window"], calls["too_many"])


@contextmanager
def centre(folder: Path, pace: Pace) -> Iterator[Centre]:
    """A centre that has an assessor, a placement and a class."""
    file = folder / "centre.json"
    file.write_text(json.dumps(CENTRE), "utf-8")
    limit = ("--rate", str(pace.rate.calls), "--window", str(pace.rate.seconds))
    words = ("rehearsal", "--centre", str(file), *limit, "--latency-ms", str(round(pace.latency * 1000)))
    with subprocess.Popen([sys.executable, "-m", "onefile_desktop", *words], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            yield Centre(said["url"], said["token"])
        finally:
            process.terminate()


def earliest_finish(calls: int, pace: Pace, at_once: int = AT_ONCE) -> float:
    """Seconds in which so many calls can be made at best, after the one that opens the session.

    A call starts when fewer than `at_once` are under way and fewer than the limit have started in the last window, and
    ends `latency` later.
    """
    slots = [pace.latency] * at_once
    started = deque([0.0], maxlen=pace.rate.calls)
    for _ in range(calls):
        start = heapq.heappop(slots)
        if len(started) == pace.rate.calls:
            start = max(start, started[0] + pace.rate.seconds)
        started.append(start)
        heapq.heappush(slots, start + pace.latency)
    return max(slots)


def _names() -> Iterator[str]:
    """Different names of people, as many as there may be calls."""
    return (f"{first} {last}n" for first, last in product(_FIRST.split(), map("".join, product(_LAST, _LAST))))


def cohort_of_calls(calls: int) -> Cohort:
    """New learners with a framework template, a standard, a unit and an assessor each: five calls a person."""
    cohort = Cohort()
    people = [cohort.person(name) for name in islice(_names(), calls // 5)]
    for add in (cohort.template, cohort.standard, cohort.unit, cohort.assign):
        for person in people:
            add(person)
    return cohort


def ours(calls: int, pace: Pace) -> Measured:
    """A run by the engine, from its journal to its end; `SystemExit` where it did not do everything."""
    with tempfile.TemporaryDirectory() as name, centre(Path(name), pace) as served:
        folder = Path(name)
        plan = cohort_of_calls(calls).plan()
        with (
            Journal.create(folder / "run.sqlite3", plan, run="r1", connection={}, roster=None) as journal,
            Ledger(folder / "ledger.sqlite3") as ledger,
            OneFileClient(served.url, served.token, limiter=Limiter(pace.rate)) as client,
        ):
            began = time.perf_counter()
            for _ in carry_out(journal, client, ledger, control=Control(), concurrency=AT_ONCE):
                pass
            seconds = time.perf_counter() - began
            if {change.state for change in journal.changes()} != {"done"}:
                raise SystemExit("The run did not do everything.")
        return served.measured(seconds)


def plain(calls: int, pace: Pace) -> Measured:
    """The same calls by a program that sends one after the other, and sleeps as long as a 429 says."""
    with tempfile.TemporaryDirectory() as name, centre(Path(name), pace) as served, httpx.Client() as http:
        began = time.perf_counter()
        session = http.post(f"{served.url}/Authentication", headers={"X-CustomerToken": served.token})
        http.headers["X-TokenID"] = session.text.strip('"')

        def post(request: Request) -> dict[str, int]:
            while True:
                answer = http.post(served.url + request.path, json=dict(request.body))
                if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    return answer.raise_for_status().json() if request.path == "/User" else {}
                time.sleep(float(answer.headers.get("Retry-After", pace.rate.seconds)))

        made: dict[str, int] = {}
        for change in cohort_of_calls(calls).changes:
            answered = post(change.request.settled(made))
            if change.request.path == "/User":
                made[change.key] = answered["ID"]
        return served.measured(time.perf_counter() - began)


def counting_own_time(pace: Pace, calls: int = 120) -> Pace:
    """The pace by which a run is judged: only OneFile's own times are long enough to leave this computer's out."""
    if pace == FULL:
        return pace
    with tempfile.TemporaryDirectory() as name, centre(Path(name), pace) as served, httpx.Client() as http:

        def answered(_: int) -> float:
            began = time.perf_counter()
            http.post(f"{served.url}/Authentication", headers={"X-CustomerToken": served.token}).raise_for_status()
            return time.perf_counter() - began

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return replace(pace, latency=fmean(pool.map(answered, range(calls))))


@dataclass(frozen=True)
class Judged:
    """A run, and the earliest possible finish in seconds where a call takes `call_seconds`."""

    run: Measured
    call_seconds: float
    earliest: float

    @property
    def ratio(self) -> float:
        """How many times as long the run took."""
        return self.run.seconds / self.earliest


def judged(calls: int, pace: Pace) -> Judged:
    """A run, with what a call takes right now."""
    counting = counting_own_time(pace)
    around = 0.0 if pace == FULL else _BEGINNING_AND_END_SECONDS
    return Judged(ours(calls, pace), counting.latency, earliest_finish(calls, counting) + around)


def best(calls: int, pace: Pace, rounds: int = ROUNDS) -> Judged:
    """A run that is within the limit, else the best of some rounds: this computer may have much else to do."""
    found = [judged(calls, pace)]
    while found[-1].ratio > MOST and len(found) < rounds:
        found.append(judged(calls, pace))
    return min(found, key=lambda one: one.ratio)


def main(words: list[str]) -> int:
    """Prints a table; 1 where a run was slower than it may be, or called too often."""
    pace = FULL if "--full" in words else SCALED
    print(
        f"At most {pace.rate.calls} calls in {pace.rate.seconds:g} s, answers after {pace.latency * 1000:g} ms, "
        f"{AT_ONCE} calls at a time; the ratio may be {MOST}"
    )
    print("   calls  a call takes   earliest       ours   ratio   fullest window   429s      plain   429s")
    bad = False
    for calls in SIZES:
        other = plain(calls, pace)
        ours_judged = best(calls, pace)
        run, ratio = ours_judged.run, ours_judged.ratio
        bad |= ratio > MOST or run.busiest_window > pace.rate.calls or run.too_many > 0
        print(
            f"{calls:8,}{ours_judged.call_seconds * 1000:11.1f} ms{ours_judged.earliest:9.2f} s"
            f"{run.seconds:9.2f} s{ratio:8.3f}{run.busiest_window:17}{run.too_many:7}{other.seconds:9.2f} s"
            f"{other.too_many:7}",
            flush=True,
        )
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
