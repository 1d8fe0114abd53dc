"""All cases of the corpus."""

from pathlib import Path

from tests.roster.corpus import (
    across,
    broken,
    dates,
    formats,
    formulas,
    headers,
    names,
    odd_xml,
    ours,
    protected,
    sheets,
    text,
    values,
)

CASES = (
    *formats.CASES,
    *text.CASES,
    *protected.CASES,
    *broken.CASES,
    *odd_xml.CASES,
    *sheets.CASES,
    *headers.CASES,
    *names.CASES,
    *values.CASES,
    *formulas.CASES,
    *dates.CASES,
    *across.CASES,
    *ours.CASES,
)

FOLDER = Path(__file__).parents[1] / "files"
"""Where the files of the corpus are kept."""

FILES = {case.name: case for case in CASES if case.kept}
"""A case for each file that is kept, by its name; a file may be tried in several ways."""
