import csv
import io
import random
import re
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onefile_desktop.roster.files.csv_text import UnreadableTextError, looks_like_text, read_csv
from onefile_desktop.roster.rows import CellValue, SheetRow

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
"""The ones without an order of their bytes in the name write a mark."""


def rows(text: str | bytes) -> dict[int, tuple[CellValue, ...]]:
    """The rows of a file with this text, by their numbers."""
    sheet = read_csv(text.encode() if isinstance(text, str) else text, "people.csv")
    return {row.number: row.cells for row in sheet.rows}


def written(table: list[list[str]], delimiter: str, quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    """The table as Python's own writer puts it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows(table)
    return out.getvalue()


def trimmed(table: list[list[str]]) -> dict[int, tuple[CellValue, ...]]:
    """The rows of a table as a sheet has them: without empty cells at their end, and without empty rows."""
    kept: dict[int, tuple[CellValue, ...]] = {}
    for number, row in enumerate(table, start=1):
        width = max((index for index, text in enumerate(row, start=1) if text), default=0)
        if width:
            kept[number] = tuple(text or None for text in row[:width])
    return kept


def test_the_sheet_has_the_name_that_it_was_given_and_only_texts() -> None:
    sheet = read_csv(b"ULN,Start\n1234567890,01/09/2026\n", "spring.csv")
    assert sheet.name == "spring.csv"
    assert sheet.rows == (SheetRow(1, ("ULN", "Start")), SheetRow(2, ("1234567890", "01/09/2026")))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_excel_writes_is_recognised(encoding: str) -> None:
    text = "Name,Class\r\nZoë O’Neill – née Brontë,“A1”\r\n"
    assert rows(text.encode(encoding)) == {1: ("Name", "Class"), 2: ("Zoë O’Neill – née Brontë", "“A1”")}


def test_bytes_that_no_encoding_has_are_shown_as_such() -> None:
    assert rows(b"First name,Last name,Class\nZo\xeb,Lee \x81,A1\n")[2] == ("Zoë", "Lee �", "A1")


def test_windows_text_pasted_into_utf_8_does_not_garble_the_rest() -> None:
    text = "Name\nZoë\nRené\nBrontë\nÅsa\n".encode() + "Noël\n".encode("cp1252")
    assert [cells[0] for cells in rows(text).values()] == ["Name", "Zoë", "René", "Brontë", "Åsa", "Noël"]


def test_a_file_cut_in_the_middle_of_a_character() -> None:
    assert rows("Name\nAnn Lee\nZoë\nRenée".encode("utf-16")[:-1])[4] == ("René",)
    assert rows("Zoë\nRenë".encode()[:-1])[1] == ("Zoë",)


def test_zeros_among_the_text_are_dropped() -> None:
    assert rows(b"Name,Email\nAnn\0 Lee,ann.lee@example.org\0\nBob Ray,bob.ray@example.org\n")[2] == (
        "Ann Lee",
        "ann.lee@example.org",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = written([["Name", "Email", "Hours"], ["Ann", "ann@example.org", "7"]], delimiter)
    assert rows(text) == {1: ("Name", "Email", "Hours"), 2: ("Ann", "ann@example.org", "7")}


@pytest.mark.parametrize(
    ("text", "number", "cells"),
    [
        ("Name;Hours\nAnn;7,5\nBob;6,5\n", 2, ("Ann", "7,5")),
        ("Name;Email\nLee, Ann;ann@example.org\nRay, Bob;bob@example.org\n", 3, ("Ray, Bob", "bob@example.org")),
        ("Name (last, first);Class\nLee, Ann;A1\nRay, Bob;A1\n", 3, ("Ray, Bob", "A1")),
        ('Name,Class\n"Lee, Ann",A1\n"Ray; Bob",A1\n', 2, ("Lee, Ann", "A1")),
        ("Name,Assessors\nAnn,Bob;Cy\nDee,Bob;Cy\n", 2, ("Ann", "Bob;Cy")),
        ("Learners, spring 2026\n\n\nName;Class\nAnn;A1\n", 5, ("Ann", "A1")),
        ("Learners\nFor the office\n\nName,Email,Class\nAnn,a@example.org,A1\n", 4, ("Name", "Email", "Class")),
        ("Name,Email,Class\nAnn\nBob,b@example.org\nCy,,A1\n", 4, ("Cy", None, "A1")),
        ("Email\nann@example.org\nbob@example.org\n", 3, ("bob@example.org",)),
        ("a,b;c;d", 1, ("a,b", "c", "d")),
        ("Name\tNote\nAnn\ta, b, c, d\n", 2, ("Ann", "a, b, c, d")),
    ],
    ids=[
        "decimal commas",
        "commas in names",
        "commas in the header, too",
        "commas in quotes",
        "lists in cells",
        "a title with a comma",
        "a title and a line below it",
        "ragged rows",
        "one column",
        "one line",
        "tabs",
    ],
)
def test_the_delimiter_is_not_mistaken(text: str, number: int, cells: tuple[str | None, ...]) -> None:
    assert rows(text)[number] == cells


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_first_line_that_names_the_delimiter_is_obeyed_and_excel_shows_no_row_for_it(line: str) -> None:
    assert rows(f"{line}\r\na,b;c\r\n") == {1: ("a,b", "c")}
    assert rows(f"\ufeff{line}\n") == {}


def test_blank_rows_keep_their_numbers() -> None:
    assert rows('\n\nName,Class\n,,\n\r\nAnn,A1\n=""\n\n') == {3: ("Name", "Class"), 6: ("Ann", "A1")}


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_break_in_quotes_ends_no_row(end: str) -> None:
    text = end.join(["Name,Address", 'Ann,"1 Low Road', 'Newtown"', "Bob,2 High Road"])
    assert rows(text) == {1: ("Name", "Address"), 2: ("Ann", f"1 Low Road{end}Newtown"), 3: ("Bob", "2 High Road")}


def test_line_breaks_of_several_kinds_in_one_file() -> None:
    assert rows("a\rb\nc\r\nd") == {1: ("a",), 2: ("b",), 3: ("c",), 4: ("d",)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('"Ann ""Annie"" Lee"', 'Ann "Annie" Lee'),
        ('"Ann "Annie" Lee"', 'Ann "Annie" Lee'),
        ('"Lee, Ann "Annie""', 'Lee, Ann "Annie"'),
        ('"Annie" Lee', "Annie Lee"),
        ('Ann "Annie" Lee', 'Ann "Annie" Lee'),
        (' "Lee, Ann"', "Lee, Ann"),
        ('"Lee, Ann" ', "Lee, Ann"),
        ('5" pipe', '5" pipe'),
        ('""', None),
        ('""""', '"'),
        (" Ann ", " Ann "),
        ('="00123"', "00123"),
        ('"=""00123"""', "00123"),
        ('="say ""A"""', 'say "A"'),
        ('=""', None),
        ('="a"&"b"', '="a"&"b"'),
        ("=A1", "=A1"),
        ("'+44 7700 900123", "+44 7700 900123"),
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'@ann", "@ann"),
        ("'Tis", "'Tis"),
        ("O'Neill", "O'Neill"),
        ("'", "'"),
    ],
)
def test_what_a_field_says(field: str, value: str | None) -> None:
    assert rows(f"First,Second,Third\nx,{field},y\n")[2] == ("x", value, "y")


@pytest.mark.parametrize(
    "text",
    [
        'Name,Class,Note\nAnn,"A1,x\nBob,A1,x\nCy,A1,x\n',
        'Name,Class,Note\nAnn,"A1,x\nBob,A1,x\nCy,A1,"a, b"\nDee,A1,x\n',
        'Name,Class,Note\nAnn,"A1,x\nBob,A1,x\nCy,A1,x"\nDee,A1,x\n',
    ],
    ids=["to the end", "up to the next quoted field", "up to another stray quote"],
)
def test_a_quote_that_nothing_closes_hides_no_rows(text: str) -> None:
    found = rows(text)
    assert found[2] == ("Ann", "A1", "x")
    assert [cells[0] for cells in found.values()] == [line.split(",")[0] for line in text.splitlines()]


def test_a_stray_quote_and_a_long_file_below_it() -> None:
    people = "".join(f"Person {number},A1\n" for number in range(5000))
    found = rows(f'Name,Class\n"Ann,A1\n{people}"x",A1\n')
    assert len(found) == 5003
    assert found[2] == ("Ann", "A1")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Ann,A1,x', ("Ann", "A1", "x")),
        ('Ann, "A1,x', ("Ann", "A1", "x")),
        ('Ann,A1,"x', ("Ann", "A1", "x")),
        ('Ann,"1 Low Road, Newtown,x', ("Ann", '"1 Low Road', " Newtown", "x")),
        ('Ann,"1 Low Road', ("Ann", '"1 Low Road')),
        ('Ann,"""A1""",x', ("Ann", '"A1"', "x")),
        ('Ann,A1",x', ("Ann", 'A1"', "x")),
    ],
    ids=["first", "after a space", "last", "torn across", "torn below", "meant", "at the end"],
)
def test_a_stray_quote_is_taken_off_where_it_tore_nothing(line: str, cells: tuple[str, ...]) -> None:
    assert rows(f"Name,Class,Note\n{line}\nBob,A1,x\nCy,A1,x\n")[2] == cells


def test_an_address_over_several_lines_is_no_row_that_was_swallowed() -> None:
    found = rows('Name,Address,Class\nAnn,"The Mill\n1 Low Road, Newtown\nKent",A1\nBob,x,A1\n')
    assert found[2] == ("Ann", "The Mill\n1 Low Road, Newtown\nKent", "A1")
    assert found[3] == ("Bob", "x", "A1")


@pytest.mark.parametrize(
    "torn",
    [
        ['Ann,a@x.org,"fast track', "Bo,b@x.org,", 'Cy,c@x.org,needs 60"'],
        ['"Smith,a@x.org,x', "Jones,b@x.org,y", 'Brown",c@x.org,z'],
        ['Ann,a@x.org,"6ft', 'Bo,b@x.org,desk of 60"'],
    ],
    ids=["in the last column", "in the first", "on adjacent rows"],
)
def test_two_stray_quotes_swallow_nobody(torn: list[str]) -> None:
    found = rows("\n".join(["Name,Email,Notes", "Al,l@x.org,x", *torn, "Di,d@x.org,x"]))
    assert [cells[1] for cells in found.values()][1:] == [f"{one}@x.org" for one in "labcd"[: len(torn) + 1]] + [
        "d@x.org"
    ]


@pytest.mark.parametrize(
    "torn",
    [['Ann,a@x.org,"', 'Bo,b@x.org,"'], ['"Smith,a@x.org,x', 'Jones",b@x.org,y'], ['",a@x.org,x', '",b@x.org,y']],
    ids=["the same as above", "around two names", "in the first column"],
)
def test_nor_do_they_where_a_row_begins_or_ends_between_them(torn: list[str]) -> None:
    found = rows("\n".join(["Name,Email,Notes", *torn, "Di,d@x.org,x"]))
    assert [cells[1] for cells in found.values()] == ["Email", "a@x.org", "b@x.org", "d@x.org"]


def test_a_note_that_speaks_of_an_address_is_one_cell() -> None:
    note = "phone first\nmum, Mary Smith, mum@x.org\nthanks"
    found = rows(f'Name,Email,Notes\nAnn,a@x.org,"{note}"\nDi,d@x.org,"d@x.org,\ne@x.org"\n')
    assert [cells[2] for cells in found.values()] == ["Notes", note, "d@x.org,\ne@x.org"]


def test_a_quote_alone_is_kept() -> None:
    assert rows('Name,Email,Start\nAnn,a@x.org,1 May\nBo,b@x.org,"\nDi,d@x.org,2 May\n')[3][2] == '"'


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("Was in:\nA1, B1, C1\nand D1", ",x,y"),
        ("1,2,3\n4,5,6\n7,8,9", ",x,y"),
        ('1,2,3\n4,"5",6\n', ',"a\nb, c","d\n1,2,3\ne"'),
    ],
)
def test_lines_of_a_cell_that_look_like_rows_are_none(field: str, after: str) -> None:
    quoted = field.replace('"', '""')
    found = rows(f'Name,Note,Class\nAnn,{after[1:]}\n"{quoted}"{after}\nBob,x,A1\n')
    assert [cells[0] for cells in found.values()] == ["Name", "Ann", field, "Bob"]


def test_very_long_fields() -> None:
    long = "x" * 300_000
    assert rows(f'a,{long}\n"{long},",b\n') == {1: ("a", long), 2: (f"{long},", "b")}


def test_delimiters_at_the_end_of_a_line_cost_nothing() -> None:
    assert rows("Name,Class" + "," * 100_000 + "\nAnn,A1,,,\n") == {1: ("Name", "Class"), 2: ("Ann", "A1")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a," * 20_000, "row 1 has more than 16,384 columns"),
        (b"a\n" * 1_048_577, "more than 1,048,576 rows"),
        ((b"a,b" + b",c" * 1000 + b"\n") * 4000, "more than 4,000,000 cells"),
        (bytes(range(256)) * 10, "not text"),
        (random.Random(1).randbytes(5000), "not text"),
    ],
    ids=["columns", "rows", "cells", "all bytes", "noise"],
)
def test_what_is_no_roster_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableTextError, match=said):
        read_csv(content, "x")


@pytest.mark.parametrize(
    "piece",
    ['"', '"a\n', '"",', '"""\n', '""""a\n', '"x""\n', 'a"",""\n', ',"\n', 'x,"y,z\na,b,c\n', ' "a", ', '\t"a\n\n"b'],
)
def test_no_quotes_make_it_go_over_and_over_the_text(piece: str) -> None:
    content = (piece * (300_000 // len(piece))).encode()
    before = time.process_time()
    with suppress(UnreadableTextError):
        read_csv(content, "x")
    assert time.process_time() - before < 5


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_texts_look_like_text(encoding: str) -> None:
    assert looks_like_text("Name,Class\r\nZoë,A1\r\n".encode(encoding))


@pytest.mark.parametrize("content", [b"\0", b"\0" * 1000, b"\x89PNG\r\n\x1a\n" + bytes(50), b"PK\x03\x04" + bytes(26)])
def test_other_bytes_do_not(content: bytes) -> None:
    assert not looks_like_text(content)


def test_an_empty_file_is_an_empty_sheet() -> None:
    assert rows("") == {}


# What CSV cannot hold: zeros and lone surrogates; what marks text for Excel is taken off on purpose.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\r\n\x0b\x85\u2028,;|\"= '-")
TEXTS = st.text(CHARACTERS, max_size=8).filter(lambda text: not re.match(r"'[=+\-@\t\r]|=\"", text))
# Wider than a text is long, so that no line of a text can be taken for a row.
HEADER = ["Role", "First name", "Last name", "Email", "Class", "Placement", "Start", "Note"]
# Python's writer does not quote \r where the lines end with \n.
STYLES = [(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r")]


@given(
    st.lists(st.lists(TEXTS, min_size=len(HEADER), max_size=len(HEADER)), max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(STYLES),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_what_was_written_is_read(
    table: list[list[str]], delimiter: str, style: tuple[int, str], encoding: str
) -> None:
    table = [HEADER, *table, ["end"] * len(HEADER)]
    assert rows(written(table, delimiter, *style).encode(encoding)) == trimmed(table)


# So that lines of a cell look like rows, and whole cells like tables.
PIECES = st.lists(st.sampled_from([*'a\n,;\t|" é0', "\n,,\n", "\n;;\n", '"\n', '",']), max_size=20).map("".join)


@given(
    st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(PIECES, min_size=width, max_size=width), max_size=6)),
    st.sampled_from(",;\t|"),
    st.sampled_from([*STYLES, (csv.QUOTE_NONNUMERIC, "\n")]),
)
def test_cells_full_of_delimiters_quotes_and_lines_are_read_as_they_were_written(
    table: list[list[str]], delimiter: str, style: tuple[int, str]
) -> None:
    width = len(table[0]) if table else 2
    table = [[f"Column {number}" for number in range(width)], *table, ["end"] * width]
    assert rows(written(table, delimiter, *style)) == trimmed(table)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=5), max_size=6), st.sampled_from(",;\t|"))
def test_ragged_rows_are_read_where_the_delimiter_is_named(table: list[list[str]], delimiter: str) -> None:
    table = [*([re.sub("[\r\n]", "/", text) for text in row] for row in table), ["end", "end"]]
    assert rows(f"sep={delimiter}\r\n" + written(table, delimiter)) == trimmed(table)


@given(st.binary(max_size=300) | st.text("\",;\n\r'= ax\0é|\t").map(lambda text: text.encode("cp1252")))
@example(b"\xff\xfe\x00\x00\x41")
@example(b"\xff\xfe\x00\xd8")
@example(b'sep="\n')
def test_no_bytes_break_it(content: bytes) -> None:
    with suppress(UnreadableTextError):
        sheet = read_csv(content, "x")
        assert all(row.cells[-1] is not None for row in sheet.rows)
        assert all(cell is None or (isinstance(cell, str) and cell) for row in sheet.rows for cell in row.cells)
