"""Every create's answer is lost, or every first request, whatever the service answers and its searches show.

`python -m tests.e2e.lost_answers` takes every combination, with a search that lags by three seconds and the waits that
people have, prints a line each, and ends with 1 where somebody is there twice or lost. It takes half an hour.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.waits import Waits
from tests.e2e.storm import ANSWERS
from tests.e2e.truth import untruths
from tests.run.scenes import NAMES, cohort_of, ending_of, site

PEOPLE = len(NAMES)
LAG_SECONDS = 3.0

ANSWERS_LOST: Sequence[Mapping[str, Any]] = ({"method": "POST", "path": "/User", "fault": "lost-answer"},)
REQUESTS_LOST: Sequence[Mapping[str, Any]] = (
    {"method": "POST", "path": "/User", "fault": "lost-request", "calls": list(range(1, PEOPLE + 1))},
)
SEARCHES: Mapping[str, Mapping[str, object]] = {
    "as documented": {},
    "no email": {"search_shows_email": False},
    "no filter": {"search_honours": []},
    "lag": {"search_lag_seconds": LAG_SECONDS},
    "all of it": {"search_shows_email": False, "search_honours": [], "search_lag_seconds": LAG_SECONDS},
}


@dataclass
class Lost:
    """What became of a run. `findings` say what must not be, `unknown` what the run could not tell."""

    creates: int = 0
    seconds: float = 0.0
    unknown: list[str] = field(default_factory=list[str])
    findings: list[str] = field(default_factory=list[str])


def lost(folder: Path, faults: Sequence[Mapping[str, Any]], service: Mapping[str, object], waits: Waits) -> Lost:
    """Carries a cohort out at a centre that has `service` for its options, and holds what is said against what is."""
    began, seen = time.monotonic(), Lost()
    with site(folder, faults, options=service) as here:
        here.create(cohort_of(PEOPLE))
        if ending_of(here.carry_out(waits=waits)) is not RunEnding.FINISHED:
            seen.findings.append("it has not finished")
        state = here.state()
        with here.journal() as journal:
            seen.findings += untruths(journal, state)
            changes = journal.changes()
    seen.unknown = [f"{one.change.key}: {one.message}" for one in changes if one.state is ChangeState.UNKNOWN]
    seen.creates = state["calls"]["by_endpoint"]["POST /User"]
    seen.seconds = time.monotonic() - began
    return seen


def combinations() -> Iterator[tuple[str, Sequence[Mapping[str, Any]], Mapping[str, object]]]:
    """Every way to lose and every service, with a name."""
    for name, faults in (("answers lost", ANSWERS_LOST), ("requests lost", REQUESTS_LOST)):
        for search, options in SEARCHES.items():
            for answers in ANSWERS:
                yield f"{name}, {search}, {answers}", faults, {"create_answers": answers, **options}


def main() -> int:
    """Carries all of them out; 1 where something was found."""
    found = 0
    for name, faults, service in combinations():
        with tempfile.TemporaryDirectory() as folder:
            os.environ["ONEFILE_DESKTOP_HOME"] = f"{folder}/home"
            seen = lost(Path(folder), faults, service, Waits())
        sys.stdout.write(
            f"{name:45} {seen.creates:3} creates for {PEOPLE} people, {len(seen.unknown)} unknown, "
            f"{seen.seconds:6.1f} s, {len(seen.findings)} findings\n"
        )
        sys.stdout.writelines(f"     ? {each}\n" for each in seen.unknown)
        sys.stdout.writelines(f"     ! {each}\n" for each in seen.findings)
        sys.stdout.flush()
        found += len(seen.findings)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
