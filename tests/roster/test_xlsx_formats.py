import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.files.xlsx_formats import zero_format
from tests.roster.xlsx_pieces import formats, look_of


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("00000", "123", "00123"),
        ("00000", "123.0", "00123"),
        ("00000", "1.23E+2", "00123"),
        ("00000", "1234567", "1234567"),
        ("00000", "0", "00000"),
        ("00000", "-12", "-00012"),
        ("000-000", "1234", "001-234"),
        ("000-000", "1234567", "1234-567"),
        ('"L"00000', "7", "L00007"),
        (r"\L00000", "7", "L00007"),
        ("00000 000000", "7700900123", "07700 900123"),
        (r"00\/00\/0000", "1092004", "01/09/2004"),
        ("(00) 00", "123", "(01) 23"),
        ("#00", "5", "05"),
        ("??00", "5", "05"),
        ("[Blue]0000", "5", "0005"),
        ("[$-809]0000", "5", "0005"),
        ("_-0000_-", "5", "0005"),
        ("0000;-0000;", "5", "0005"),
        ("0000;-000", "-5", "-005"),
        ("0000;;000", "0", "000"),
        ("000;000;000;@", "5", "005"),
        ("000\\", "5", None),
        ("0000;;", "-5", None),
        ('0000;-0000;"-"', "0", None),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(code: str, number: str, shown: str | None) -> None:
    styles = formats("General", code.replace('"', "&quot;"))
    rows = f'<row r="1"><c r="A1" s="2"><v>{number}</v></c><c r="B1" s="1"><v>{number}</v></c></row>'
    assert look_of(rows, styles=styles).shown == ({(0, 0): shown} if shown else {})


@pytest.mark.parametrize("number", ["1.5", "x", "", "1E400", "nan", "123456789012345678", "1" * 60])
def test_what_is_no_whole_number_is_left_to_the_reader(number: str) -> None:
    assert look_of(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', styles=formats("00000")).shown == {}


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "#,##0",
        "#,##000",
        "0.00",
        "00.0",
        "00%",
        "00E+00",
        "dd/mm/yyyy",
        "[hh]:mm:ss",
        "[h]00",
        "@",
        "00/00",
        "[&lt;100]000;0000",
        "* 00",
        "$000",
        "00 kg",
        "",
        ";",
        "&quot;000",
        "[000",
        "0" * 300,
    ],
)
def test_formats_that_show_more_than_digits_are_left_to_the_reader(code: str) -> None:
    assert look_of('<row r="1"><c r="A1" s="1"><v>5</v></c></row>', styles=formats(code)).shown == {}


def test_only_numbers_are_shown_so() -> None:
    kinds = {"A1": "s", "B1": "str", "C1": "b", "D1": "n"}
    cells = "".join(f'<c r="{place}" s="1" t="{kind}"><v>1</v></c>' for place, kind in kinds.items())
    assert look_of(f'<row r="1">{cells}</row>', styles=formats("00")).shown == {(0, 3): "01"}


@pytest.mark.parametrize("styles", [formats(*["000"] * 150), formats("000").replace('numFmtId="0"', 'numFmtId="164"')])
def test_many_such_formats_or_one_that_every_cell_has(styles: str) -> None:
    found = look_of('<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1" s="1" t="s"><v>5</v></c></row>', styles=styles)
    assert found.shown == {(0, 0): "005"}
    assert found.reaches == (1, 2)


@given(st.text('0#?-" ;\\[]_*.,a:/', max_size=12), st.integers(-(10**16), 10**16) | st.floats())
def test_no_format_breaks_it(code: str, number: float) -> None:
    read = zero_format(code)
    if read:
        shown = read.show(str(number))
        digits = "".join(character for character in shown or "" if character.isdigit())
        assert shown is None or digits.lstrip("0") == str(abs(int(number))).lstrip("0")
