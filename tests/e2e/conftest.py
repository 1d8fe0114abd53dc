"""Real processes and real sockets: a rehearsal centre that is served by the program, and the program run against it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest


@dataclass(frozen=True)
class Served:
    """A rehearsal centre in a process of its own."""

    url: str
    token: str
    organisation: int

    def state(self) -> dict[str, Any]:
        """Everything it holds."""
        with urlopen(self.url.replace("/api/v2.1", "/rehearsal/state")) as answer:
            return json.load(answer)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one document on standard output."""
        return json.loads(self.out)


Program = Callable[..., Ended]


@pytest.fixture
def centre() -> Iterator[Served]:
    """The built-in centre, served by `onefile-desktop rehearsal`."""
    # Several programs in one minute share a centre here, each of which would keep to the whole limit.
    command = [sys.executable, "-m", "onefile_desktop", "rehearsal", "--rate", "3000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield Served(said["url"], said["token"], said["organisation"])
        process.terminate()


@pytest.fixture
def program(home: Path) -> Program:
    """Runs the program to its end, in a process of its own."""

    def start(*words: object, **environment: str) -> Ended:
        ended = subprocess.run(
            [sys.executable, "-m", "onefile_desktop", *map(str, words)],
            env=os.environ | {"ONEFILE_DESKTOP_HOME": str(home)} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return start
