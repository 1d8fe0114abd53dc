"""What is said when a run has ended is true of what became of its rows, and says what to do next."""

import signal
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop.cli.showing_runs import show_run
from onefile_desktop.enrolment.running import RunResult
from onefile_desktop.rehearsal.server import RehearsalServer
from onefile_desktop.run.events import ENDING_MESSAGES, RunEnding
from onefile_desktop.run.journal import Journal, JournalChange
from onefile_desktop.run.results.closing import DIFFERED
from onefile_desktop.run.results.outcome import Outcome, RowOutcome, Tally
from tests.cli.conftest import Run
from tests.cli.rosters import HEADERS, NIA, new_learner, write_roster
from tests.cli.test_runs import faulty, refused

FINISHED = "The run is finished: there is nothing left to send."
CORRECT = "Correct the roster and submit it again; only what is missing is sent."


def _summary(file: Path) -> dict[str, str]:
    rows = load_workbook(file)["Summary"].iter_rows(values_only=True)
    return {str(label or value): str(value) for label, value, *_ in rows}


def test_a_run_in_which_all_went_well(run: Run, tmp_path: Path) -> None:
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes")
    assert FINISHED in said.out
    listed = run("runs").out
    assert listed.rstrip().endswith("finished")


def test_a_run_in_which_some_were_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA, new_learner(1), new_learner(2), ("Learner", "Tam", "Quill", "no"))
    out = tmp_path / "results.xlsx"
    with faulty(tmp_path, monkeypatch, refused("/User", method="POST", calls=[1])) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--report", out)
    assert said.code == 1
    told = f"The run is finished. 4 rows need a look. {CORRECT}"
    assert told in said.out
    assert FINISHED not in said.out
    assert "4 rows need a look:" in _summary(out).values()
    assert "finished; 4 rows need a look\n" in run("runs").out
    again = run("resume", run("runs", "--json").json["runs"][0]["run"])
    assert (again.code, told in again.out) == (1, True)


def test_who_was_created_and_was_refused_something_is_on_the_screen_as_in_the_summary(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = (*HEADERS, "Framework template")
    roster = write_roster(
        tmp_path / "r.xlsx",
        (*new_learner(1, "Helen Ashworth"), None, "Adult Care Worker Level 2 - full programme"),
        new_learner(2, "Helen Ashworth"),
        headers=headers,
    )
    out = tmp_path / "results.xlsx"
    with faulty(tmp_path, monkeypatch, refused("/FrameworkTemplate/*/Assign/*/*")) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--report", out)
    assert said.code == 1, said.out
    assert "  People 2  Tamsin Quillfeather1: created. Created." in said.out
    assert "  People 3 " not in said.out
    assert ": 2 people done (1 of them not completely), 0 failed, 0 unknown, 0 not attempted. " in said.out
    assert "Go on with: " not in said.out
    given = "Framework templates, standards and units"
    assert {label: value for label, value in _summary(out).items() if label.startswith(given)} == {
        f"{given} refused by OneFile": "1"
    }
    assert "1 row needs a look:" in _summary(out).values()


def test_what_nobody_knows_is_looked_for_first(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_WAITS", "0.01")
    lost: dict[str, object] = {"method": "POST", "path": "/User/*/Assign", "fault": "lost-answer"}
    row = (*new_learner(1, "Helen Ashworth"), "Martin Goodall")
    with faulty(tmp_path, monkeypatch, lost) as server:
        said = run("submit", write_roster(tmp_path / "r.xlsx", row), "--url", server.url, "--yes", "--no-verify")
    assert said.code == 1
    assert "The run is finished. 1 row needs a look. Of some of them nobody knows what OneFile did: resume" in said.out
    name = run("runs", "--json").json["runs"][0]["run"]
    assert f"\nGo on with: onefile-desktop resume {name}\n" in said.out
    assert f"Run {name}: 1 person done (not completely), 0 failed, 0 unknown, 0 not attempted. " in said.out


def test_once_interrupted_a_run_says_with_which_command_it_goes_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Journal.record

    def interrupted(journal: Journal, changes: Sequence[JournalChange]) -> None:
        signal.raise_signal(signal.SIGINT)
        record(journal, changes)

    with monkeypatch.context() as changed:
        changed.setattr(Journal, "record", interrupted)
        said = run("submit", write_roster(tmp_path / "r.xlsx", NIA, new_learner(1)), "--rehearsal", "--yes")
    name = run("runs", "--json").json["runs"][0]["run"]
    assert said.code == 130
    assert said.out.endswith(f"{ENDING_MESSAGES[RunEnding.STOPPED]}\nGo on with: onefile-desktop resume {name}\n")
    assert run("resume", name).code == 0


@pytest.mark.parametrize(
    ("whole", "half", "calls", "told"),
    [
        (1, 0, 1, "1 person done, 0 failed, 0 unknown, 0 not attempted. 1 call.\n"),
        (0, 1, 2, "1 person done (not completely), 0 "),
        (0, 2, 2, "2 people done (none of them completely), 0 "),
        (3, 2, 2, "5 people done (2 of them not completely), 0 "),
        (0, 0, 0, "0 people done, 0 failed, 0 unknown, 0 not attempted. 0 calls.\n"),
    ],
)
def test_who_is_not_done_completely_is_counted_besides(whole: int, half: int, calls: int, told: str) -> None:
    done = RowOutcome("People", 2, "Amy Adams", Outcome.CREATED, 7, further=Tally(done=1))
    refused, unknown = replace(done, further=Tally(failed=1)), replace(done, assignments_unknown=1)
    not_people = (
        replace(refused, on_people=False),
        replace(refused, same_as=2),
        replace(refused, outcome=Outcome.UNKNOWN),
    )
    rows = (*[done] * whole, *[refused, unknown][:half], *not_people)
    document: dict[str, object] = {"failed": 0, "unknown": 0, "not_attempted": 0, "calls": calls}
    out = StringIO()
    show_run(RunResult("r1", RunEnding.FINISHED, "", rows, False, document), to=out)
    assert f"Run r1: {told}" in out.getvalue()


def test_what_reading_back_has_found_is_not_forgotten_when_the_command_ends(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_gone: dict[str, object] = {"method": "GET", "path": "/User/*", "fault": "status", "status": 404, "calls": [1]}
    roster, first, later = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "first.xlsx", tmp_path / "later.xlsx"
    with faulty(tmp_path, monkeypatch, is_gone) as server:
        assert run("submit", roster, "--url", server.url, "--yes", "--report", first).code == 1
    name = run("runs", "--json").json["runs"][0]["run"]
    assert run("runs").out.endswith("finished; something was not as planned when it was read back\n")
    for words in (("results", name, later), ("resume", name), ("resume", name, "--report", tmp_path / "o.xlsx")):
        said = run(*words)
        assert (said.code, "have been removed" in said.out) == (1, False)
        assert words[0] == "results" or DIFFERED in said.out
    assert _summary(later)["Read back from OneFile afterwards"] == DIFFERED
    assert _summary(later)["To do"].startswith("Look at what differs from the plan, above.")


@pytest.mark.parametrize("words", [[], ["--report"], ["--undo"], ["--report", "--undo"]])
def test_without_a_yes_no_workbook_is_written(run: Run, tmp_path: Path, words: list[str]) -> None:
    asked = [each for word in words for each in (word, tmp_path / f"{word.strip('-')}.xlsx")]
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", *asked)
    assert said.code == 2
    last = said.err.splitlines()[-1]
    assert ("not written" in last) is bool(words)
    for word in words:
        file = tmp_path / f"{word.strip('-')}.xlsx"
        assert str(file) in last
        assert not file.exists()


@pytest.mark.parametrize("has_undo", [True, False])
def test_that_the_details_have_been_removed_is_said(run: Run, tmp_path: Path, has_undo: bool) -> None:
    roster, out, undo = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "o.xlsx", tmp_path / "u.xlsx"
    words = ("--undo", undo) if has_undo else ()
    said = run("submit", roster, "--rehearsal", "--yes", "--report", out, *words)
    assert said.code == 0
    assert "have been removed from this computer’s record, so keep the results workbook." in said.out
    assert ("An undo pack with names can no longer be written." in said.out) is not has_undo
    name = run("runs", "--json").json["runs"][0]["run"]
    later = run("results", name, tmp_path / "later.xlsx")
    assert later.code == 0
    assert "were removed earlier, so that names and MIS IDs are not in it." in later.out
    assert "have been removed from" not in later.out


def test_an_existing_workbook_is_never_replaced_without_a_word(
    run: Run, tmp_path: Path, centre: RehearsalServer
) -> None:
    roster, kept = write_roster(tmp_path / "r.xlsx", NIA), write_roster(tmp_path / "kept.xlsx", NIA)
    before = kept.read_bytes()
    said = run("submit", roster, "--url", centre.url, "--yes", "--undo", kept)
    assert (said.code, said.out, "is there already" in said.err) == (2, "", True)
    name = run("submit", roster, "--url", centre.url, "--yes", "--json").json["run"]
    for words in (("results", name, kept), ("results", name, tmp_path / "o.xlsx", "--undo", kept)):
        said = run(*words)
        assert (said.code, "is there already" in said.err) == (2, True)
    assert kept.read_bytes() == before
    assert run("resume", name, "--report", kept).code == 0
    assert kept.read_bytes() != before


def test_who_is_left_for_later_is_not_told_one_by_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal, expired = (
        refused("/User", method="POST", calls=[1]),
        {"method": "POST", "path": "/User", "calls": [2], "fault": "expire-session", "seconds": 60},
    )
    people = [("IQA", "Ira", f"Vale{number}", f"ira{number}@example.org") for number in range(3)]
    roster = write_roster(tmp_path / "r.xlsx", *people)
    with faulty(tmp_path, monkeypatch, refusal, expired) as server:
        said = run("submit", roster, "--url", server.url, "--yes", "--at-once", "1")
    assert said.code == 3
    assert "  People 2  Ira Vale0: failed. " in said.out
    assert "not-attempted" not in said.out


def test_the_same_roster_again_has_nothing_to_change(run: Run, tmp_path: Path, centre: RehearsalServer) -> None:
    roster, out = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "o.xlsx"
    assert run("submit", roster, "--url", centre.url, "--yes").code == 0
    again = run("submit", roster, "--url", centre.url, "--yes", "--report", out)
    assert "gets only what this program began and has not finished, if there is anything" in again.out
    assert _summary(out)["People already in OneFile, nothing to change"] == "1"
