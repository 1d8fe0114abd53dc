"""Every kind of fault at once, and whether every outcome that was reported is true.

`python -m tests.e2e.storm [--seeds 1-100] [--share 0.05]` prints a line a seed, and ends with 1 where somebody is there
twice, is lost, or is not as the run says. Of all calls, reading included, a twentieth meets each kind of fault.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from onefile_desktop.onefile import writes
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.onefile.roles import Level, Role
from onefile_desktop.onefile.writes import IdOf
from onefile_desktop.plan.changes import Change, ChangeKind
from onefile_desktop.run.events import RunEnding, Waiting
from onefile_desktop.run.journal import ChangeState
from onefile_desktop.run.results.outcome import Outcome, outcomes
from tests.e2e.truth import untruths
from tests.run.scenes import BRIEF, CENTRE_ID, NAMES, Cohort, Site, ending_of, site

ANSWERS = ("object", "number", "empty", "organisation")
_MOST_STRETCHES = 20


@dataclass
class Storm:
    """What became of one seed. `findings` say what must not be, `unknown` what the run could not tell."""

    seed: int
    people: int = 0
    done: int = 0
    stretches: int = 0
    waits: int = 0
    calls: int = 0
    seconds: float = 0.0
    unknown: list[str] = field(default_factory=list[str])
    findings: list[str] = field(default_factory=list[str])


def faults(share: float) -> list[Mapping[str, object]]:
    """The rules of a storm: `share` of all calls for every kind, evenly among its variants."""
    kinds: tuple[tuple[Mapping[str, object], ...], ...] = (
        ({"fault": "lost-answer"},),
        ({"fault": "lost-request"},),
        ({"fault": "hang", "seconds": 0.4},),
        tuple(
            {"fault": "status", "status": status, "body": "", "carried_out": carried_out}
            for status in (500, 502, 503, 504)
            for carried_out in (True, False)
        ),
        ({"fault": "maintenance"}, {"fault": "maintenance", "seconds": 0.05}),
        ({"fault": "too-many"}, {"fault": "too-many", "seconds": 0.05, "retry_after": 0}),
        ({"fault": "expire-session"},),
        ({"fault": "garbled"},),
        ({"fault": "cut"},),
        ({"fault": "empty"},),
        ({"fault": "stale"},),
        ({"fault": "slow", "seconds": 0.05},),
    )
    return [{**rule, "probability": share / len(variants)} for variants in kinds for rule in variants]


def weather(seed: int) -> Mapping[str, object]:
    """How the service answers and what its searches show, going round with the seeds."""
    return {
        "create_answers": ANSWERS[seed % 4],
        "search_shows_email": seed % 8 < 4,
        **({"search_honours": []} if seed % 3 == 0 else {}),
    }


def cohort(learners: int) -> Cohort:
    """Staff, up to 16 learners in a new placement and a new class, and all that can be given and assigned."""
    made = Cohort()
    placement = _place(made, ChangeKind.PLACEMENT, "Dairy", writes.create_placement(CENTRE_ID, "Dairy"))
    classroom = _place(made, ChangeKind.CLASSROOM, "Spring", writes.create_classroom(CENTRE_ID, "Spring"))
    own = {"PlacementID": writes.id_in_body(IdOf(placement.key)), "ClassroomID": writes.id_in_body(IdOf(classroom.key))}
    assessor = made.person("Tea Thorn", Role.ASSESSOR)
    iqa = made.person("Una Usher", Role.IQA)
    manager = made.person("Vic Vale", Role.EMPLOYER)
    made.add(ChangeKind.ASSIGN_PLACEMENT, manager, writes.assign_placement(IdOf(manager.key), IdOf(placement.key)))
    for index, name in enumerate((*NAMES, *(f"{name}son" for name in NAMES))[:learners]):
        learner = made.person(name, Role.LEARNER, **(own if index % 2 else {}))
        made.assign(learner, IdOf(assessor.key))
        if index % 4 == 0:
            made.assign(learner, IdOf(assessor.key), Level.LEARNING_AIM, after=[made.standard(learner)])
        if index % 4 == 1:
            made.assign(learner, IdOf(iqa.key), Level.UNIT_SUMMARY, after=[made.unit(learner)])
        if index % 4 == 2:
            made.assign(learner, IdOf(iqa.key), Level.LEARNING_AIM, after=[made.template(learner)])
        if index % 4 == 3:
            made.update(learner, EpisodeName=f"Programme {index}")
    return made


def _place(made: Cohort, kind: ChangeKind, name: str, request: writes.Request) -> Change:
    change = Change(f"{kind}:{name}", kind, "People", 2, "", None, None, request)
    made.changes.append(change)
    return change


def storm(seed: int, folder: Path, *, learners: int = 16, share: float = 0.05) -> Storm:
    """Carries a cohort out in a storm, resuming it as a person would, and holds what is said against what is there."""
    planned, seen, began = cohort(learners), Storm(seed), time.monotonic()
    with site(folder, faults(share), options=weather(seed), seed=seed) as here:
        here.create(planned)
        while seen.stretches < _MOST_STRETCHES:
            seen.stretches += 1
            client = here.client(answer_seconds=0.2, rate=Rate(100000, 0.05))
            events = here.carry_out(waits=replace(BRIEF, give_up_after=30.0), client=client)
            seen.waits += sum(isinstance(event, Waiting) for event in events)
            # A storm of sessions that end looks like a refused token: then the run is resumed.
            if ending_of(events) is RunEnding.FINISHED:
                break
        else:
            seen.findings.append("it does not come to an end")
        _judge(seen, here)
    seen.seconds = time.monotonic() - began
    return seen


def _judge(seen: Storm, here: Site) -> None:
    state = here.state()
    with here.journal() as journal:
        changes, rows = journal.changes(), outcomes(journal)
        seen.findings += untruths(journal, state)
    seen.people = sum(one.is_person for one in rows)
    seen.done = sum(one.outcome is Outcome.CREATED for one in rows)
    seen.calls = state["calls"]["total"]
    seen.unknown = [f"{one.change.key}: {one.message}" for one in changes if one.state is ChangeState.UNKNOWN]


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> int:
    """Carries out as many as were asked for; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.storm")
    parser.add_argument("--seeds", type=_seeds, default=range(1, 101))
    parser.add_argument("--share", type=float, default=0.05, help="how many of all calls meet each kind of fault")
    arguments = parser.parse_args()
    all_seen: list[Storm] = []
    sys.stdout.write("seed people done unknown calls waits stretches seconds findings  service\n")
    for seed in arguments.seeds:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["ONEFILE_DESKTOP_HOME"] = f"{folder}/home"
            seen = storm(seed, Path(folder), share=arguments.share)
        all_seen.append(seen)
        sys.stdout.write(
            f"{seed:4} {seen.people:6} {seen.done:4} {len(seen.unknown):7} {seen.calls:5} {seen.waits:5} "
            f"{seen.stretches:9} {seen.seconds:7.1f} {len(seen.findings):8}  {dict(weather(seed))}\n"
        )
        sys.stdout.writelines(f"       ? {each}\n" for each in seen.unknown)
        sys.stdout.writelines(f"       ! {each}\n" for each in seen.findings)
        sys.stdout.flush()
    found = sum(len(seen.findings) for seen in all_seen)
    people, done = sum(seen.people for seen in all_seen), sum(seen.done for seen in all_seen)
    unknown = sum(len(seen.unknown) for seen in all_seen)
    sys.stdout.write(
        f"{len(all_seen)} storms: {done} of {people} people created, {unknown} unknown, {found} findings\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
