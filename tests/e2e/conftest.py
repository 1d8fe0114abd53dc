"""Real processes and real sockets: a rehearsal centre that is served by the program, and the program run against it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.serving import Served, serving

__all__ = ["Served"]

BRISK = {"ONEFILE_WAITS": "0.02", "ONEFILE_RATE": "3000/60"}
"""What every program here is told: to wait less than people have to, and to send more than OneFile takes."""


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
    with serving() as served:
        yield served


@pytest.fixture
def program(home: Path) -> Program:
    """Runs the program to its end, in a process of its own."""

    def start(*words: object, **environment: str) -> Ended:
        ended = subprocess.run(
            [sys.executable, "-m", "onefile_desktop", *map(str, words)],
            env=BRISK | os.environ | {"ONEFILE_DESKTOP_HOME": str(home)} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return start
