"""What cannot be written down is not sent: a full disk, a folder that may not be written to, a file that is locked."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onefile_desktop.errors import CannotRecordError
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import carry_out
from onefile_desktop.run.events import RunEnding
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
from onefile_desktop.run.lock import held
from onefile_desktop.run.storage import NotWritableError, connect
from tests.run.disks import disk
from tests.run.scenes import BRIEF, NAMES, Site, cohort_of, ending_of, site

_ROOM = 256
"""Kilobytes: enough for a journal and a ledger."""

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
connection.execute("COMMIT")
"""


def _on(folder: Path, centre: Site) -> Site:
    """The same centre, with the run's files in `folder`."""
    return Site(centre.server, folder)


def _assert_everybody_once(here: Site) -> None:
    assert here.new_people() == sorted(NAMES)
    assert len(here.state()["assignments"]) == len(NAMES)
    assert set(here.states().values()) == {"done"}


def _assert_all_that_was_sent_is_on_disk(here: Site) -> None:
    sent = {key for key, state in here.states().items() if state in {"sending", "done", "unknown"}}
    assert len(here.new_people()) <= sum(key.startswith("create") for key in sent)
    assert len(here.state()["assignments"]) <= sum(key.startswith("assign") for key in sent)


def test_a_disk_that_is_full_from_the_start(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", _ROOM) as small, site(tmp_path) as centre:
        here = _on(small.folder, centre)
        small.fill()
        with pytest.raises(CannotRecordError, match=r"The disk is full\. Make room on the disk, then go on\."):
            here.create(cohort_of(8))
        assert [file.name for file in small.folder.iterdir()] == ["filler"]
        small.free()
        here.create(cohort_of(8))
        here.carry_out()
        _assert_everybody_once(here)


@pytest.mark.logs_warnings
@pytest.mark.parametrize("after", [1, 4])
def test_a_disk_that_is_full_in_the_middle(tmp_path: Path, after: int) -> None:
    with disk(tmp_path / "disk", _ROOM) as small, site(tmp_path, latency_seconds=0.02) as centre:
        here = _on(small.folder, centre)
        here.create(cohort_of(8))
        with here.fresh.pop() as journal, Ledger(small.folder / "ledger.sqlite3") as ledger, here.client() as client:
            events = carry_out(journal, client, ledger, control=Control(), concurrency=2, waits=BRIEF)
            for _ in range(after):
                next(events)
            small.fill()
            with pytest.raises(CannotRecordError, match="The disk is full"):
                list(events)
        calls = here.state()["calls"]["total"]
        with pytest.raises(CannotRecordError, match="The disk is full"):
            here.carry_out()
        assert here.state()["calls"]["total"] == calls
        small.free()
        _assert_all_that_was_sent_is_on_disk(here)
        assert len(here.new_people()) < len(NAMES)
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        _assert_everybody_once(here)


def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", _ROOM) as small, site(tmp_path) as centre:
        here = _on(small.folder, centre)
        with small.read_only():
            with pytest.raises(NotWritableError, match=r"may not be written to\. Make sure that you may write"):
                here.create(cohort_of(8))
            with pytest.raises(NotWritableError), held(small.folder / "centre.lock"):
                pass
        here.create(cohort_of(8))
        here.journal().close()
        Ledger(small.folder / "ledger.sqlite3").close()
        with small.read_only():
            with pytest.raises(NotWritableError, match="may not be written to"):
                here.carry_out()
            with Journal.read(here.journal_path) as journal:  # to look at it is still possible
                assert (len(journal.changes()), journal.info.resumable) == (16, True)
        assert here.state()["calls"]["total"] == 0
        here.carry_out()
        _assert_everybody_once(here)


_WITHOUT_PERMISSION = """
import os, tempfile
from pathlib import Path
from onefile_desktop.errors import CannotRecordError
from onefile_desktop.run.journal import Journal
from tests.run.scenes import cohort_of

def create(path):
    return Journal.create(path, cohort_of(2).plan(), run="r1", connection={}, roster=None)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "run.sqlite3"
    create(path).close()
    path.chmod(0o444)
    Path(folder).chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)  # whoever may write everywhere becomes nobody
    for use in (Journal.open, lambda path: create(path.with_name("second.sqlite3"))):
        try:
            use(path)
        except CannotRecordError as error:
            print(error.message.partition(". ")[2], error.what_to_do)
    with Journal.read(path) as journal:
        print(len(journal.changes()))
    if os.getuid() == 0:
        os.seteuid(0)
    Path(folder).chmod(0o755)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_without_the_permission_to_write() -> None:
    ended = subprocess.run([sys.executable, "-c", _WITHOUT_PERMISSION], capture_output=True, text=True, check=False)
    refused = "The file may not be written to. Make sure that you may write to its folder, then go on."
    assert ended.stdout.splitlines() == [refused, refused, "4"], ended.stderr


@contextmanager
def _held_elsewhere(path: Path, seconds: float) -> Iterator[None]:
    """Another program has the file at `path` for so long."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        timer = threading.Timer(seconds, process.stdin.close)
        timer.start()
        yield
        timer.join()
        assert process.wait(10) == 0


def test_a_file_that_something_else_has_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "file.sqlite"
    connect(path, alone=True, patience_seconds=0).close()
    with _held_elsewhere(path, 0.5):
        connect(path, alone=True, patience_seconds=10).close()


def test_a_ledger_that_something_else_has_for_a_moment_holds_the_run_up(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(8))
        with here.fresh.pop() as journal, Ledger(tmp_path / "ledger.sqlite3") as ledger, here.client() as client:
            events = carry_out(journal, client, ledger, control=Control(), waits=BRIEF)
            next(events)
            with _held_elsewhere(tmp_path / "ledger.sqlite3", 0.5):
                next(events)
            assert ending_of(list(events)) is RunEnding.FINISHED
        _assert_everybody_once(here)


_CANNOT_WRITE_FOR_A_MOMENT = """
import resource, sys, threading
from pathlib import Path
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.run.control import Control
from onefile_desktop.run.engine import Waits, carry_out
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
folder, url, token = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def let_write(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

with Journal.open(folder / "run.sqlite3") as journal, Ledger(folder / "ledger.sqlite3") as ledger:
    with OneFileClient(url, token) as client:
        events = carry_out(journal, client, ledger, control=Control(), waits=Waits(lookups=(0.02, 0.05)))
        next(events)
        let_write(512)
        try:
            (folder / "other").write_bytes(b"x" * 1024)
        except OSError as error:
            print(error.strerror)
        threading.Timer(0.6, let_write, [resource.RLIM_INFINITY]).start()
        for event in events:
            pass
        print(event.ending)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_journal_that_cannot_be_written_for_a_moment_holds_the_run_up(tmp_path: Path) -> None:
    with site(tmp_path) as here:
        here.create(cohort_of(8))
        here.journal().close()
        command = [sys.executable, "-c", _CANNOT_WRITE_FOR_A_MOMENT, str(tmp_path), here.server.url, here.server.token]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert ended.stdout.splitlines() == ["File too large", "finished"], ended.stderr
        _assert_everybody_once(here)
