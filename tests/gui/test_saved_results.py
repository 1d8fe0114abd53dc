"""What saving the results of a run means for what is kept of its people."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onefile_desktop.enrolment import running
from onefile_desktop.enrolment.connecting import RehearsalTarget, connect
from onefile_desktop.enrolment.stages import Enrolment
from onefile_desktop.gui.results import save_results, told_of_saved
from onefile_desktop.onefile.limiter import Rate
from onefile_desktop.roster.options import ReadOptions
from onefile_desktop.run.control import Control
from onefile_desktop.run.verifying.verification import Difference, Verification
from tests.cli.rosters import NIA, write_roster
from tests.enrolment.test_stages import downloaded

DIFFERS = Difference("People", 2, "Nia Cole", "last name", "Cole", "Coal")


@pytest.mark.parametrize(("differences", "is_forgotten"), [((), True), ((DIFFERS,), False)])
def test_details_stay_while_onefile_was_seen_to_hold_something_else(
    tmp_path: Path, differences: tuple[Difference, ...], is_forgotten: bool
) -> None:
    with connect(RehearsalTarget(), rate=Rate(100000, 60)) as rehearsal:
        roster = write_roster(tmp_path / "roster.xlsx", NIA)
        read = Enrolment().connected(rehearsal).loaded(roster, ReadOptions(), today=date(2026, 11, 22))
        with running.start(downloaded(read)) as journal:
            list(running.carrying_out(journal, rehearsal, Control(), verify=False))
            run = journal.info.run
    found, out = Verification(1, 1 - len(differences), differences), tmp_path / "results.xlsx"
    saved = save_results(run, out, None, leave_out_sensitive=False, verification=found)
    assert saved.is_forgotten is is_forgotten
    assert ("have been removed" in told_of_saved(saved)) is is_forgotten
    assert found.sentence in str(list(load_workbook(out)["Summary"].values))
