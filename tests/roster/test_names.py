import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.roster.cells import tidy
from onefile_desktop.roster.table.names import (
    SUFFIXES,
    SUFFIXES_OR_NAMES,
    TITLES,
    TITLES_OR_NAMES,
    SplitName,
    split_name,
)

SURE = [
    ("Jane Smith", "Jane", "Smith"),
    (" jane \u00a0 smith ", "jane", "smith"),
    ("JANE SMITH", "JANE", "SMITH"),
    ("Siân O’Neill", "Siân", "O’Neill"),
    ("Jane Smith-Jones", "Jane", "Smith-Jones"),
    ("Anne-Marie D'Arcy", "Anne-Marie", "D'Arcy"),
    ("Omar al-Sayed", "Omar", "al-Sayed"),
    ("राम कुमार", "राम", "कुमार"),
    ("Wei Li", "Wei", "Li"),
    ("Van Morris", "Van", "Morris"),
    ("Ben Jones", "Ben", "Jones"),
    ("J. Smith", "J.", "Smith"),
    ("J.R.R. Talbot", "J.R.R.", "Talbot"),
    ("J R R Talbot", "J R R", "Talbot"),
    ("John A. Smith", "John A.", "Smith"),
    # one comma
    ("Smith, Jane", "Jane", "Smith"),
    ("Smith,Jane", "Jane", "Smith"),
    ("Smith, Mary Jane", "Mary Jane", "Smith"),
    ("García López, José", "José", "García López"),
    ("O'Brien, Sean", "Sean", "O'Brien"),
    ("SMITH, JR", "JR", "SMITH"),
    ("van den Berg, Jan", "Jan", "van den Berg"),
    ("Berg, Jan van den", "Jan", "van den Berg"),
    # particles
    ("Jan van der Berg", "Jan", "van der Berg"),
    ("Jan van 't Hoff", "Jan", "van 't Hoff"),
    ("Maria de la Cruz", "Maria", "de la Cruz"),
    ("Maria De Souza", "Maria", "De Souza"),
    ("Rui dos Santos", "Rui", "dos Santos"),
    ("Lea von Ahlen", "Lea", "von Ahlen"),
    ("Ahmad bin Yusof", "Ahmad", "bin Yusof"),
    ("Omar el Amrani", "Omar", "el Amrani"),
    ("Gareth ap Rhys", "Gareth", "ap Rhys"),
    ("Mary St John", "Mary", "St John"),
    ("Mary St. John", "Mary", "St. John"),
    ("Ann Mc Donald", "Ann", "Mc Donald"),
    ("Sean O' Brien", "Sean", "O' Brien"),
    # titles and suffixes
    ("Mr John Smith", "John", "Smith"),
    ("Mr. John Smith", "John", "Smith"),
    ("Mr.John Smith", "John", "Smith"),
    ("dr jane smith", "jane", "smith"),
    ("Prof. Dr. Jane Smith", "Jane", "Smith"),
    ("Mx Ash Lee", "Ash", "Lee"),
    ("Smith, Mr John", "John", "Smith"),
    ("Mr Smith, John", "John", "Smith"),
    ("John Smith (Mr)", "John", "Smith"),
    ("John Smith Jr.", "John", "Smith"),
    ("Smith, John, Jr", "John", "Smith"),
    ("Smith Jr, John", "John", "Smith"),
    ("John Smith III", "John", "Smith"),
    ("Jane Smith PhD", "Jane", "Smith"),
    ("Jane Smith, Ph.D.", "Jane", "Smith"),
    ("Jane Smith BSc (Hons), MBE", "Jane", "Smith"),
    ("Hon Wong", "Hon", "Wong"),
    ("Jack Ma", "Jack", "Ma"),
    # the capitals are the surname
    ("Jane SMITH JONES", "Jane", "SMITH JONES"),
    ("Mary Jane SMITH", "Mary Jane", "SMITH"),
    ("SMITH Jane", "Jane", "SMITH"),
    ("SMITH JONES Mary Jane", "Mary Jane", "SMITH JONES"),
    ("Jan van der BERG", "Jan", "van der BERG"),
    ("VAN DER BERG Jan", "Jan", "VAN DER BERG"),
    ("Flora McDONALD", "Flora", "McDONALD"),
    ("O'BRIEN Sean", "Sean", "O'BRIEN"),
]
DOUBTED = [
    ("Mary Jane Watson", "Mary Jane", "Watson"),
    ("José García López", "José García", "López"),
    ("José Ortega y Gómez", "José", "Ortega y Gómez"),
    ("Vincent Van Dal", "Vincent", "Van Dal"),  # Van may be a given name
    ("JAN VAN DER BERG", "JAN", "VAN DER BERG"),
    ("Mary Jane van der Berg", "Mary Jane", "van der Berg"),
    ("de Souza", "", "de Souza"),
    ("de Souza Maria", "Maria", "de Souza"),
    ("Jack O Brien", "Jack", "O Brien"),
    ("Jane Smith - Jones", "Jane", "Smith-Jones"),
    ("William (Bill) Smith", "William (Bill)", "Smith"),
    ('William "Bill" Smith', 'William "Bill"', "Smith"),
    ("William ‘Bill’ Smith", "William ‘Bill’", "Smith"),
    ("Smith, William(Bill)", "William (Bill)", "Smith"),
    ("Jane Smith (née Jones)", "Jane", "Smith (née Jones)"),
    ("Smith J", "J", "Smith"),
    ("Smith J.A.", "J.A.", "Smith"),
    ("SMITH J", "J", "SMITH"),
    ("AJ Smith", "AJ", "Smith"),
    ("Smith Mr John", "John", "Smith"),
    ("Tan Ah Beng", "Tan Ah", "Beng"),  # no Bachelor of Engineering
    ("Jane Smith, MA", "Jane", "Smith"),
    ("Madonna", "Madonna", ""),
    ("王小明", "王小明", ""),
    ("Mr Smith", "", "Smith"),
    ("Sir Ian", "Ian", ""),
    ("Mr", "Mr", ""),
    ("Smith,", "", "Smith"),
    ("Smith, Mr", "", "Smith"),
    (", Jane", "Jane", ""),
    ("Smith, Jane, Mary", "Jane Mary", "Smith"),
    ("Ann & Bob Lee", "Ann & Bob", "Lee"),
    ("Ann Lee/Bob Ray", "Ann Lee/Bob", "Ray"),
    ("Jane Smith 2", "Jane Smith", "2"),
    ("12345", "12345", ""),
    ("", "", ""),
    (",", "", ""),
]


@pytest.mark.parametrize(("text", "first", "last"), SURE)
def test_a_name_that_can_be_cut_in_one_way_only(text: str, first: str, last: str) -> None:
    assert split_name(text) == SplitName(first, last)


@pytest.mark.parametrize(("text", "first", "last"), DOUBTED)
def test_a_name_that_a_person_should_look_at(text: str, first: str, last: str) -> None:
    assert split_name(text) == SplitName(first, last, doubt=True)


NO_NAMES = TITLES | TITLES_OR_NAMES | SUFFIXES | SUFFIXES_OR_NAMES
WORD = st.from_regex(r"(?:O'|Mc|al-|)[A-Za-zÀ-ÖØ-öø-ÿ]{1,9}(?:-[A-Z][a-zà-öø-ÿ]{1,7})?\.?", fullmatch=True).filter(
    lambda word: letters(word) not in NO_NAMES
)
PIECE = st.one_of(
    WORD,
    st.sampled_from(["van", "der", "de", "la", "St", "y", "-", "&", ",", ",", "(", ")", '"', "'", "2", "O", "BERG"]),
    WORD.map("({})".format),
)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha()).casefold()


@given(st.lists(PIECE, max_size=7).map(" ".join))
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    name = split_name(text)
    assert sorted(letters(name.first + name.last)) == sorted(letters(text))


@given(st.lists(st.one_of(WORD, st.sampled_from([*sorted(TITLES), *sorted(SUFFIXES)])), max_size=6))
def test_of_what_is_left_out_nothing_is_a_name(words: list[str]) -> None:
    name = split_name(" ".join(words))
    kept = [letters(word) for word in f"{name.first} {name.last}".split()]
    assert all(letters(word) in kept for word in words if letters(word) not in NO_NAMES)


@given(st.text())
def test_no_text_raises_and_nothing_is_made_up(text: str) -> None:
    name = split_name(text)
    assert name.doubt or (name.first and name.last)
    assert not {name.first, name.last} & {" ", "\n"}
    assert set(letters(name.first + name.last)) <= set(letters(tidy(text)))


@given(WORD, WORD)
def test_a_comma_and_the_other_order_say_the_same(one: str, other: str) -> None:
    first, last = f"{one.strip('.').title()}a", f"{other.strip('.').title()}b"
    assert split_name(f"{last}, {first}") == split_name(f"{last},{first}")
    assert split_name(f"{last}, {first}").first == first


@pytest.mark.parametrize("mark", [*'(["“‘,-', "Mr. ", "van "])
def test_a_text_of_any_length_is_read_at_once(mark: str) -> None:
    name = split_name(mark * 30_000 + string.ascii_letters)
    assert name.doubt
