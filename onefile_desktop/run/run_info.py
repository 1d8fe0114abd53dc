"""What a run is about, and how its journal keeps that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onefile_desktop.plan.changes import Plan
from onefile_desktop.roster.rows import Roster, Table
from onefile_desktop.run.fingerprint import fingerprint


@dataclass(frozen=True)
class RunInfo:
    """What a run is about.

    `resumable` says that a resumed run still has something to do: it is not finished, or nobody knows of some change
    whether it was carried out. `forgotten` says that the personal details of its people were removed from its journal,
    so that it can no longer be gone on with. `roster_fingerprint` tells whether the roster's file is still the one that
    was read; `to_mend` are sheet and number of the rows that were left out because they have an error or wait for a
    decision.
    `columns` says by sheet and letter which field each column was taken for; empty in journals of older versions.
    `one_first` says that one person is tried before all others, and nobody has said yet that they are right.
    `differs` says that something was not as planned when its people were last read back. `unsent` says that OneFile can
    have seen nothing of the run; that is counted where its journal is opened, and when the run ends.
    """

    run: str
    started: datetime
    finished: bool
    organisation_id: int
    organisation_name: str
    environment: str
    connection: Mapping[str, object] = field(repr=False)
    roster_file: Path | None
    people_sheet: str
    people_header_row: int
    assignments_sheet: str | None
    assignments_header_row: int | None
    digest: str
    roster_fingerprint: str = ""
    to_mend: frozenset[tuple[str, int]] = frozenset()
    resumable: bool = True
    forgotten: bool = False
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]], repr=False)
    one_first: bool = False
    differs: bool = False
    unsent: bool = False


def run_info(plan: Plan, run: str, connection: Mapping[str, object], roster: Roster | None) -> RunInfo:
    """What a new run of `plan` is about."""
    people, assignments = (roster.people, roster.assignments) if roster else (None, None)
    return RunInfo(
        run=run,
        started=datetime.now(UTC),
        finished=False,
        organisation_id=plan.organisation.id,
        organisation_name=plan.organisation.name,
        environment=plan.environment,
        connection=dict(connection),
        roster_file=roster.file.resolve() if roster else None,
        people_sheet=people.sheet if people else next((row.sheet for row in plan.people()), "People"),
        people_header_row=people.header_row if people else 1,
        assignments_sheet=assignments.sheet if assignments else None,
        assignments_header_row=assignments.header_row if assignments else None,
        digest=plan.digest,
        roster_fingerprint=fingerprint(roster.file) if roster else "",
        to_mend=_to_mend(plan),
        columns={table.sheet: _fields(table) for table in (people, assignments) if table},
        unsent=True,
    )


def _fields(table: Table) -> Mapping[str, str]:
    return {column.letter: column.field for column in table.columns if column.field}


def _to_mend(plan: Plan) -> frozenset[tuple[str, int]]:
    undecided = {
        (problem.place.sheet, problem.place.row)
        for problem in plan.problems
        if problem.code == "possible-duplicate" and problem.place.row is not None
    }
    return plan.with_errors() | undecided


def text_of_info(info: RunInfo) -> str:
    """All of it as text, but how far the run has come."""
    about = {
        "run": info.run,
        "started": info.started.isoformat(),
        "organisation_id": info.organisation_id,
        "organisation_name": info.organisation_name,
        "environment": info.environment,
        "connection": info.connection,
        "roster_file": None if info.roster_file is None else str(info.roster_file),
        "people_sheet": info.people_sheet,
        "people_header_row": info.people_header_row,
        "assignments_sheet": info.assignments_sheet,
        "assignments_header_row": info.assignments_header_row,
        "digest": info.digest,
        "roster_fingerprint": info.roster_fingerprint,
        "to_mend": sorted(info.to_mend),
        "forgotten": info.forgotten,
        "columns": info.columns,
        "one_first": info.one_first,
        "differs": info.differs,
    }
    return json.dumps(about)  # as ASCII: names of files may hold bytes that are no letters


def info_from(text: str, *, finished: bool, unknown: bool, unsent: bool) -> RunInfo:
    """What `text_of_info` wrote; raises `ValueError`, `KeyError` or `TypeError` for a text that is damaged.

    `unknown` says that nobody knows of some change whether it was carried out, `unsent` that none was ever sent.
    """
    about: dict[str, Any] = json.loads(text)
    about["started"] = datetime.fromisoformat(about["started"])
    about["roster_file"] = Path(about["roster_file"]) if about["roster_file"] else None
    about["to_mend"] = frozenset((sheet, row) for sheet, row in about["to_mend"])
    return with_progress(RunInfo(finished=finished, **about), finished=finished, unknown=unknown, unsent=unsent)


def with_progress(info: RunInfo, *, finished: bool, unknown: bool, unsent: bool) -> RunInfo:
    """`info` of a run that has come so far."""
    resumable = not info.forgotten and (not finished or unknown)
    return replace(info, finished=finished, resumable=resumable, unsent=unsent)
