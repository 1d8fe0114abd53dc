"""A real process is killed in the middle of a run, and the next one goes on."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onefile_desktop.run.events import RunEnding
from tests.run.scenes import NAMES, cohort_of, ending_of, site

_CARRY_OUT = """
import sys
from pathlib import Path
from onefile_desktop.onefile.client import OneFileClient
from onefile_desktop.run.engine import Control, Waits, carry_out
from onefile_desktop.run.journal import Journal
from onefile_desktop.run.ledger import Ledger
folder, url, token = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
waits = Waits(lookups=(0.02, 0.05))
with Journal.open(folder / "run.sqlite3") as journal, Ledger(folder / "ledger.sqlite3") as ledger:
    with OneFileClient(url, token) as client:
        print("ready", flush=True)
        for event in carry_out(journal, client, ledger, control=Control(), waits=waits):
            pass
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, seed: int) -> None:
    moments = random.Random(seed)
    with site(tmp_path, latency_seconds=0.01) as here:
        here.create(cohort_of(8))
        here.journal().close()
        for _ in range(2):
            command = [sys.executable, "-c", _CARRY_OUT, str(tmp_path), here.server.url, here.server.token]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == b"ready\n"
                time.sleep(moments.uniform(0.0, 0.08))
                process.kill()
        assert ending_of(here.carry_out()) is RunEnding.FINISHED
        assert here.new_people() == sorted(NAMES)
        assert len(here.state()["assignments"]) == 8
        assert set(here.states().values()) == {"done"}
