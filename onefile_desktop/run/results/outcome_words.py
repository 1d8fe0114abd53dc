"""What became of a row, as people read it, in the wizard and in the terminal.

The results workbook has the codes, which do not change: it may be read by another program.
"""

from collections.abc import Mapping

from onefile_desktop.run.results.outcome import Outcome

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.CREATED: "Created",
    Outcome.UPDATED: "Updated",
    Outcome.ALREADY_THERE: "Already there",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.FAILED: "Failed",
    Outcome.UNKNOWN: "Unknown",
    Outcome.EXCLUDED: "Left out",
    Outcome.NOT_ATTEMPTED: "Not attempted",
}
