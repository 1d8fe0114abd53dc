"""The JSON documents of the command line. Their keys are a promise; things may be added, never renamed."""

from collections.abc import Iterable

from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.roster.problems import Problem
from onefile_desktop.run.journal import RunInfo
from onefile_desktop.run.left import Left


def check_document(enrolment: Enrolment) -> dict[str, object]:
    """What `check --json` prints."""
    assert enrolment.roster is not None
    people, counts = enrolment.roster.people, enrolment.counts
    return {
        "roster": {
            "file": str(enrolment.roster.file),
            "sheet": people.sheet,
            "header_row": people.header_row,
            "rows": len(people.rows),
            "columns": [
                {"header": column.header, "letter": column.letter, "field": column.field} for column in people.columns
            ],
        },
        "ready": counts.ready,
        "with_errors": counts.with_errors,
        "excluded": counts.excluded,
        "problems": [_problem(found) for found in enrolment.problems],
    }


def runs_document(runs: Iterable[tuple[RunInfo, Left | None]]) -> dict[str, object]:
    """What `runs --json` prints: of each run with what it has left, which is not counted where nothing can be done."""
    return {
        "runs": [
            {
                "run": info.run,
                "started": info.started.isoformat(),
                "finished": info.finished,
                "organisation": {"ID": info.organisation_id, "Name": info.organisation_name},
                "environment": info.environment,
                "roster": str(info.roster_file) if info.roster_file else None,
                "resumable": info.resumable,
                "details_removed": info.forgotten,
                "nothing_sent": info.unsent,
                "people": left.people if left else None,
                "left": left.left if left else _none_of(info),
                "unknown": left.unknown if left else _none_of(info),
            }
            for info, left in runs
        ]
    }


def _none_of(info: RunInfo) -> int | None:
    """Nothing, where that is known of a run without counting."""
    return 0 if info.finished and not (info.resumable or info.forgotten) else None


def _problem(found: Problem) -> dict[str, object]:
    place = found.place
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "header": place.header,
        "field": place.field,
        "value": found.value,
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        "suggestions": list(found.suggestions),
    }
