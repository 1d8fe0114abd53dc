import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.files import answer
from onefile_desktop.roster.rows import Area, CellError, NotCalculated, Sheet, SheetRow

ANSWERED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([CellError("#N/A"), NotCalculated()]),
)
ROWS = st.builds(SheetRow, st.integers(1, 1_048_576), st.lists(ANSWERED, max_size=5).map(tuple))
AREAS = st.builds(Area, *[st.integers(0, 16_384)] * 4)
SHEETS = st.builds(
    Sheet,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(ROWS, max_size=5).map(tuple),
    st.frozensets(st.integers(1, 1_048_576)),
    st.lists(AREAS, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.integers(1, 1_048_576)),
)


@given(st.lists(SHEETS, max_size=3).map(tuple))
def test_sheets_come_over_as_they_are(sheets: tuple[Sheet, ...]) -> None:
    out = BytesIO()
    answer.write_sheets(sheets, out)
    assert answer.sheets_in(out.getvalue()) == sheets
    with pytest.raises(answer.GarbledError):
        answer.sheets_in(out.getvalue()[:-3])


NESTED = st.recursive(st.none() | st.text() | st.integers() | st.booleans(), st.lists)


@given(st.binary() | NESTED.map(lambda said: json.dumps(said).encode() + b"\n"))
def test_nothing_else_is_taken_for_an_answer(said: bytes) -> None:
    with pytest.raises(answer.GarbledError):
        answer.sheets_in(said)
