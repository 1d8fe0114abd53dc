"""What became of a run, as scripts read it."""

from collections import Counter

from onefile_desktop.run.journal import Journal
from onefile_desktop.run.results.outcome import Outcome, Tally, managers, outcomes
from onefile_desktop.run.verifying.verification import Verification


def as_json(
    journal: Journal, *, seconds: float, calls: int, verification: Verification | None = None
) -> dict[str, object]:
    """The run as `submit --json` prints it.

    `results` has every row of people, and each row of assignments whose learner has none. Each counts once, by its
    outcome, but a further row of somebody (`same_as`) does not: `done` are those created or updated, even if something
    was then refused for them (which the counts of their assignments and of `further` show). So `done`, `failed`,
    `unknown`, `not_attempted`, `excluded`, `already_there` and `unchanged` add up to the people. `managers` are those
    who are created because learners' rows describe them.
    """
    found = outcomes(journal)
    created_besides = managers(journal.changes())
    results = [one for one in found if one.on_people or one.stands_alone]
    counts = Counter(one.outcome for one in results if one.same_as is None)
    return {
        "run": journal.info.run,
        "finished": journal.info.finished,
        "done": counts[Outcome.CREATED] + counts[Outcome.UPDATED],
        "failed": counts[Outcome.FAILED],
        "unknown": counts[Outcome.UNKNOWN],
        "not_attempted": counts[Outcome.NOT_ATTEMPTED],
        "excluded": counts[Outcome.EXCLUDED],
        "already_there": counts[Outcome.ALREADY_THERE],
        "unchanged": counts[Outcome.UNCHANGED],
        "managers": _counts(created_besides),
        "seconds": round(seconds, 3),
        "calls": calls,
        "verification": None if verification is None else verification.as_json(),
        "results": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "person": one.person,
                "outcome": one.outcome.value,
                "onefile_id": one.onefile_id,
                "assignments": _counts(one.assignments),
                "further": _counts(one.further),
                "message": one.message,
                "same_as": one.same_as,
            }
            for one in results
        ],
        "assignment_rows": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "person": one.person,
                "outcome": one.outcome.value,
                "message": one.message,
            }
            for one in found
            if not one.on_people
        ],
    }


def _counts(tally: Tally) -> dict[str, int]:
    return {"done": tally.done, "failed": tally.failed, "unknown": tally.unknown, "not_attempted": tally.not_attempted}
