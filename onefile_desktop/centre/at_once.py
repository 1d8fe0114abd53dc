"""How the parts of a download ask for several calls at once, without knowing of threads."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
Result = TypeVar("Result")
Progress = TypeVar("Progress")


class AtOnce(Protocol):
    """Does all of `work` at once and returns what each piece returned, in the order of `work`.

    It yields now and then while it waits, and raises what the first piece that fails raises.
    """

    def __call__(self, work: Sequence[Callable[[], T]]) -> Generator[None, None, tuple[T, ...]]: ...


def telling(
    waiting: Generator[None, None, Result], progress: Callable[[], Progress]
) -> Generator[Progress, None, Result]:
    """`waiting`, with `progress` told at each of its yields."""
    while True:
        try:
            next(waiting)
        except StopIteration as end:
            return end.value
        yield progress()
