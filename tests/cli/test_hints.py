"""What a check says names the option that answers it."""

from typing import Any

import pytest

from onefile_desktop.cli.hints import hints
from onefile_desktop.roster.problems import Place, Problem, problem

BLANKS: dict[str, Any] = {"who": "A person", "field": "Role", "how": "", "candidates": "Ada", "why": "it agrees"}
MEANT: dict[str, Any] = {"what": "class", "where": "in OneFile", "candidates": "Zara (5)"}


def at(field: str, column: str | None = "C") -> Place:
    return Place("People", 7, column, None, field)


@pytest.mark.parametrize(
    ("found", "option"),
    [
        pytest.param(problem("possible-duplicate", at("LastName"), **BLANKS), "--decide ROW=skip", id="duplicate"),
        pytest.param(
            problem("reference-ambiguous", at("DefaultAssessorID"), value="J Reed", **MEANT),
            "“Default assessor:J Reed=NAME OR ID”",
            id="several of one name",
        ),
        pytest.param(
            problem("reference-unknown", at("EmployerEmail"), value="jo@example.org", **MEANT),
            "“Default employer:jo@example.org=NAME OR ID”",
            id="a part of a field",
        ),
        pytest.param(
            problem("reference-unknown", at("ClassroomID"), value="Autumn", **MEANT), "--create-missing", id="a class"
        ),
        pytest.param(problem("required-missing", at("Role", None), **BLANKS), "--set “Role=Learner”", id="no roles"),
    ],
)
def test_each_question_names_its_option(found: Problem, option: str) -> None:
    assert any(option in hint for hint in hints([found]))


def test_what_only_the_workbook_can_mend_has_none() -> None:
    assert (
        list(
            hints(
                [
                    problem("required-missing", at("Role"), **BLANKS),
                    problem("email-shared", at("Email"), other=3, other_name="Jo"),
                ]
            )
        )
        == []
    )
