"""Whether pages count from 0 or from 1 is not concluded from a moment in which the service was away."""

import pytest

from onefile_desktop.onefile.endings import CallError, NoAnswerError, RefusedError, ServiceAwayError
from onefile_desktop.onefile.paging import first_page


@pytest.mark.parametrize(
    "failures",
    [[ServiceAwayError("away")], [RefusedError("elsewhere", 302)], [RefusedError("not now", 403)]],
    ids=["away", "sent elsewhere", "forbidden"],
)
def test_a_page_0_that_was_only_away_for_a_moment(failures: list[CallError]) -> None:
    def fetch(page: int, _size: int) -> tuple[int, ...]:
        if page == 0 and failures:
            raise failures.pop()
        return (7,) if page == 0 else ()

    assert first_page(fetch, 2) == 0


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        ([RefusedError("page", 400)], 1),
        ([RefusedError("page", 404)], 1),
        ([ServiceAwayError("away"), RefusedError("page", 400)], 1),
        ([ServiceAwayError("away"), ServiceAwayError("away")], 1),
        ([RefusedError("no", 403), RefusedError("no", 403)], 1),
        ([ServiceAwayError("away"), NoAnswerError("lost")], NoAnswerError),
        ([ServiceAwayError("away"), RefusedError("no", 403)], RefusedError),
        ([NoAnswerError("lost")], NoAnswerError),
    ],
    ids=lambda value: " ".join(str(one) for one in value) if isinstance(value, list) else "",
)
def test_what_the_ending_of_page_0_means(failures: list[CallError], expected: int | type[CallError]) -> None:
    left = iter(failures)

    def fetch(page: int, _size: int) -> tuple[int, ...]:
        failure = next(left, None) if page == 0 else None
        if failure is not None:
            raise failure
        return (7,)

    if isinstance(expected, int):
        assert first_page(fetch, 2) == expected
    else:
        with pytest.raises(expected):
            first_page(fetch, 2)
    assert next(left, None) is None


def test_a_service_that_is_away_altogether() -> None:
    def fetch(_page: int, _size: int) -> tuple[int, ...]:
        raise ServiceAwayError("away")

    with pytest.raises(ServiceAwayError):
        first_page(fetch, 2)
