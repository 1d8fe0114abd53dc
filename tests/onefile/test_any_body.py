"""Whatever comes back, and however it is meant, reading it ends in a value or in one of the known endings."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onefile_desktop.onefile import answers, fields
from onefile_desktop.onefile.answers import Answer
from onefile_desktop.onefile.endings import CallError, NoAnswerError, RefusedError

FIELDS = ["ID", "Name", "Role", "Archived", "DOB", "Email", "message", "ModelState", "UnitID", "StandardID", "odd"]
WORDS = st.sampled_from([*FIELDS, "Yes", "1", "9" * 5000, "2026-02-30", "\ud83d", "0001-01-01T00:00:00+14:00"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), one, max_size=3)
)
NESTS = [("[", "]"), ('{"message": ', "}"), ('{"ModelState": ', "}"), ('[{"Archived": ', "}]"), ('{"ID": [', "]}")]


@st.composite
def nested(draw: st.DrawFn) -> str:
    """Some value within so many lists or objects, perhaps cut off."""
    begin, end = draw(st.sampled_from(NESTS))
    depth = draw(st.integers(0, 3000))
    inner = json.dumps(draw(VALUES))
    body = begin * depth + inner + end * depth
    return draw(st.sampled_from([body, body, f"[{body}]", f'{{"Archived": {body}}}', body[: len(body) // 2]]))


BODIES = st.binary(max_size=40) | st.builds(json.dumps, VALUES).map(str.encode) | nested().map(str.encode)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "retry-after", "date"]),
    st.sampled_from(["text/html", "1e999", "-1", "Mon, 01 Jan 20000000000000000000 00:00:00 +9999"])
    | st.text(max_size=9),
)
READINGS: list[Callable[[Answer], object]] = [
    answers.write_answer,
    lambda answer: [(fields.whole_person(one), fields.named(one)) for one in answers.objects(answer)],
    lambda answer: fields.organisation(answers.one_object(answer)),
    lambda answer: fields.unit(answers.one_object(answer), None),
    lambda answer: fields.learning_aim(answers.one_object(answer), 1),
]


@given(st.builds(Answer, st.integers(200, 599), HEADERS, BODIES), st.sampled_from(READINGS))
def test_any_answer_ends_as_one_of_the_known_endings(answer: Answer, read: Callable[[Answer], object]) -> None:
    ending = answers.ending_of(answer)
    assert (ending is None) == answer.succeeded
    if ending is None:
        try:
            read(answer)
        except CallError as error:
            ending = error
    assert ending is None or 0 < len(ending.reason.encode()) < 5000  # a text that can be written down


@pytest.mark.parametrize("depth", [100, 300, 600, 900, 990, 100_000])
@pytest.mark.parametrize("nest", NESTS)
def test_what_is_nested_beyond_all_reason_is_refused_without_words_and_no_answer_to_a_create(
    nest: tuple[str, str], depth: int
) -> None:
    body = (nest[0] * depth + '"No."' + nest[1] * depth).encode()
    ending = answers.ending_of(Answer(400, {}, body))
    assert isinstance(ending, RefusedError)
    assert ending.reason == "OneFile gave no reason (status 400)."
    for read in READINGS:
        with pytest.raises(NoAnswerError):
            read(Answer(200, {}, body))


def test_what_is_nested_within_reason_is_read() -> None:
    deep = '{"ModelState": ' + "[" * 20 + '"No."' + "]" * 20 + "}"
    ending = answers.ending_of(Answer(400, {}, deep.encode()))
    assert isinstance(ending, RefusedError)
    assert ending.reason == "No."
