"""Pages of a search, asked for until no more comes. No source says how OneFile pages, so little is relied on."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TypeVar

from onefile_desktop.onefile.endings import RefusedError, ServiceAwayError

_T = TypeVar("_T")
_NO_SUCH_PAGE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})


def first_page(fetch: Callable[[int, int], tuple[object, ...]], size: int) -> int | None:
    """Whether pages count from 0 or from 1; None where this search, which may find nothing, does not show it.

    A service that falls over page 0, or refuses it with a status that says nothing of pages, may only have been away
    for a moment. So page 0 is believed not to be there if page 1 works and page 0 fails in the same way once more.
    Raises what the search raises otherwise.
    """
    try:
        return _from_zero(fetch, size)
    except (RefusedError, ServiceAwayError) as error:
        failure = error
    fetch(1, size)
    try:
        return _from_zero(fetch, size)
    except (RefusedError, ServiceAwayError) as error:
        if type(error) is not type(failure):
            raise
        return 1


def _from_zero(fetch: Callable[[int, int], tuple[object, ...]], size: int) -> int | None:
    try:
        return 0 if fetch(0, size) else None
    except RefusedError as error:
        if error.status in _NO_SUCH_PAGE:
            return 1
        raise


def all_pages(
    fetch: Callable[[int, int], tuple[_T, ...]], size: int = 200, *, first: int = 1
) -> Iterator[tuple[_T, ...]]:
    """What each page adds, until no more comes; `fetch` takes the page, counted from `first`, and its size.

    A page that is short is not taken for the last, since OneFile may cap the size or hide people from a page; an empty
    one is. OneFile may ignore paging, so pages that only repeat what was there end it too, but not the first such page:
    where people are added meanwhile, a page may show again those of the page before. Counted from 0, nothing ends at
    page 1: it may be page 0 once more.
    """
    seen: set[_T] = set()
    page = first
    repeated = 0
    while True:
        try:
            items = fetch(page, size)
        except RefusedError as error:
            if seen and error.status == HTTPStatus.NOT_FOUND:
                return  # the page after the last
            raise
        new = tuple(item for item in items if item not in seen)
        if first > 0 or page > 1:
            repeated = 0 if new else repeated + 1
            if repeated > 1 or not items:
                return
        seen.update(new)
        if new:
            yield new
        page += 1
