"""Python's cyclic garbage collector, paused while large values are built.

Rosters and plans are hundreds of thousands of frozen objects without a cycle among them. The collector would go
through all of them again and again while they grow, which costs a third of the time and frees nothing.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused() -> Generator[None]:
    """Pauses the collector; serves as a decorator, too. Blocks may be nested.

    What was built meanwhile will be there for long, and is put with the oldest objects at once. The collector would
    otherwise go through all of it as soon as it is on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # into the oldest generation, from wherever it was
            gc.enable()
