"""Trouble that a run gets over by itself: sessions that end, refusals for too many calls, maintenance, a restart.

`python -m tests.e2e.by_itself` takes each as long as people have it, prints a line each, and ends with 1 where the run
did not end well. It takes half an hour, most of it pauses of a minute. Every process and every socket is a real one.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.serving import Served, begin_serving
from tests.e2e.sixty import Sixty, centre_file

_PATIENCE_SECONDS = 3600.0
_COHORT = Sixty(0)

SESSIONS_END: Sequence[Mapping[str, Any]] = ({"fault": "expire-session", "calls": list(range(50, 2000, 50))},)
TOO_MANY: Sequence[Mapping[str, Any]] = ({"fault": "too-many", "calls": list(range(20, 2000, 20))},)


def maintenance(seconds: float) -> Sequence[Mapping[str, Any]]:
    """OneFile is away for so long, in the middle of the run."""
    return ({"fault": "maintenance", "seconds": seconds, "calls": [120]},)


@dataclass(frozen=True)
class Pace:
    """How a run and its service go: `rate` as `ONEFILE_RATE`, `waits` as `ONEFILE_WAITS`."""

    rate: str = "1000/0.2"
    waits: str = "0.02"


PEOPLES = Pace(rate="300/60", waits="1")
"""As people have it."""


@dataclass
class Course:
    """How a run went. `findings` say what must not be."""

    seconds: float = 0.0
    state: Mapping[str, Any] = field(default_factory=dict[str, Any])
    findings: list[str] = field(default_factory=list[str])


class Service:
    """A rehearsal centre in a process of its own, with its people in a file."""

    def __init__(self, folder: Path, faults: Sequence[Mapping[str, Any]]) -> None:
        centre_file(folder / "centre.json", 1)
        (folder / "faults.json").write_text(json.dumps(list(faults)), encoding="utf-8")
        words = ("--centre", folder / "centre.json", "--faults", folder / "faults.json", "--latency-ms", 10)
        self._words = (*words, "--state", folder / "state.json")
        self._process, self.served = begin_serving(*self._words)

    def restart(self) -> None:
        """Kills the process and starts another one at the same address."""
        self.kill()
        time.sleep(0.3)
        self._process, self.served = begin_serving(*self._words, "--port", self.served.port)

    def kill(self) -> None:
        """Ends the process as a power cut does."""
        with self._process:
            self._process.kill()


def course(
    folder: Path, faults: Sequence[Mapping[str, Any]], pace: Pace, *, restarts_after: Sequence[int] = ()
) -> Course:
    """Submits the roster of sixty, the service being restarted after so many creates each; how it went."""
    service, seen, began = Service(folder, faults), Course(), time.monotonic()
    try:
        process = _submit(folder, service.served, pace)
        with process:
            for creates in restarts_after:
                while process.poll() is None and _creates(service.served) < creates:
                    time.sleep(0.01)
                service.restart()
            out, errors = process.communicate(timeout=_PATIENCE_SECONDS)
        seen.seconds = time.monotonic() - began
        if process.returncode:
            seen.findings.append(f"it ended with {process.returncode}: {errors}")
        seen.state = service.served.state()
        seen.findings += _COHORT.findings(seen.state, json.loads(out)["results"] if out else [])
    finally:
        service.kill()
    return seen


def _submit(folder: Path, served: Served, pace: Pace) -> subprocess.Popen[str]:
    _COHORT.roster(folder / "roster.xlsx")
    own = {"ONEFILE_DESKTOP_HOME": str(folder / "home"), "ONEFILE_TOKEN": served.token}
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "onefile_desktop",
            "submit",
            folder / "roster.xlsx",
            "--url",
            served.url,
            "--yes",
            "--json",
        ],
        env=os.environ | own | {"ONEFILE_RATE": pace.rate, "ONEFILE_WAITS": pace.waits},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _creates(served: Served) -> int:
    return served.state()["calls"]["by_endpoint"].get("POST /User", 0)


def main() -> int:
    """Carries all of them out; 1 where something was found."""
    trials = (
        ("a session that ends every 50 calls", SESSIONS_END, ()),
        ("every 20th call is one too many", TOO_MANY, ()),
        ("maintenance for a minute", maintenance(60.0), ()),
        ("the service is killed three times", (), (10, 30, 55)),
    )
    found = 0
    for name, faults, restarts_after in trials:
        with tempfile.TemporaryDirectory() as folder:
            seen = course(Path(folder), faults, PEOPLES, restarts_after=restarts_after)
        calls = seen.state["calls"]
        sys.stdout.write(
            f"{name:36} {seen.seconds:6.1f} s, {calls['total']} calls, {calls['too_many']} of them too many, "
            f"{len(seen.findings)} findings\n"
        )
        sys.stdout.writelines(f"     ! {each}\n" for each in seen.findings)
        sys.stdout.flush()
        found += len(seen.findings)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
