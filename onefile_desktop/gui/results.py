"""What a run leaves behind for people: its results workbook, the pairs of IDs, the list for undoing it."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from onefile_desktop import paths
from onefile_desktop.enrolment import own_data, running
from onefile_desktop.roster.saving import replacing
from onefile_desktop.run.journal import Journal, RunInfo
from onefile_desktop.run.results.identifiers import IdPair, id_pairs
from onefile_desktop.run.results.report import write_results
from onefile_desktop.run.results.undo_pack import write_undo_pack
from onefile_desktop.run.verifying.verification import Verification

LEAVE_OUT = "&Leave out sensitive columns, such as birth dates"
WHAT_IS_SENSITIVE = (
    "Birth dates, National Insurance numbers, home addresses, phone numbers, support needs and the like, and columns "
    "that the program does not know. Names, email addresses, MIS IDs and OneFile IDs stay."
)
_FORGOTTEN = "The personal details of the run have been removed from this computer’s record."
_KEPT = "Not everything was done as planned, so the personal details of the run stay in this computer’s record."
THAT_IS_THE_ROSTER = ("That is your roster", "Choose another name: the roster is never replaced.")


@dataclass(frozen=True)
class Handouts:
    """What can be handed out of a run also once its personal details are removed: kept in memory only."""

    pairs: tuple[IdPair, ...] = field(repr=False)
    undo_pack: bytes = field(repr=False)


@dataclass(frozen=True)
class SavedResults:
    """A results workbook was saved at `out`; `lost` is what of the roster it could not keep.

    `is_forgotten` says that the personal details of the run are removed from this computer's record.
    """

    out: Path
    lost: tuple[str, ...]
    is_forgotten: bool
    handouts: Handouts


def save_results(
    run: str, out: Path, held: Handouts | None, *, leave_out_sensitive: bool, verification: Verification | None = None
) -> SavedResults:
    """Writes the results workbook of a run, and removes the run's personal details where all was done as planned.

    `held` is what was read of the run before, None where it was not, and `verification` what reading its people back
    has shown; while that differs from the plan, the details stay. Raises the errors of `write_results`.
    """
    with running.reopen(run) as journal:
        lost = write_results(journal, out, leave_out_sensitive=leave_out_sensitive, verification=verification)
        handouts = held or _handouts(journal)
    differs = verification is not None and bool(verification.differences)
    return SavedResults(out, lost, not differs and own_data.forget_when_saved(run), handouts)


def told_of_saved(saved: SavedResults) -> str:
    """Where the results are, what they could not keep, and what became of the run's personal details."""
    said = [f"{saved.out}."]
    if saved.lost:
        said.append(f"Not kept of your roster: {', '.join(saved.lost)}.")
    said.append(_FORGOTTEN if saved.is_forgotten else _KEPT)
    return " ".join(said)


def handouts_of(run: str) -> Handouts:
    """What can be handed out of a run."""
    with running.reopen(run) as journal:
        return _handouts(journal)


def save_undo_pack(handouts: Handouts, out: Path) -> Path:
    """Saves the undo pack at `out`; raises `UnreadableFileError` where it cannot be saved."""
    with replacing(out) as draft:
        draft.write_bytes(handouts.undo_pack)
    return out


def suggested_name(info: RunInfo, what: str) -> Path:
    """Where a workbook of a run may go: beside its roster, under a name that no file has yet."""
    roster = info.roster_file
    folder = roster.parent if roster is not None and roster.parent.is_dir() else Path.home()
    stem = f"{roster.stem if roster else 'Roster'} ({what})"
    candidate, number = folder / f"{stem}.xlsx", 2
    while candidate.exists():
        candidate, number = folder / f"{stem} {number}.xlsx", number + 1
    return candidate


def is_its_roster(info: RunInfo, out: Path) -> bool:
    """Whether `out` is the roster of the run itself, which is never replaced."""
    return info.roster_file is not None and paths.same_file(out, info.roster_file)


def _handouts(journal: Journal) -> Handouts:
    with TemporaryDirectory() as folder:
        pack = Path(folder) / "undo.xlsx"
        write_undo_pack(journal, pack)
        return Handouts(id_pairs(journal), pack.read_bytes())
