import re
from string import Formatter
from typing import Any

import pytest

from onefile_desktop.roster.problems import CATALOGUE, REASONS, Place, Severity, problem, rows_with_errors

PLACE = Place("People", 7, "E", "Email", "Email")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_problem_is_a_whole_sentence_once_its_blanks_are_filled(code: str) -> None:
    severity, template = CATALOGUE[code]
    blanks = {name for _, name, _, _ in Formatter().parse(template) if name}
    details: dict[str, Any] = dict.fromkeys(blanks - {"value"}, "That it is so.")
    found = problem(code, PLACE, value="x", **details)
    assert re.fullmatch("[a-z]+(-[a-z]+)*", code)
    assert found.message.endswith(".")
    assert "{" not in found.message
    assert found.is_error is (severity is Severity.ERROR)


@pytest.mark.parametrize("reason", REASONS.values())
def test_reasons_end_their_sentence(reason: str) -> None:
    assert reason.endswith(".")


def test_suggestions_are_offered() -> None:
    one = problem("reference-unknown", PLACE, value="Bb", where="in OneFile", what="class", suggestions=("Bob",))
    assert one.message.endswith(" Did you mean “Bob”?")
    three = problem(
        "reference-unknown", PLACE, value="Bb", where="in OneFile", what="class", suggestions=("Bob", "Bib", "Bub")
    )
    assert three.message.endswith(" Did you mean “Bob”, “Bib” or “Bub”?")
    assert three.suggestions == ("Bob", "Bib", "Bub")


def test_only_errors_keep_a_row_back() -> None:
    problems = [
        problem("nino-invalid", PLACE, value="x"),
        problem("column-unused", Place("People", 1, "Z"), value="x", why="y"),
        problem("nino-invalid", Place("People"), value="x"),
    ]
    assert rows_with_errors(problems) == {("People", 7)}


def test_places_sort_as_the_eye_goes() -> None:
    places = [Place("S"), Place("S", 2), Place("S", 2, "B"), Place("S", 2, "AA"), Place("S", 10, "A")]
    shuffled = [places[index] for index in (3, 0, 4, 2, 1)]
    assert sorted(shuffled, key=lambda place: place.order) == places
    assert places[2].of_row == ("S", 2)
