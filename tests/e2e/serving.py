"""A rehearsal centre in a process of its own, which can be killed and started again where it was."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen


@dataclass(frozen=True)
class Served:
    """A rehearsal centre in a process of its own."""

    url: str
    token: str
    organisation: int

    @property
    def port(self) -> int:
        """Where it listens."""
        port = urlsplit(self.url).port
        assert port is not None
        return port

    def state(self) -> dict[str, Any]:
        """Everything it holds."""
        with urlopen(self.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return json.load(answer)


def begin_serving(*words: object) -> tuple[subprocess.Popen[str], Served]:
    """Starts `onefile-desktop rehearsal` with `words`; returns once it listens. Whoever calls this ends it."""
    # Several programs in one minute share a centre here, each of which would keep to the whole limit.
    command = [sys.executable, "-m", "onefile_desktop", "rehearsal", "--rate", "1000000", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"ONEFILE_FAULT_POINT": ""})
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    return process, Served(said["url"], said["token"], said["organisation"])


@contextmanager
def serving(*words: object) -> Iterator[Served]:
    """As `begin_serving`, until the block has ended."""
    process, served = begin_serving(*words)
    with process:
        try:
            yield served
        finally:
            process.terminate()
