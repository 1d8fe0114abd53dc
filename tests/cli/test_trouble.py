"""What goes wrong ends with one clear line and the promised exit code, never with a traceback."""

import io
import socket
import sys
from pathlib import Path

import pytest

from onefile_desktop.rehearsal.server import RehearsalServer
from tests.cli.conftest import Run, Said, write_faults
from tests.cli.rosters import NIA, write_roster


def one_line(said: Said) -> str:
    """The one line on standard error."""
    assert said.err.count("\n") == 1, said.err
    assert said.out == ""
    return said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["plan", "ROSTER"], "--rehearsal"),
        (["plan", "ROSTER", "--rehearsal", "--url", "http://127.0.0.1:1"], "only one of"),
        (["plan", "ROSTER", "--centre", "c.json"], "--centre goes with --rehearsal"),
        (["plan", "ROSTER", "--rehearsal", "--organisation", "1"], "--organisation goes with --url"),
        (["plan", "ROSTER", "--connection", "Nowhere"], "No connection is saved as “Nowhere”"),
        (["check", "ROSTER", "--map", "Nonsense"], "--map"),
        (["check", "ROSTER", "--map", "Email=Nonsense"], "Nonsense"),
        (["check", "ROSTER", "--set", "Nonsense=1"], "Nonsense"),
        (["check", "ROSTER", "--sheet", "Nowhere"], "Nowhere"),
        (["check", "ROSTER", "--header-row", "99"], "99"),
        (["check", "ROSTER", "--decide", "7=perhaps"], "ROW=skip"),
        (["check", "ROSTER", "--choose", "Email"], "--choose"),
        (["check", "ROSTER", "--choose", "Nonsense:x=y"], "FIELD:TEXT=NAME"),
        (["check", "ROSTER", "--header-row", "two"], "--help"),
        (["fly"], "--help"),
        (["check"], "--help"),
        (["resume"], "Every run is finished"),
        (["resume", "20200101-000000-abcdef"], "no run"),
        (["plan", "ROSTER", "--url", "ftp://example.org"], "web address"),
        (["plan", "ROSTER", "--url", "http://example.org/api"], "https"),
    ],
)
def test_what_makes_no_sense(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.setenv("ONEFILE_TOKEN", "a-token")
    roster = str(write_roster(tmp_path / "r.xlsx", NIA))
    said = run(*[roster if word == "ROSTER" else word for word in words])
    assert said.code == 2
    assert told in one_line(said)


def test_a_wrong_token(run: Run, centre: RehearsalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_TOKEN", "wrong-token-7")
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--url", centre.url)
    assert said.code == 2
    assert "token" in one_line(said)
    assert "wrong-token-7" not in said.err


def test_no_token(run: Run, centre: RehearsalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONEFILE_TOKEN")
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--url", centre.url)
    assert said.code == 2
    assert "ONEFILE_TOKEN" in one_line(said)


def test_no_network(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_TOKEN", "a-token")
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--url", f"http://127.0.0.1:{port}/api/v2.1")
    assert said.code == 2
    assert "try again" in one_line(said)


def test_several_centres(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, centre: RehearsalServer) -> None:
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--url", centre.url, "--organisation", 1)
    assert said.code == 2
    assert "Harbourside Training" in one_line(said)


@pytest.mark.parametrize(
    "content", [b"", b"This is a letter, not a workbook.", b"%PDF-1.7 ..."], ids=["empty", "text", "PDF"]
)
def test_a_file_that_is_no_workbook(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "r.xlsx"
    file.write_bytes(content)
    said = run("check", file)
    assert said.code == 2
    assert "r.xlsx" in one_line(said)


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    said = run("check", tmp_path / "nothing.xlsx")
    assert said.code == 2
    assert "nothing.xlsx" in one_line(said)


def test_an_empty_sheet(run: Run, tmp_path: Path) -> None:
    said = run("check", write_roster(tmp_path / "r.xlsx", headers=()))
    assert said.code == 2
    one_line(said)


def test_a_missing_mandatory_column(run: Run, tmp_path: Path) -> None:
    headers = ("Role", "First name", "Last name")
    said = run("check", write_roster(tmp_path / "r.xlsx", NIA[:3], headers=headers), "--json")
    assert said.code == 1
    assert [(problem["code"], problem["field"]) for problem in said.json["problems"]] == [("required-missing", "Email")]
    assert said.json["with_errors"] == 1


def test_a_report_over_the_roster_itself(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    before = roster.read_bytes()
    for words in (
        ["check", roster, "--report", roster],
        ["submit", roster, "--rehearsal", "--yes", "--report", roster],
    ):
        assert run(*words).code == 2
        assert roster.read_bytes() == before


def test_a_report_over_the_roster_under_another_name(run: Run, tmp_path: Path) -> None:
    roster, linked = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "R2.xlsx"
    linked.hardlink_to(roster)  # as a disk that takes R for r has R.xlsx
    for words in (["check", "--report"], ["plan", "--rehearsal", "--report"], ["submit", "--rehearsal", "--undo"]):
        said = run(*words, linked, roster)
        assert (said.code, said.out) == (2, "")
        assert "would replace" in said.err


def test_a_bad_rate(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_RATE", "fast")
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal")
    assert said.code == 2
    assert "fast" in one_line(said)


def test_a_rate_of_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEFILE_RATE", "20/0.5")
    assert run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes").code == 0


@pytest.mark.parametrize("content", ["", "[]", '{"customer": 7}'])
def test_a_bad_centre_file(run: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "centre.json"
    file.write_text(content)
    said = run("plan", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--centre", file)
    assert said.code == 2
    assert "centre.json" in one_line(said)


def test_the_wizard_without_a_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = run()
    assert said.code == 2
    assert "onefile-desktop check" in one_line(said)


def test_a_data_folder_that_cannot_be(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("in the way")
    monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(occupied))
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes")
    assert said.code == 2
    assert "a file" in one_line(said)


@pytest.mark.logs_warnings
def test_a_mistake_of_the_programs_own_shows_where_and_not_what(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = io.StringIO()
    closed.close()  # nobody foresees that: the first line for people raises a ValueError
    monkeypatch.setattr(sys, "stdout", closed)
    said = run("check", write_roster(tmp_path / "r.xlsx", NIA))
    assert said.code == 2
    assert "ValueError in showing.py, line" in one_line(said)
    assert "closed file" not in said.err
    (log,) = (home / "logs").iterdir()
    assert "showing.py, line" in log.read_text("utf-8")
    assert "closed file" not in log.read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [["--only", "99"], ["--decide", "99=skip"], ["--choose", "Class:Nowhere=Somewhere"]],
    ids=["only", "decide", "choose"],
)
def test_a_decision_about_nothing_is_no_success(run: Run, tmp_path: Path, words: list[str]) -> None:
    said = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--rehearsal", "--yes", *words)
    assert said.code == 2
    assert words[1].split("=")[0].split(":")[-1].casefold() in one_line(said)


def test_a_value_for_everyone_may_hold_an_equals_sign(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    said = run("plan", roster, "--rehearsal", "--json", "--set", "Website=https://example.org/?a=b")
    assert said.json["changes"][0]["body"]["Website"] == "https://example.org/?a=b"


def test_results_that_cannot_be_written_lose_nothing_else(run: Run, tmp_path: Path) -> None:
    occupied = tmp_path / "results.xlsx"
    (occupied / "a folder in its place").mkdir(parents=True)
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    said = run("submit", roster, "--rehearsal", "--yes", "--json", "--report", occupied)
    assert (said.code, said.json["done"]) == (1, 1)
    assert "results.xlsx" in said.err
    name = said.json["run"]
    assert said.err.splitlines()[-1].endswith(f"`onefile-desktop results {name} OUT.xlsx` writes it again.")


def test_an_undo_pack_that_cannot_be_written_keeps_the_details(run: Run, tmp_path: Path) -> None:
    roster, out = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "o.xlsx"
    undo = tmp_path / f"{'u' * 250}.xlsx"  # no disk takes a name that is longer than this while it is being written
    said = run("submit", roster, "--rehearsal", "--yes", "--json", "--report", out, "--undo", undo)
    assert (said.code, said.json["done"], out.is_file()) == (1, 1, True)
    assert "OUT.xlsx --undo UNDO.xlsx` writes it again." in said.err
    assert not run("runs", "--json").json["runs"][0]["details_removed"]


def test_a_file_in_the_place_of_a_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster, occupied = write_roster(tmp_path / "r.xlsx", NIA), tmp_path / "a file"
    occupied.write_text("in the way")
    said = run("check", roster, "--report", occupied / "o.xlsx")
    assert said.code == 2
    assert "a file is a file, not a folder" in one_line(said)
    for home in (occupied, occupied / "below"):
        monkeypatch.setenv("ONEFILE_DESKTOP_HOME", str(home))
        said = run("submit", roster, "--rehearsal", "--yes")
        assert said.code == 2
        assert one_line(said) == f"{occupied} cannot be used: it is a file, not a folder.\n"


def test_the_service_is_down_when_a_run_is_resumed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = {"method": "POST", "path": "/User", "calls": [1], "fault": "expire-session", "seconds": 60}
    with RehearsalServer(faults=write_faults(tmp_path, rule)) as server:
        monkeypatch.setenv("ONEFILE_TOKEN", server.token)
        name = run("submit", write_roster(tmp_path / "r.xlsx", NIA), "--url", server.url, "--yes", "--json").json["run"]
        url = server.url
    said = run("resume", name)
    assert said.code == 2
    assert one_line(said).startswith("Nothing was sent, and the run is as it was: ")
    assert f" The address that was tried is {url}. " in said.err
    then = f"`onefile-desktop resume {name}` goes on with it; if the service has moved, add --url NEWADDRESS to that.\n"
    assert said.err.endswith(then)


def test_a_template_never_takes_the_place_of_a_roster(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", NIA)
    before = roster.read_bytes()
    said = run("template", roster)
    assert said.code == 2
    assert "is there already" in one_line(said)
    assert roster.read_bytes() == before
    assert run("template", tmp_path / "roster.txt").code == 2


def test_every_error_of_a_row_stands_in_its_message(run: Run, tmp_path: Path) -> None:
    roster = write_roster(tmp_path / "r.xlsx", ("Learner", "Tam", "Quill", "nonsense", "Nowhere", "Never"))
    (row,) = run("submit", roster, "--rehearsal", "--yes", "--json").json["results"]
    for told in ("nonsense", "“Nowhere”", "“Never”", "Default assessor"):
        assert told in row["message"]
